"""An executed notebook as pages: its head, followed by all visible content in order.

Only the kinds listed in `pages_of` can be shown; anything else raises an error naming it. Code is never shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nbconvert.filters import strip_ansi

from acctlib.compat import WRITTEN
from acctlib.display.blocks.block import MIME, Change, Payload, change_blocks, inner_blocks, kind_of, without_origin
from acctlib.display.blocks.frame import Frame
from acctlib.display.blocks.layout import Columns, Group
from acctlib.display.blocks.text_blocks import Prose
from acctlib.display.formatter import Formatter
from acctlib.display.text_safety import readable_data
from acctlib.errors import PublishError
from acctlib.publish.pages.dataframe_html import frame_table
from acctlib.publish.pages.images import IMAGES, chart_of_image
from acctlib.publish.pages.markdown import Outline, markdown_nodes, plain
from acctlib.publish.pages.whole_frames import check_has_data, whole_series, whole_table

Output = Mapping[str, Any]

SILENT_TAGS = frozenset({"parameters", "injected-parameters", "remove-cell"})
# [<Line2D at 0x7f>], (array([1, 2]), <BarContainer object>), Text(0, 1, 'x'); not the <NA> of a Series.
_OBJECT = re.compile(r"[\[({]*(array\(\[)?(<(?!NA>)[A-Za-z_][\w.]*[ :>]|Text\()|\(array\(.*<[A-Z]\w+ object", re.DOTALL)
_SCALAR = re.compile(r"np\.\w+\((.*)\)")
_WAY_OUT = "show a block, a figure, a DataFrame or Markdown instead, or tag the cell remove-output"


@dataclass(frozen=True)
class PageItem:
    """One item on the page, and the number of its cell (the notebook's first cell is 1)."""

    cell: int
    payload: Payload


@dataclass(frozen=True)
class Page:
    """Everything that a format needs: the `document` payload and the pieces below it."""

    document: Payload
    pieces: tuple[PageItem, ...]

    def change(self, change: Change) -> Page:
        """Replace each block with the results of `change`, which may be several; inner blocks are changed first."""
        changed = (replace(p, payload=made) for p in self.pieces for made in change_blocks(p.payload, change))
        return replace(self, pieces=tuple(changed))


def pages_of(notebook: Mapping[str, Any], name: str = "Notebook") -> Page:
    """Convert an executed notebook to pages.

    Parameters
    ----------
    notebook : notebook of format 4
        As read by nbformat. It is not modified.
    name : str
        Title if the document block, the notebook's metadata and the first heading (`# Title`) provide none.

    Raises
    ------
    PublishError
        For anything that cannot be rendered, with cell, nearest heading, MIME types and a remedy.

    Notes
    -----
    - For an output with several representations, the first of these is used: acctlib block, SVG, PNG, JPEG,
      Markdown, a DataFrame's HTML, or plain text if that is all there is. An output without any is ignored.
    - A DataFrame is rendered from its data if the notebook was run by our engine or imports `acctlib`. Otherwise only
      its HTML is available, which raises an error if pandas has shortened it.
    - A code cell that was not executed raises an error, unless it is tagged to be skipped.
    - An object's text (`<Axes: ...>`) is omitted next to a figure from the same cell, and raises an error
      elsewhere, as it is meaningless to a reader.
    - A failed cell, text on stderr, a raw cell or any other output raises an error. Deprecation notices are ignored.
    - Cells tagged parameters, injected-parameters or remove-cell, and outputs of cells tagged
      remove-output, are omitted, as marked by an analyst.
    - A figure's description is `alt` in the metadata of the output or the cell, or else the
      nearest heading.
    """
    outline = Outline()
    pieces = [piece for number, cell in numbered(notebook["cells"]) for piece in _cell(number, cell, outline)]
    heads = [piece for piece in pieces if piece.payload["block"] == "document"]
    if len(heads) > 1:
        raise PublishError(f"cell {heads[1].cell}: a second document block; a notebook has one head")
    body = [piece for piece in pieces if piece.payload["block"] != "document"]
    if heads:
        return _for_reader(Page(heads[0].payload, tuple(body)))
    title = notebook.get("metadata", {}).get("title")
    if not title and outline.title_node:
        title, body = plain(outline.title_node["inner"]), _without_title(body, outline)
    document = {"block": "document", "title": readable_data(title or name)}
    return _for_reader(Page(document, tuple(body)))


def _without_title(body: Sequence[PageItem], outline: Outline) -> list[PageItem]:
    """The pieces without the heading used as the title, if nothing precedes it."""
    first = body[0]
    nodes = first.payload.get("nodes") or [None]
    if nodes[0] is not outline.title_node:
        return list(body)
    return [replace(first, payload={**first.payload, "nodes": nodes[1:]}), *body[1:]]


def _for_reader(page: Page) -> Page:
    formatter = Formatter(page.document.get("locale") or "en")
    return page.change(lambda block: kind_of(block).for_reader(block, formatter))


def numbered(cells: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Cells with their numbers in the author's notebook: the cell inserted by papermill is not counted."""
    number = 0
    for cell in cells:
        number += "injected-parameters" not in cell["metadata"].get("tags", ())
        yield number, cell


def _cell(number: int, cell: Mapping[str, Any], outline: Outline) -> Iterator[PageItem]:
    """One cell's pieces; every error raised in it is prefixed with the cell's number and nearest heading."""
    try:
        for payload in cell_payloads(cell, outline):
            for block in _flat(without_origin(payload)):
                yield PageItem(number, with_nodes(readable_data(block), outline))
    except PublishError as error:
        where = f" (in '{outline.title}')" if outline.title else ""
        raise PublishError(f"cell {number}{where}: {error}") from None


def cell_payloads(cell: Mapping[str, Any], outline: Outline) -> Iterator[Payload]:
    """Everything visible of a cell, as block payloads; those of sections include their origin."""
    tags = set(cell["metadata"].get("tags", ()))
    if tags & SILENT_TAGS:
        return
    source = _joined(cell["source"])
    match cell["cell_type"]:
        case "markdown":
            yield {"block": "prose", "markdown": source}
        case "code" if "remove-output" not in tags:
            yield from _code(cell, outline)
        case "raw" if source.strip():
            raise PublishError("a raw cell cannot be rendered; make it Markdown or tag it remove-cell")


def _code(cell: Mapping[str, Any], outline: Outline) -> Iterator[Payload]:
    if not _executed(cell):
        raise PublishError(
            "it was not executed: run the notebook first, with papermill --engine acctlib or in JupyterLab, and save it"
        )
    figures = any(mime in output.get("data", {}) for output in cell["outputs"] for mime in IMAGES)
    for output in _joined_streams(cell["outputs"]):
        match output["output_type"]:
            case "error":
                raise PublishError(f"failed with {output['ename']}: {strip_ansi(output['evalue'])}")
            case "stream":
                yield from _stream(output)
            case _ if not output["data"] or (figures and _is_object(output["data"])):
                continue
            case _:
                yield _shown(output, cell["metadata"], outline)


def _executed(cell: Mapping[str, Any]) -> bool:
    """Whether a cell was executed or needs no execution; kernels count executed cells and skip empty ones."""
    skipped = "skip-execution" in cell["metadata"].get("tags", ()) or not _joined(cell["source"]).strip()
    return skipped or bool(cell["outputs"]) or cell.get("execution_count") is not None


def _joined_streams(outputs: Sequence[Output]) -> list[Output]:
    """Outputs with adjacent chunks of the same stream joined."""
    joined: list[Output] = []
    for output in outputs:
        last = joined[-1] if joined else {}
        if output["output_type"] == "stream" and last.get("name") == output["name"]:
            joined[-1] = {**last, "text": _joined(last["text"]) + _joined(output["text"])}
        else:
            joined.append(output)
    return joined


def _stream(output: Output) -> Iterator[Payload]:
    text = strip_ansi(_joined(output["text"])).strip("\n")
    if output["name"] != "stdout":
        text = WRITTEN.sub("", text)
        if not text.strip():
            return
        first = text.strip().partition("\n")[0]
        raise PublishError(f"wrote to {output['name']}: {first}; fix the cause or tag the cell remove-output")
    if text.strip():
        yield {"block": "text", "text": text}


def _shown(output: Output, cell_metadata: Mapping[str, Any], outline: Outline) -> Payload:
    """The best representation of a result, as a payload."""
    data = output["data"]
    if MIME in data:
        return _known(data[MIME])
    if mime := next((mime for mime in IMAGES if mime in data), None):
        described = {**cell_metadata, **output["metadata"], **output["metadata"].get(mime, {})}
        alt = described.get("alt") or f"Figure in section '{outline.title or 'start'}'"
        return chart_of_image(mime, _joined(data[mime]), alt, described.get("caption", ""))
    if "text/markdown" in data:
        return {"block": "prose", "markdown": _joined(data["text/markdown"])}
    if "text/html" in data and (table := frame_table(_joined(data["text/html"]))):
        return whole_table(table)
    if set(data) == {"text/plain"} and not _is_object(data):
        text = whole_series(_joined(data["text/plain"]))
        scalar = _SCALAR.fullmatch(text)
        return {"block": "text", "text": scalar[1] if scalar else text}
    raise PublishError(f"an output of {', '.join(sorted(data)) or 'no type'} cannot be drawn; {_WAY_OUT}")


def _is_object(data: Mapping[str, Any]) -> bool:
    """Whether a result is merely an object's text, e.g. `<Axes: xlabel='month'>`."""
    return set(data) == {"text/plain"} and bool(_OBJECT.match(_joined(data["text/plain"])))


def _known(payload: Payload) -> Payload:
    """A block payload, after checking that all its blocks are of known kinds and no frame has lost its data."""
    for block in inner_blocks(payload):
        if block["block"] == Frame.kind:
            check_has_data(block)
    return dict(payload)


def _flat(payload: Payload) -> Iterator[Payload]:
    """Flatten groups into their blocks, in order."""
    if payload["block"] != Group.kind:
        yield payload
        return
    for block in payload["blocks"]:
        yield from _flat(block)


def with_nodes(payload: Payload, outline: Outline) -> Payload:
    """Parse the Markdown of prose blocks at any depth; column titles are recorded in the outline."""
    if payload["block"] == Prose.kind:
        return {"block": Prose.kind, "nodes": markdown_nodes(payload["markdown"], outline)}
    if payload["block"] == Columns.kind:
        return {**payload, "items": [_column(item, outline) for item in payload["items"]]}
    return dict(kind_of(payload).with_children(payload, lambda block: [with_nodes(block, outline)]))


def _column(item: Payload, outline: Outline) -> Payload:
    title = item.get("title") or ""
    if title:
        outline.heading(2, title)
    return {"title": title, "blocks": [with_nodes(block, outline) for block in item["blocks"]]}


def _joined(text: str | Sequence[str]) -> str:
    """A notebook's text, which is stored as one string or as a list of lines."""
    return text if isinstance(text, str) else "".join(text)
