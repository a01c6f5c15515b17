"""Reports for a URL (an object store, a server): rendered into a local folder, uploaded when the run ends.

The folder here is what resume, checks and manifest work on, as in any run. What has been sent is noted
beside it, so that a run sends what is new and takes away there what is gone here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from acctlib.errors import PublishError
from acctlib.publish.paths.report_paths import HELD, write_atomically

SENT = "sent.json"


@contextmanager
def folder_of(out: str, kept: Path, told: Callable[[str], None]) -> Iterator[Path]:
    """The folder that a run writes into.

    Parameters
    ----------
    out : str
        A path, or a URL that fsspec knows, like s3://bucket/reviews.
    kept : Path
        Where folders lie whose content goes to a URL.
    told : callable
        Told in a line what was sent.

    Notes
    -----
    - However the run ends, what is finished is sent. Pages come before `index.html` and `run.json`, which name them.
    - Drafts, a run's hold on its folder and reports that are held back stay here.

    Raises
    ------
    PublishError
        Where fsspec or the URL's own package is not installed, and where nothing can be sent.
    """
    if "://" not in out:
        yield Path(out).resolve()
        return
    filesystem, root = _opened(out)
    mirror = kept / hashlib.sha256(out.encode()).hexdigest()[:16]
    (mirror / "out").mkdir(parents=True, exist_ok=True)
    try:
        yield (mirror / "out").resolve()
    finally:
        told(_send(mirror, filesystem, root, out))


def _opened(url: str) -> tuple[Any, str]:
    try:
        filesystem, root = import_module("fsspec").core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise PublishError(f"--out {url}: {error}; URLs need fsspec: pip install 'acctlib[cluster]'") from None
    return filesystem, str(root).rstrip("/")


def _send(mirror: Path, filesystem: Any, root: str, url: str) -> str:
    """Mirror the local folder to the URL; returns a summary line."""
    noted = mirror / SENT
    before: dict[str, str] = json.loads(noted.read_text(encoding="utf-8")) if noted.is_file() else {}
    here = dict(_files(mirror / "out"))
    new = [name for name in sorted(here, key=_order) if before.get(name) != here[name]]
    gone = sorted(before.keys() - here.keys())
    try:
        for name in new:
            filesystem.makedirs(f"{root}/{name}".rpartition("/")[0], exist_ok=True)
            filesystem.pipe_file(f"{root}/{name}", (mirror / "out" / name).read_bytes())
            before[name] = here[name]
        for name in gone:
            if filesystem.exists(f"{root}/{name}"):
                filesystem.rm_file(f"{root}/{name}")
            del before[name]
    except Exception as error:  # every store has failures of its own kind
        said = f"{type(error).__name__}: {error}"
        raise PublishError(
            f"--out {url}: {said}; the reports are in {mirror / 'out'}; the same command uploads them"
        ) from error
    finally:
        write_atomically(noted, json.dumps(before, indent=1))
    return f"{len(new)} files uploaded to {url}, {len(gone)} removed"


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    """Path in the folder -> digest, of everything that is finished."""
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        if path.is_file() and HELD not in parts[:-1] and not any(part.startswith(".") for part in parts):
            yield "/".join(parts), hashlib.sha256(path.read_bytes()).hexdigest()


def _order(name: str) -> tuple[bool, bool, str]:
    """Files that refer to others are uploaded last."""
    return name.endswith("run.json"), name.endswith("index.html"), name
