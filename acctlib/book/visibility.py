"""SQL for the rows that an edition may see; both slices and their digests are built from it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from typing import Any

from acctlib.book.schema.columns import Table
from acctlib.book.schema.tables import TABLES

OWNER = "_owner"
SHARED = frozenset({"rates", "people"})  # tables whose rows belong to no client and are in every slice


def visible_rows(table: str, edition: str) -> str | None:
    """Return a query for a table's rows and columns that an edition may see.

    Returns
    -------
    str or None
        The query's columns are `_owner` (client_id; missing for shared tables) and the visible ones; None if the
        entire table is withheld.
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
    """SQL for a column as an edition sees it; in the client edition, missing if the row's permission is not given.

    A person's name is replaced by the id of that person's first row, which the client has anyway.
    """
    if hidden := next((c.name for c in table.columns if c.pseudonym == name), None):
        first = f'min(t."{table.key}") over (partition by t.client_id, t."{hidden}")'
        return f'case when t."{hidden}" is not null then {first} end as "{name}"'
    column = table.column(name)
    if column.visible_if is None or edition != "client":
        return f't."{column.name}"'
    return f'case when t."{column.visible_if}" then t."{column.name}" end as "{column.name}"'


def content_digests(db: Any, tables: Collection[str], edition: str) -> dict[str, str]:
    """Return, by client_id, the SHA-256 of all data in the client's slice in this edition.

    Notes
    -----
    - One pass over each table serves all clients: a thousand clients cost the same as one.
    - Row order does not affect the digest; the set of tables does, because a review states what is missing.
    - Each value is prefixed with its length, so that no two different rows hash the same text.
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
    """Yield each owner with the digest of the owner's rows."""
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
