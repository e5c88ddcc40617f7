"""What is found, against the plain meaning of Filter and Query."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentpanel.domain.records import Filter, Query, Row
from agentpanel.journal import find, reads
from tests.journal.finding import in_memory, make_texts, put, touched
from tests.journal.making import MORNING, entry

if TYPE_CHECKING:
    import sqlite3

WORDS = ("", "a", "ab", "abc", "Abcd", "bca", "ß", "SS", "é", "12", "123 4", "x\ny", "\u0130")
TEXTS = st.sampled_from(WORDS)
CODES = st.sampled_from((None, 1, 12, 123, 49 * 49 + 1))
ENTRIES = st.fixed_dictionaries(
    {
        "tenant": st.sampled_from((None, "acme")),
        "agent": st.sampled_from(("joe", "ann", "")),
        "campaign": st.sampled_from((None, "Sales", "ab")),
        "number": st.sampled_from((None, "12 34", "1234", "+44123")),
        "note": TEXTS,
        "tags": st.tuples(*[TEXTS] * 6),
        "outcome": CODES,
        "reason": CODES,
    }
)
SETS = st.lists(st.sampled_from((1, 2, 12, 123)), max_size=2, unique=True).map(tuple)
MOMENTS = st.one_of(st.none(), st.integers(0, 12).map(lambda n: MORNING + timedelta(minutes=n)))
FILTERS = st.builds(
    Filter,
    text=st.one_of(TEXTS, st.sampled_from(("c", "bc", "1", "34", "44 12", "ÁB", "i", "ss", "\x01"))),
    named_outcomes=SETS,
    named_reasons=SETS,
    since=MOMENTS,
    until=MOMENTS,
    outcomes=SETS,
    reasons=SETS,
    tags=st.lists(st.integers(1, 6), max_size=2, unique=True).map(tuple),
    campaign=st.sampled_from((None, None, "Sales", "ab")),
    agent=st.sampled_from((None, None, "joe", "")),
)


def plainly(row: Row, query: Query) -> bool:
    """Whether a row is one of those, from the words of Filter and Query."""
    e, f = row.entry, query.filter
    tags = [own if fixed is None else fixed for own, fixed in zip(e.tags, row.corrected, strict=True)]
    return all(
        (
            e.tenant == query.tenant,
            query.agent in (None, e.agent),
            f.agent in (None, e.agent),
            f.campaign in (None, e.campaign),
            f.since is None or e.started >= f.since,
            f.until is None or e.started < f.until,
            not (f.outcomes or f.reasons) or e.outcome in f.outcomes or e.reason in f.reasons,
            not f.tags or any(tags[number - 1] for number in f.tags),
            contains(row, f),
        )
    )


def contains(row: Row, f: Filter) -> bool:
    e, typed = row.entry, f.text.replace("\x01", "").casefold()
    if not typed or e.outcome in f.named_outcomes or e.reason in f.named_reasons:
        return True
    texts = [e.agent, e.campaign, e.queue, e.number, e.note, *e.tags, *row.corrected, str(e.outcome), str(e.reason)]
    held = [text.casefold() for text in texts if text and text != "None"]
    bare = typed.replace(" ", "")
    return any(typed in text or (bare.isdecimal() and bare in text.replace(" ", "")) for text in held)


@given(
    rows=st.lists(ENTRIES, max_size=12),
    made=st.integers(0, 12),
    changed=st.lists(st.tuples(st.integers(0, 11), TEXTS), max_size=3),
    chosen=FILTERS,
    asked=st.tuples(
        st.sampled_from(((None, "joe"), (None, None), ("acme", None), ("acme", "ann"))), st.sampled_from((1, 3, 100))
    ),
)
def test_what_is_found_is_what_the_filter_says(
    rows: list[dict[str, Any]],
    made: int,
    changed: list[tuple[int, str]],
    chosen: Filter,
    asked: tuple[tuple[str | None, str | None], int],
) -> None:
    whose, limit = asked
    entries = [entry(n, **row) for n, row in enumerate(rows)]
    with in_memory() as connection, pytest.MonkeyPatch.context() as patch:
        patch.setattr(find, "_LOOK_AT_ALL", 2)
        patch.setattr(find, "_LOOK_AT_MARKED", 2)
        put(connection, *entries[:made])
        make_texts(connection)
        put(connection, *entries[made:])
        for number, text in changed:
            connection.execute("UPDATE entry SET note = ? WHERE key = ?", (text, f"call-{number}"))
            touched(connection, f"call-{number}")
        query = Query(tenant=whose[0], agent=whose[1], filter=chosen, limit=limit)
        assert paged(connection, query) == plain(connection, query)


def plain(connection: sqlite3.Connection, query: Query) -> list[int]:
    """The positions of all rows that are meant."""
    everything = [
        row for tenant in (None, "acme") for row in reads.rows(connection, Query(tenant=tenant, agent=None, limit=100))
    ]
    return sorted((row.position for row in everything if plainly(row, query)), reverse=True)


def paged(connection: sqlite3.Connection, query: Query) -> list[int]:
    """All that is found, page by page."""
    found: list[int] = []
    after = None
    while page := reads.rows(connection, Query(**{**fields(query), "after": after})):
        assert len(page) <= query.limit
        found += [row.position for row in page]
        after = found[-1]
    return found


def fields(query: Query) -> dict[str, Any]:
    return {name: getattr(query, name) for name in Query.__slots__}
