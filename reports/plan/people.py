"""Who may change a bank's plan, and who is proposed for its steps."""

from __future__ import annotations

from django.http import HttpRequest

from assessments.workflow.plan import PLANNERS
from hive.banks.access import holds
from hive.banks.models import Bank
from hive.banks.queries import members_of


def may_plan(request: HttpRequest) -> bool:
    """Whether the person may change the plan of the bank worked for."""
    return holds(request, *PLANNERS)


def proposed_names(bank: Bank) -> list[str]:
    """The names of the people of the bank, each once."""
    return list(dict.fromkeys(str(member.user) for member in members_of(bank)))
