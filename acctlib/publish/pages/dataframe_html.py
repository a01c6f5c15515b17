"""Convert the HTML of a DataFrame or its Styler to a table block, so that it looks like the kit's own tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bs4 import BeautifulSoup, Tag

# 1,234.5  -3 %  € 1.2M  (40.00)  EUR 7  1e-05, but no date and no code such as A12.
_NUMBER = re.compile(r"\W*(?:[A-Z]{3}\s?)?\W*\d[\d\s.,'’]*(?:e[+-]?\d+)?\W*(?:[A-Z]{3}|[kKmM])?\W*")
_NOTHING = frozenset({"", "nan", "none", "<na>", "nat", "...", "…", "-", "–"})
_SEPARATOR = " · "

Grid = list[list[str]]


def frame_table(source: str) -> dict[str, Any] | None:
    """A table block from the HTML that pandas writes; None for any other HTML.

    Notes
    -----
    - Numeric columns are right-aligned, all others left-aligned; the index is muted.
    - The levels of a column heading are joined on one line.
    - A Styler's colours and bars are omitted: a status needs a word (as drawn by `acctlib.block_of`).
    - The line that pandas adds below a shortened frame ("100 rows × 4 columns") becomes the caption.
    """
    soup = BeautifulSoup(source, "html.parser")
    for style in soup.find_all("style"):
        style.decompose()
    table = soup.find("table")
    if not isinstance(table, Tag) or table.find("table"):
        return None
    note = table.find_next("p")
    caption = [part.extract().get_text(" ", strip=True) for part in (table.caption, note) if isinstance(part, Tag)]
    if _more_than(soup, table):
        return None
    return _payload(table, _SEPARATOR.join(caption))


def _more_than(soup: BeautifulSoup, table: Tag) -> bool:
    """Whether there is text outside the table, or any visible element that is not text."""
    outside = len(soup.get_text(strip=True)) != len(table.get_text(strip=True))
    return outside or soup.find(["img", "svg", "script", "iframe", "canvas", "input", "object", "video"]) is not None


def _payload(table: Tag, caption: str) -> dict[str, Any]:
    head_rows = table.thead.find_all("tr") if table.thead else []
    body_rows = [row for row in table.find_all("tr") if row not in head_rows]
    head, body = _grid(head_rows), _grid(body_rows)
    index = min((len(row.find_all("th")) for row in body_rows), default=0)
    width = max(map(len, [*head, *body]), default=0)
    sides = ["left" if i < index or not _numeric([row[i] for row in body]) else "right" for i in range(width)]
    names = [_name([row[i] for row in head], is_index=i < index) for i in range(width)]
    return {
        "block": "table",
        "columns": [{"name": name, "align": side, "width": None} for name, side in zip(names, sides, strict=True)],
        "rows": [[_cell(text, is_index=i < index) for i, text in enumerate(row)] for row in body],
        "caption": caption,
        "total": False,
        "head": any(names),
    }


def _grid(rows: Sequence[Tag]) -> Grid:
    """Cell texts by row and column; a spanning cell's text is in each of its columns, but only in its first row."""
    grid: list[dict[int, str]] = [{} for _ in rows]
    for number, row in enumerate(rows):
        column = 0
        for cell in row.find_all(["th", "td"], recursive=False):
            while column in grid[number]:
                column += 1
            text = cell.get_text(" ", strip=True)
            for down in range(min(int(str(cell.get("rowspan", 1))), len(rows) - number)):
                for right in range(int(str(cell.get("colspan", 1)))):
                    # A heading spanning several columns applies to each; an index spanning several rows is shown once.
                    grid[number + down][column + right] = "" if down else text
            column += int(str(cell.get("colspan", 1)))
    width = max((max(row, default=-1) + 1 for row in grid), default=0)
    return [[row.get(i, "") for i in range(width)] for row in grid]


def _name(levels: Sequence[str], *, is_index: bool) -> str:
    """Join a heading's levels; over the index, use only the index's own name, which pandas writes last."""
    if is_index:
        return levels[-1] if levels else ""
    return _SEPARATOR.join(level for level in levels if level and not level.startswith("Unnamed:"))


def _numeric(texts: Sequence[str]) -> bool:
    known = [text for text in texts if text.lower() not in _NOTHING]
    return bool(known) and all(_NUMBER.fullmatch(text) for text in known)


def _cell(text: str, *, is_index: bool) -> dict[str, Any]:
    return {"text": text, "value": None, "state": None, "strong": False, "muted": is_index or text.lower() in _NOTHING}
