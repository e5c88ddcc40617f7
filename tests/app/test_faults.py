"""What ends the program is one sentence, however deep it lay."""

from __future__ import annotations

import errno
import logging
import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from agentpanel.app import main
from agentpanel.app.faults import sentence, single
from agentpanel.domain.words import say
from agentpanel.instance import Hold, NoPlaceError
from agentpanel.journal.errors import DISK_FULL, JournalError


def told(error: Exception, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """Code and standard error of `agentpanel run` that meets this."""
    from agentpanel.options import RunOptions

    def fail(_: object) -> None:
        raise error

    monkeypatch.setattr(main, "_run", fail)
    code = main.run(RunOptions(config=None, server=None, encoding=None, instance="test"))
    return code, capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (NoPlaceError("There is no folder."), "There is no folder."),
        (JournalError(say(DISK_FULL)), "The journal cannot be used: the disk is full."),
        (PermissionError(errno.EACCES, "Permission denied", "/x"), "/x: Permission denied."),
        (ConnectionError("No panel runs."), "No panel runs."),
    ],
)
def test_a_known_error_is_told_alone_and_out_of_groups(
    error: Exception, words: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = ExceptionGroup("of a task group", [ExceptionGroup("inner", [error])])
    assert told(error, capsys, monkeypatch) == (1, words + "\n")
    assert told(deep, capsys, monkeypatch) == (1, words + "\n")


def test_an_unknown_error_is_one_sentence_and_whole_in_the_log(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    expected_log: Callable[..., None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    expected_log("an error of its own", logger="agentpanel.app.faults", level=logging.ERROR)
    odd = ExceptionGroup("of a task group", [KeyError("gone")])
    words = "An error of the program itself: KeyError: 'gone'\n"
    assert told(odd, capsys, monkeypatch) == (1, words)
    assert any(record.exc_info and record.exc_info[1] is odd for record in caplog.records)


def test_of_several_the_known_one_is_told_and_the_others_are_logged(expected_log: Callable[..., None]) -> None:
    expected_log("an error of its own", logger="agentpanel.app.faults", level=logging.ERROR)
    known = NoPlaceError("There is no folder.")
    assert single(ExceptionGroup("both", [KeyError("gone"), known])) is known
    assert sentence(known) == "There is no folder."


def started(*, unread: bool) -> tuple[int, str]:
    """`agentpanel demo` until it ends; ``unread``: nobody reads what it prints."""
    reading, writing = os.pipe()
    if unread:
        os.close(reading)
    command = [sys.executable, "-m", "agentpanel", "demo", "--instance", "test"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    try:
        done = subprocess.run(
            command, stdout=writing, stderr=subprocess.PIPE, text=True, env=environment, timeout=30, check=False
        )
    finally:
        os.close(writing)
        if not unread:
            os.close(reading)
    return done.returncode, done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no broken pipes of this kind")
def test_a_ready_line_that_nobody_reads_is_one_sentence() -> None:
    assert started(unread=True) == (
        1,
        "The program that started the panel no longer reads its output.\n",
    )


def test_a_name_that_is_taken_is_one_sentence() -> None:
    hold = Hold("test")
    try:
        code, words = started(unread=False)
    finally:
        hold.release()
    assert (code, words) == (1, "A panel named test runs already. It has been brought to the front.\n")
