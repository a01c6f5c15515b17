"""The inputs of a report as digests: it is out of date as soon as one of them changes.

The client's own rows stand for the data, not the whole book: what changes for one client makes
that client's reports anew and leaves the others.
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from acctlib.config import PACKAGE, Config, kit_folder
from acctlib.display.brand.brand import load_brand
from acctlib.publish.run.manifest import digest
from acctlib.publish.run.request import NOTEBOOKS, RunRequest

if TYPE_CHECKING:
    from acctlib.book.store.store import Book

# Where things lie, and how much they may take, says nothing of what is in them: contents have digests of their own.
PATHS = {"limits", "sources", "rules", "book", "out", "notebooks", "templates", "brand", "commentary"}
_NAME = re.compile(r"[\w.-]+")


def of_all(book: Book, request: RunRequest) -> dict[str, dict[str, str]]:
    """Edition -> digests of the inputs that all its reports share.

    Notes
    -----
    - Figures over other clients are no part of it: they are another for each reader.
    - Paths are no part of it: a book or a notebook that moves as it is leaves reports up to date.
    - An analyst's own modules that a notebook imports are not seen; `fresh` is for them.
    """
    config = book.config
    shared = {
        "config": digest_of(json.loads(config.model_dump_json(exclude=PATHS))),
        "templates": _looks(config),
        "code": _code(),
        "versions": digest_of(versions()),
        "formats": digest_of(sorted(request.formats)),
    }
    covered = {name: [days.first, days.last] for name, days in sorted(book.coverage.tables.items())}
    days = [book.covered_to.isoformat(), covered, book.acceptance_kept, dict(book.mergers)]
    return {
        edition: {
            **shared,
            "notebook": digest(notebook(config, edition)),
            "context": digest_of(days),
        }
        for edition in NOTEBOOKS
    }


def digest_of(said: Any) -> str:
    """SHA-256 of data that JSON can say."""
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=repr).encode()).hexdigest()


def notebook(config: Config, edition: str) -> Path:
    """The notebook of an edition."""
    return config.notebook(NOTEBOOKS[edition])


def versions() -> dict[str, str]:
    """Versions of Python and of every library that affects a report.

    Left out are tools for its own development, and what only carries jobs to other machines: the bytes are the same.
    """
    named = {"acctlib": version("acctlib"), "python": platform.python_version()}
    for requirement in requires("acctlib") or ():
        name = _NAME.match(requirement)
        if name and not re.search(r"extra\s*==\s*['\"](dev|cluster)['\"]", requirement):
            try:
                named[name[0]] = version(name[0])
            except PackageNotFoundError:
                continue  # an extra that is not installed
    return dict(sorted(named.items()))


def _looks(config: Config) -> str:
    """Templates, brand file and logo."""
    brand = config.path(config.brand)
    logo = load_brand(str(brand)).logo
    folders = dict.fromkeys((kit_folder("templates"), config.path(config.templates)))
    files = [[folder_digest(folder) for folder in folders], digest(brand), digest(Path(logo)) if logo else ""]
    return digest_of(files)


@lru_cache(maxsize=1)
def _code() -> str:
    """Digest of the kit's own code as imported: it may change without a new version number."""
    return folder_digest(PACKAGE, but=("notebooks", "templates"))


def folder_digest(folder: Path, but: Collection[str] = ()) -> str:
    """SHA-256 over the names and contents of all files in a folder; compiled code and hidden files left out.

    Parameters
    ----------
    but : collection of str
        Folders in it that are left out too: of an installed package, what has a digest of its own.
    """
    files = (path for path in folder.rglob("*") if path.is_file() and not _passing(path.relative_to(folder).parts))
    files = (path for path in files if path.relative_to(folder).parts[0] not in but)
    return digest_of(sorted((path.relative_to(folder).as_posix(), digest(path)) for path in files))


def _passing(parts: Iterable[str]) -> bool:
    return any(part == "__pycache__" or part.startswith(".") for part in parts)
