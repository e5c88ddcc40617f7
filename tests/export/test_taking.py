"""Rows taken away from a real journal to real files: whole or not at all, with progress, and cancelled."""

from __future__ import annotations

import json
import os
import stat
import sys
import threading
from contextlib import closing
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest

from agentpanel.domain.records import Filter, Query
from agentpanel.export import ExportError, Form, StoppedError, pages, take_away
from agentpanel.export.files import whole_file
from agentpanel.journal import writes
from agentpanel.journal.database import open_database
from agentpanel.journal.errors import JournalError
from tests.export.reading import sheets
from tests.export.rows import LONDON, MASKING, NAMES
from tests.journal.making import MORNING, entry, mine, opened, saved

FULL, NOTHING = Path("/dev/full"), Path(os.devnull)
posix = pytest.mark.skipif(sys.platform == "win32", reason="modes and devices of POSIX")


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "journal.sqlite"
    with closing(open_database(path)) as connection:
        connection.execute("BEGIN")
        for number in range(1234):
            writes.append(connection, 1, entry(number, agent="ann" if number % 10 == 0 else "joe"))
        connection.execute("COMMIT")
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder / "calls"


def take(journal: Path, out: Path, query: Query | None = None, form: Form = Form.JSONL, **options: Any) -> int:
    given: dict[str, Any] = {"told": lambda _done, _all: None, "cancelled": lambda: False, **options}
    return take_away(journal, query or mine(), form, out, NAMES, LONDON, **given)


def keys(out: Path) -> list[str]:
    return [json.loads(line)["key"] for line in out.read_text("utf-8").splitlines()]


def test_all_rows_newest_first(journal: Path, out: Path) -> None:
    assert take(journal, out) == 1110
    assert keys(out) == [f"call-{number}" for number in range(1233, -1, -1) if number % 10]


@pytest.mark.parametrize("form", Form)
def test_every_form(journal: Path, out: Path, form: Form) -> None:
    assert take(journal, out, form=form) == 1110
    if form is Form.XLSX:
        assert len(sheets(out)["Calls"]) == 1111
    else:
        assert out.read_bytes().count(b"\n") == (1111 if form is Form.CSV else 1110)


def test_what_was_asked_for(journal: Path, out: Path) -> None:
    since = MORNING + timedelta(minutes=100)
    query = mine(filter=Filter(since=since, until=since + timedelta(minutes=10)), after=3, limit=1)
    assert take(journal, out, query) == 9
    assert take(journal, out, Query(tenant=None, agent=None)) == 1234
    assert take(journal, out, Query(tenant=None, agent=None, filter=Filter(agent="ann"))) == 124
    assert take(journal, out, mine(filter=Filter(text="02079460007"))) == 1
    assert take(journal, out, mine(tenant="T")) == 0


