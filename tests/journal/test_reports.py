from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from agentpanel.domain import words
from agentpanel.domain.records import NO_TAGS, Differs, Entry, Row, Sending
from agentpanel.domain.words import say
from agentpanel.journal import reads, reports, writes
from agentpanel.journal.burst import report_all
from tests.journal.finding import in_memory
from tests.journal.making import entry, mine, report

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from agentpanel.domain.records import OutcomeReport


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with in_memory() as made:
        yield made


def all_rows(connection: sqlite3.Connection) -> list[Row]:
    return reads.rows(connection, mine())


def only(connection: sqlite3.Connection) -> Entry:
    (row,) = all_rows(connection)
    return row.entry


def take(connection: sqlite3.Connection, *said: OutcomeReport) -> None:
    for each in said:
        reports.report(connection, 1, each)


# -- what the dialer reports -----------------------------------------------------------------------------------


def test_the_dialers_word_is_shown_and_the_panels_where_it_has_none(connection: sqlite3.Connection) -> None:
    writes.append(connection, 1, entry(1, queue="VIP", tags=("own", "mine", "", "", "", ""), reason=3))
    take(connection, report(1, queue="Q", tags=("other", "", "theirs", "", "", ""), list_name="L", retry=True))
    (row,) = all_rows(connection)
    assert row.entry == entry(
        1,
        queue="Q",
        tags=("other", "mine", "theirs", "", "", ""),
        ended=report(1).ended,
        outcome=167,
        reason=10,
        list_name="L",
        retry=True,
    )
    assert (row.differs, row.own_tags) == ({Differs.QUEUE, Differs.TAGS}, ("own", "mine", "", "", "", ""))


DIFFERENCES: list[tuple[dict[str, Any], dict[str, Any], set[Differs]]] = [
    ({}, {}, set()),
    ({"outcome": 5}, {"outcome": 7}, {Differs.OUTCOME}),
    ({"outcome": 5}, {"outcome": 5}, set()),
    ({"outcome": 5}, {"outcome": None}, set()),
    ({"outcome": None}, {"outcome": 7}, set()),
    ({"campaign": "Other"}, {}, {Differs.CAMPAIGN}),
    ({"campaign": None}, {}, set()),
    ({"queue": "VIP"}, {"queue": "Q"}, {Differs.QUEUE}),
    ({"queue": "VIP"}, {"queue": None}, set()),
    ({"number": "020 7946 0001"}, {"number": "02079460001/17"}, set()),
    ({"number": "02079460001"}, {"number": "02079460002"}, {Differs.NUMBER}),
    ({"tags": ("a", "", "", "", "", "")}, {"tags": ("a", "b", "", "", "", "")}, set()),
    ({"tags": ("a", "", "", "", "", "")}, {"tags": ("b", "", "", "", "", "")}, {Differs.TAGS}),
    ({"tags": ("a", "", "", "", "", "")}, {"tags": NO_TAGS}, {Differs.TAGS}),
    ({"declined": True}, {"declined": True}, set()),
    ({"declined": True}, {}, {Differs.DECLINED}),
    ({}, {"declined": True}, set()),
    ({"connected": entry(1).started}, {"declined": True}, {Differs.DECLINED}),
]


@pytest.mark.parametrize(("ours", "theirs", "differs"), DIFFERENCES)
def test_differences_are_where_both_speak(
    connection: sqlite3.Connection, ours: dict[str, Any], theirs: dict[str, Any], differs: set[Differs]
) -> None:
    writes.append(connection, 1, entry(1, **ours))
    take(connection, report(1, **theirs))
    (row,) = all_rows(connection)
    assert row.differs == differs


def test_an_empty_tag_of_the_dialer_is_its_word(connection: sqlite3.Connection) -> None:
    writes.append(connection, 1, entry(1, tags=("a", "", "", "", "", "")))
    said = report(1)
    take(connection, replace(said, wire=f"{said.wire}\\T1"))
    (row,) = all_rows(connection)
    assert (row.entry.tags, row.own_tags[0], row.differs) == (NO_TAGS, "a", {Differs.TAGS})


