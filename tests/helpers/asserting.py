"""A test that asserts nothing cannot fail, and so tests nothing."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

ASSERTING_PREFIXES = ("assert_", "check_")
ASSERTING_NAMES = {"raises", "warns", "fail", "check", "until", "playbook", "Playbook"}


def asserts_something(item: pytest.Function) -> bool:
    """Whether the source of the test has an assert, or calls what raises when an expectation fails.

    A test that is not written as a function of its file (a state machine of hypothesis) is taken at its word.
    """
    functions = _functions(item.path).get(item.originalname, [])
    return not functions or any(_asserts(node) for function in functions for node in ast.walk(function))


@cache
def _functions(path: Path) -> dict[str, list[ast.AST]]:
    found: dict[str, list[ast.AST]] = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.setdefault(node.name, []).append(node)
    return found


def _asserts(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        name = _name(node.func)
        return name in ASSERTING_NAMES or name.startswith(ASSERTING_PREFIXES)
    return isinstance(node, ast.Assert)


def _name(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""
