"""Noting what a verb refuses where no page does: verbs that commands call as well."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.db import models

from hive.audit.log import record
from hive.audit.models import Result

Act = TypeVar("Act", bound=Callable[..., Any])
Kinds = tuple[type[Exception], ...]


def notes_refusals(
    name: str,
    *,
    denials: Kinds = (),
    failures: Kinds = (),
    about: Callable[[Any], models.Model] = lambda subject: subject,
) -> Callable[[Act], Act]:
    """Note under the name of the act why it was not done, after everything is rolled back.

    ``about`` makes a row of the act's subject where it is none.
    """

    def decorate(act: Act) -> Act:
        @wraps(act)
        def run(subject: Any, *rest: Any, **given: Any) -> Any:
            try:
                return act(subject, *rest, **given)
            except denials + failures as refusal:
                result = Result.DENIED if isinstance(refusal, denials) else Result.FAILED
                why = type(refusal).__name__
                record(name, about(subject), by=given.get("by"), result=result, why=why)
                raise

        return run  # type: ignore[return-value]  # the same signature

    return decorate
