"""Definitions where the numbers stand: labels of facts on a page get what they mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count
from typing import Any

from acctlib.publish.pages.outputs import Page, Payload


def add_tooltips(pages: Page) -> Page:
    """The same pages; tiles and first cells of tables that are labelled like a fact carry its definition.

    Notes
    -----
    - What facts mean is read from the evidence of the notebook; without it nothing is added.
    """
    evidence = next((p.payload for p in pages.pieces if p.payload["block"] == "evidence"), None)
    if evidence is None:
        return pages
    meanings = {n["label"]: f"{n['meaning']} {n['period'][:1].upper()}{n['period'][1:]}." for n in evidence["numbers"]}
    ids = count(1)
    pieces = (replace(piece, payload=_block(piece.payload, meanings, ids)) for piece in pages.pieces)
    return replace(pages, pieces=tuple(pieces))


def _block(block: Payload, meanings: Mapping[str, str], ids: Iterator[int]) -> Payload:
    match block["block"]:
        case "tiles":
            return {**block, "tiles": [_told(tile, "label", meanings, ids) for tile in block["tiles"]]}
        case "table":
            rows = [[*(_told(c, "text", meanings, ids) for c in row[:1]), *row[1:]] for row in block["rows"]]
            return {**block, "rows": rows}
        case "evidence":
            return {**block, "table": _block(block["table"], meanings, ids)}
        case "group":
            return {**block, "blocks": [_block(inner, meanings, ids) for inner in block["blocks"]]}
        case "row":
            items = [{**i, "blocks": [_block(inner, meanings, ids) for inner in i["blocks"]]} for i in block["items"]]
            return {**block, "items": items}
    return block


def _told(part: Mapping[str, Any], text: str, meanings: Mapping[str, str], ids: Iterator[int]) -> dict[str, Any]:
    said = meanings.get(part[text])
    return {**part, "meaning": {"id": f"meaning-{next(ids)}", "text": said}} if said else dict(part)
