"""The ring, the masking, and the file."""

from __future__ import annotations

import stat
import threading
from datetime import UTC, datetime
from pathlib import Path

from agentpanel.session.wirefile import WireFile, line_text
from agentpanel.session.wirelog import WireLog, masked

AT = datetime(2026, 3, 2, 9, 30, 1, 250_000, tzinfo=UTC)


def fill(log: WireLog, count: int) -> None:
    for n in range(count):
        log.add(AT, f"CG:MA:DA\\N{n}", outgoing=bool(n % 2), name="Dialer Advise")


def test_secrets_are_masked_also_inside_a_quotation() -> None:
    assert masked("CG:AG:UA\\TDdefault\\AN2\\PWsecret\\TK1") == "CG:AG:UA\\TDdefault\\AN2\\PW***\\TK1"
    assert masked('ER\\EC1\\FM"UA\\PWsecret"') == 'ER\\EC1\\FM"UA\\PW***"'
    assert masked("PW without a message") == "PW without a message"


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
