"""What every verb does: one transaction, and a note of what was refused."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction

from hive.audit.log import record
from hive.audit.models import Result
from hive.banks.models import User
from hive.banks.workflow.errors import NotAccepted, NotAllowed

Act = TypeVar("Act", bound=Callable[..., Any])


def verb(act: Act) -> Act:
    """Run the act in one transaction; record a denial after everything is rolled back."""

    @wraps(act)
    def run(*subject: Any, **given: Any) -> Any:
        try:
            with transaction.atomic():
                return act(*subject, **given)
        except NotAllowed:
            by: User = given["by"]
            about = subject[0] if subject and isinstance(subject[0], models.Model) else by
            record(act.__name__, about, by=by, result=Result.DENIED)
            raise

    run.is_verb = True  # type: ignore[attr-defined]  # a mark for the test of all verbs
    return run  # type: ignore[return-value]  # the same signature, checked by the tests


def save_checked(row: models.Model) -> None:
    """Save after asking the model's own rules; break none of them silently."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise NotAccepted(" ".join(error.messages)) from error
    row.save()
