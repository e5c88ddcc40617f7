from __future__ import annotations

import asyncio
import gc
import logging
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, QTimer, Signal, qCritical, qDebug, qWarning

from agentpanel.gui.report import Reporter
from tests.helpers.until import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QApplication


class Bell(QObject):
    rung = Signal()


@pytest.fixture
def sentences() -> list[str]:
    return []


@pytest.fixture
def reporter(qapp: QApplication, sentences: list[str]) -> Iterator[Reporter]:
    made = Reporter()
    silence = made.observe(sentences.append)
    undo = made.install()
    yield made
    undo()
    silence()
    qapp.processEvents()


def fail() -> None:
    raise ZeroDivisionError("by zero")


@pytest.mark.usefixtures("reporter")
async def test_a_slot_that_fails(sentences: list[str], expected_log: Callable[..., object]) -> None:
    expected_log("^Uncaught exception$", logger="agentpanel", level=logging.ERROR)
    QTimer.singleShot(0, fail)
    await until(lambda: sentences)
    assert "(ZeroDivisionError)" in sentences[0]
    assert "by zero" not in sentences[0]  # which may be from the wire, and means nothing to an agent


@pytest.mark.usefixtures("reporter")
async def test_nobody_is_told_inside_the_code_that_fails(
    sentences: list[str], expected_log: Callable[..., object]
) -> None:
    expected_log("Uncaught", logger="agentpanel", level=logging.ERROR)
    bell = Bell()
    bell.rung.connect(fail)
    bell.rung.emit()
    assert not sentences
    await until(lambda: sentences)
    assert len(sentences) == 1


@pytest.mark.usefixtures("reporter")
async def test_a_thread_that_fails(expected_log: Callable[..., object], caplog: pytest.LogCaptureFixture) -> None:
    expected_log("in thread lookup", logger="agentpanel", level=logging.ERROR)
    where: list[threading.Thread] = []
    other = Reporter()
    other.observe(lambda _: where.append(threading.current_thread()))
    undo = other.install()
    thread = threading.Thread(target=fail, name="lookup")
    thread.start()
    await until(lambda: where)
    undo()
    thread.join()
    assert where == [threading.main_thread()]
    assert "in fail" in caplog.text  # the traceback


async def test_a_callback_and_a_forgotten_task(
    reporter: Reporter, sentences: list[str], expected_log: Callable[..., object]
) -> None:
    expected_log("Exception in callback", logger="agentpanel", level=logging.ERROR)
    expected_log("never retrieved", logger="agentpanel", level=logging.ERROR)
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(reporter.on_loop_error)
    loop.call_soon(fail)
    await until(lambda: len(sentences) == 1)

    async def forgotten() -> None:
        raise LookupError

    task = loop.create_task(forgotten())
    await until(task.done)
    del task
    gc.collect()
    await until(lambda: len(sentences) == 2)
    assert "LookupError" in sentences[1]


@pytest.mark.usefixtures("reporter")
async def test_what_cannot_be_raised(sentences: list[str], expected_log: Callable[..., object]) -> None:
    expected_log("Stubborn", logger="agentpanel", level=logging.ERROR)

    class Stubborn:
        def __del__(self) -> None:
            fail()

    Stubborn()
    await until(lambda: sentences)
    assert "ZeroDivisionError" in sentences[0]


def test_a_storm_is_told_each_time_but_logged_ever_more_seldom(
    qapp: QApplication,
    reporter: Reporter,
    sentences: list[str],
    caplog: pytest.LogCaptureFixture,
    expected_log: Callable[..., object],
) -> None:
    expected_log("^Uncaught exception", logger="agentpanel", level=logging.ERROR)
    for _ in range(150):
        try:
            fail()
        except ZeroDivisionError as error:
            reporter.on_exception(type(error), error, error.__traceback__)
    qapp.processEvents()
    assert len(sentences) == 150
    assert [record.getMessage() for record in caplog.records] == [
        "Uncaught exception",
        "Uncaught exception, for the 10th time: ZeroDivisionError('by zero')",
        "Uncaught exception, for the 100th time: ZeroDivisionError('by zero')",
    ]


def test_ctrl_c_is_no_error(reporter: Reporter, sentences: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    reporter.on_exception(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert "KeyboardInterrupt" in capsys.readouterr().err
    assert not sentences


@pytest.mark.usefixtures("reporter")
def test_qt_speaks_to_the_log(caplog: pytest.LogCaptureFixture, expected_log: Callable[..., object]) -> None:
    expected_log("^careful$", logger="agentpanel.qt", level=logging.WARNING)
    expected_log("^bad$", logger="agentpanel.qt", level=logging.ERROR)
    caplog.set_level(logging.DEBUG, logger="agentpanel.qt")
    qDebug("by the way")
    qWarning("careful")
    qCritical("bad")
    assert [r.levelno for r in caplog.records] == [logging.DEBUG, logging.WARNING, logging.ERROR]


def test_the_hooks_go_back_to_who_had_them(qapp: QApplication) -> None:  # noqa: ARG001 -- Qt must stand
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    Reporter().install()()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before
