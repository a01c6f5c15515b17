"""Definitions next to the numbers: fact labels on a page get their definitions as tooltips."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from acctlib.display.blocks.block import Payload
from acctlib.display.blocks.supporting_rows import Evidence
from acctlib.display.blocks.table import Table
from acctlib.display.blocks.tiles import Tiles
from acctlib.publish.pages.outputs import Page


def add_tooltips(pages: Page) -> Page:
    """Add definitions to tiles and to first cells of table rows that are labelled like a fact.

    Notes
    -----
    - Definitions are read from the notebook's evidence block; without that, nothing is added.
    """
    evidence = next((p.payload for p in pages.pieces if p.payload["block"] == Evidence.kind), None)
    if evidence is None:
        return pages
    meanings = {n["label"]: f"{n['meaning']} {n['period'][:1].upper()}{n['period'][1:]}." for n in evidence["numbers"]}
    ids = count(1)
    return pages.change(lambda block: _explained(block, meanings, ids))


def _explained(block: Payload, meanings: Mapping[str, str], ids: Iterator[int]) -> Iterator[Payload]:
    match block["block"]:
        case Tiles.kind:
            yield {**block, "tiles": [_labelled(tile, "label", meanings, ids) for tile in block["tiles"]]}
        case Table.kind:
            rows = [[*(_labelled(c, "text", meanings, ids) for c in row[:1]), *row[1:]] for row in block["rows"]]
            yield {**block, "rows": rows}
        case Evidence.kind:
            (table,) = _explained(block["table"], meanings, ids)
            yield {**block, "table": table}
        case _:
            yield block


def _labelled(part: Mapping[str, Any], text: str, meanings: Mapping[str, str], ids: Iterator[int]) -> dict[str, Any]:
    meaning = meanings.get(part[text])
    return {**part, "meaning": {"id": f"meaning-{next(ids)}", "text": meaning}} if meaning else dict(part)
