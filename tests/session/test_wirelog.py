"""The ring, the masking, and the file."""

from __future__ import annotations

import errno
import logging
import os
import stat
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from agentpanel.domain.wire import WireLine
from agentpanel.protocol.errors import RemoteProtocolError
from agentpanel.protocol.frame import Frame
from agentpanel.session.wirefile import WireFile, line_text
from agentpanel.session.wirelog import WireLog, masked

AT = datetime(2026, 3, 2, 9, 30, 1, 250_000, tzinfo=UTC)


def a_fifo(folder: Path) -> Path:
    """A file that takes nothing until somebody reads it: a disk that hangs."""
    path = folder / "wire.fifo"
    os.mkfifo(path)
    return path


def fill(log: WireLog, count: int) -> None:
    for n in range(count):
        log.add(AT, f"CG:MA:DA\\N{n}", outgoing=bool(n % 2), name="Dialer Advise")


def test_secrets_are_masked_also_inside_a_quotation() -> None:
    assert masked("CG:AG:UA\\TDdefault\\AN2\\PWsecret\\TK1") == "CG:AG:UA\\TDdefault\\AN2\\PW***\\TK1"
    assert masked('ER\\EC1\\FM"UA\\PWsecret\\TK1"') == 'ER\\EC1\\FM"UA\\PW***\\TK1"'
    assert masked('ER\\EC1\\FM"UA\\AKkey\\LNtoken"') == 'ER\\EC1\\FM"UA\\AK***\\LN***'
    assert masked("PW without a message") == "PW without a message"


@pytest.mark.parametrize("code", ["PW", "AK", "LN"])
def test_a_secret_that_holds_a_quote_is_masked_whole(code: str) -> None:
    assert masked(f'CG:AG:UA\\{code}se"cr"et\\TK1') == f"CG:AG:UA\\{code}***\\TK1"
    assert masked(f'CG:AG:UA\\{code}"secret') == f"CG:AG:UA\\{code}***"
    assert masked(f'ER\\EC1\\FM"UA\\{code}se"cret"\\MSno') == f'ER\\EC1\\FM"UA\\{code}***\\MSno'


@pytest.mark.parametrize(
    "text",
    [
        'CG:AG:ER\\EC1\\FM"CG:AG:UA\\TDdefault\\PWse"cret\\TK1"',
        'CG:AG:ER\\EC1\\FM"CG:AG:UA\\TDdefault\\PWse"cret',  # cut off: the quote seems to close there
        'CG:AG:ER\\EC1\\FM"CG:AG:UA\\PWse\ncret" \\PWcret\\1',
    ],
)
def test_what_was_odd_about_a_quoted_login_shows_no_secret(text: str) -> None:
    log, frame = WireLog(), Frame.parse(text)
    log.add(AT, frame.text(), outgoing=False, name=None, problems=frame.problems)
    (line,) = log.after(0)
    assert len(line.problems) == len(frame.problems)
    assert "cret" not in line_text(line)


def test_a_sentence_about_damage_shows_no_secret() -> None:
    log = WireLog()
    with pytest.raises(RemoteProtocolError) as caught:
        Frame.parse("?\\PWse\ncret\\TK1")
    assert "cret" in str(caught.value)
    log.add(AT, "", outgoing=False, name=None, problems=(str(caught.value),))
    assert "cret" not in line_text(log.after(0)[0])


def test_the_ring_keeps_the_newest_and_gives_what_is_new() -> None:
    log = WireLog(capacity=5)
    fill(log, 8)
    assert [line.serial for line in log.after(0)] == [4, 5, 6, 7, 8]
    assert [line.serial for line in log.after(6)] == [7, 8]
    assert log.after(8) == []


def test_observers_come_and_go() -> None:
    log, seen = WireLog(), list[int]()
    undo = log.observe(lambda line: seen.append(line.serial))
    fill(log, 2)
    undo()
    fill(log, 1)
    assert seen == [1, 2]


