"""Blocks as plain text, for terminals and for `print`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def block_text(payload: Mapping[str, Any]) -> str:
    """A block in a few lines of plain text."""
    match payload["block"]:
        case "document":
            return "\n".join(filter(None, (payload["eyebrow"], payload["title"], payload["demo"])))
        case "message":
            return f"{payload['lead']} {payload['text']}".strip()
        case "tiles":
            return "\n".join(f"{t['label']}: {t['value']} ({'; '.join(t['notes'])})" for t in payload["tiles"])
        case "table":
            lines = [
                [column["name"] for column in payload["columns"]],
                *([c["text"] for c in r] for r in payload["rows"]),
            ]
            return "\n".join(" | ".join(line) for line in lines)
        case "chart":
            return f"[{payload['alt']}]"
        case "definitions":
            return "\n".join(f"{item['term']}: {item['text']}" for item in payload["items"])
        case "row":
            return "\n".join(block_text(block) for item in payload["items"] for block in item["blocks"])
        case "group":
            return "\n".join(block_text(block) for block in payload["blocks"])
        case "prose":
            return str(payload["markdown"])
        case "evidence":
            return block_text(payload["table"])
        case "frame":
            return "{} × {}".format(*payload["shape"])
        case _:
            return str(payload.get("text", ""))
