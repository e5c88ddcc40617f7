"""Where a row stands: at the microsecond in which its call began, or after the rows that stand there already."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Final

#: Rows of one moment stand without gap, so one look tells where so many of them end.
_LOOK: Final = 1000
_FREE: Final = f"""
SELECT CASE WHEN NOT EXISTS (SELECT 1 FROM entry WHERE position = wanted) THEN wanted
ELSE (SELECT max(position) + 1 FROM entry WHERE position BETWEEN wanted AND wanted + {_LOOK - 1}) END
FROM (SELECT ? AS wanted)
"""  # noqa: S608


def free_place(connection: sqlite3.Connection, wanted: int) -> int:
    """A position without a row: the wanted one, or one soon after."""
    while True:
        (place,) = connection.execute(_FREE, (wanted,)).fetchone()
        if place - wanted < _LOOK:
            return int(place)
        wanted = place


def free_places(connection: sqlite3.Connection, wanted: Sequence[int]) -> list[int]:
    """One for each, in their order; hardly ever one of them is not free."""
    marks = ", ".join("?" * len(wanted))
    taken = connection.execute(f"SELECT position FROM entry WHERE position IN ({marks})", wanted)  # noqa: S608
    following = {position: free_place(connection, position) for (position,) in taken.fetchall()}
    places: dict[int, None] = {}
    for moment in wanted:
        place = following.get(moment, moment)
        while place in places:
            place += 1
        places[place] = None
        following[moment] = place + 1
    return list(places)
