"""Files of Python as trees: their functions, and what a name in them may stand for."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

#: RefusedError's word for what is understood and not played.
_REFUSAL: Final = "not_in_scenario"
#: Where the classes of messages are imported from.
_PROTOCOL: Final = "agentpanel.protocol"
_SCOPES: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Module)


class Module:
    """One file: which of its names are classes of messages."""

    def __init__(self, tree: ast.Module, messages: Collection[str]) -> None:
        self.names: dict[str, set[str]] = {}
        #: Names that come from another module.
        self.imported: set[str] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                self.imported |= {each.name for each in node.names}
                if (node.module or "").startswith(_PROTOCOL):
                    self.names |= {a.asname or a.name: {a.name} for a in node.names if a.name in messages}
        for statement in tree.body:
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.BinOp() | ast.Tuple() as value):
                    self.names[name] = self.classes(value)
        #: The first is what stands outside of functions.
        self.functions = [Function(self, node) for node in ast.walk(tree) if isinstance(node, _SCOPES)]

    def classes(self, node: ast.AST | None) -> set[str]:
        """The classes of messages that are named anywhere in it."""
        names = [each.id for each in ast.walk(node) if isinstance(each, ast.Name)] if node is not None else []
        return {found for name in names for found in self.names.get(name, ())}


@dataclass(eq=False)
class Function:
    """A function or method, or what stands outside of them; what its names may be is found out in several rounds."""

    module: Module
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Module
    #: Name to the messages that it may be, and to the classes of messages that it may be.
    objects: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    classes: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    #: Parameters that may be any message at all (Message), or whatever is given (Any).
    untold: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return "" if isinstance(self.node, ast.Module) else self.node.name

    @property
    def is_property(self) -> bool:
        kinds = [] if isinstance(self.node, ast.Module) else self.node.decorator_list
        return any(last_name(kind) in ("property", "cached_property") for kind in kinds)

    @property
    def arguments(self) -> list[ast.arg]:
        """Its named parameters but self."""
        if isinstance(self.node, ast.Module):
            return []
        given = self.node.args
        found = [*given.posonlyargs, *given.args, *given.kwonlyargs]
        return [argument for argument in found if argument.arg != "self"]

    @property
    def rest(self) -> str | None:
        """The name that takes all other keywords."""
        found = None if isinstance(self.node, ast.Module) else self.node.args.kwarg
        return found.arg if found else None

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """All of it but functions inside, which stand for themselves, and what is looked at only to be refused."""
        found = [*ast.iter_child_nodes(self.node)]
        for node in found:
            if isinstance(node, ast.If) and _refuses(node):
                found += node.orelse
            elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found += ast.iter_child_nodes(node)
        return found

    def assigned(self, name: str) -> Iterator[ast.AST]:
        """What is put into a local name, and keys of it that are."""
        for node in self.nodes:
            match node:
                case ast.Assign(targets=[target], value=value):
                    yield from _put(target, value, name)
                case ast.AnnAssign(target=ast.Name(id=found), value=ast.expr() as value) if found == name:
                    yield value
                case ast.AugAssign(target=ast.Name(id=found), value=value) if found == name:
                    yield value
                case ast.NamedExpr(target=ast.Name(id=found), value=value) if found == name:
                    yield value
                case ast.For(target=target, iter=each) if name in (last_name(part) for part in ast.walk(target)):
                    yield ast.Subscript(value=each, slice=ast.Constant(0), ctx=ast.Load())

    @cached_property
    def puts(self) -> set[str]:
        """Names that something is put into."""
        targets = [part for node in self.nodes if isinstance(node, ast.Assign) for part in ast.walk(node.targets[0])]
        return {target.id for target in targets if isinstance(target, ast.Name)}

    def returned(self) -> Iterator[ast.AST]:
        yield from (node.value for node in self.nodes if isinstance(node, ast.Return) and node.value is not None)


def _put(target: ast.expr, value: ast.expr, name: str) -> Iterator[ast.AST]:
    match target:
        case ast.Name(id=found) if found == name:
            yield value
        case ast.Subscript(value=ast.Name(id=found), slice=key) if found == name:
            yield key
        case ast.Tuple(elts=targets) if isinstance(value, ast.Tuple):
            for each, part in zip(targets, value.elts, strict=False):
                yield from _put(each, part, name)


def last_name(node: ast.AST) -> str:
    """The last part of a dotted name."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def words_in(node: ast.AST, wanted: Iterable[str]) -> set[str]:
    """Which of the wanted words stand in it as texts; in the gap of an f-string stands anything."""
    patterns = [".+".join(map(re.escape, _solid(each))) for each in ast.walk(node)]
    return {word for word in wanted if any(pattern and re.fullmatch(pattern, word) for pattern in patterns)}


def _solid(node: ast.AST) -> list[str]:
    """A text between its gaps."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if not isinstance(node, ast.JoinedStr):
        return []
    parts = [""]
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts[-1] += str(part.value)
        else:
            parts.append("")
    return parts


def _refuses(node: ast.If) -> bool:
    last = node.body[-1]
    return isinstance(last, ast.Raise) and bool(words_in(last, [_REFUSAL]))
