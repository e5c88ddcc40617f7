from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from agentpanel.domain import words
from agentpanel.domain.records import Entry, Pause, Sending
from agentpanel.domain.words import say
from agentpanel.journal import reads, reports, writes
from agentpanel.journal.errors import RowGoneError
from agentpanel.journal.left import settle_what_is_left
from agentpanel.journal.runs import take_run
from tests.journal.finding import in_memory
from tests.journal.making import MORNING, entry, mine, report

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from agentpanel.domain.records import Row

LOST = say(words.WHY_LINK_LOST)


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with in_memory() as made:
        yield made


def all_rows(connection: sqlite3.Connection) -> list[Row]:
    return reads.rows(connection, mine())


def only(connection: sqlite3.Connection) -> Entry:
    (row,) = all_rows(connection)
    return row.entry


# -- what the panel writes ---------------------------------------------------------------------------------------


def test_a_row_is_replaced_by_its_key(connection: sqlite3.Connection) -> None:
    first = entry(1, note="a", tags=("x", "", "", "", "", ""), outcome=5, state=Sending.UNSENT)
    second = entry(1, note="b", ended=MORNING, state=Sending.LOCAL, why=LOST)
    writes.append(connection, 1, first)
    writes.append(connection, 1, second)
    assert only(connection) == second


def test_a_mark_moves_its_row_alone(connection: sqlite3.Connection) -> None:
    writes.append(connection, 1, entry(1, state=Sending.UNSENT))
    writes.append(connection, 1, entry(2, state=Sending.UNSENT))
    writes.mark(connection, 1, "call-1", Sending.SENT, LOST)
    writes.mark(connection, 1, "call-3", Sending.SENT, None)
    assert [(row.entry.key, row.entry.state, row.entry.why) for row in all_rows(connection)] == [
        ("call-2", Sending.UNSENT, None),
        ("call-1", Sending.SENT, LOST),
    ]


@pytest.mark.parametrize("state", [state for state in Sending if state is not Sending.CONFIRMED])
def test_a_confirmed_row_stays_confirmed(connection: sqlite3.Connection, state: Sending) -> None:
    writes.append(connection, 1, entry(1, state=Sending.SENT))
    writes.mark(connection, 1, "call-1", Sending.CONFIRMED, None)
    writes.mark(connection, 1, "call-1", state, LOST)
    writes.append(connection, 1, entry(1, note="later", state=state, why=LOST))
    assert only(connection) == entry(1, note="later", state=Sending.CONFIRMED)
    assert connection.execute("SELECT run FROM entry").fetchone() == (None,)


# -- what people change afterwards ----------------------------------------------------------------------------------


def test_a_corrected_tag_stands_beside_the_one_that_was_sent(connection: sqlite3.Connection) -> None:
    writes.append(connection, 1, entry(1, tags=("a", "b", "c", "", "", "")))
    for number, text in ((1, "x"), (2, ""), (3, "y"), (3, None)):
        writes.correct(connection, 1, "call-1", number, text)
    (row,) = all_rows(connection)
    assert row.entry.tags == ("a", "b", "c", "", "", "")
    assert row.corrected == ("x", "", None, None, None, None)


def test_a_correction_outlasts_what_the_panel_and_the_dialer_say_later(connection: sqlite3.Connection) -> None:
    writes.append(connection, 1, entry(1, note="typed"))
    writes.note(connection, 1, "call-1", "corrected")
    writes.correct(connection, 1, "call-1", 6, "z")
    writes.append(connection, 1, entry(1, note="typed on", outcome=5))
    reports.report(connection, 1, report(1))
    (row,) = all_rows(connection)
    assert (row.entry.note, row.corrected[5], row.entry.outcome) == ("corrected", "z", 167)
    writes.note(connection, 1, "call-1", "")
    assert only(connection).note == ""
    assert connection.execute("SELECT typed_note FROM entry").fetchone() == ("typed on",)


def test_a_row_that_only_the_dialer_made_can_be_corrected(connection: sqlite3.Connection) -> None:
    reports.report(connection, 1, report(1))
    writes.note(connection, 1, only(connection).key, "mine")
    reports.report(connection, 1, report(1, outcome=9, processed=report(1).processed + timedelta(hours=1)))
    assert (only(connection).note, only(connection).outcome) == ("mine", 9)


