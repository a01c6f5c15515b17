"""Re-render whenever an input is saved; modules stay imported, so a report takes a second or two.

The process server has already imported everything; a new command would import it again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from acctlib.config import Config, find_config, kit_folder, load_config
from acctlib.errors import ConfigError

PAUSE = 0.2  # seconds between two checks
SUFFIXES = (".ipynb", ".j2", ".typ", ".css", ".js", ".yml", ".json", ".md", ".svg", ".png", ".jpg")
Seen = Mapping[Path, tuple[int, int]]


def made_of(config: Config) -> Iterator[Path]:
    """Report inputs that people edit: notebooks, templates, brand, commentary, data."""
    said = (config.notebooks, kit_folder("notebooks"), config.templates, kit_folder("templates"), config.commentary)
    for folder in dict.fromkeys(config.path(one) for one in said):
        yield from (path for path in folder.rglob("*") if path.suffix in SUFFIXES and _edited(path, folder))
    yield config.path(config.brand)
    for source in config.sources.values():
        yield from (config.path(name) for name in (source.file, *source.files) if name)


def _edited(path: Path, folder: Path) -> bool:
    """Whether a file is one that people save, rather than an editor's hidden copy."""
    return not any(part.startswith(".") for part in path.relative_to(folder).parts)


def seen_of(config_path: Path | None) -> Callable[[], Seen]:
    """A function that checks the configuration file and every file that it names."""
    file = config_path or find_config()

    def look() -> Seen:
        try:
            config = load_config(file)
        except ConfigError:  # the work reports the error; the file's next save is detected
            return seen([file])
        return seen([file, *made_of(config)])

    return look


def seen(paths: Iterable[Path]) -> Seen:
    """Modification time and size of each file; missing files are omitted."""
    found = {}
    for path in paths:
        try:
            said = path.stat()
        except OSError:  # an editor is just replacing it
            continue
        found[path] = (said.st_mtime_ns, said.st_size)
    return found


def on_every_change(work: Callable[[], None], look: Callable[[], Seen], pause: float = PAUSE) -> None:
    """Run the work now and after each change detected by `look`, until Ctrl-C.

    Notes
    -----
    - A file saved while the work is running is detected afterwards.
    - Files are polled rather than subscribed to: editors replace files, folders come and go, and network drives send no
      notifications. Checking some fifty files takes a few milliseconds.
    """
    before = look()
    work()
    while (now := _next(before, look, pause)) is not None:
        before = now
        work()


def _next(before: Seen, look: Callable[[], Seen], pause: float) -> Seen | None:
    """Wait for a change and return the new state; None on Ctrl-C."""
    try:
        while (now := look()) == before:
            time.sleep(pause)
    except KeyboardInterrupt:
        return None
    return now
