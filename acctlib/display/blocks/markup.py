"""Parts of HTML that several kinds of blocks share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from markupsafe import Markup

State = Literal["good", "bad", "watch", "unknown", "neutral"]
SHAPES: Mapping[str, str] = {"good": "●", "bad": "◆", "watch": "▲", "unknown": "○", "neutral": ""}


def term_html(label: str, meaning: Mapping[str, Any] | None) -> Markup:
    """A label with its definition, if it has one: read out by screen readers, and shown on focus, click or tap."""
    if not meaning:
        return Markup("{}").format(label)
    return Markup(
        '<button type="button" class="acct-term" popovertarget="{0}" popovertargetaction="show" '
        'aria-describedby="{0}">{1}</button><span popover role="tooltip" class="acct-meaning" id="{0}">{2}</span>'
    ).format(meaning["id"], label, meaning["text"])


def optional(markup: str, text: str | None) -> Markup:
    """A text in its markup; nothing where there is no text."""
    return Markup(markup).format(text) if text else Markup("")  # noqa: S704 - callers give markup of their own
