"""Every text of a finished file accounted for: the kit's own, the client's own, or typed by a person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """One text of a file: a cell, a heading, a paragraph, an attribute, a property.

    Attributes
    ----------
    text : str
        As it stands in the file, whole.
    place : str
        Where: "page 2, table cell", "attribute alt", "sheet 'Fees', B7", "metadata Title".
    """

    text: str
    place: str


@dataclass(frozen=True)
class Account:
    """What became of the texts of one file.

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
