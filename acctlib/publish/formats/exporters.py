"""nbconvert exporters: an executed notebook as Typst source, PDF, a single HTML file or a workbook.

    jupyter nbconvert --to acctlib-pdf review.ipynb

They contain no styling: that is in `templates/typst` and `templates/html`.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from nbconvert.exporters import Exporter, TemplateExporter
from nbconvert.preprocessors import RegexRemovePreprocessor, TagRemovePreprocessor
from traitlets import Unicode

from acctlib.config import kit_folder
from acctlib.display.blocks.block import block_html, kind_of
from acctlib.display.blocks.chart import inline_svg
from acctlib.display.brand.brand import Brand, load_brand
from acctlib.display.formatter import Formatter
from acctlib.publish.formats.html.webfonts import font_faces
from acctlib.publish.formats.typst.fonts import Faces, faces_for
from acctlib.publish.formats.typst.letter_widths import LetterWidths
from acctlib.publish.formats.typst.table_layout import TableLayout
from acctlib.publish.formats.typst.typst_source import (
    compile_pdf,
    day_of,
    facts_text,
    head_data,
    language_of,
    literal,
    logo_svg,
    longest_word,
    shown_texts,
)
from acctlib.publish.formats.workbook.workbook import workbook
from acctlib.publish.pages.glossary import add_tooltips
from acctlib.publish.pages.headings import translate_headings
from acctlib.publish.pages.outputs import Page, pages_of


def drawn(pages: Page) -> Page:
    """The pages as shown to a reader: evidence as its table, an attachment as its line on the page."""
    return pages.change(lambda block: [kind_of(block).on_page(block)])


class _ReviewExporter(TemplateExporter):  # type: ignore[misc]
    """Features common to all exporters: the brand, the template location, and the conversion to pages.

    Build one per process and reuse it for many notebooks: its template stays compiled until the file changes.
    """

    brand = Unicode("", help="Path of the brand file; the kit's own where empty.").tag(config=True)
    export_from_notebook: str | None = None

    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(kit_folder("templates"))]

    @property
    def look(self) -> Brand:
        """The parsed brand file."""
        return load_brand(self.brand or None)

    @property
    def faces(self) -> Faces:
        """The brand's fonts."""
        return faces_for(self.look)

    def from_notebook_node(
        self, nb: Mapping[str, Any], resources: Any = None, **kw: Any
    ) -> tuple[str | bytes, dict[str, Any]]:
        """Convert a notebook to a file's contents. It is copied and validated only if a preprocessor changes it."""
        resources = self._init_resources(resources)
        if self._changing():
            nb, resources = Exporter.from_notebook_node(self, nb, resources, **kw)
        pages = translate_headings(pages_of(nb, resources["metadata"].get("name") or "Notebook"))
        return self.draw(pages), resources

    def _changing(self) -> bool:
        """Whether a preprocessor may change anything; two are always enabled, usually with nothing to do."""
        return any(getattr(one, "enabled", True) and not _idle(one) for one in self._preprocessors)

    def draw(self, pages: Page) -> str | bytes:
        """Render pages with the template, which is reloaded if it has changed."""
        if not self.template.is_up_to_date:
            self._invalidate_template_cache()
        shown = self.laid_out(drawn(pages))
        return str(self.template.render(pages=shown, asset=self._asset, **self.words(pages))).lstrip("\n")

    def laid_out(self, pages: Page) -> Page:
        """Lay out pages for this format."""
        return pages

    def words(self, pages: Page) -> dict[str, Any]:
        """The template's variables besides the pages and `asset(name)`, the text of a file in the template's folder."""
        raise NotImplementedError

    def _asset(self, name: str) -> Markup:
        return Markup(self.environment.loader.get_source(self.environment, name)[0])  # noqa: S704 - our own file


