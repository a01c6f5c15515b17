"""What earlier versions called otherwise: it is read until version 1.0, with one notice a run for each name."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from acctlib.errors import ConfigError

# What is named -> what it was called -> what it is called now.
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
# Sections that a client's edition had, and that are internal now: there they show nothing.
WITHDRAWN = frozenset({"growth"})
# As Python writes such a warning to stderr: where it was raised, and the line of code.
WRITTEN = re.compile(r"^.*: CompatibilityWarning: .*\n?(?: {2}.*\n?)?", re.MULTILINE)


class CompatibilityWarning(FutureWarning):
    """Something is read in the way of an earlier version."""


def notify(notice: str) -> None:
    """Warn of it; the command line shows it as a sentence, and once."""
    warnings.warn(notice, CompatibilityWarning, stacklevel=3)


def name_of_today(name: str, kind: str) -> str:
    """What is called so now; an earlier name gives a notice.

    >>> name_of_today("revenue", "table")
    'revenue'
    """
    now = RENAMED[kind].get(name, name)
    if now != name:
        notify(f"{kind} {name} is now called {now}; the old name is read until version 1.0")
    return now


def repeat(given: Iterable[str]) -> None:
    """Warn here of what was warned of in another process."""
    for notice in given:
        notify(notice)


def renamed(given: Mapping[str, Any], kind: str, where: str) -> dict[str, Any]:
    """The same values under the names of today.

    Parameters
    ----------
    kind : str
        Of `RENAMED`.
    where : str
        Where they stand, for notice and error.

    Raises
    ------
    ConfigError
        The old name and the new one have different values.

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
    """What an attribute was called before: it gives the same, with a notice.

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
        """The attribute under its name of today."""
        if page is None:
            return self
        notify(f"{self.old} is now called {self.new}; the old name is read until version 1.0")
        return getattr(page, self.new)


def with_earlier_names(kind: str) -> Callable[[type], type]:
    """A class whose attributes can be reached by their earlier names as well; `kind` is one of `RENAMED`."""

    def named(page: type) -> type:
        for old, new in RENAMED[kind].items():
            setattr(page, old, Alias(old, new))
        return page

    return named


@contextmanager
def notices(tell: Callable[[str], object]) -> Iterator[None]:
    """Give each notice to `tell`, and the same one only once; other warnings are shown as ever."""
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