def test_all_that_the_report_says_is_kept(connection: sqlite3.Connection) -> None:
    said = report(1)
    strange = replace(said, wire=f"{said.wire}\\GA17\\REx\\ZZwhat\\AGjoe")
    writes.append(connection, 1, entry(1, reason=4))
    take(connection, strange, replace(report(2), wire=f"{report(2).wire}\\DTdata"))
    assert [row.wire for row in all_rows(connection)] == [f"{report(2).wire}\\DTdata", strange.wire]
    assert all_rows(connection)[1].entry.reason == 4  # RE is no number, as the last of its kind


def test_outcomes_that_differ_are_both_kept(connection: sqlite3.Connection) -> None:
    writes.append(connection, 1, entry(1, outcome=5))
    take(connection, report(1, outcome=7))
    (row,) = all_rows(connection)
    assert (row.entry.outcome, row.own_outcome) == (7, 5)
    assert connection.execute("SELECT outcome, reported_outcome FROM entry").fetchone() == (7, 7)


def test_the_dialers_word_stays_when_the_panel_writes_again(connection: sqlite3.Connection) -> None:
    writes.append(connection, 1, entry(1, outcome=5))
    take(connection, report(1, outcome=7, tags=("", "theirs", "", "", "", "")))
    writes.append(connection, 1, entry(1, outcome=6, reason=1, note="late", session=None))
    (row,) = all_rows(connection)
    assert row.entry == entry(
        1, outcome=7, reason=10, note="late", tags=("", "theirs", "", "", "", ""), ended=report(1).ended
    )
    assert row.own_outcome == 6


def test_a_tc_without_an_answer_is_proven_by_the_outcome_that_it_carried(connection: sqlite3.Connection) -> None:
    for number in (1, 2):
        writes.append(connection, 1, entry(number, outcome=5, state=Sending.SENT, why=say(words.WHY_UNCONFIRMED)))
    take(connection, report(1, outcome=5), report(2, outcome=7))
    told = [(row.entry.state, row.entry.why) for row in all_rows(connection)]
    assert told == [(Sending.SENT, say(words.WHY_UNCONFIRMED)), (Sending.CONFIRMED, None)]


# -- again, and anew -------------------------------------------------------------------------------------------------


def test_the_same_report_twice_is_as_once(connection: sqlite3.Connection) -> None:
    writes.append(connection, 1, entry(1))
    for _ in range(2):
        take(connection, report(1))
        take(connection, report(2))
    assert [row.entry.session for row in all_rows(connection)] == ["SI0002", "SI0001"]


def test_a_call_that_only_the_dialer_knows_is_a_row(connection: sqlite3.Connection) -> None:
    said = report(1, tags=("a", "", "", "", "", "f"), queue="VIP")
    take(connection, said)
    made = only(connection)
    assert made == entry(
        1,
        key=made.key,
        started=said.started,
        ended=said.ended,
        queue="VIP",
        outcome=167,
        reason=10,
        tags=said.tags,
        state=Sending.CONFIRMED,
    )


def test_a_call_that_was_launched_at_another_time_is_another_call(connection: sqlite3.Connection) -> None:
    later = timedelta(minutes=5)
    first, second = report(1, outcome=1), report(1, outcome=2, started=entry(1).started + later)
    writes.append(connection, 1, entry(1))
    take(connection, first, replace(second, processed=first.processed + later), first)
    assert [row.entry.outcome for row in all_rows(connection)] == [2, 1]


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 1, 0, 1), (1, 0, 0)])
def test_an_outcome_that_was_changed_afterwards_takes_the_place_of_the_first(
    connection: sqlite3.Connection, order: tuple[int, ...], known: bool
) -> None:
    if known:
        writes.append(connection, 1, entry(1, outcome=5))
    late = report(1).processed + timedelta(hours=3)
    said = (report(1, outcome=1, queue="Q"), report(1, outcome=2, list_name="L", processed=late))
    take(connection, *(said[each] for each in order))
    (row,) = all_rows(connection)
    shown = (row.entry.outcome, row.entry.queue, row.entry.list_name, row.wire)
    assert shown == (2, None, "L", said[1].wire)


