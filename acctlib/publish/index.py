"""index.html: every client with its state, headline numbers and links; one file, no network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os.path import relpath
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader

from acctlib.config import Config
from acctlib.display import Reader
from acctlib.publish.places import Places, write_whole
from acctlib.publish.report import Outcome

HEADLINES = ("nrr", "nps", "growth", "delivery_success")
STATES = {"met": "good", "missed": "bad", "watch": "watch", "unknown": "unknown", "none": "neutral"}


def write_index(outcomes: Iterable[Outcome], places: Places, config: Config, covered_to: str) -> Path:
    """Write the page, failures first."""
    clients: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        clients.setdefault(outcome.client_id, []).append(outcome)
    reader = Reader(config.locale, config.currency)
    rows = [_row(client_id, done, places, reader) for client_id, done in sorted(clients.items())]
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
    return Environment(
        loader=FileSystemLoader(folder), autoescape=True, trim_blocks=True, lstrip_blocks=True
    ).get_template(name)


def _labels(rows: list[dict[str, Any]]) -> list[str]:
    longest: list[dict[str, Any]] = max((row["headlines"] for row in rows), key=len, default=[])
    return [headline["label"] for headline in longest]


def _row(client_id: str, outcomes: list[Outcome], places: Places, reader: Reader) -> dict[str, Any]:
    done = sorted((o for o in outcomes if o.state == "done"), key=lambda o: o.edition)
    # The internal edition sees more; its numbers are shown where there is one: this page is internal.
    facts = {fact["name"]: fact for o in done for fact in o.facts}
    return {
        "id": client_id,
        "name": outcomes[0].name,
        "state": "failed" if len(done) < len(outcomes) else "done",
        "failures": [f"{o.edition} edition, {o.failure.text}" for o in outcomes if o.failure],
        "headlines": [_headline(facts[name], reader) for name in HEADLINES if name in facts],
        "editions": [{"name": o.edition, "links": [_link(path, places) for path in o.files]} for o in done],
    }


def _headline(fact: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
    text = reader.value(fact["value"], fact["unit"])
    return {"label": fact["label"], "text": text, "value": fact["value"], "state": STATES[fact["status"]]}


def _link(path: Path, places: Places) -> dict[str, str]:
    kind = path.suffix.lstrip(".")
    href = quote(relpath(path, places.folder).replace("\\", "/"))
    return {"href": href, "text": "notebook" if kind == "ipynb" else kind.upper()}
