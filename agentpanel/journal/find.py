"""Finds rows by what is in them: from the index of texts, and from the rows whose text is not made yet.

The parts are asked from the newest row on and only as far as somebody reads, so a common text takes no time at all.
SQLite never chooses the way: CROSS JOIN keeps the order of the tables, since a wrong one takes minutes.
"""

from __future__ import annotations

import heapq
import sqlite3
from collections.abc import Generator, Iterable
from contextlib import closing
from operator import itemgetter
from typing import Any, Final

from agentpanel.journal.find_text import FIELDS, haystack, outcome_of, reason_of
from agentpanel.journal.find_wanted import SHORTEST, Wanted, match

Record = tuple[Any, ...]
#: A position, and its record if it is one of those that are looked for.
_Looked = tuple[int, Record | None]

#: So many rows are looked at one by one for a short text before the index is asked for every word with it.
_LOOK_AT_MARKED: Final = 1_000
_LOOK_AT_ALL: Final = 5_000
#: More words than that, or words in more rows, are not worth asking for.
_MOST_WORDS: Final = 400
_MOST_ROWS: Final = 400_000

SELECTED: Final = ", ".join(f"entry.{name}" for name in FIELDS)
_SETTLED: Final = "NOT EXISTS (SELECT 1 FROM unfound WHERE unfound.position = entry.position)"
_INDEXED: Final = f"""
SELECT {SELECTED} FROM found CROSS JOIN entry ON entry.position = found.rowid
WHERE found MATCH :match AND found.rowid >= :since AND found.rowid < :before
AND {{holding}} AND {{where}} AND {_SETTLED}
ORDER BY found.rowid DESC
"""  # noqa: S608
# The texts themselves, as FTS5 keeps them; read through the virtual table it takes twice the time.
_ONE_BY_ONE: Final = f"""
SELECT {SELECTED} FROM found_content AS kept CROSS JOIN entry ON entry.position = kept.id
WHERE kept.id >= :since AND kept.id < :before AND {{marked}}
AND {{holding}} AND {{where}} AND {_SETTLED}
ORDER BY kept.id DESC
"""  # noqa: S608
_WAITING: Final = f"""
SELECT {SELECTED} FROM unfound CROSS JOIN entry ON entry.position = unfound.position
WHERE unfound.position >= :since AND unfound.position < :before AND {{where}}
ORDER BY unfound.position DESC
"""  # noqa: S608
_NTH_MARKED: Final = """
SELECT rowid FROM found WHERE found MATCH :match AND rowid >= :since AND rowid < :before
ORDER BY rowid DESC LIMIT 1 OFFSET :nth
"""
_NTH: Final = """
SELECT id FROM found_content WHERE id >= :since AND id < :before ORDER BY id DESC LIMIT 1 OFFSET :nth
"""
_WORDS: Final = "SELECT term, doc FROM found_word WHERE term BETWEEN :first AND :last"
_LAST_SIGNS: Final = "\U0010ffff" * 2


def records(connection: sqlite3.Connection, wanted: Wanted) -> Generator[Record, None, None]:
    """Records of FIELDS, newest first; reading on may take long, so stop when there are enough."""
    found = ((record[0], record) for record in _found(connection, wanted))
    with closing(found), closing(_waiting(connection, wanted)) as waiting:
        merged: Iterable[_Looked] = heapq.merge(found, waiting, key=itemgetter(0), reverse=True)
        yield from (record for _, record in merged if record is not None)


def _waiting(connection: sqlite3.Connection, wanted: Wanted) -> Generator[_Looked, None, None]:
    """The rows whose text is not made yet; each is told of, lest a rare text be looked for in all of them at once."""
    statement = _WAITING.format(where=wanted.where)
    with closing(connection.execute(statement, _values(wanted))) as rows:
        for record in rows:
            yield record[0], record if _holds(wanted, record) else None


