"""Rebuild a damaged or missing run.json from its folder.

Every report leaves its executed notebook in the folder, and the notebook's head names the client and the firm, and
states whether it is a demonstration. What only run.json recorded is lost: a report's inputs (so it is rendered again
at the next request), the findings of a held report, and releases.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from acctlib.errors import PublishError
from acctlib.publish.paths.report_paths import ReportPaths

MIME = "application/vnd.acctlib.block+json"
LOST = "what was found in it was lost with run.json"


def rebuilt(report_paths: ReportPaths) -> dict[str, Any]:
    """The contents of run.json for the reports in a quarter's folder; empty if there are none.

    Raises
    ------
    PublishError
        If there are reports but none states which firm's it is.
    """
    passed, held = (dict(_notebooks(stage)) for stage in (report_paths, report_paths.held))
    reports = [*_reports(report_paths, passed, "done"), *_reports(report_paths, held, "held")]
    heads = [head for head in (*passed.values(), *held.values()) if head.get("firm")]
    if reports and not heads:
        raise PublishError(
            f"{report_paths.manifest}: is damaged, and no report in the folder says which firm's it is: "
            "remove the folder, or give --out another one"
        )
    if not reports:
        return {}
    told = {"quarter": report_paths.quarter, "firm": heads[0]["firm"], "demo": any(head.get("demo") for head in heads)}
    return {**told, "reports": list({(one["client_id"], one["edition"]): one for one in reports}.values())}


def _notebooks(report_paths: ReportPaths) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Each executed notebook with its head; other files are skipped."""
    for path in sorted((report_paths.folder / report_paths.stage / "internal").glob("*/*.ipynb")):
        head = _head(path)
        if head and path == report_paths.report(head["client"], head["edition"], "ipynb"):
            yield path, head


def _head(path: Path) -> Mapping[str, Any] | None:
    """A report's client, edition and other head data, from its document block and its parameters."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        data = [
            output["data"] for cell in cells for output in cell.get("outputs", ()) if MIME in output.get("data", ())
        ]
        given = (dict(_assigned("".join(cell["source"]))) for cell in cells if "injected-parameters" in _tags(cell))
        blocks = (block[MIME] for block in data if block[MIME].get("block") == "document")
        head = {**next(blocks, {}), **next(given, {})}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, SyntaxError):
        return None
    return head if {"client", "edition"} <= head.keys() else None


def _tags(cell: Mapping[str, Any]) -> Iterable[str]:
    return cell.get("metadata", {}).get("tags", ())  # type: ignore[no-any-return]


def _assigned(source: str) -> Iterator[tuple[str, str]]:
    """Names and values assigned in a papermill parameters cell: `client = "C001"`."""
    for line in ast.parse(source).body:
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
            yield line.targets[0].id, ast.literal_eval(line.value)


def _reports(
    report_paths: ReportPaths, heads: Mapping[Path, Mapping[str, Any]], state: str
) -> Iterator[dict[str, Any]]:
    for path, head in heads.items():
        files = sorted((path, *_drawn(report_paths, path, head["edition"])))
        finding = {"words": "", "what": LOST, "context": "", "places": [], "text": f"{path.name}: {LOST}"}
        yield {
            "client_id": head["client"],
            "name": head.get("title", head["client"]),
            "edition": head["edition"],
            "state": state,
            "parameters": {},
            "made_from": {},
            "files": {file.relative_to(report_paths.folder).as_posix(): _digest(file) for file in files},
            "findings": [finding] if state == "held" else [],
        }


def _drawn(report_paths: ReportPaths, notebook: Path, edition: str) -> Iterable[Path]:
    """The files rendered from this executed notebook, including attachments."""
    folder = notebook.parents[2] / edition / notebook.parent.name
    return (
        file for file in folder.glob(f"{notebook.stem}.*") if file.suffix != ".ipynb" and ".locked." not in file.name
    )


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