def test_of_two_words_of_one_moment_always_the_same_counts(connection: sqlite3.Connection) -> None:
    said = [report(number, outcome=outcome) for number in (1, 2) for outcome in (1, 2)]
    take(connection, said[0], said[1], said[3], said[2])
    assert {row.entry.outcome for row in all_rows(connection)} == {2}


def test_a_report_without_any_time_that_comes_again_changes_nothing(connection: sqlite3.Connection) -> None:
    said = report(1, started=None, ended=None)
    plain = replace(said, wire="\\CNSales\\ANjoe\\SISI0001\\RE10\\AO167")
    take(connection, plain, *(replace(plain, processed=plain.processed + timedelta(hours=hour)) for hour in (1, 2)))
    assert only(connection).started == plain.processed


@pytest.mark.parametrize(("code", "read"), [("9" * 5000, None), ("9" * 30, None), ("-1", -1), ("7.5", None)])
def test_a_reason_that_no_table_has_is_read_alike_beside_the_panels_word_and_without_it(
    connection: sqlite3.Connection, code: str, read: int | None
) -> None:
    take(connection, said := replace(report(1, reason=read), wire=f"\\SISI0001\\RE{code}"))
    assert only(connection).reason == read
    writes.append(connection, 1, entry(1))
    assert only(connection).reason == read
    take(connection, replace(said, processed=said.processed + timedelta(seconds=1), wire=f"{said.wire}\\AO1"))
    assert only(connection).reason == read


def test_what_changes_nothing_writes_nothing(connection: sqlite3.Connection) -> None:
    writes.append(connection, 1, entry(1))
    take(connection, report(1), report(2))
    before = connection.total_changes
    take(connection, report(1), report(2))
    report_all(connection, 1, [(report(1),), (report(2),)])
    assert connection.total_changes == before


def test_ys_outweighs_si(connection: sqlite3.Connection) -> None:
    writes.append(connection, 1, entry(1, session_unique="{1}"))
    writes.append(connection, 1, entry(2, session="SI0001", session_unique="{2}"))
    take(connection, report(1, session_unique="{2}"), report(1, session_unique="{3}"))
    told = [(row.entry.session_unique, row.entry.reason) for row in all_rows(connection)]
    assert told == [("{2}", 10), ("{1}", None), ("{3}", 10)]


def test_what_names_a_call_is_learnt_from_its_report(connection: sqlite3.Connection) -> None:
    writes.append(connection, 1, entry(1, session=None))
    take(connection, report(1, session_unique="{1}"))
    writes.append(connection, 1, entry(1, session=None))
    assert (only(connection).session, only(connection).session_unique) == ("SI0001", "{1}")


@pytest.mark.parametrize("row", [{}, {"session": None, "number": "SI0001"}, {"session_unique": "{1}"}])
def test_a_row_that_comes_after_its_report_is_the_same_row(connection: sqlite3.Connection, row: dict[str, Any]) -> None:
    take(connection, report(1, outcome=7, session_unique=row.get("session_unique")))
    writes.append(connection, 1, entry(1, outcome=5, state=Sending.SENT, **row))
    (shown,) = all_rows(connection)
    assert (shown.entry.key, shown.entry.state, shown.entry.outcome) == ("call-1", Sending.SENT, 7)
    assert Differs.OUTCOME in shown.differs


def test_a_row_does_not_take_the_report_of_an_earlier_call(connection: sqlite3.Connection) -> None:
    take(connection, report(1))
    writes.append(connection, 1, entry(2, session="SI0001"))
    assert len(all_rows(connection)) == 2


def test_calls_of_one_moment_all_find_room(connection: sqlite3.Connection) -> None:
    started = report(1).started
    take(connection, *(report(number, started=started) for number in range(1010)))
    report_all(connection, 1, [(report(number, started=started),) for number in range(1010, 2020)])
    rows = reads.rows(connection, mine(limit=3000))
    assert [row.entry.session for row in rows] == [f"SI{number:04}" for number in reversed(range(2020))]


