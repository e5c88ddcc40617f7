from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentpanel.domain import words
from agentpanel.domain.records import Entry, Query, Sending
from agentpanel.domain.words import Say, say
from agentpanel.journal import reads, writes
from agentpanel.journal.database import migrations
from agentpanel.journal.rows import microseconds, say_from_json, say_to_json
from tests.journal.making import entry

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
OFFSETS = st.integers(-86_399, 86_399).map(lambda seconds: timezone(timedelta(seconds=seconds)))
MOMENTS = st.datetimes(datetime(1900, 1, 2), datetime(2200, 1, 1), timezones=OFFSETS)  # noqa: DTZ001 -- bounds
SAYS = st.recursive(
    st.builds(Say, TEXTS),
    lambda inner: st.builds(
        Say, TEXTS, st.lists(st.tuples(TEXTS, TEXTS | st.integers() | inner), max_size=3).map(tuple)
    ),
    max_leaves=4,
)
OPTIONAL = st.none() | TEXTS
ENTRIES = st.builds(
    Entry,
    key=TEXTS,
    tenant=OPTIONAL,
    agent=TEXTS,
    campaign=OPTIONAL,
    session=OPTIONAL,
    session_unique=OPTIONAL,
    number=OPTIONAL,
    queue=OPTIONAL,
    started=MOMENTS,
    connected=st.none() | MOMENTS,
    ended=st.none() | MOMENTS,
    outcome=st.none() | st.integers(0, 9999),
    reason=st.none() | st.integers(0, 999),
    note=TEXTS,
    tags=st.tuples(*[TEXTS] * 6),
    data=OPTIONAL,
    recorded=st.booleans(),
    declined=st.booleans(),
    state=st.sampled_from(Sending),
    why=st.none() | SAYS,
)


def stored(one: Entry) -> Entry:
    """The entry after a stay in a database."""
    with closing(sqlite3.connect(":memory:")) as connection:
        for script in migrations():
            connection.executescript(script)
        writes.append(connection, 1, one)
        (row,) = reads.rows(connection, Query(tenant=one.tenant, agent=one.agent))
    return row.entry


@given(ENTRIES)
def test_every_entry_comes_back_as_it_was(one: Entry) -> None:
    assert stored(one) == one


@given(MOMENTS)
def test_times_keep_their_offset(moment: datetime) -> None:
    back = stored(entry(1, started=moment, ended=moment))
    assert back.started.isoformat() == moment.isoformat()
    assert back.ended is not None
    assert back.ended.isoformat() == moment.isoformat()


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    first, second = (datetime(2026, 10, 25, 2, 30, tzinfo=berlin, fold=fold) for fold in (0, 1))
    assert [stored(entry(1, started=each)).started.isoformat() for each in (first, second)] == [
        "2026-10-25T02:30:00+02:00",
        "2026-10-25T02:30:00+01:00",
    ]
    assert microseconds(second) - microseconds(first) == 3_600_000_000


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(TypeError):
        stored(entry(1, started=datetime(2026, 1, 1)))  # noqa: DTZ001 -- the fault


def test_microseconds_count_from_1970() -> None:
    assert microseconds(datetime(1970, 1, 1, 0, 0, 1, 5, tzinfo=UTC)) == 1_000_005
    assert microseconds(datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)) == -1_000_000


def test_sentences_are_kept_as_templates() -> None:
    refused = say(words.REFUSED, what=say(words.THE_TAG, number=3), code=406, now="", todo=words.TRY_AGAIN)
    kept = say_to_json(refused)
    assert kept is not None
    assert json.loads(kept)["args"][0] == ["what", {"text": words.THE_TAG, "args": [["number", 3]]}]
    assert say_from_json(kept) == refused
    assert (say_to_json(None), say_from_json(None)) == (None, None)


def test_tags_that_are_not_set_are_null() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        for script in migrations():
            connection.executescript(script)
        writes.append(connection, 1, entry(1, tags=("", "b", "", "", "", "f")))
        assert connection.execute("SELECT tag1, tag2, tag5, tag6 FROM entry").fetchone() == (None, "b", None, "f")
