from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from agentpanel.journal import find_index, find_text, reads, reports
from tests.journal.finding import in_memory, keys, make_texts, put, touched
from tests.journal.making import entry, mine, report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


Connection = sqlite3.Connection


@pytest.fixture
def connection() -> Iterator[Connection]:
    with in_memory() as made:
        yield made


@pytest.fixture(params=["waiting", "made"])
def settle(request: pytest.FixtureRequest) -> Callable[[Connection], None]:
    """Whether the texts of the rows are made yet, the answer is the same."""
    return make_texts if request.param == "made" else lambda _: None


# -- what is looked into -------------------------------------------------------------------------------------------

SEARCHED: dict[str, dict[str, Any]] = {
    "number": {"number": "needle"},
    "note": {"note": "a Needle in hay"},
    "tag 1": {"tags": ("xneedle", "", "", "", "", "")},
    "tag 6": {"tags": ("", "", "", "", "", "needlex")},
    "campaign": {"campaign": "NEEDLE"},
    "queue": {"queue": "needle"},
    "list": {"list_name": "needle"},
    "data": {"data": "<c n='x' d='needle'/>"},
}


@pytest.mark.parametrize("changes", SEARCHED.values(), ids=SEARCHED)
@pytest.mark.parametrize("text", ["needle", "NEEDLE", "dl", "D"])
def test_the_filter_looks_into(
    connection: Connection, settle: Callable[[Connection], None], changes: dict[str, Any], text: str
) -> None:
    bare: dict[str, Any] = {"campaign": None, "number": "0"}
    put(connection, entry(1, **bare), entry(2, **{**bare, **changes}), entry(3, **bare))
    settle(connection)
    assert keys(connection, text=text) == ["call-2"]


def test_the_filter_looks_into_the_name_of_the_agent(
    connection: Connection, settle: Callable[[Connection], None]
) -> None:
    put(connection, entry(1), entry(2, agent="ann"))
    settle(connection)
    assert keys(connection, text="ann", agent=None) == ["call-2"]
    assert keys(connection, text="an", agent=None) == ["call-2"]
    assert keys(connection, text="ann") == []


def test_the_filter_finds_outcomes_as_they_are_shown(
    connection: Connection, settle: Callable[[Connection], None]
) -> None:
    put(connection, entry(1, outcome=2167), entry(2, outcome=999), entry(3, outcome=167), entry(4))
    reports.report(connection, 1, report(2, outcome=8888))
    reports.report(connection, 1, report(4, outcome=5167))
    settle(connection)
    assert keys(connection, text="167") == ["call-4", "call-3", "call-1"]
    assert keys(connection, text="8888") == ["call-2"]
    assert keys(connection, text="999") == []


def test_a_corrected_tag_is_found_as_well_as_the_one_that_was_sent(
    connection: Connection, settle: Callable[[Connection], None]
) -> None:
    put(connection, entry(1, tags=("gold", "", "", "", "", "")), entry(2, tags=("", "x", "", "", "", "")))
    correct(connection, "call-1", 1, "silver")
    correct(connection, "call-2", 2, "")
    settle(connection)
    assert keys(connection, text="silver") == keys(connection, text="gold") == ["call-1"]
    assert keys(connection, tags=(1,)) == keys(connection, tags=(1, 2)) == ["call-1"]
    assert keys(connection, tags=(2,)) == []


def correct(connection: Connection, key: str, number: int, text: str) -> None:
    connection.execute(f"UPDATE entry SET fixed{number:d} = ? WHERE key = ?", (text, key))  # noqa: S608
    touched(connection, key)


def test_only_the_beginning_of_long_data_is_found(connection: Connection, settle: Callable[[Connection], None]) -> None:
    data = "x" * (find_text.MOST_DATA - 6) + "needle"
    put(connection, entry(1, data=data), entry(2, data=f"x{data}"), entry(3, note=f"x{data}"))
    settle(connection)
    assert keys(connection, text="needle") == ["call-3", "call-1"]


