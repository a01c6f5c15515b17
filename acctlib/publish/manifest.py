"""run.json: what was made from what. It is written anew after each report, and whole each time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from acctlib.errors import PublishError
from acctlib.publish.places import Places, write_whole
from acctlib.publish.report import Outcome

LIBRARIES = ("acctlib", "pandas", "matplotlib", "papermill", "nbconvert", "typst", "duckdb")


def start(places: Places, demo: bool, notebooks: Iterable[Path], fingerprint: str, config: str) -> dict[str, Any]:
    """A manifest without reports; refuses a folder that holds reports of the other kind.

    Raises
    ------
    PublishError
        Demonstration reports and a firm's own never lie in one folder.
    """
    before = _read(places.manifest)
    if before is not None and before.get("demo") != demo:
        there, here = ("demonstration", "your firm's") if before.get("demo") else ("your firm's", "demonstration")
        raise PublishError(
            f"{places.folder} holds {there} reports; {here} ones do not go beside them. "
            "Remove it, or give --out another folder"
        )
    return {
        "quarter": places.quarter,
        "demo": demo,
        "book": fingerprint,
        "config": hashlib.sha256(config.encode()).hexdigest(),
        "notebooks": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in notebooks if path.is_file()},
        "versions": {name: version(name) for name in LIBRARIES},
        "reports": [],
    }


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    return found


def add(manifest: dict[str, Any], outcome: Outcome, places: Places) -> None:
    """One more report."""
    manifest["reports"].append(
        {
            "client_id": outcome.client_id,
            "edition": outcome.edition,
            "state": outcome.state,
            "files": {
                path.relative_to(places.folder).as_posix(): digest
                for path, digest in zip(outcome.files, outcome.digests, strict=True)
            },
            "failure": asdict(outcome.failure) if outcome.failure else None,
            "seconds": dict(outcome.seconds),
        }
    )


def write(manifest: dict[str, Any], places: Places) -> None:
    """Write run.json."""
    write_whole(places.manifest, json.dumps(manifest, indent=1, ensure_ascii=False) + "\n")
