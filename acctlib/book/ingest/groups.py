"""Groups of companies among the clients: they count as one, and are never each other's peers."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd


def alone_in_group(clients: pd.DataFrame) -> Iterator[tuple[str, int, str, str]]:
    """Clients whose group nobody else names: often a slip of the pen, after which two companies of one group are peers.

    Parameters
    ----------
    clients : DataFrame
        One row per client, on the rows of its source; where kept, `group`.

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
