"""Company groups among the clients: a group's members count as one and are never each other's peers."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd


def alone_in_group(clients: pd.DataFrame) -> Iterator[tuple[str, int, str, str]]:
    """Clients that are alone in their group: often a misspelt name, which would make two group members peers.

    Parameters
    ----------
    clients : DataFrame
        One row per client, indexed by source row; `group` is optional.

    Examples
    --------
    >>> clients = pd.DataFrame({"group": ["Ostara", "Ostara", "Ostra", None]}, index=[2, 3, 4, 5])
    >>> list(alone_in_group(clients))
    [('lonely_group', 4, 'group', "no other client is in the group 'Ostra'")]
    """
    if "group" not in clients:
        return
    named = clients["group"].dropna()
    for row, name in named[~named.duplicated(keep=False)].items():
        yield "lonely_group", int(str(row)), "group", f"no other client is in the group '{name}'"
