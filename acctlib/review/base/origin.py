"""A block's origin: its section and inputs, so that it can be rebuilt elsewhere and compared."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any

from acctlib.display import Block
from acctlib.display.blocks.block import made_by
from acctlib.errors import ReviewError

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage

Method = Callable[..., Block]


def traced(method: Method) -> Method:
    """Wrap a method so that its block records its origin and can be rebuilt and compared; see `made_again`."""

    @wraps(method)
    def shown(review: ClientPage, *given: Any, **named: Any) -> Block:
        before, asked = _used(review)
        block = method(review, *given, **named)
        origin: dict[str, Any] = {"section": method.__name__}
        if given or named:
            origin["given"] = [list(given), named]
        if "facts" in vars(review) and review.facts.asked > asked:
            origin["after"] = before
        return made_by(block, origin) if _is_data(origin) else block

    return shown


def _used(review: ClientPage) -> tuple[list[str], int]:
    """The facts used so far and the access count; `([], 0)` if the facts have not been computed yet."""
    if "facts" not in vars(review):
        return [], 0
    before = list(review.facts.used)
    return before, review.facts.asked


def _is_data(origin: Mapping[str, Any]) -> bool:
    """Whether the origin survives a JSON round trip; otherwise the block could not be rebuilt."""
    try:
        return bool(json.loads(json.dumps(origin)) == origin)
    except (TypeError, ValueError):
        return False


def made_again(review: ClientPage, origin: Mapping[str, Any]) -> Block:
    """Rebuild a section's block from the same arguments, with the same facts already used.

    Raises
    ------
    ReviewError
        If the name is not a section's.
    """
    method = getattr(type(review), str(origin.get("section")), None)
    if method is None or not hasattr(method, "__wrapped__"):
        raise ReviewError(f"'{origin.get('section')}' is not a section")
    review.facts.use_only(origin.get("after", ()))
    given, named = origin.get("given") or ((), {})
    block: Block = method(review, *given, **named)
    return block
