"""The traced texts of a finished file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """One text of a file or of its notebook: a cell, a heading, a paragraph, an attribute, a property.

    Attributes
    ----------
    text : str
        As it stands there, whole; paragraphs of Markdown without their markup.
    place : str
        Where: "cell 7, paragraph", "page 2, table cell", "attribute alt", "sheet 'Fees', B7", "metadata Title".
    """

    text: str
    place: str


@dataclass(frozen=True)
class Account:
    """The traced texts of one file.

    Attributes
    ----------
    typed : tuple
        Words of a person: commentary, Markdown cells, what an analyst's own cells show.
    unaccounted : tuple
        Texts that neither the kit, nor the client's own rows, nor a person's words explain: a finding each.
    accounted : int
        How many texts are explained, the typed ones among them.
    """

    typed: tuple[Run, ...]
    unaccounted: tuple[Run, ...]
    accounted: int