def test_progress_goes_up_to_all(journal: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agentpanel.export.taking._TOLD_S", 0.0)
    told: list[tuple[int, int]] = []
    take(journal, out, told=lambda done, every: told.append((done, every)))
    assert told == [(500, 1110), (1000, 1110), (1110, 1110)]
    told.clear()
    query = Query(tenant=None, agent=None, filter=Filter(agent="ann", until=MORNING + timedelta(minutes=50)))
    take(journal, out, query, told=lambda done, every: told.append((done, every)))
    assert told == [(5, 5)]


@pytest.mark.parametrize("form", Form)
def test_cancelled_leaves_what_was_there(journal: Path, out: Path, form: Form) -> None:
    out.write_text("the last one")
    seen: list[int] = []
    with pytest.raises(StoppedError):
        take(journal, out, form=form, told=lambda done, _: seen.append(done), cancelled=lambda: bool(seen))
    assert [each.name for each in out.parent.iterdir()] == ["calls"]
    assert out.read_text() == "the last one"


def test_cancelled_in_the_midst_of_a_question(journal: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_STEPS", 1)
    with pytest.raises(StoppedError):
        take(journal, out, cancelled=lambda: True)
    assert list(out.parent.iterdir()) == []


def test_from_a_thread(journal: Path, out: Path) -> None:
    answers: list[int] = []
    thread = threading.Thread(target=lambda: answers.append(take(journal, out)))
    thread.start()
    thread.join(20)
    assert answers == [1110]


async def test_while_the_panel_writes(journal: Path, out: Path) -> None:
    async with opened(journal) as panel:
        await saved(panel, entry(5000))
        assert take(journal, out) == 1111
        await saved(panel, entry(5001))
    assert keys(out)[0] == "call-5000"


def test_numbers_are_masked(journal: Path, out: Path) -> None:
    options: dict[str, Any] = {"told": lambda _done, _all: None, "cancelled": lambda: False}
    take_away(journal, mine(), Form.CSV, out, MASKING, LONDON, **options)
    assert b"0207946" not in out.read_bytes()


def test_a_journal_that_is_not_there_has_no_rows_and_is_not_made(tmp_path: Path, out: Path) -> None:
    assert take(tmp_path / "none" / "journal.sqlite", out, form=Form.CSV) == 0
    assert out.read_bytes().count(b"\n") == 1
    assert not (tmp_path / "none").exists()


def test_a_damaged_journal_is_said_and_leaves_no_file(journal: Path, out: Path) -> None:
    journal.write_bytes(b"This was a journal once." * 100)
    with pytest.raises(JournalError, match="is damaged"):
        take(journal, out)
    assert list(out.parent.iterdir()) == []


# -- files -----------------------------------------------------------------------------------------------------


def test_a_folder_that_is_not_there_is_said(journal: Path, tmp_path: Path) -> None:
    out = tmp_path / "none" / "calls.csv"
    with pytest.raises(ExportError) as caught:
        take(journal, out)
    assert str(caught.value) == f"{out} cannot be written: No such file or directory"


def test_a_folder_in_the_files_place_is_said(journal: Path, out: Path) -> None:
    out.mkdir()
    with pytest.raises(ExportError, match="calls cannot be written: Is a directory"):
        take(journal, out)
    assert out.is_dir()


@posix
@pytest.mark.parametrize("form", Form)
def test_a_full_disk_is_said(journal: Path, form: Form) -> None:
    with pytest.raises(ExportError, match=r"^/dev/full cannot be written: the disk is full$"):
        take(journal, FULL, form=form)


@posix
def test_the_file_is_its_owner_s_alone(journal: Path, out: Path) -> None:
    take(journal, out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


@posix
def test_a_link_stays_one_and_a_device_is_written_as_it_is(journal: Path, out: Path) -> None:
    target = out.with_name("target")
    target.write_text("old")
    out.symlink_to(target)
    take(journal, out)
    assert out.is_symlink()
    assert len(keys(target)) == 1110
    take(journal, NOTHING)
    assert stat.S_ISCHR(NOTHING.stat().st_mode)


@posix
def test_a_link_to_itself_is_replaced(journal: Path, out: Path) -> None:
    out.symlink_to(out)
    take(journal, out)
    assert len(keys(out)) == 1110


def test_the_longest_name_can_be_written(journal: Path, out: Path) -> None:
    long = out.with_name("\N{CJK UNIFIED IDEOGRAPH-6F22}" * 83 + ".csv")
    take(journal, long)
    assert [each.name for each in out.parent.iterdir()] == [long.name]


def test_an_error_on_the_way_leaves_what_was_there(out: Path) -> None:
    def fail() -> None:
        with whole_file(out) as file:
            file.write(b"new")
            raise KeyError

    out.write_text("old")
    with pytest.raises(KeyError):
        fail()
    assert out.read_text() == "old"
    assert len(list(out.parent.iterdir())) == 1


def test_rows_keep_their_zone(journal: Path, out: Path) -> None:
    with closing(open_database(journal)) as connection:
        late = entry(9999, started=MORNING.replace(month=7).astimezone(UTC))
        writes.append(connection, 1, replace(late, note="x"))
    take(journal, out)
    assert json.loads(out.read_text("utf-8").splitlines()[0])["started"] == "2026-07-02T10:00:00+01:00"
