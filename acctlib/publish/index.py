"""index.html: every client with its state, headline numbers and links; one file, no network."""

from __future__ import annotations

from collections.abc import Iterable
from os.path import relpath
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader

from acctlib.config import Config
from acctlib.publish.places import Places, write_whole
from acctlib.publish.report import Outcome


def write_index(outcomes: Iterable[Outcome], places: Places, config: Config, covered_to: str) -> Path:
    """Write the page, failures first."""
    clients: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        clients.setdefault(outcome.client_id, []).append(outcome)
    rows = [_row(client_id, done, places) for client_id, done in sorted(clients.items())]
    html = page("index.html.j2", config).render(
        rows=sorted(rows, key=lambda row: row["state"] != "failed"),
        quarter=places.quarter, firm=config.firm, demo=config.demo, covered_to=covered_to,
        failed=sum(row["state"] == "failed" for row in rows), labels=_labels(rows),
    )  # fmt: skip
    write_whole(places.index, html)
    return places.index


def page(name: str, config: Config) -> Any:
    """A page template; every value in it is escaped."""
    folder = str(config.path(config.templates))
    return Environment(loader=FileSystemLoader(folder), autoescape=True, trim_blocks=True, lstrip_blocks=True).get_template(name)


def _labels(rows: list[dict[str, Any]]) -> list[str]:
    longest = max((row["headlines"] for row in rows), key=len, default=[])
    return [headline["label"] for headline in longest]


def _row(client_id: str, outcomes: list[Outcome], places: Places) -> dict[str, Any]:
    done = [o for o in outcomes if o.state == "done"]
    # The internal edition sees more; its numbers are shown where there is one: this page is internal.
    first = next((o for o in done if o.edition == "internal"), done[0] if done else None)
    return {
        "id": client_id,
        "name": outcomes[0].name,
        "state": "failed" if len(done) < len(outcomes) else "done",
        "failures": [f"{o.edition} edition, {o.failure.text}" for o in outcomes if o.failure],
        "headlines": list(first.headlines) if first else [],
        "links": [_link(path, o.edition, places) for o in sorted(done, key=lambda o: o.edition) for path in o.files],
    }


def _link(path: Path, edition: str, places: Places) -> dict[str, str]:
    kind = path.suffix.lstrip(".").upper()
    said = "notebook" if kind == "IPYNB" else kind
    return {"href": quote(relpath(path, places.folder).replace("\\", "/")), "text": f"{edition} {said}", "edition": edition}
