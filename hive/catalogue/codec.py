"""The model's dataclasses as JSON and back, exactly; and the digest of an edition."""

from __future__ import annotations

import hashlib
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from hive.core.answers import canonical_json, plain
from hive.core.model import HiveModel

_DECIMAL = "decimal"


def encode(value: Any) -> Any:
    """Turn dataclasses, enums, decimals and tuples into JSON values."""
    if is_dataclass(value):
        return {field.name: encode(getattr(value, field.name)) for field in fields(value)}
    match value:
        case Enum():
            return value.value
        case Decimal():
            return {_DECIMAL: plain(value)}
        case Mapping():
            return {_key(key): encode(item) for key, item in value.items()}
        case tuple() | list():
            return [encode(item) for item in value]
        case _:
            return value


def decode(kind: Any, stored: Any) -> Any:
    """Read back what ``encode`` wrote, as a value of the given type (a class or an annotation)."""
    if isinstance(stored, dict) and stored.keys() == {_DECIMAL}:
        return Decimal(stored[_DECIMAL])
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        inner = next(argument for argument in arguments if argument is not type(None))
        return None if stored is None else decode(inner, stored)
    if origin is tuple:
        return tuple(decode(arguments[0], item) for item in stored)
    if origin is not None and issubclass(origin, Mapping):
        of_key, of_item = arguments
        return {_decode_key(of_key, k): decode(of_item, item) for k, item in stored.items()}
    if kind is Any:
        return _decode_any(stored)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: decode(hints[name], item) for name, item in stored.items()})
    return kind(stored)


def digest(model: HiveModel) -> str:
    """Return the SHA-256 of everything an edition says; a lineage counts where there is one."""
    said = encode(model)
    if model.lineage is None:
        del said["lineage"]
    return hashlib.sha256(canonical_json(said).encode()).hexdigest()


def _key(key: Any) -> str:
    return ("yes" if key else "no") if isinstance(key, bool) else str(key)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _decode_any(stored: Any) -> Any:
    if isinstance(stored, dict):
        return {key: decode(Any, item) for key, item in stored.items()}
    if isinstance(stored, list):
        return [decode(Any, item) for item in stored]
    return stored


def _decode_key(kind: Any, key: str) -> Any:
    return key == "yes" if kind is bool else kind(key)