def test_an_observer_that_fails_costs_the_others_nothing(expected_log: Callable[..., object]) -> None:
    def broken(line: WireLine) -> None:
        raise RuntimeError(line.name)

    expected_log("an observer failed", logger="agentpanel.session", level=logging.ERROR)
    log, seen = WireLog(), list[int]()
    log.observe(broken)
    log.observe(lambda line: seen.append(line.serial))
    fill(log, 2)
    assert seen == [1, 2]
    assert len(log.after(0)) == 2


def test_the_file_is_for_its_owner_and_holds_each_line(tmp_path: Path) -> None:
    log = WireLog()
    log.add(AT, "CG:AG:AA\\AN2", outgoing=True, name="Agent Available")
    log.add(AT, "X\nY", outgoing=False, name=None, problems=("odd",))
    path = tmp_path / "wire.txt"
    file = WireFile(path, lambda _: None)
    file.write(log.after(0))
    file.close()
    assert path.read_text(encoding="utf-8") == (
        "2026-03-02T09:30:01.250+00:00 > CG:AG:AA\\AN2\n2026-03-02T09:30:01.250+00:00 < X\\nY  [odd]\n"
    )
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert line_text(log.after(1)[0]).endswith("[odd]\n")


def test_a_file_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    told = threading.Event()
    WireFile(tmp_path / "no" / "such" / "folder.txt", lambda _: told.set())
    assert told.wait(5)


def test_after_a_failure_nothing_is_queued_and_nobody_waits(tmp_path: Path) -> None:
    told, leave = threading.Event(), threading.Event()

    def failed(_: OSError) -> None:
        told.set()
        leave.wait(5)  # a thread that does not end holds nobody up

    log = WireLog()
    fill(log, 1)
    file = WireFile(tmp_path / "no" / "such" / "folder.txt", failed)
    assert told.wait(5)
    lines = iter(log.after(0))
    file.write(lines)
    assert len(list(lines)) == 1
    began = time.monotonic()
    file.close(timeout=5)
    assert time.monotonic() - began < 1
    leave.set()


def test_a_failure_that_comes_late_is_reported_too(tmp_path: Path) -> None:
    told: list[OSError] = []
    log = WireLog()
    fill(log, 1)
    fifo = a_fifo(tmp_path)
    file = WireFile(fifo, told.append)
    os.close(os.open(fifo, os.O_RDONLY))  # the writer has its end open from here on
    file.write(log.after(0))
    file.close()
    assert [error.errno for error in told] == [errno.EPIPE]


def test_lines_that_had_to_be_left_out_are_counted_in_the_file(tmp_path: Path) -> None:
    log = WireLog()
    fill(log, 6)
    fifo = a_fifo(tmp_path)
    file = WireFile(fifo, lambda _: None, waiting=2)  # nobody reads: opening waits
    file.write(log.after(0))
    with fifo.open(encoding="utf-8") as reader:
        assert [reader.readline().rpartition("N")[2] for _ in range(2)] == ["0\n", "1\n"]
        assert reader.readline() == "# 4 lines left out: the disk was too slow\n"
        file.write(log.after(5))
        assert reader.readline().endswith("N5\n")
        file.close()
        assert reader.read() == ""


def test_closing_gives_up_on_a_disk_that_hangs(tmp_path: Path) -> None:
    fifo = a_fifo(tmp_path)
    file = WireFile(fifo, lambda _: None)
    began = time.monotonic()
    file.close(timeout=0.05)
    assert time.monotonic() - began < 1
    with fifo.open(encoding="utf-8") as reader:
        assert reader.read() == ""


def test_a_file_that_was_there_is_its_owners_alone_too(tmp_path: Path) -> None:
    path = tmp_path / "wire.txt"
    path.write_text("before\n", encoding="utf-8")
    path.chmod(0o644)
    log = WireLog()
    log.add(AT, "\ud800", outgoing=False, name=None)
    file = WireFile(path, lambda _: None)
    file.write(log.after(0))
    file.close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text(encoding="utf-8") == "before\n2026-03-02T09:30:01.250+00:00 < \\ud800\n"
