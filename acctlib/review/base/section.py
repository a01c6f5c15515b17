"""Sections: review methods that return a block, combined with any commentary on it."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from acctlib.compat import WITHDRAWN, notify
from acctlib.display import Block, Group, Message, Note, Prose, group
from acctlib.errors import ReviewError
from acctlib.review.base.commentary import REPLACE
from acctlib.review.base.origin import Method, traced

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage

CLIENT_SECTIONS: list[str] = []
INTERNAL_SECTIONS: list[str] = []


def section(method: Method) -> Method:
    """Register a section of both editions."""
    CLIENT_SECTIONS.append(method.__name__)
    return traced(_with_remarks(method))


def internal_section(method: Method) -> Method:
    """Register a section of the internal edition only; never shown in the client edition, even with commentary."""
    INTERNAL_SECTIONS.append(method.__name__)
    inner = traced(_with_remarks(method))

    @wraps(method)
    def shown(review: ClientPage, *given: Any, **named: Any) -> Block:
        if review.edition != "internal" and method.__name__ in WITHDRAWN:
            notify(f"review.{method.__name__}() is internal since version 0.2, and shows nothing in the client edition")
            return Group(())
        if review.edition != "internal":
            raise ReviewError(
                "this section is internal: it is not part of the client edition, and its data is not here"
            )
        return inner(review, *given, **named)

    return shown


def _with_remarks(method: Method) -> Method:
    @wraps(method)
    def shown(review: ClientPage, *given: Any, **named: Any) -> Block:
        mode, text = review.slice.commentary.get(method.__name__, ("", ""))
        own = method(review, *given, **named)
        if mode == REPLACE:
            return group((Prose(text, typed=True), *numbers_of(own)))
        return group((own, Prose(text, typed=True))) if text else own

    return shown


def numbers_of(block: Block) -> tuple[Block, ...]:
    """Return a block without its text, since commentary replaces words, never numbers.

    >>> from acctlib.display import Group, Note, Tile, Tiles
    >>> numbers_of(Group((Note("as before"), Tiles((Tile("Fees", "12"),)))))
    (Tiles(tiles=(Tile(label='Fees', value='12', change=None, notes=(), state='neutral'),)),)
    """
    if isinstance(block, Group):
        return tuple(part for inner in block.blocks for part in numbers_of(inner))
    return () if isinstance(block, Message | Note | Prose) else (block,)