def _idle(preprocessor: Any) -> bool:
    """Whether a preprocessor has been given no pattern and no tag."""
    if isinstance(preprocessor, RegexRemovePreprocessor):
        return not preprocessor.patterns
    given = ("remove_cell_tags", "remove_all_outputs_tags", "remove_single_output_tags", "remove_input_tags")
    return isinstance(preprocessor, TagRemovePreprocessor) and not any(getattr(preprocessor, name) for name in given)


class ReviewTypstExporter(_ReviewExporter):
    """A self-contained Typst file, to inspect or to compile with Typst's own tools."""

    export_from_notebook = "Review (Typst)"
    output_mimetype = "text/vnd.typst"

    def _template_name_default(self) -> str:
        return "typst"

    def _file_extension_default(self) -> str:
        return ".typ"

    def _template_extension_default(self) -> str:
        return ".typ.j2"

    def default_filters(self) -> Any:
        """One filter: `literal` writes data as a Typst literal."""
        return [("literal", literal)]

    def laid_out(self, pages: Page) -> Page:
        """Set every table in a font size at which it fits its page."""
        formatter = Formatter(pages.document.get("locale") or "en")
        return TableLayout(LetterWidths(self.faces), self.look.paper, formatter).pages(pages)

    def words(self, pages: Page) -> dict[str, Any]:
        """The document's head; raises an error if no font covers a character on the pages."""
        head = head_data(pages, self.look, self.faces)
        shown = {key: value for key, value in head.items() if key not in ("brand", "facts")}
        on_paper = [shown, *(piece.payload for piece in drawn(pages).pieces)]
        self.faces.check(shown_texts(on_paper))
        return {"head": {**head, "longest": longest_word(on_paper)}}


class ReviewPDFExporter(ReviewTypstExporter):
    """PDF/A-3a and PDF/UA-1, with the facts attached."""

    export_from_notebook = "Review (PDF)"
    output_mimetype = "application/pdf"

    def _file_extension_default(self) -> str:
        return ".pdf"

    def draw(self, pages: Page) -> bytes:
        """Compile the pages' Typst source to PDF."""
        return compile_pdf(str(super().draw(pages)), self.faces, day_of(pages.document))


class ReviewHTMLExporter(_ReviewExporter):
    """A self-contained HTML file; the only script that it runs is the kit's own, identified by its digest."""

    export_from_notebook = "Review (HTML)"
    output_mimetype = "text/html"

    def _template_name_default(self) -> str:
        return "html"

    def _file_extension_default(self) -> str:
        return ".html"

    def default_filters(self) -> Any:
        """Filters: a block as HTML, and the brand's logo as an inline drawing."""
        return [("markup", block_html), ("drawing", inline_svg)]

    def draw(self, pages: Page) -> str | bytes:
        """Render pages with the template, with a definition for each number."""
        return super().draw(add_tooltips(pages))

    def words(self, pages: Page) -> dict[str, Any]:
        """Head, brand, language and facts. `<` in facts is escaped, as markup could end the script element early."""
        language, region = language_of(pages.document.get("locale") or "en")
        facts = facts_text(pages)
        script = self._asset("page.js").rstrip("\n")
        return {
            "script": script,
            "script_digest": b64encode(hashlib.sha256(script.encode()).digest()).decode(),
            "head": pages.document,
            "brand": self.look,
            "logo": logo_svg(self.look),
            "fonts": Markup(font_faces(self.faces)),  # noqa: S704 - made of our own font files
            "lang": "-".join(filter(None, (language, region))),
            "facts": Markup(facts.replace("<", "\\u003c")) if facts else None,  # noqa: S704 - made safe right here
        }


class ReviewWorkbookExporter(_ReviewExporter):
    """An XLSX workbook: numbers as numbers, a sheet per table and chart, and the rows behind the headlines."""

    export_from_notebook = "Review (XLSX)"
    output_mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    raw_template = Unicode("{# a workbook is drawn without a template #}")

    def _file_extension_default(self) -> str:
        return ".xlsx"

    def draw(self, pages: Page) -> bytes:
        """Write pages as the sheets of a workbook."""
        return workbook(pages, self.look)
