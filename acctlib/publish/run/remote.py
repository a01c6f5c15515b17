"""Reports for a URL (an object store, a server): rendered into a local folder, uploaded when the run ends.

Resume, checks and the manifest work on the local folder, as in any run. Uploads are recorded
next to it, so that a run uploads what is new and removes remotely what has been removed locally.
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
    """The local folder that a run writes into; its contents are uploaded at the end if `out` is a URL.

    Parameters
    ----------
    out : str
        A path, or a URL that fsspec supports, e.g. s3://bucket/reviews.
    kept : Path
        The parent folder of local folders whose contents are uploaded to a URL.
    told : callable
        Called with a one-line summary of what was uploaded.

    Notes
    -----
    - However the run ends, finished files are uploaded. Pages precede `index.html` and `run.json`, which refer to them.
    - Drafts, the run's lock on its folder and held reports are not uploaded.

    Raises
    ------
    PublishError
        If fsspec or the URL's own package is not installed, or nothing can be uploaded.
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
    except Exception as error:  # every store raises exceptions of its own
        said = f"{type(error).__name__}: {error}"
        raise PublishError(
            f"--out {url}: {said}; the reports are in {mirror / 'out'}; the same command uploads them"
        ) from error
    finally:
        write_atomically(noted, json.dumps(before, indent=1))
    return f"{len(new)} files uploaded to {url}, {len(gone)} removed"


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    """Path in the folder -> digest, for every finished file."""
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        if path.is_file() and HELD not in parts[:-1] and not any(part.startswith(".") for part in parts):
            yield "/".join(parts), hashlib.sha256(path.read_bytes()).hexdigest()


def _order(name: str) -> tuple[bool, bool, str]:
    """Files that refer to others are uploaded last."""
    return name.endswith("run.json"), name.endswith("index.html"), name
