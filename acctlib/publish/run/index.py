"""index.html: every client with its state, headline metrics and links, in one self-contained file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader

from acctlib.config import Config
from acctlib.publish.paths.finding import way_out
from acctlib.publish.paths.headlines import SHOWN
from acctlib.publish.paths.report_paths import write_atomically
from acctlib.publish.run.manifest import Entry, Manifest

STATES = ("failed", "held", "waiting", "done")  # a client's state is the worst of its reports' states


def write_index(manifest: Manifest, config: Config) -> Path:
    """Write the page: failures first, then held reports. A report rendered from other data is marked as such."""
    clients: dict[str, list[Entry]] = {}
    for _, entry in sorted(manifest.entries.items()):
        clients.setdefault(entry.client_id, []).append(entry)
    rows = sorted((_row(entries, manifest.report_paths.quarter) for entries in clients.values()), key=_worst_first)
    states: list[str] = [entry.state for entry in manifest.entries.values()]
    reports = {state: states.count(state) for state in STATES}
    html = page("index.html.j2", config).render(
        rows=rows, columns=_columns(manifest.entries.values()), reports=reports,
        quarter=manifest.report_paths.quarter, firm=config.firm, demo=config.demo,
        covered_to=manifest.head.get("covered_to", ""),
    )  # fmt: skip
    write_atomically(manifest.report_paths.index, html)
    return manifest.report_paths.index


def page(name: str, config: Config) -> Any:
    """A page template with every value escaped."""
    folder = str(config.path(config.templates))
    return Environment(
        loader=FileSystemLoader(folder), autoescape=True, trim_blocks=True, lstrip_blocks=True
    ).get_template(name)


def _worst_first(row: Mapping[str, Any]) -> tuple[int, str]:
    return STATES.index(row["state"]), row["id"]


def _columns(entries: Iterable[Entry]) -> list[dict[str, str]]:
    """The headline metrics that any report has, in one order for all."""
    labels = {headline["name"]: headline["label"] for entry in entries for headline in entry.headlines}
    return [{"name": name, "label": labels[name]} for name in SHOWN if name in labels]


def _row(entries: Sequence[Entry], quarter: str) -> dict[str, Any]:
    """One client's row. If both editions exist, the internal one's metrics are shown, as this page is internal."""
    in_order = sorted(entries, key=lambda entry: entry.edition)
    return {
        "id": entries[0].client_id,
        "name": entries[0].name,
        "state": min((entry.state for entry in entries), key=STATES.index),
        "failures": [f"{entry.edition} edition, {entry.failure['text']}" for entry in in_order if entry.failure],
        "held": [_held(entry) for entry in in_order if entry.state == "held"],
        "way_out": way_out(entries[0].client_id, quarter),
        "released": [_released(entry) for entry in in_order if entry.state == "done" and entry.findings],
        "waiting": [entry.edition for entry in in_order if entry.state == "waiting"],
        "headlines": {headline["name"]: headline for entry in in_order for headline in entry.headlines},
        "editions": [_edition(entry) for entry in in_order if entry.files],
    }


def _held(entry: Entry) -> str:
    return f"{entry.edition} edition: " + "; ".join(finding["text"] for finding in entry.findings)


def _released(entry: Entry) -> str:
    """Who released the report and why, with its findings."""
    release = entry.release or {}
    what = "; ".join(finding["text"] for finding in entry.findings)
    return f"{entry.edition} edition released by {release['by']} on {release['on']}: {release['reason']} ({what})"


def _edition(entry: Entry) -> dict[str, Any]:
    return {
        "name": entry.edition,
        "links": [_link(file) for file in entry.files],
        "earlier": entry.outdated,
    }


def _link(file: str) -> dict[str, str]:
    kind = file.rpartition(".")[2]
    return {"href": quote(file), "text": "notebook" if kind == "ipynb" else kind.upper()}
