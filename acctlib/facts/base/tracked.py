"""Facts that record which of them were looked up, so that the method notes define what a page shows."""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, Mapping, ValuesView

from acctlib.facts.base.fact import Fact


class TrackedFacts(Mapping[str, Fact]):
    """Facts by metric name.

    Attributes
    ----------
    used : dict
        Names looked up individually, in that order; iterating over all facts marks none as used.
    asked : int
        How often `used` has been read, so that callers can tell whether their result depends on it.
    """

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self._facts = dict(facts)
        self._used: dict[str, None] = {}
        self.asked = 0

    @property
    def used(self) -> dict[str, None]:
        """Names looked up so far."""
        self.asked += 1
        return self._used

    def use_only(self, names: Iterable[str]) -> None:
        """Count these as looked up, and no others."""
        self._used = dict.fromkeys(name for name in names if name in self._facts)

    def __getitem__(self, name: str) -> Fact:
        """Return a fact by name, and mark it as used."""
        fact = self._facts[name]
        self._used[name] = None
        return fact

    def __contains__(self, name: object) -> bool:
        return name in self._facts

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def items(self) -> ItemsView[str, Fact]:
        """Every name with its fact; marks none as used."""
        return self._facts.items()

    def values(self) -> ValuesView[Fact]:
        """Every fact; marks none as used."""
        return self._facts.values()

    def __repr__(self) -> str:
        """The names, for display in a notebook."""
        return f"Facts({', '.join(self._facts)})"