def test_a_call_without_an_agent_is_a_row(connection: sqlite3.Connection) -> None:
    take(connection, report(1, agent=""), report(1))
    assert [row.entry.agent for row in reads.rows(connection, mine(agent=None))] == ["joe", ""]


def test_of_two_calls_of_a_session_the_nearest_is_meant(connection: sqlite3.Connection) -> None:
    for number in (1, 90, 200):
        writes.append(connection, 1, entry(number, session="SI", number=None))
    take(connection, replace(report(91), session="SI"))
    assert [row.entry.reason for row in all_rows(connection)] == [None, 10, None]


def test_a_report_that_comes_again_finds_its_row_though_another_is_nearer_now(connection: sqlite3.Connection) -> None:
    writes.append(connection, 1, entry(10, session="SI"))
    take(connection, report(1, session="SI"))
    writes.append(connection, 1, entry(1, session="SI"))
    take(connection, report(1, session="SI"))
    assert [(row.entry.key, row.entry.reason) for row in all_rows(connection)] == [("call-10", 10), ("call-1", None)]


def test_a_session_of_another_day_is_another_call(connection: sqlite3.Connection) -> None:
    writes.append(connection, 1, entry(1))
    take(connection, report(1, started=entry(1).started + timedelta(days=1, seconds=1)))
    assert [row.entry.reason for row in all_rows(connection)] == [10, None]


@pytest.mark.parametrize("other", [{"agent": "ann"}, {"tenant": "other"}])
def test_rows_of_others_are_left_alone(connection: sqlite3.Connection, other: dict[str, Any]) -> None:
    writes.append(connection, 1, entry(1))
    take(connection, report(1, **other))
    assert only(connection).reason is None
    assert len(reads.rows(connection, replace(mine(), **other))) == 1


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"session": None}, {}),  # the report has an SI of its own
        ({"session": None}, {"session": "02079460001"}),  # SI is the number where none was given
        ({"session": None}, {"session": None}),
        ({}, {"session": None}),
        ({"number": None}, {}),
    ],
)
def test_a_call_is_known_by_its_session_else_by_its_number(
    connection: sqlite3.Connection, row: dict[str, Any], said: dict[str, Any]
) -> None:
    writes.append(connection, 1, entry(1, **row))
    take(connection, report(1, **said))
    assert only(connection).reason == 10


def test_a_number_does_not_outweigh_a_session(connection: sqlite3.Connection) -> None:
    writes.append(connection, 1, entry(1))
    writes.append(connection, 1, entry(2, session="02079460003"))
    take(connection, report(1, session="another"))
    take(connection, report(3))
    assert [row.entry.session for row in all_rows(connection)] == ["SI0003", "02079460003", "SI0001", "another"]


def test_a_report_without_times_is_joined_by_when_it_was_processed(connection: sqlite3.Connection) -> None:
    writes.append(connection, 1, entry(1))
    take(connection, report(1, started=None, ended=None))
    assert only(connection).reason == 10


def test_a_report_of_nothing_known_is_one_row(connection: sqlite3.Connection) -> None:
    for _ in range(2):
        take(connection, report(1, session=None, number=None))
    assert only(connection).session is None


def test_a_declined_preview_stays_declined_however_it_was_learnt(connection: sqlite3.Connection) -> None:
    writes.append(connection, 1, entry(1, declined=True))
    take(connection, report(1))
    writes.append(connection, 1, entry(2))
    take(connection, report(2, declined=True))
    writes.append(connection, 1, entry(2, note="written again"))
    take(connection, report(3, declined=True))
    writes.append(connection, 1, entry(4, declined=True))
    writes.append(connection, 1, entry(4))
    assert [(row.entry.number, row.entry.declined) for row in reversed(all_rows(connection))] == [
        (entry(1).number, True),
        (entry(2).number, True),
        (entry(3).number, True),
        (entry(4).number, False),
    ]
