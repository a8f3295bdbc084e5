"""Queries whose SQL is written once: of the few that every save asks, writing it costs the most."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import local
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.models import Field, QuerySet, Value
from django.db.transaction import TransactionManagementError

Row = TypeVar("Row")


class Given(Value):
    """Stands in a query for a value that is given whenever the query is asked."""

    def __init__(self, name: str, field: Field[Any, Any]) -> None:
        super().__init__(name, output_field=field)

    def as_sql(self, *_: Any) -> tuple[str, Any]:
        """Leave itself among the parameters, for ``Prepared`` to fill in."""
        return "%s", (self,)


class Prepared(Generic[Row]):
    """A query with ``Given`` values; ``build`` is called once for each thread's connection."""

    def __init__(self, build: Callable[[], QuerySet[Any, Row]]) -> None:
        self._build = build
        self._own = local()

    def rows(self, **given: Any) -> Sequence[Row]:
        """Ask with these values."""
        written: _Written | None = getattr(self._own, "written", None)
        if written is None or not written.is_for_present_connection:
            written = self._own.written = _write(self._build())
        return written.rows(given)


@dataclass(frozen=True, slots=True)
class _Written:
    """A query, its compiler, and what that has written."""

    queryset: Any
    compiler: Any
    sql: str
    params: Sequence[Any]

    @property
    def is_for_present_connection(self) -> bool:
        return self.compiler.connection is connections[self.queryset.db]

    def rows(self, given: Mapping[str, Any]) -> list[Any]:
        # Django asks this where the SQL is written, which is once.
        if self.queryset.query.select_for_update and self.compiler.connection.get_autocommit():
            raise TransactionManagementError("Rows are held in a transaction only.")
        filled = tuple(self._filled(param, given) for param in self.params)
        self.compiler.as_sql = lambda: (self.sql, filled)
        return list(self.queryset._iterable_class(self.queryset))

    def _filled(self, param: Any, given: Mapping[str, Any]) -> Any:
        if not isinstance(param, Given):
            return param
        return param.output_field.get_db_prep_value(given[param.value], self.compiler.connection)


def _write(queryset: Any) -> _Written:
    compiler = queryset.query.get_compiler(using=queryset.db)
    sql, params = compiler.as_sql()
    # Whoever reads the rows asks the query for a compiler: it is this one from now on.
    queryset.query.get_compiler = lambda *_args, **_kwargs: compiler
    return _Written(queryset, compiler, sql, params)
