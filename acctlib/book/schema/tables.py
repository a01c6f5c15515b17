"""Every table in the kit's schema, by name.

Access classes work as an allow-list: the client edition loads only `client` columns, so a new
column stays internal until its class is changed. `restricted` columns (people's names given in
confidence) are for internal editions that suppress small groups.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from acctlib.book.schema import account_plan, clients, commercial, delivery, surveys, team
from acctlib.book.schema.columns import EDITIONS, KEYS, Class, Column, Table, Type
from acctlib.book.schema.commercial import CREDIT_TYPES, REVENUE_KINDS

__all__ = ["CREDIT_TYPES", "EDITIONS", "KEYS", "REVENUE_KINDS", "TABLES", "Class", "Column", "Table", "Type"]

_TABLES = (
    clients.CLIENTS,
    commercial.CONTRACTS,
    commercial.REVENUE,
    commercial.COSTS,
    surveys.SURVEYS,
    delivery.PROJECTS,
    delivery.MILESTONES,
    account_plan.OBJECTIVES,
    account_plan.ACTIONS,
    account_plan.DECISIONS,
    account_plan.RESULTS,
    account_plan.RISKS,
    account_plan.IDEAS,
    commercial.OPPORTUNITIES,
    commercial.RENEWAL_FORECASTS,
    clients.CONTACTS,
    team.ASSIGNMENTS,
    team.PEOPLE,
    commercial.RATES,
)

TABLES: Mapping[str, Table] = MappingProxyType({table.name: table for table in _TABLES})
