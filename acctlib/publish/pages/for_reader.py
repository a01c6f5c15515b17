"""What depends on who reads: frames as tables in the reader's numbers, and long printed text shortened in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from acctlib.display.blocks.frame_table import table_of_frame
from acctlib.display.formatter import Formatter

Payload = dict[str, Any]

LONGEST_PRINT = 200  # lines; four pages
FIRST_LINES, LAST_LINES = 60, 20  # of a longer one: how it began, and how it ended


def for_reader(payload: Payload, formatter: Formatter) -> Iterator[Payload]:
    """A payload as one or several that every format can draw.

    Notes
    -----
    - Of more than 200 printed lines the first 60 and the last 20 are kept, with a note between them.
    """
    match payload["block"]:
        case "frame":
            yield table_of_frame(payload, formatter)
        case "row":
            items = [{**item, "blocks": _all(item["blocks"], formatter)} for item in payload["items"]]
            yield {**payload, "items": items}
        case "group":
            yield {**payload, "blocks": _all(payload["blocks"], formatter)}
        case "text":
            yield from _print(payload, formatter)
        case _:
            yield payload


def _all(blocks: list[Payload], formatter: Formatter) -> list[Payload]:
    return [shown for block in blocks for shown in for_reader(block, formatter)]


def _print(payload: Payload, formatter: Formatter) -> Iterator[Payload]:
    lines = payload["text"].split("\n")
    if len(lines) <= LONGEST_PRINT:
        yield payload
        return
    said = formatter.translate(
        "{left} of {n} printed lines are left out here; the executed notebook has them all.",
        left=formatter.number(len(lines) - FIRST_LINES - LAST_LINES),
        n=formatter.number(len(lines)),
    )
    yield {"block": "text", "text": "\n".join(lines[:FIRST_LINES])}
    yield {"block": "note", "text": said}
    yield {"block": "text", "text": "\n".join(lines[-LAST_LINES:])}