def _holds(wanted: Wanted, record: Record) -> bool:
    if wanted.texts is None or outcome_of(record) in wanted.outcomes or reason_of(record) in wanted.reasons:
        return True
    text = haystack(record)
    return any(each in text for each in wanted.texts)


def _found(connection: sqlite3.Connection, wanted: Wanted) -> Generator[Record, None, None]:
    if wanted.short:
        return _by_letters(connection, wanted)
    return _indexed(connection, wanted, wanted.texts)


def _indexed(
    connection: sqlite3.Connection,
    wanted: Wanted,
    texts: tuple[str, ...] | None,
    since: int | None = None,
    before: int | None = None,
) -> Generator[Record, None, None]:
    """Rows that hold one of these texts (None: whichever), or one of the codes."""
    groups = wanted.all_marks if texts is None else (*wanted.all_marks, (*texts, *wanted.code_marks))
    if not all(groups):
        return
    statement = _INDEXED.format(holding=wanted.holding("found.text"), where=wanted.where)
    values = {**_values(wanted, since, before), "match": match(*groups)}
    with closing(connection.execute(statement, values)) as rows:
        yield from rows


# -- texts too short for the index ---------------------------------------------------------------------------------


def _by_letters(connection: sqlite3.Connection, wanted: Wanted) -> Generator[Record, None, None]:
    """Among the newest rows one by one; a text that is rare there by the words of the index that begin with it."""
    border = _border(connection, wanted)
    if wanted.all_marks:
        yield from _indexed(connection, wanted, None, since=border)
    else:
        yield from _one_by_one(connection, wanted, since=border)
    if border == wanted.since:
        return
    words = _words(connection, wanted)
    if words is None:
        yield from _one_by_one(connection, wanted, before=border)
    else:
        yield from _indexed(connection, wanted, words, before=border)


def _border(connection: sqlite3.Connection, wanted: Wanted) -> int:
    """Down to this position rows are looked at."""
    values = _values(wanted)
    if marks := wanted.all_marks:
        statement, values = _NTH_MARKED, {**values, "match": match(*marks), "nth": _LOOK_AT_MARKED}
    else:
        statement, values = _NTH, {**values, "nth": _LOOK_AT_ALL}
    nth = connection.execute(statement, values).fetchone()
    return wanted.since if nth is None else int(nth[0])


def _one_by_one(
    connection: sqlite3.Connection, wanted: Wanted, since: int | None = None, before: int | None = None
) -> Generator[Record, None, None]:
    values = _values(wanted, since, before)
    groups = wanted.all_marks if wanted.texts is None else (*wanted.all_marks, (*wanted.texts, *wanted.code_marks))
    marked = []
    for group in groups:
        names = {f"mark{len(values) + at}": text for at, text in enumerate(group)}
        marked.append(f"({' OR '.join(f'instr(kept.c0, :{name}) > 0' for name in names)})")
        values |= names
    statement = _ONE_BY_ONE.format(marked=" AND ".join(marked), holding=wanted.holding("kept.c0"), where=wanted.where)
    with closing(connection.execute(statement, values)) as rows:
        yield from rows


def _words(connection: sqlite3.Connection, wanted: Wanted) -> tuple[str, ...] | None:
    """The words of the index in whose rows one of the texts stands; None: too many.

    Each text of the index ends with marks, so wherever it has a letter, it has a word that begins with it.
    """
    words, rows = [text for text in wanted.texts or () if len(text) >= SHORTEST], 0
    for letters in (text for text in wanted.texts or () if len(text) < SHORTEST):
        values = {"first": letters, "last": letters + _LAST_SIGNS}
        with closing(connection.execute(_WORDS, values)) as found:
            for word, number in found:
                words.append(word)
                rows += number
                if len(words) > _MOST_WORDS or rows > _MOST_ROWS:
                    return None
    return tuple(words)


def _values(wanted: Wanted, since: int | None = None, before: int | None = None) -> dict[str, Any]:
    return {
        **wanted.values,
        "since": wanted.since if since is None else since,
        "before": wanted.before if before is None else before,
    }
