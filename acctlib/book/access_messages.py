"""Messages about data that an edition does not include: its access class, and where it is available."""

from __future__ import annotations

from collections.abc import Collection

from acctlib.book.schema.tables import EDITIONS, TABLES
from acctlib.errors import nearest

WAY_OUT = "show it in the internal edition (account_review)"


def missing_table_message(name: str, edition: str, held: Collection[str]) -> str:
    """Explain why a slice of this edition has no table of this name.

    Parameters
    ----------
    held : collection of str
        Tables that the slice has.

    Examples
    --------
    >>> missing_table_message("costs", "client", ["clients"])
    "table 'costs' is internal: it is not part of the client edition; show it in the internal edition (account_review)"
    >>> missing_table_message("costs", "internal", ["clients"])
    "the book has no table 'costs': name its export under sources: in acctlib.yml"
    """
    table = TABLES.get(name)
    if table is None:
        return f"there is no table '{name}'; {nearest(str(name), held)}"
    if not table.visible(edition):
        return f"table '{name}' is {table.class_}: it is not part of the {edition} edition; {WAY_OUT}"
    return f"the book has no table '{name}': name its export under sources: in acctlib.yml"


def why_no_column(name: str, edition: str) -> str:
    """Explain why no frame of this edition has a column of this name; empty if one may have it.

    Examples
    --------
    >>> why_no_column("respondent", "client")[:67]
    "column 'respondent' of surveys is restricted: it is not part of the"
    >>> why_no_column("respondent", "internal"), why_no_column("name", "client")
    ('', '')
    """
    if edition not in EDITIONS:
        return ""
    having = [table for table in TABLES.values() if any(column.name == name for column in table.columns)]
    if not having or any(name in table.visible(edition) for table in having):
        return ""
    classes = " or ".join(dict.fromkeys(table.column(name).class_ for table in having))
    where = ", ".join(table.name for table in having)
    return f"column '{name}' of {where} is {classes}: it is not part of the {edition} edition; {WAY_OUT}"
