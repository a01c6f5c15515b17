"""Which section made a block, and from what: enough to make it again elsewhere and to compare."""

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
    """A method whose block says what it was made from, so that it can be made again and compared: see `made_again`."""

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
    """Facts used so far, and how often somebody asked which; without any computed before."""
    if "facts" not in vars(review):
        return [], 0
    before = list(review.facts.used)
    return before, review.facts.asked


def _is_data(origin: Mapping[str, Any]) -> bool:
    """Whether JSON gives it back as it was; with an argument that it does not, nobody could make the block again."""
    try:
        return bool(json.loads(json.dumps(origin)) == origin)
    except (TypeError, ValueError):
        return False


def made_again(review: ClientPage, origin: Mapping[str, Any]) -> Block:
    """The block that a section gives for the same arguments, after the same facts were used.

    Raises
    ------
    ReviewError
        For a name that is no section.
    """
    method = getattr(type(review), str(origin.get("section")), None)
    if method is None or not hasattr(method, "__wrapped__"):
        raise ReviewError(f"'{origin.get('section')}' is not a section")
    review.facts.use_only(origin.get("after", ()))
    given, named = origin.get("given") or ((), {})
    block: Block = method(review, *given, **named)
    return block
