"""Reports a minute: our batch beside what a user would run instead, in turn, on the same clients.

- `batch`: `acctlib review`, from the open book to the last file, with its checks.
- `stock + exporters`: papermill with a stock kernel, then `jupyter nbconvert --to acctlib-pdf`.
- `stock + webpdf`: papermill with a stock kernel, then `jupyter nbconvert --to webpdf`, with the Chromium that is
  installed in place of the one that Playwright would download.

The stock ways run as many commands at once as the batch has workers. The batch gets more clients, as it is
meant for: its start (the server, the book, the figures over all clients) is paid once and is in its seconds.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count
from pathlib import Path

from measure import demo, in_turn, table, times
from playwright.sync_api import sync_playwright

from acctlib import load_config, open_book
from acctlib.config import kit_folder
from acctlib.publish.run.run import RunRequest, review_run

BIN = Path(sys.executable).parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def batch(config: Path, clients: tuple[str, ...], workers: int, out: Path) -> None:
    """Our run."""
    with open_book(load_config(config)) as book:
        order = RunRequest(editions=("client",), clients=clients, formats=("pdf",), out=out, workers=workers)
        result = review_run(book, order, "quiet")
    assert result.ok, result.summary


def command(*words: object) -> None:
    """Run a command without its words."""
    subprocess.run([str(word) for word in words], check=True, capture_output=True)


def executed(config: Path, client: str, out: Path) -> Path:
    """The client's notebook, run by stock papermill."""
    notebook = out / f"{client}.ipynb"
    values = ("-r", "client", client, "-r", "config", config)
    command(BIN / "papermill", kit_folder("notebooks") / "client_review.ipynb", notebook, *values, "--no-progress-bar")
    return notebook


def with_exporters(config: Path, client: str, out: Path) -> None:
    """Stock papermill and our PDF."""
    command(BIN / "jupyter", "nbconvert", "--to", "acctlib-pdf", executed(config, client, out))


def with_webpdf(browsers: Path, config: Path, client: str, out: Path) -> None:
    """Stock papermill and stock nbconvert's PDF by a browser."""
    notebook = executed(config, client, out)
    environment = {**os.environ, "PLAYWRIGHT_BROWSERS_PATH": str(browsers)}
    words = (BIN / "jupyter", "nbconvert", "--to", "webpdf", "--no-input", "--disable-chromium-sandbox", notebook)
    subprocess.run([str(word) for word in words], check=True, capture_output=True, env=environment)


def browsers_in(folder: Path) -> Path:
    """A folder as Playwright wants it, with the Chromium of this system in it."""
    with sync_playwright() as playwright:
        revision = Path(playwright.chromium.executable_path).parents[1].name.split("-")[1]
    shell = folder / f"chromium_headless_shell-{revision}" / "chrome-headless-shell-linux64" / "chrome-headless-shell"
    shell.parent.mkdir(parents=True)
    shell.symlink_to(CHROMIUM or "")
    return folder


def side_by_side(one: Callable[..., None], config: Path, clients: tuple[str, ...], workers: int, out: Path) -> None:
    """A stock way, so many clients at once."""
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(lambda client: one(config, client, out), clients))


def timed(way: Callable[[Path], None], clients: int, scratch: Path, numbers: "count[int]") -> float:
    """Seconds a report, into a folder of its own; every PDF has to be there."""
    out = scratch / str(next(numbers))
    out.mkdir()
    begun = time.perf_counter()
    way(out)
    taken = time.perf_counter() - begun
    assert len(list(out.rglob("*.pdf"))) == clients
    return taken / clients


def main() -> None:
    """All ways in turn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=2, help="of the stock ways")
    parser.add_argument("--many", type=int, default=24, help="of the batch")
    parser.add_argument("--turns", type=int, default=2)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scratch, numbers = Path(folder), count()
        config = demo(scratch / "demo", asked.many)
        with open_book(load_config(config)) as book:
            many = tuple(book.client_ids()[: asked.many])
        clients = many[: asked.clients]
        ways: dict[str, Callable[[Path], None]] = {
            "batch": partial(batch, config, many, asked.workers),
            "stock + exporters": partial(side_by_side, with_exporters, config, clients, asked.workers),
        }
        if CHROMIUM:
            one = partial(with_webpdf, browsers_in(scratch / "browsers"))
            ways["stock + webpdf"] = partial(side_by_side, one, config, clients, asked.workers)
        sizes = {name: len(many if name == "batch" else clients) for name in ways}
        seconds = in_turn({n: partial(timed, w, sizes[n], scratch, numbers) for n, w in ways.items()}, asked.turns)
    rows = [
        (name, f"{statistics.median(s):.2f} s a report", f"{60 / statistics.median(s):.0f} a minute",
         f"{times(s, seconds['batch']):.1f} times the batch's time", "turns: " + ", ".join(f"{one:.2f}" for one in s))
        for name, s in seconds.items()
    ]  # fmt: skip
    table(f"Client editions as PDF, {asked.workers} at once: {len(many)} in the batch, {len(clients)} otherwise", rows)


if __name__ == "__main__":
    main()
