"""Analysts' commentary: `commentary/<quarter>/<client>.md` adds to a section's text, or replaces it.

Only text is replaced: a section's tables, charts and headline numbers stay, favourable or not.

    ---
    delivery: add
    decisions: replace
    ---
    # delivery
    The film was moved to next quarter at your request.

    # decisions
    We ask for one decision: who approves creative work?

A `<client>.internal.md` file beside it is used in the internal edition only.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from acctlib import periods
from acctlib.compat import RENAMED, renamed
from acctlib.config import Config, require_data_access, yaml_of
from acctlib.errors import ReviewError, nearest

ADD, REPLACE = "add", "replace"
INSIDE = ".internal"
Remarks = Mapping[str, tuple[str, str]]  # section -> (add or replace, Markdown)
_FRONT = re.compile(r"\A---[ \t]*\r?\n(?P<said>.*?)^---[ \t]*\r?$\n?(?P<body>.*)\Z", re.DOTALL | re.MULTILINE)
_HEAD = re.compile(r"^#[ \t]+(?P<section>\S.*?)[ \t]*$", re.MULTILINE)


def commentary(
    config: Config, quarter: pd.Period, sections: Collection[str], internal: Collection[str]
) -> dict[tuple[str, str], Remarks]:
    """All commentary for one quarter, by client_id and edition.

    Parameters
    ----------
    sections, internal : collection of str
        Section names allowed in a client's file, and in an internal one.

    Raises
    ------
    ReviewError
        Names the invalid file: no front matter, an unknown section, a mode other than add or replace, a section
        without text, or text without a section.

    Notes
    -----
    - A client's file applies to both editions; in the internal one, the internal file adds sections or overrides them.
    """
    require_data_access("the commentary on all clients")
    folder = config.path(config.commentary) / periods.name(quarter)
    allowed = {True: internal, False: sections}
    found = {p.stem: remarks(p, allowed[p.stem.endswith(INSIDE)], internal) for p in sorted(folder.glob("*.md"))}
    told: dict[tuple[str, str], Remarks] = {}
    for stem, said in found.items():
        client_id = stem.removesuffix(INSIDE)
        if not stem.endswith(INSIDE):
            told[client_id, "client"] = said
        told[client_id, "internal"] = {**found.get(client_id, {}), **found.get(client_id + INSIDE, {})}
    return told


def remarks(path: Path, sections: Collection[str], internal: Collection[str] = ()) -> Remarks:
    """One file's mode and text by section; `internal` lists the sections that an internal file may use."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReviewError(f"{path.name}: this is not UTF-8 text: {error}") from None
    except OSError as error:
        raise ReviewError(f"{path.name}: it cannot be opened: {error.strerror}") from None
    front = _FRONT.match(text)
    if front is None:
        raise ReviewError(
            f"{path.name}: begin with ---, then which section this is for (`delivery: add`), then --- again"
        )
    modes = _modes(path.name, front["said"], sections, internal)
    texts = _texts(path.name, front["body"], list(modes))
    for section in modes:
        if not texts.get(section):
            raise ReviewError(f"{path.name}: {section}: has no text; write it under a line `# {section}`")
    return {section: (mode, texts[section]) for section, mode in modes.items()}


def _modes(file: str, said: str, sections: Collection[str], internal: Collection[str]) -> dict[str, str]:
    try:
        modes: Any = yaml_of(said)
    except ValueError as error:
        raise ReviewError(f"{file}: the front matter between the two --- lines is not YAML: {error}") from None
    if not isinstance(modes, dict) or not modes:
        raise ReviewError(f"{file}: say between the two --- which section this is for, like `delivery: add`")
    modes = renamed(modes, "section", file)
    for section, mode in modes.items():
        if section not in sections and section in internal:
            inside = file.removesuffix(".md") + f"{INSIDE}.md"
            raise ReviewError(f"{file}: '{section}' is a section of the internal edition alone; write it in {inside}")
        if section not in sections:
            raise ReviewError(f"{file}: '{section}' is not a section; {nearest(str(section), sections)}")
        if mode not in (ADD, REPLACE):
            raise ReviewError(f"{file}: {section}: '{mode}' is neither {ADD} nor {REPLACE}")
    return dict(modes)


def _texts(file: str, body: str, named: list[str]) -> dict[str, str]:
    """The text under each `# section`; if only one section is named, its text needs no heading."""
    heads = list(_HEAD.finditer(body))
    first = body[: heads[0].start()].strip() if heads else body.strip()
    if len(named) == 1 and not heads:
        return {named[0]: first}
    if first:
        raise ReviewError(f"{file}: text before the first `# section`: which section is it for?")
    ends = [head.start() for head in heads[1:]] + [len(body)]
    texts: dict[str, str] = {}
    for head, end in zip(heads, ends, strict=True):
        section = RENAMED["section"].get(head["section"], head["section"])
        if section not in named:
            raise ReviewError(f"{file}: '# {section}' is not named between the two ---; {nearest(section, named)}")
        texts[section] = f"{texts.get(section, '')}\n\n{body[head.end() : end].strip()}".strip()
    return texts
