"""A report's inputs as digests: the report is out of date as soon as any of them changes.

The data digest covers the client's own rows, not the whole book: a change for one client re-renders
that client's reports and leaves the others up to date.
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

# Paths and limits do not affect a report's content; the contents at these paths have digests of their own.
PATHS = {"limits", "sources", "rules", "book", "out", "notebooks", "templates", "brand", "commentary"}
_NAME = re.compile(r"[\w.-]+")


def of_all(book: Book, request: RunRequest) -> dict[str, dict[str, str]]:
    """Edition -> digests of the inputs that all its reports share.

    Notes
    -----
    - Figures across other clients are not included: they differ for each reader.
    - Paths are not included: moving a book or a notebook unchanged leaves reports up to date.
    - An analyst's own modules imported by a notebook are not tracked; use `fresh` after changing one.
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
    """SHA-256 of JSON-serialisable data."""
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=repr).encode()).hexdigest()


def notebook(config: Config, edition: str) -> Path:
    """The path of an edition's notebook."""
    return config.notebook(NOTEBOOKS[edition])


def versions() -> dict[str, str]:
    """Versions of Python and of every library that affects a report.

    Excludes development tools and the libraries that only carry jobs to other machines, which do not affect the bytes.
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
    """Digest of templates, brand file and logo."""
    brand = config.path(config.brand)
    logo = load_brand(str(brand)).logo
    folders = dict.fromkeys((kit_folder("templates"), config.path(config.templates)))
    files = [[folder_digest(folder) for folder in folders], digest(brand), digest(Path(logo)) if logo else ""]
    return digest_of(files)


@lru_cache(maxsize=1)
def _code() -> str:
    """Digest of the kit's own code as imported, which may change without a new version number."""
    return folder_digest(PACKAGE, but=("notebooks", "templates"))


def folder_digest(folder: Path, but: Collection[str] = ()) -> str:
    """SHA-256 over the names and contents of all files in a folder, excluding compiled code and hidden files.

    Parameters
    ----------
    but : collection of str
        Subfolders to exclude as well: those of the installed package that have digests of their own.
    """
    files = (path for path in folder.rglob("*") if path.is_file() and not _passing(path.relative_to(folder).parts))
    files = (path for path in files if path.relative_to(folder).parts[0] not in but)
    return digest_of(sorted((path.relative_to(folder).as_posix(), digest(path)) for path in files))


def _passing(parts: Iterable[str]) -> bool:
    return any(part == "__pycache__" or part.startswith(".") for part in parts)
