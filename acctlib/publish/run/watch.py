"""Re-render whenever an input is saved; modules stay imported, so a report takes a second or two.

The server of processes has imported everything by then; a new command would import it again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from acctlib.config import Config, find_config, kit_folder, load_config
from acctlib.errors import ConfigError

PAUSE = 0.2  # seconds between two looks
SUFFIXES = (".ipynb", ".j2", ".typ", ".css", ".js", ".yml", ".json", ".md", ".svg", ".png", ".jpg")
Seen = Mapping[Path, tuple[int, int]]


def made_of(config: Config) -> Iterator[Path]:
    """Files that reports are made from and that people edit: notebooks, templates, brand, commentary, data."""
    said = (config.notebooks, kit_folder("notebooks"), config.templates, kit_folder("templates"), config.commentary)
    for folder in dict.fromkeys(config.path(one) for one in said):
        yield from (path for path in folder.rglob("*") if path.suffix in SUFFIXES and _edited(path, folder))
    yield config.path(config.brand)
    for source in config.sources.values():
        yield from (config.path(name) for name in (source.file, *source.files) if name)


def _edited(path: Path, folder: Path) -> bool:
    """Whether it is a file that people save, not an editor's hidden copy."""
    return not any(part.startswith(".") for part in path.relative_to(folder).parts)


def seen_of(config_path: Path | None) -> Callable[[], Seen]:
    """A function that looks at the configuration file and everything that it names."""
    file = config_path or find_config()

    def look() -> Seen:
        try:
            config = load_config(file)
        except ConfigError:  # the work says what is wrong with it; its next save is seen
            return seen([file])
        return seen([file, *made_of(config)])

    return look


def seen(paths: Iterable[Path]) -> Seen:
    """Modification time and size of each file; missing ones are left out."""
    found = {}
    for path in paths:
        try:
            said = path.stat()
        except OSError:  # an editor is just replacing it
            continue
        found[path] = (said.st_mtime_ns, said.st_size)
    return found


def on_every_change(work: Callable[[], None], look: Callable[[], Seen], pause: float = PAUSE) -> None:
    """Run the work now and after each change that `look` sees, until Ctrl-C.

    Notes
    -----
    - What is saved while the work is being done is seen after it.
    - Looked at, not subscribed to: editors replace files, folders come and go, and drives of other machines tell
      nothing. A look at some fifty files takes some milliseconds.
    """
    before = look()
    work()
    while (now := _next(before, look, pause)) is not None:
        before = now
        work()


def _next(before: Seen, look: Callable[[], Seen], pause: float) -> Seen | None:
    """Wait for a change and return what is seen then; None on Ctrl-C."""
    try:
        while (now := look()) == before:
            time.sleep(pause)
    except KeyboardInterrupt:
        return None
    return now
