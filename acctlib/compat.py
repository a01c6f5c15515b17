"""Names from earlier versions: still accepted until version 1.0, with one notice per name and run."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from acctlib.errors import ConfigError

# Kind of name -> earlier name -> current name.
RENAMED: Mapping[str, Mapping[str, str]] = {
    "key": {"as_of": "covered_to"},
    "table": {"calls": "renewal_forecasts"},
    "page": {"reader": "formatter", "terms": "context"},
    "portfolio_section": {"ledger": "forecast_accuracy", "promises": "actions"},
    "section": {"promises": "actions", "silent": "nonrespondents"},
    "target": {
        "delivery_success_client": "delivery_success",
        "delivery_success_agreed_client": "delivery_success_agreed",
        "on_budget_client": "within_fees",
    },
}
# Sections that used to be in the client edition and are now internal: in the client edition they show nothing.
WITHDRAWN = frozenset({"growth"})
# Such a warning as Python writes it to stderr: the location that raised it, and the line of code.
WRITTEN = re.compile(r"^.*: CompatibilityWarning: .*\n?(?: {2}.*\n?)?", re.MULTILINE)


class CompatibilityWarning(FutureWarning):
    """An earlier version's name or setting is still accepted."""


def notify(notice: str) -> None:
    """Issue a compatibility warning; the command line shows it once, as a sentence."""
    warnings.warn(notice, CompatibilityWarning, stacklevel=3)


def name_of_today(name: str, kind: str) -> str:
    """Return a name's current form; an earlier name triggers a notice.

    >>> name_of_today("revenue", "table")
    'revenue'
    """
    now = RENAMED[kind].get(name, name)
    if now != name:
        notify(f"{kind} {name} is now called {now}; the old name is read until version 1.0")
    return now


def repeat(given: Iterable[str]) -> None:
    """Reissue notices from another process in this one."""
    for notice in given:
        notify(notice)


def renamed(given: Mapping[str, Any], kind: str, where: str) -> dict[str, Any]:
    """Return the same values under their current names.

    Parameters
    ----------
    kind : str
        A key of `RENAMED`.
    where : str
        Where the values were given, for notices and errors.

    Raises
    ------
    ConfigError
        The old and the new name are both given, with different values.

    Examples
    --------
    >>> renamed({"covered_to": 1}, "key", "acctlib.yml")
    {'covered_to': 1}
    """
    names = RENAMED[kind]
    for old in [name for name in given if name in names]:
        new = names[old]
        if given.get(new, given[old]) != given[old]:
            raise ConfigError(f"{where}: {old} is now called {new}, and both are given; keep {new}")
        notify(f"{where}: {old} is now called {new}; the old name is read until version 1.0")
    return {names.get(name, name): value for name, value in given.items()}


class Alias:
    """Descriptor for an attribute's earlier name: returns the attribute's value, with a notice.

    >>> class Page:
    ...     formatter = "en_GB"
    ...     reader = Alias("reader", "formatter")
    >>> with warnings.catch_warnings(record=True) as given:
    ...     warnings.simplefilter("always")
    ...     print(Page().reader, given[0].message)
    en_GB reader is now called formatter; the old name is read until version 1.0
    """

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new

    def __get__(self, page: object, kind: type | None = None) -> Any:
        """Return the attribute under its current name."""
        if page is None:
            return self
        notify(f"{self.old} is now called {self.new}; the old name is read until version 1.0")
        return getattr(page, self.new)


def with_earlier_names(kind: str) -> Callable[[type], type]:
    """Class decorator that adds aliases for attributes' earlier names; `kind` is a key of `RENAMED`."""

    def named(page: type) -> type:
        for old, new in RENAMED[kind].items():
            setattr(page, old, Alias(old, new))
        return page

    return named


@contextmanager
def notices(tell: Callable[[str], object]) -> Iterator[None]:
    """Within the context, pass each distinct notice to `tell` once; other warnings are shown as usual."""
    told: set[str] = set()
    shown = warnings.showwarning

    def show(message: Warning | str, category: type[Warning], *where: Any, **more: Any) -> None:
        if not issubclass(category, CompatibilityWarning):
            shown(message, category, *where, **more)
        elif str(message) not in told:
            told.add(str(message))
            tell(str(message))

    with warnings.catch_warnings():
        warnings.simplefilter("always", CompatibilityWarning)
        warnings.showwarning = show
        yield
