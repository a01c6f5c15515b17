"""The registry: one versioned definition per metric. A changed definition becomes a new version.

Where the client edition shows less, a metric may have a separate client definition: `<name>_client`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from acctlib.errors import ConfigError, nearest
from acctlib.metrics.base.definition import Definition
from acctlib.metrics.delivery.action_definitions import PROMISES
from acctlib.metrics.delivery.definitions import DELIVERY
from acctlib.metrics.growth.definitions import GROWTH
from acctlib.metrics.retention.definitions import RETENTION
from acctlib.metrics.satisfaction.book_definitions import BOOK_SATISFACTION
from acctlib.metrics.satisfaction.definitions import SATISFACTION
from acctlib.metrics.satisfaction.relationship_definitions import RELATIONSHIP

__all__ = ["DEFINITIONS", "Definition", "definition"]

DEFINITIONS: Mapping[str, Definition] = MappingProxyType(
    {
        known.name: known
        for known in (*GROWTH, *RETENTION, *SATISFACTION, *BOOK_SATISFACTION, *DELIVERY, *PROMISES, *RELATIONSHIP)
    }
)


def definition(name: str, edition: str = "internal") -> Definition:
    """Return a metric's definition for an edition, by name (`nrr`) or id (`nrr.1`).

    >>> definition("delivery_success", "client").id
    'delivery_success.2'
    """
    bare = name.split(".")[0]
    if bare not in DEFINITIONS or (name != bare and DEFINITIONS[bare].id != name):
        raise ConfigError(f"metric: '{name}' is not defined; {nearest(name, DEFINITIONS)}")
    own = f"{bare}_client"
    return DEFINITIONS[own if edition == "client" and own in DEFINITIONS else bare]
