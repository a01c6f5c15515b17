"""Compare an executed notebook with the client's own rows, by reproducing the kit's statements about them.

The kit's own code generates each section again, in a process that has only this client's rows, read from
the book for this purpose. By construction, whatever comes out the same consists of the kit's phrases, texts from the
client's rows and numbers calculated from them. Anything outside a section was typed by a person.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from acctlib.display.blocks.block import ORIGIN, Payload, inner_blocks, kind_of
from acctlib.display.drawing.sketch import sketches
from acctlib.publish.checks.accounting import Words, more_of
from acctlib.publish.checks.leaves import ATTRIBUTE, leaves
from acctlib.publish.pages.markdown import Outline
from acctlib.publish.pages.outputs import cell_payloads, numbered
from acctlib.publish.paths.account import Run
from acctlib.review import Review
from acctlib.review.base.origin import made_again


def words_of(executed: Mapping[str, Any], review: Review) -> Words:
    """Every text shown by an executed notebook, sorted by origin.

    Parameters
    ----------
    executed : notebook of format 4
        As stored by a run.
    review : Review
        The review of the same client, edition and quarter, opened on rows that were read for this purpose.

    Notes
    -----
    - A section is reproduced with its original arguments, and after the facts that were used before it.
    - A text that occurs more often in a notebook's section than in the reproduced one is foreign once per surplus.
    - An analyst's text for a section is typed, and so is anything that no section produced.
    """
    words, outline = Words(), Outline()
    title = executed.get("metadata", {}).get("title")
    if isinstance(title, str) and title:
        words.typed.append(Run(title, "title in the notebook's metadata"))
    for number, cell in numbered(executed["cells"]):
        for payload in cell_payloads(cell, outline):
            _sort(payload, f"cell {number}", review, words)
    return words


def _sort(payload: Payload, place: str, review: Review, words: Words) -> None:
    """Classify a block: produced by a section, or assembled by a person."""
    if payload.get(ORIGIN):
        _compare(payload, place, review, words)
        return
    kind = kind_of(payload)
    words.typed += leaves(kind.with_children(payload, lambda block: ()), place)
    for block in kind.children(payload):
        _sort(block, place, review, words)


def _compare(payload: Payload, place: str, review: Review, words: Words) -> None:
    said = [run for run in leaves(payload, _of(payload, place)) if not run.place.endswith(ATTRIBUTE)]
    again, failure = _again(payload[ORIGIN], review)
    told = list(leaves(again, "")) if again else []
    foreign = list(more_of(said, told))
    if not foreign and not _same_but_for_shapes(payload, again):  # something is missing or in a different position
        foreign = [next((run for run, own in zip(said, told, strict=False) if run.text != own.text), said[-1])]
    words.foreign += [Run(run.text, f"{run.place}{failure}") for run in foreign]
    words.known += len(said) - len(foreign)
    words.typed += _remarks(payload, place)


def _of(payload: Payload, place: str) -> str:
    return f"{place}, section {payload[ORIGIN].get('section')}"


def _again(origin: Mapping[str, Any], review: Review) -> tuple[Payload | None, str]:
    """The section's block as stored in a notebook; None, with the reason, if it cannot be reproduced."""
    try:
        with sketches():
            return _plain(json.loads(json.dumps(made_again(review, origin).payload()))), ""
    except Exception as error:  # if a section raises an error, none of its texts is explained
        return None, f" (which cannot be reproduced: {type(error).__name__}: {error})"


def _plain(value: Any) -> Any:
    """Data without the origins of its blocks."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items() if key != ORIGIN}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


def _same_but_for_shapes(payload: Payload, again: Payload | None) -> bool:
    """Whether everything except drawings is the same: only the words in drawings are reproduced, not the shapes."""
    return again is not None and _undrawn(_plain(payload)) == _undrawn(again)


def _undrawn(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _undrawn(inner) for key, inner in value.items() if key != "svg"}
    return [_undrawn(inner) for inner in value] if isinstance(value, list) else value


def _remarks(payload: Payload, place: str) -> Iterator[Run]:
    """An analyst's text for the section."""
    typed = (block for block in inner_blocks(payload) if block["block"] == "prose" and block.get("typed"))
    return (run for block in typed for run in leaves(block, place))
