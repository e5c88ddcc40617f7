"""The floors of the house, and what may stand on none of them."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Rule = Callable[[str, ast.AST], str | None]

ROOT: Final = Path(__file__).parent.parent
MODULE_LINES: Final = 300
FUNCTION_LINES: Final = 30

NESTED_LOOPS: Final = {"exec", "exec_", "processEvents", "asyncSlot", "asyncClose", "asyncWrap", "QEventLoop"}
STATIC_DIALOGS: Final = {
    "QColorDialog": {"getColor"},
    "QFileDialog": {"getExistingDirectory", "getOpenFileName", "getOpenFileNames", "getSaveFileName"},
    "QFontDialog": {"getFont"},
    "QInputDialog": {"getDouble", "getInt", "getItem", "getMultiLineText", "getText"},
    "QMessageBox": {"about", "aboutQt", "critical", "information", "question", "warning"},
}
"""Functions that run a loop of their own until the person has answered."""


def no_nested_loop(path: str, node: ast.AST) -> str | None:
    """A Qt loop that runs inside a task costs other tasks their wake-up for good; only the panel's own loop may run."""
    if path == "agentpanel/gui/loop.py":
        return None
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=name)) if (
            name in STATIC_DIALOGS.get(owner, ())
        ):
            return f"{owner}.{name}"
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)) if name in NESTED_LOOPS:
            return name
        case ast.ImportFrom(names=names):
            return next((alias.name for alias in names if alias.name in NESTED_LOOPS), None)
    return None


def no_bare_task(path: str, node: ast.AST) -> str | None:
    """A task needs a name, a reference and a reporter: session.tasks.spawn, or a TaskGroup."""
    if path == "agentpanel/session/tasks.py":
        return None
    match node:
        case ast.Attribute(attr="ensure_future") | ast.Name(id="ensure_future"):
            return "ensure_future"
        case ast.Attribute(value=owner, attr="create_task") if _ends_with(owner, "asyncio", "loop"):
            return "create_task"
        case ast.ImportFrom(module="asyncio", names=names):
            return next((a.name for a in names if a.name in ("create_task", "ensure_future")), None)
    return None


def no_signal_of_a_container(_: str, node: ast.AST) -> str | None:
    """Qt copies a dict or a list on its way and may lose what is in it; Signal(object) hands it over."""
    match node:
        case ast.Call(func=ast.Attribute(attr="Signal") | ast.Name(id="Signal"), args=arguments):
            names = [_root(argument) for argument in arguments]
            return next((f"Signal({name})" for name in names if name in ("dict", "list", "set", "tuple")), None)
    return None


def no_widget_knows_the_session(path: str, node: ast.AST) -> str | None:
    """Widgets are given a snapshot and emit intents; they neither import the session nor wait."""
    if not path.startswith(("agentpanel/gui/widgets/", "agentpanel/gui/windows/")):
        return None
    match node:
        case ast.AsyncFunctionDef() | ast.Await() | ast.AsyncFor() | ast.AsyncWith():
            return "waits"
        case ast.ImportFrom(module=str(module)) if module.startswith(("agentpanel.session", "agentpanel.simulator")):
            return module
    return None


def no_clock_in_the_core(path: str, node: ast.AST) -> str | None:
    """The pure floors are given the time."""
    if not path.startswith(("agentpanel/protocol/", "agentpanel/domain/")):
        return None
    match node:
        case ast.Call(func=ast.Attribute(attr="now" | "utcnow" | "today" as name)):
            return name
    return None


def no_long_function(_: str, node: ast.AST) -> str | None:
    """A function does one thing; its docstring is not counted."""
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return None
    first = node.body[1] if ast.get_docstring(node) is not None and len(node.body) > 1 else node.body[0]
    lines = (node.body[-1].end_lineno or 0) - first.lineno + 1
    return f"{node.name} has {lines} lines" if lines > FUNCTION_LINES else None


RULES: Final[dict[Rule, tuple[str, ...]]] = {
    no_nested_loop: (
        "dialog.exec()",
        "QMenu(parent).exec_(place)",
        "QApplication.processEvents()",
        "@asyncSlot()\nasync def clicked(): ...",
        "from qasync import asyncClose",
        "QFileDialog.getOpenFileName(self)",
        "QtWidgets.QMessageBox.question(self, title, text)",
    ),
    no_bare_task: (
        "asyncio.create_task(work())",
        "asyncio.ensure_future(work())",
        "self._loop.create_task(work())",
        "asyncio.get_running_loop().create_task(work())",
        "from asyncio import create_task",
    ),
    no_signal_of_a_container: ("Signal(dict)", "QtCore.Signal(str, list)", "Signal(dict[str, str])"),
    no_widget_knows_the_session: ("from agentpanel.session.session import Session", "async def show(): ..."),
    no_clock_in_the_core: ("datetime.now(tz)", "date.today()"),
    no_long_function: ("def long():\n" + "    step()\n" * (FUNCTION_LINES + 1),),
}
"""Each rule with code that breaks it."""


def _ends_with(owner: ast.expr, *names: str) -> bool:
    return _root(owner).endswith(names)


def _root(expression: ast.expr) -> str:
    """The last name of an expression: of `a.loop`, `get_loop()` and `loop[int]` what stands before the brackets."""
    match expression:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=inner) | ast.Subscript(value=inner):
            return _root(inner)
    return ""


def _broken(rule: Rule, path: str, source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if what := rule(path, node):
            yield f"{path}:{getattr(node, 'lineno', 1)}: {what}"


def _sources() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "agentpanel").rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule(rule: Rule) -> None:
    assert [line for path, source in _sources() for line in _broken(rule, path, source)] == []


@pytest.mark.parametrize(("rule", "code"), [(rule, code) for rule, codes in RULES.items() for code in codes])
def test_rule_is_seen_to_be_broken(rule: Rule, code: str) -> None:
    folder = "agentpanel/domain" if rule is no_clock_in_the_core else "agentpanel/gui/widgets"
    assert list(_broken(rule, f"{folder}/made_up.py", code))


def test_a_task_group_may_make_tasks() -> None:
    assert list(_broken(no_bare_task, "agentpanel/app.py", "group.create_task(work())")) == []


def test_modules_are_short() -> None:
    long = {
        path: source.count("\n") for path, source in _sources() if not path.startswith("agentpanel/protocol/messages/")
    }
    assert {path: lines for path, lines in long.items() if lines > MODULE_LINES} == {}


def test_imports_go_downward() -> None:
    """In a process of its own: import-linter switches off the loggers of the process that it runs in."""
    lint = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    found = subprocess.run([sys.executable, "-c", lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


def test_no_async_test_nests_a_loop() -> None:
    """Except the test of what the panel's own loop makes of that."""
    nested = []
    for path in {*(ROOT / "tests").rglob("test_*.py")} - {ROOT / "tests" / "gui" / "test_loop.py"}:
        tests = [
            n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.AsyncFunctionDef)
        ]
        nested += [
            f"{path.name}:{node.lineno}: {ast.unparse(node.func)}"
            for test in tests
            for node in ast.walk(test)
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("qtbot.wait")
        ]
    assert nested == []


def test_qt_keeps_its_references_to_none() -> None:
    """PySide6 6.12.0 on Python 3.11 drops one with each call of a method that returns nothing, until Python aborts."""
    from PySide6.QtCore import QObject

    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(400):
        thing.setObjectName("x")
    assert sys.getrefcount(None) > before - 50
