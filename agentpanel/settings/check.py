"""A layer against the schema: what is known and right is kept, everything else becomes a problem."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from agentpanel.settings.errors import Problem, WrongError, nearest, shown
from agentpanel.settings.layers import Layer
from agentpanel.settings.lines import Path
from agentpanel.settings.schema import ArrayOf, ListOf, Named, Node, Table


def check_layer(layer: Layer, schema: Table) -> tuple[dict[str, Any], list[Problem]]:
    """The layer's values, converted, and all its problems in the order of their lines."""
    check = _Check(layer, schema)
    values = check.table((), layer.data, schema)
    return values, sorted(check.problems, key=lambda problem: problem.line or 0)


class _Check:
    def __init__(self, layer: Layer, root: Table) -> None:
        self.problems: list[Problem] = []
        self._layer = layer
        self._root = root

    def table(self, path: Path, data: Mapping[str, Any], table: Table) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        for key, value in data.items():
            node = table.keys.get(key)
            if node is None:
                self._wrong((*path, key), f"is not a known key{self._hint(path, key, table)}")
            else:
                self._keep(kept, key, (*path, key), value, node)
        for alternatives in table.needed:
            if not any(key in data for key in alternatives):
                self._wrong(path, f"must have {' or '.join(alternatives)}")
        return kept

    def _keep(self, kept: dict[str, Any], key: str, path: Path, value: Any, node: Node) -> None:
        try:
            kept[key] = self._value(path, value, node)
        except WrongError as error:
            self._wrong(path, str(error))

    def _value(self, path: Path, value: Any, node: Node) -> Any:
        match node:
            case Table():
                return self.table(path, _table(value, path), node)
            case Named():
                return self._named(path, _table(value, path), node)
            case ArrayOf():
                return self._array(path, value, node)
            case ListOf():
                return self._list(path, value, node)
            case rule:
                return rule(value)

    def _named(self, path: Path, data: Mapping[str, Any], named: Named) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        for key, value in data.items():
            try:
                named.name(key)
            except WrongError as error:
                self._wrong((*path, key), f"is a name that cannot be used: it {error}")
            self._keep(kept, key, (*path, key), value, named.table)
        return kept

    def _array(self, path: Path, value: Any, array: ArrayOf) -> list[dict[str, Any]]:
        if not isinstance(value, list):
            raise WrongError(f"must be an array of tables, [[{path[-1]}]], not {shown(value)}")
        kept: dict[int, dict[str, Any]] = {}
        for index, element in enumerate(value):
            if isinstance(element, dict):
                kept[index] = self.table((*path, index), element, array.table)
            else:
                self._wrong((*path, index), f"must be a table, not {shown(element)}")
        for key in array.unique:
            self._unique(((*path, index, key), _folded(each[key])) for index, each in kept.items() if key in each)
        return list(kept.values())

    def _list(self, path: Path, value: Any, spec: ListOf) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise WrongError(f"must be a list in brackets, not {shown(value)}")
        kept: dict[int, Any] = {}
        for index, element in enumerate(value):
            try:
                kept[index] = spec.rule_at(index)(element)
            except WrongError as error:
                self._wrong((*path, index), str(error))
        if spec.unique:
            self._unique(((*path, index), element) for index, element in kept.items())
        size = len(",".join(kept.values()))
        if spec.most is not None and size > spec.most:
            raise WrongError(f"must have at most {spec.most} characters joined by commas, not {size}")
        return tuple(kept.values())

    def _unique(self, found: Iterable[tuple[Path, object]]) -> None:
        seen = set()
        for path, value in found:
            if value in seen:
                self._wrong(path, f"must differ from those before it, {shown(value)} is there already")
            seen.add(value)

    def _hint(self, path: Path, key: str, table: Table) -> str:
        elsewhere = [name for name, node in self._root.keys.items() if _holds(node, key)]
        # A key of the plain tables that stands in the wrong one of them.
        misplaced = len(path) <= 1 and elsewhere
        near = f", the nearest is {elsewhere[0]}.{key}" if misplaced else nearest(key, table.keys, however_far=True)
        return f"{near}; allowed are {', '.join(table.keys)}"

    def _wrong(self, path: Path, text: str) -> None:
        self.problems.append(self._layer.problem(path, text))


def _table(value: Any, path: Path) -> Mapping[str, Any]:
    if isinstance(value, dict):
        return value
    raise WrongError(f"must be a table, [{path[-1]}], not {shown(value)}")


def _holds(node: Node, key: str) -> bool:
    return isinstance(node, Table) and key in node.keys


def _folded(value: object) -> object:
    return value.casefold() if isinstance(value, str) else value
