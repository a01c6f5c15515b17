"""Every table and column of the kit: type, unit, meaning, and who may read it.

The class of a column is an allow-list: a client edition loads `client` columns and nothing else,
so a new column stays internal until somebody decides otherwise. `restricted`
columns (people's names in confidence) are for internal editions that suppress small groups.
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