def test_a_text_is_not_found_across_two_fields(connection: Connection, settle: Callable[[Connection], None]) -> None:
    put(connection, entry(1, campaign="abc", queue="def", number="123", note="456"))
    settle(connection)
    for text in ("cd", "abcdef", "c d", "3456", "c\x07d"):
        assert keys(connection, text=text) == [], text


# -- what is typed -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["%", "_", "\\", "'", '"', '""', "\\%", "%%", "ü", "*", "^", "(", ":", "{", "-", "+"])
def test_signs_of_the_filter_mean_themselves(
    connection: Connection, settle: Callable[[Connection], None], sign: str
) -> None:
    put(connection, entry(1, note="plain"), entry(2, note=f"10{sign} off"), entry(3, tags=(sign, "", "", "", "", "")))
    settle(connection)
    assert keys(connection, text=sign) == ["call-3", "call-2"]
    assert keys(connection, text=f"0{sign} o") == ["call-2"]


@pytest.mark.parametrize("typed", ['a" OR "b', "AND", "NOT x", "NEAR(a b)", "text:needle", 'x" AND text MATCH "y'])
def test_words_of_a_query_are_words(connection: Connection, settle: Callable[[Connection], None], typed: str) -> None:
    put(connection, entry(1, note="a b needle x"), entry(2, note=f"he said {typed}!"))
    settle(connection)
    assert keys(connection, text=typed) == ["call-2"]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("É", "é"),
        ("é", "É"),
        ("STRASSE", "Straße"),
        ("straße", "STRASSE"),
        ("БРАГИН", "Брагин"),
        ("ς", "Σ"),
        ("é", "café"),
    ],
)
def test_upper_and_lower_case_are_alike_in_every_script(
    connection: Connection, settle: Callable[[Connection], None], typed: str, written: str
) -> None:
    put(connection, entry(1), entry(2, note=written))
    settle(connection)
    assert keys(connection, text=typed) == ["call-2"]


def test_a_number_is_found_with_whatever_blanks(connection: Connection, settle: Callable[[Connection], None]) -> None:
    put(connection, entry(1, number="+44 20 7946-0001"), entry(2, number="442079460002"))
    put(connection, entry(3, number="1", note="20 79"))
    settle(connection)
    assert keys(connection, text="4420794600") == ["call-2", "call-1"]
    assert keys(connection, text="20 7946") == ["call-2", "call-1"]
    assert keys(connection, text="20 79") == ["call-3", "call-2", "call-1"]


@pytest.mark.parametrize(
    "typed", ["\ud800", "abc\udfff", "\x00", "\x07", "\x01\x80\x80", "\U0001f600\U0001f600\U0001f600"]
)
def test_what_no_row_can_have_is_no_fault(
    connection: Connection, settle: Callable[[Connection], None], typed: str
) -> None:
    put(connection, entry(1, note="abc"), entry(2, outcome=5))
    settle(connection)
    # what cannot be typed counts as not typed
    nothing_left = typed in ("\x00", "\x07", "\x01\x80\x80")
    assert keys(connection, text=typed) == (["call-2", "call-1"] if nothing_left else [])
    assert keys(connection, text=typed, named_outcomes=(5,))[0] == "call-2"


def test_emoji_are_found(connection: Connection, settle: Callable[[Connection], None]) -> None:
    put(connection, entry(1), entry(2, note="thanks \U0001f600\U0001f44d!"))
    settle(connection)
    for typed in ("\U0001f600", "\U0001f600\U0001f44d", "\U0001f600\U0001f44d!", "s \U0001f600\U0001f44d"):
        assert keys(connection, text=typed) == ["call-2"]


def test_no_mark_can_be_typed_or_written(connection: Connection, settle: Callable[[Connection], None]) -> None:
    mark = find_text.mark_of_outcome(7)
    put(connection, entry(1, note=f"a{mark}b"), entry(2, outcome=7))
    settle(connection)
    assert keys(connection, outcomes=(7,)) == ["call-2"]
    assert keys(connection, text=f"a{mark}b") == keys(connection, text="ab") == ["call-1"]


