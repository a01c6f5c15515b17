"""The rows that an edition may see, as SQL; both slices and their digests are made from it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from typing import Any

from acctlib.book.schema.columns import Table
from acctlib.book.schema.tables import TABLES

OWNER = "_owner"
SHARED = frozenset({"rates", "people"})  # rows that belong to no client and are in every slice


def visible_rows(table: str, edition: str) -> str | None:
    """A query for every row of a table that an edition may see, cut to the columns that it may see.

    Returns
    -------
    str or None
        The columns are `_owner` (client_id; missing for shared tables) and those that are visible; None where the
        whole table is withheld.
    """
    columns = TABLES[table].visible(edition)
    if not columns:
        return None
    listed = ", ".join(_selected(TABLES[table], column, edition) for column in columns)
    shared = TABLES[table].visible_if if edition == "client" else None
    only = f' where t."{shared}"' if shared else ""
    whose, joined = "t.client_id", ""
    if table in SHARED:
        whose = "null"
    elif table == "milestones":
        whose, joined = "p.client_id", " join projects p using (project_id)"
    return f'select {whose} as {OWNER}, {listed} from "{table}" t{joined}{only}'  # noqa: S608 - our own names


def _selected(table: Table, name: str, edition: str) -> str:
    """A column as an edition reads it; without the permission that a client needs, missing.

    A person's name is replaced by the id of that person's first row, an id that the client has anyway.
    """
    if hidden := next((c.name for c in table.columns if c.pseudonym == name), None):
        first = f'min(t."{table.key}") over (partition by t.client_id, t."{hidden}")'
        return f'case when t."{hidden}" is not null then {first} end as "{name}"'
    column = table.column(name)
    if column.visible_if is None or edition != "client":
        return f't."{column.name}"'
    return f'case when t."{column.visible_if}" then t."{column.name}" end as "{column.name}"'


def content_digests(db: Any, tables: Collection[str], edition: str) -> dict[str, str]:
    """client_id -> SHA-256 of everything that the client's slice in this edition holds.

    Notes
    -----
    - One pass over each table for all clients together: a thousand clients cost what one does.
    - The order of rows does not matter; which tables there are does, for a review says what is missing.
    - A value is written with its length before it, so that no two different rows read alike.
    """
    present = [table for table in TABLES if table in tables]
    common = [(table, rows) for table in present if table in SHARED for _, rows in _table_digests(db, table, edition)]
    clients = [row[0] for row in db.execute("select client_id from clients").fetchall()]
    digests = {client: hashlib.sha256(repr((edition, present, common)).encode()) for client in clients}
    for table in present:
        if table not in SHARED:
            for owner, rows in _table_digests(db, table, edition):
                if owner in digests:
                    digests[owner].update(f"{table}:{rows}\n".encode())
    return {client: digest.hexdigest() for client, digest in digests.items()}


def _table_digests(db: Any, table: str, edition: str) -> Iterator[tuple[str | None, str]]:
    """Owner and digest of the owner's rows."""
    rows = visible_rows(table, edition)
    if rows is None:
        return
    values = ", ".join(
        f"""coalesce(strlen("{name}"::varchar) || ':' || "{name}"::varchar, '-')"""
        for name in TABLES[table].visible(edition)
    )
    each = f"select {OWNER}, sha256(concat({values})) as _row from ({rows})"  # noqa: S608 - our own names
    sql = f"select {OWNER}, sha256(string_agg(_row, '' order by _row)) from ({each}) group by {OWNER}"  # noqa: S608
    yield from db.execute(sql).fetchall()
