"""YAML as plain values: figures as Decimal, and no key twice."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import yaml

from hive.catalogue.edition_file.entries import EditionFaults, Fault


def load_document(text: str) -> Any:
    """Parse a YAML text; EditionFaults when it is not YAML or gives a key twice."""
    try:
        return _Loader(text).get_single_data()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        last = text.count("\n")
        # Where a text ends too early, libyaml names the line behind its last.
        place = f"line {1 + min(mark.line, last)}" if mark else "file"
        problem = getattr(error, "problem", None) or str(error)
        raise EditionFaults((Fault(place, f"is not valid YAML: {problem}"),)) from error


class _Loader(yaml.CSafeLoader):
    """A safe loader that keeps decimals exact and refuses duplicate keys."""


def _decimal(loader: _Loader, node: yaml.ScalarNode) -> Decimal | float:
    text = loader.construct_scalar(node).replace("_", "")
    try:
        return Decimal(text)
    except ArithmeticError:
        return loader.construct_yaml_float(node)


def _text(loader: _Loader, node: yaml.ScalarNode) -> str:
    return str(loader.construct_scalar(node))


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {key!r} is given twice", key_node.start_mark
            )
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor("tag:yaml.org,2002:float", _decimal)
_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _text)
