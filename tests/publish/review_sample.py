"""A notebook with every kind of piece and with the texts that are hard on a page."""

import base64
import io
from typing import Any

from nbformat import NotebookNode, v4
from PIL import Image

from acctlib.display.blocks.block import MIME

LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
HARD = "R&D <GmbH> #1 $2 @x *y* _z_ \\ \" ' ` [k] {m} ~ = - +"
FACTS = ({"id": "nrr", "value": 1.119, "n": 12, "note": "</script><b>"},)


def svg(words: str = "Q3 2026") -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="300pt" height="100pt" viewBox="0 0 300 100">'
        '<defs><path id="p" d="M0 0h10v10z"/></defs><use href="#p"/>'
        f'<text x="20" y="50" style="font: 12px \'Source Sans Pro\'">{words}</text></svg>'
    )


def picture(kind: str = "PNG", size: tuple[int, int] = (480, 240)) -> str:
    out = io.BytesIO()
    Image.new("RGB", size, (15, 123, 108)).save(out, kind)
    return base64.b64encode(out.getvalue()).decode()


def document(**changes: Any) -> dict[str, Any]:
    return {
        "block": "document",
        "title": "Aldermoor Foods",
        "eyebrow": "Quarterly business review · Q3 2026",
        "meta": ["Account supervisor: R. Okafor"],
        "period": "1 Jul 2026 to 30 Sep 2026",
        "header": "Aldermoor Foods · Quarterly business review Q3 2026",
        "confidentiality": "Confidential",
        "footer": "Data to 30 Sep 2026 · figures in EUR",
        "locale": "en_GB",
        "edition": "client",
        "demo": "Demo data",
        "date": "2026-09-30",
        "firm": "Northgate Agency",
        "run": "1a2b3c4d",
        "client": "C001",
        "quarter": "2026Q3",
        "facts": list(FACTS),
        **changes,
    }


def table(names: list[str], rows: list[list[str]], **changes: Any) -> dict[str, Any]:
    columns = [{"name": name, "align": "right" if i else "left", "width": None} for i, name in enumerate(names)]
    cells = [
        [{"text": text, "value": None, "state": None, "strong": False, "muted": False} for text in r] for r in rows
    ]
    return {"block": "table", "columns": columns, "rows": cells, "caption": "", "total": False, "head": True, **changes}


def chart(**changes: Any) -> dict[str, Any]:
    return {"block": "chart", "svg": svg(), "alt": "A bar of 412", "caption": "", "width": 1.0, "data": {}, **changes}


def tiles(count: int) -> dict[str, Any]:
    states = ["good", "bad", "watch", "unknown", "neutral"]
    return {
        "block": "tiles",
        "tiles": [
            {
                "label": f"Tile {i}",
                "value": f"{i}11.9%",
                "change": {"text": "4.1 pt", "direction": ("up", "down", "flat")[i % 3], "state": states[i % 5]}
                if i
                else None,
                "notes": ["n = 41 of 63 asked"],
                "state": states[i % 5],
            }
            for i in range(count)
        ],
    }


def result(data: dict[str, Any], **metadata: Any) -> NotebookNode:
    return v4.new_output("execute_result", data, metadata=metadata, execution_count=1)


def shown(data: dict[str, Any], **metadata: Any) -> NotebookNode:
    return v4.new_output("display_data", data, metadata=metadata)


def stream(text: str, name: str = "stdout") -> NotebookNode:
    return v4.new_output("stream", name=name, text=text)


def code(*outputs: NotebookNode, tags: tuple[str, ...] = ()) -> NotebookNode:
    return v4.new_code_cell("secret_source()", outputs=list(outputs), metadata={"tags": list(tags)} if tags else {})


def block(payload: dict[str, Any]) -> NotebookNode:
    return code(result({MIME: payload, "text/html": "<b>never</b>", "text/plain": "never"}))


def text(source: str) -> NotebookNode:
    return v4.new_markdown_cell(source)


def book(*cells: NotebookNode) -> NotebookNode:
    return v4.new_notebook(cells=list(cells))


def every_kind(**head: Any) -> NotebookNode:
    """A notebook with each kind of block and of an analyst's own outputs."""
    pair = {"title": "Delivery", "blocks": [chart(), {"block": "note", "text": "One project has no date."}]}
    return book(
        block(document(**head)),
        block({"block": "message", "lead": "Fees grew.", "text": HARD}),
        block(tiles(4)),
        text("## Growth\n\nSee [the plan](https://example.com/?a=1&b=2), *now*, **then** and `code`."),
        block(chart(caption="Bridge")),
        block({"block": "row", "items": [{"title": "Voice", "blocks": [chart(svg=svg("Voice"))]}, pair]}),
        text("### Tasks\n\n- [x] done\n- open\n    1. inner\n\n> A quote\n\n```\nx  =  1\n```"),
        text("| a | b |\n|---|--:|\n| c | **1** |"),
        block(table(["Client", "Fees"], [[HARD, "−1,400.00"], [LONG_WORD, "2.00"], ["Total", "3.00"]], total=True)),
        block({"block": "group", "blocks": [{"block": "prose", "markdown": "From a **group**"}, table(["Empty"], [])]}),
        code(result({"text/plain": "<Axes: >"}), shown({"image/png": picture(), "text/plain": "<Figure>"})),
        code(shown({"image/jpeg": picture("JPEG")}, alt="A green field")),
        code(stream("plain\n"), stream("words\n"), result({"text/plain": "np.float64(12.5)"})),
        block({"block": "definitions", "items": [{"term": "NRR", "text": "شركة الأفق, Ελλάδα, Україна"}]}),
    )
