"""Pages in a real browser: headless Chromium, driven by Playwright, looked at by axe-core."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
# Axe's own groups: the criteria of WCAG 2.2 to level AA, and what it calls best practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def playwright() -> Any:
    """Playwright, or a skip that says what is missing."""
    if not CHROMIUM:
        pytest.skip("no Chromium to open the page in (apt install chromium)")
    return pytest.importorskip("playwright.sync_api", reason="playwright is not installed (it is in the extra dev)")


def axe_source() -> str:
    """The text of axe-core, which a package for Playwright brings along."""
    package = pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    return (Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser that is closed again."""
    with playwright().sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


class Seen:
    """A page that is open, and what the browser said while it opened."""

    def __init__(self, browser: Any, path: Path, viewport: dict[str, int] = DESK, **context: Any) -> None:
        self.page = browser.new_context(viewport=viewport, **context).new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(path.as_uri())

    def violations(self) -> list[tuple[str, str]]:
        """What axe finds: rule, and the first element that breaks it."""
        self.page.evaluate(axe_source())
        found = self.page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        assert len(found["passes"]) > 3, "axe looked at nothing"
        return [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]]

    def column(self, head: str, table: int = 0) -> list[str]:
        """Texts of a table's column, from top to bottom."""
        return self.page.evaluate(  # type: ignore[no-any-return]
            """([head, n]) => {
                const table = document.querySelectorAll("main table")[n];
                const at = [...table.tHead.rows[0].cells].findIndex((cell) => cell.textContent.trim() === head);
                return [...table.tBodies[0].rows].map((row) => row.cells[at].textContent.trim());
            }""",
            [head, table],
        )
