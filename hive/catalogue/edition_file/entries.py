"""Reading one mapping of an edition file: typed fields out, faults with their path collected."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hive.core.model import Text

CODE = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z")
OPTION_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\Z")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an edition file, and where."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class EditionFaults(ValueError):
    """An edition file that is refused, with every fault that was found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


@dataclass
class Faults:
    """The faults and warnings found so far."""

    errors: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)

    def add(self, path: str, message: str) -> None:
        """Note a fault."""
        self.errors.append(Fault(path, message))

    def warn(self, path: str, message: str) -> None:
        """Note something an edition may have, but its authors should know of."""
        self.warnings.append(Fault(path, message))


class Entry:
    """One mapping of the file. Getters return a harmless value after noting a fault."""

    def __init__(self, values: Any, path: str, faults: Faults) -> None:
        self.faults = faults
        self.path = path
        if not isinstance(values, dict):
            self.fault(f"must be a mapping, not {type(values).__name__}")
            values = {}
        self.values: dict[Any, Any] = values
        self._read: set[Any] = set()
        if isinstance(code := values.get("code"), str):
            self.path = f"{path} ({code})"

    def fault(self, message: str, name: str = "") -> None:
        """Note a fault of this entry or of one of its fields."""
        self.faults.add(f"{self.path}.{name}" if name else self.path, message)

    def raw(self, name: str, default: Any = None) -> Any:
        """Return a field unchecked and mark it as known."""
        self._read.add(name)
        return self.values.get(name, default)

    def has(self, name: str) -> bool:
        """Whether the field is given."""
        return name in self.values

    def finish(self) -> None:
        """Note every field that nobody asked for: a slip of the pen changes a model silently."""
        for name in self.values.keys() - self._read:
            self.fault("is not a known field", str(name))

    def string(self, name: str, default: str | None = None) -> str:
        """Return a non-empty text."""
        value = self.raw(name, default)
        if value is None or (isinstance(value, str) and not value.strip() and default is None):
            self.fault("is missing", name)
            return ""
        if not isinstance(value, str):
            self.fault("must be a text", name)
            return ""
        return value

    def code(self, name: str = "code", *, pattern: re.Pattern[str] = CODE) -> str:
        """Return a code of letters, digits, hyphens and underscores."""
        value = self.string(name)
        if value and not pattern.match(value):
            self.fault("must be letters, digits, '-' and '_', beginning with a letter", name)
        return value

    def text(self, name: str = "") -> Text:
        """Return ``name_en`` and ``name_zh`` (or ``en`` and ``zh``); both are needed."""
        return Text(self.string(_language(name, "en")), self.string(_language(name, "zh")))

    def optional_text(self, name: str) -> Text | None:
        """Return a text in both languages, or None when it is given in neither."""
        given = [language for language in ("en", "zh") if self.has(_language(name, language))]
        return self.text(name) if given else None

    def number(self, name: str, default: Decimal | None = None) -> Decimal:
        """Return a number exactly as written."""
        value = self.raw(name, default)
        if value is None:
            self.fault("is missing", name)
        elif isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.fault("must be a number", name)
        elif not Decimal(value).is_finite():
            self.fault("must be finite", name)
        else:
            return Decimal(value)
        return Decimal(0)

    def optional_number(self, name: str) -> Decimal | None:
        """Return a number, or None when it is null or not given."""
        return None if self.raw(name) is None else self.number(name)

    def positive(self, name: str, default: Decimal | None = None) -> Decimal:
        """Return a number above zero."""
        known = len(self.faults.errors)
        value = self.number(name, default)
        if value <= 0 and len(self.faults.errors) == known:
            self.fault("must be positive", name)
        return value if value > 0 else Decimal(1)

    def whole(self, name: str, *, least: int = 0) -> int:
        """Return a whole number of at least ``least``."""
        value = self.raw(name)
        if value is None:
            self.fault("is missing", name)
        elif type(value) is not int or value < least:
            self.fault(f"must be a whole number of at least {least}", name)
        else:
            return value
        return least

    def flag(self, name: str) -> bool:
        """Return true or false; false when not given."""
        value = self.raw(name, False)
        if not isinstance(value, bool):
            self.fault("must be true or false", name)
        return value is True

    def one_of(self, name: str, known: Sequence[str], default: str | None = None) -> str:
        """Return one of the known words."""
        value = self.string(name, default)
        if value and value not in known:
            self.fault(f"unknown {name} {value!r}; known are {', '.join(known)}", name)
        return value

    def entries(self, name: str, *, least: int = 1) -> Iterator[Entry]:
        """Yield the mappings of a list; it needs at least ``least`` of them."""
        items = self.raw(name)
        if items is None:
            items = []
        if not isinstance(items, list):
            self.fault("must be a list", name)
            return
        if len(items) < least:
            self.fault("is missing" if not items else f"needs at least {least} entries", name)
        for place, item in enumerate(items):
            yield Entry(item, f"{self.path}.{name}[{place}]", self.faults)

    def entry(self, name: str) -> Entry:
        """Return a nested mapping."""
        if not self.has(name):
            self.fault("is missing", name)
        return Entry(self.raw(name, {}), f"{self.path}.{name}", self.faults)


def unique(entry: Entry, name: str, codes: Sequence[str]) -> None:
    """Note every code that stands twice in a list."""
    for code in sorted({c for c in codes if codes.count(c) > 1 and c}):
        entry.fault(f"the code {code} is given twice", name)


def _language(name: str, language: str) -> str:
    return f"{name}_{language}" if name else language
