"""Facts that remember which of them were asked for, so that the method notes define what a page shows."""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, Mapping, ValuesView

from acctlib.facts.base.fact import Fact


class TrackedFacts(Mapping[str, Fact]):
    """Facts by metric name.

    Attributes
    ----------
    used : dict
        Names that were looked up one by one, in that order; going over all of them uses none.
    asked : int
        How often somebody wanted to know which were used: what depends on it can be made again from it.
    """

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self._facts = dict(facts)
        self._used: dict[str, None] = {}
        self.asked = 0

    @property
    def used(self) -> dict[str, None]:
        """Names that were looked up so far."""
        self.asked += 1
        return self._used

    def use_only(self, names: Iterable[str]) -> None:
        """Count these as looked up, and no others."""
        self._used = dict.fromkeys(name for name in names if name in self._facts)

    def __getitem__(self, name: str) -> Fact:
        """A fact by its name, which is used from now on."""
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
        """Every name with its fact; none of them counts as used."""
        return self._facts.items()

    def values(self) -> ValuesView[Fact]:
        """Every fact; none of them counts as used."""
        return self._facts.values()

    def __repr__(self) -> str:
        """The names, for whoever looks at it in a notebook."""
        return f"Facts({', '.join(self._facts)})"