def test_a_long_text_is_found_whole_or_not_at_all(connection: Connection, settle: Callable[[Connection], None]) -> None:
    put(connection, entry(1, note="x" * 60_000), entry(2, note="x" * 900 + "y"))
    settle(connection)
    assert keys(connection, text="x" * 1000) == ["call-1"]
    assert keys(connection, text="x" * 900 + "y") == ["call-2"]
    assert keys(connection, text="x" * 60_001) == []


# -- filters together ----------------------------------------------------------------------------------------------


def test_the_filter_pages_too(connection: Connection, settle: Callable[[Connection], None]) -> None:
    put(connection, *(entry(n, note="odd" if n % 2 else "even") for n in range(10)))
    settle(connection)
    first = reads.rows(connection, mine(text="odd", limit=2))
    assert [row.entry.key for row in first] == ["call-9", "call-7"]
    assert keys(connection, text="odd", limit=2, after=first[-1].position) == ["call-5", "call-3"]


def test_values_that_share_a_mark_are_told_apart(connection: Connection, settle: Callable[[Connection], None]) -> None:
    other = 7 + 49 * 49
    assert find_text.mark_of_outcome(7) == find_text.mark_of_outcome(other)
    put(connection, entry(1, outcome=7), entry(2, outcome=other))
    settle(connection)
    assert keys(connection, outcomes=(7,)) == ["call-1"]
    assert keys(connection, text="nowhere", named_outcomes=(other,)) == ["call-2"]


def test_a_row_that_changed_is_found_by_what_it_has_now(connection: Connection) -> None:
    put(connection, entry(1, note="before"), entry(2, note="before"))
    make_texts(connection)
    put(connection, entry(1, note="after"))
    assert keys(connection, text="before") == ["call-2"]
    assert keys(connection, text="after") == ["call-1"]
    make_texts(connection)
    assert keys(connection, text="before") == ["call-2"]
    assert keys(connection, text="after") == ["call-1"]


def test_deleted_rows_are_found_no_more(connection: Connection) -> None:
    put(connection, *(entry(n, note="needle") for n in range(4)))
    make_texts(connection)
    put(connection, entry(3, note="needle"))
    gone = [row.position for row in reads.rows(connection, mine())][:2]
    connection.executemany("DELETE FROM entry WHERE position = ?", [(each,) for each in gone])
    find_index.forget(connection, gone)
    assert connection.execute("SELECT count(*) FROM found WHERE found MATCH 'needle'").fetchone() == (2,)
    assert connection.execute("SELECT count(*) FROM unfound").fetchone() == (0,)
    assert keys(connection, text="needle") == keys(connection, text="ne") == ["call-1", "call-0"]


def test_no_trace_of_forgotten_texts_is_left(connection: Connection) -> None:
    put(connection, entry(1, note="plain"), entry(2, note="secret"))
    make_texts(connection)
    (row, _) = reads.rows(connection, mine())
    find_index.forget(connection, [row.position])
    find_index.compact(connection)
    pages = connection.execute("SELECT block FROM found_data").fetchall()
    assert any(b"lai" in block for (block,) in pages)
    assert not any(b"sec" in block or b"cre" in block for (block,) in pages)


def test_a_row_that_vanished_before_its_text_was_made_costs_nothing(connection: Connection) -> None:
    put(connection, entry(1), entry(2))
    make_texts(connection)
    put(connection, entry(2))
    connection.execute("DELETE FROM entry WHERE key = 'call-2'")
    make_texts(connection)
    assert connection.execute("SELECT count(*) FROM found").fetchone() == (1,)
    assert connection.execute("SELECT count(*) FROM unfound").fetchone() == (0,)


def test_the_data_of_a_call_that_only_the_dialer_knows_is_found(
    connection: Connection, settle: Callable[[Connection], None]
) -> None:
    told = replace(report(1), wire=r"\SISI0001\RE10\DTNAME~A~Ms Fernández|ID~N~7\TS46204.5")
    for each in (told, report(2)):
        reports.report(connection, 1, each)
    settle(connection)
    (found,) = reads.rows(connection, mine(text="FERNÁNDEZ"))
    assert (found.entry.session, found.entry.data) == ("SI0001", "NAME~A~Ms Fernández|ID~N~7")
