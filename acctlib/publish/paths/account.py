"""A finished file's traced texts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """One text in a file or its notebook: a cell, a heading, a paragraph, an attribute, a property.

    Attributes
    ----------
    text : str
        The complete text, as it appears there; Markdown paragraphs are without their markup.
    place : str
        Location: "cell 7, paragraph", "page 2, table cell", "attribute alt", "sheet 'Fees', B7", "metadata Title".
    """

    text: str
    place: str


@dataclass(frozen=True)
class Account:
    """One file's traced texts.

    Attributes
    ----------
    typed : tuple
        Text typed by a person: commentary, Markdown cells, output of an analyst's own cells.
    unaccounted : tuple
        Texts explained by neither the kit, nor the client's own rows, nor anything a person typed: a finding each.
    accounted : int
        Number of explained texts, including the typed ones.
    """

    typed: tuple[Run, ...]
    unaccounted: tuple[Run, ...]
    accounted: int