def test_what_is_gone_cannot_be_corrected(connection: sqlite3.Connection) -> None:
    with pytest.raises(RowGoneError, match=r"^the journal has this call no more$"):
        writes.note(connection, 1, "call-1", "x")
    with pytest.raises(RowGoneError):
        writes.correct(connection, 1, "call-1", 1, "x")


@pytest.mark.parametrize("number", [0, 7])
def test_there_are_six_tags(connection: sqlite3.Connection, number: int) -> None:
    writes.append(connection, 1, entry(1))
    with pytest.raises(KeyError):
        writes.correct(connection, 1, "call-1", number, "x")


# -- what is to be found anew ----------------------------------------------------------------------------------------

CHANGES: dict[str, Callable[[sqlite3.Connection], None]] = {
    "append": lambda connection: writes.append(connection, 1, entry(1, note="other")),
    "mark": lambda connection: writes.mark(connection, 1, "call-1", Sending.SENT, None),
    "note": lambda connection: writes.note(connection, 1, "call-1", "other"),
    "correct": lambda connection: writes.correct(connection, 1, "call-1", 3, "other"),
    "report": lambda connection: reports.report(connection, 1, report(1)),
    "new": lambda connection: writes.append(connection, 1, entry(2)),
    "new report": lambda connection: reports.report(connection, 1, report(2)),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_row_whose_text_has_changed_waits_for_its_index(
    connection: sqlite3.Connection, change: Callable[[sqlite3.Connection], None]
) -> None:
    writes.append(connection, 1, entry(1))
    connection.execute("DELETE FROM unfound")
    change(connection)
    newest = all_rows(connection)[0]
    assert connection.execute("SELECT position FROM unfound").fetchall() == [(newest.position,)]


# -- breaks ----------------------------------------------------------------------------------------------------------


def break_of(connection: sqlite3.Connection, key: str) -> tuple[str | None, int | None, int | None]:
    found: tuple[str | None, int | None, int | None] = connection.execute(
        "SELECT ended, ended_us - started_us, run FROM pause WHERE key = ?", (key,)
    ).fetchone()
    return found


def tea(key: str, **changes: Any) -> Pause:
    return Pause(key=key, tenant=None, agent="joe", code=1, text="Tea", started=MORNING, **changes)


def test_a_break_is_ended_by_its_key(connection: sqlite3.Connection) -> None:
    writes.pause(connection, 3, tea("a"))
    assert break_of(connection, "a") == (None, None, 3)
    end = MORNING + timedelta(minutes=5)
    writes.pause(connection, 3, tea("a", ended=end))
    assert break_of(connection, "a") == (end.isoformat(), 300_000_000, None)


def test_nobody_knows_when_the_break_of_a_dead_panel_ended(connection: sqlite3.Connection, tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    own, living = take_run(path), take_run(path)
    for key, run in (("own", own.number), ("living", living.number), ("dead", 9)):
        writes.pause(connection, run, tea(key))
        writes.append(connection, run, entry(run, state=Sending.UNSENT))
    settle_what_is_left(connection, path, own.number)
    told = {key: break_of(connection, key) for key in ("own", "living", "dead")}
    assert told == {"own": (None, None, None), "living": (None, None, living.number), "dead": (None, None, None)}
    assert [row.entry.state for row in all_rows(connection)] == [Sending.LOCAL, Sending.UNSENT, Sending.LOCAL]
    own.release()
    living.release()


def test_half_a_pair_of_utf_16_costs_no_row(connection: sqlite3.Connection) -> None:
    writes.append(connection, 1, entry(1, note="a\ud83d b \ud83d\ude00"))
    assert only(connection).note == "a\N{REPLACEMENT CHARACTER} b \N{GRINNING FACE}"
    writes.note(connection, 1, "call-1", "\udcff")
    writes.correct(connection, 1, "call-1", 2, "\udcff")
    (row,) = all_rows(connection)
    assert (row.entry.note, row.corrected[1]) == ("\N{REPLACEMENT CHARACTER}",) * 2
