"""A journal of a million calls, as a floor of fifty agents leaves it in some months."""

from __future__ import annotations

import math
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from agentpanel.journal.find_idle import Indexing

ROWS: Final = 1_000_000
#: Half of the calls are this agent's, the others' those of 49 more.
BUSIEST: Final = "1001"
_AGENTS: Final = 50
#: Seconds from one call to the next, at most; the last began a while ago, and none is too old to be kept.
_APART_S: Final = 30

_FIRST: Final = ("Anna", "Bob", "Carla", "Дмитрий", "Eva", "Farid", "Grace", "Hugo", "Ines", "Jonas", "Kim", "Zoë")
_LAST: Final = ("Müller", "Smith", "Johnson", "Брагин", "García", "Schmidt", "Dubois", "Rossi", "Novák", "Weiß")
_CITIES: Final = ("Leeds", "London", "York", "Bath", "Dover", "Köln", "Lyon", "Bern")
_NOTES: Final = (
    *("",) * 4,
    *("call again after six", "wants the brochure", "not at home, spoke to the wife", "asks for an offer by mail"),
)
_CAMPAIGNS: Final = ("Sales", "Service", "Winback", "Survey 2026")
_QUEUES: Final = (None, "VIP", "Default")
_OUTCOMES: Final = (105, 150, 199, 120, 101, 103)
_TAGS: Final = (None, None, "yes", "no", "gold", "silver")

_NAMES: Final = (
    *("position", "key", "tenant", "agent", "campaign", "session", "number", "queue", "started", "started_us"),
    *("connected", "ended", "completed", "outcome", "reason", "note", "tag1", "tag2", "tag3", "recorded", "state"),
    *("reported_us", "reported_outcome", "wire", "data"),
)
_INSERT: Final = f"INSERT INTO entry ({', '.join(_NAMES)}) VALUES ({', '.join('?' * len(_NAMES))})"  # noqa: S608


def fill(journal: Path, rows: int = ROWS) -> None:
    """Write them to a journal that was opened before; seconds for a million, synced once at the end."""
    with closing(sqlite3.connect(journal, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        connection.executemany(_INSERT, _calls(rows))
        connection.execute("COMMIT")


def index(journal: Path) -> tuple[float, list[float]]:
    """Make all texts as the journal's thread does while it is idle: seconds of all slices, and of each."""
    slices = []
    with closing(sqlite3.connect(journal, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        indexing, begun = Indexing(connection, 0.0), time.perf_counter()
        while indexing.wait_s(0.0) != math.inf:
            at = time.perf_counter()
            indexing.step(0.0)
            slices.append(time.perf_counter() - at)
        return time.perf_counter() - begun, slices


def _calls(rows: int) -> Iterator[tuple[Any, ...]]:
    chance, at = random.Random(7), datetime.now(UTC) - timedelta(seconds=rows * _APART_S / 2)
    for number in range(rows):
        at += timedelta(microseconds=chance.randrange(1, (_APART_S - 1) * 1_000_000))
        yield _call(chance, number, at)


def _call(chance: random.Random, number: int, at: datetime) -> tuple[Any, ...]:
    agent = BUSIEST if chance.random() < 0.5 else str(1001 + chance.randrange(1, _AGENTS))
    phone = f"+44{chance.randrange(10**9, 10**10)}"
    outcome, campaign, session = chance.choice(_OUTCOMES), chance.choice(_CAMPAIGNS), f"S{number:09}"
    begun = at.isoformat()
    over = (at + timedelta(seconds=chance.randrange(10, 400))).isoformat()
    moment = int(at.timestamp()) * 1_000_000 + at.microsecond
    return (
        *(moment, f"call-{number}", None, agent, campaign, session, phone, chance.choice(_QUEUES), begun, moment),
        *(begun, over, over, outcome, 10, chance.choice(_NOTES), *(chance.choice(_TAGS) for _ in range(3))),
        *(1, "confirmed", moment, outcome),
        rf"\CN{campaign}\AN{agent}\SI{session}\TN{phone}\AO{outcome}\RE10",
        _data(chance, number),
    )


def _data(chance: random.Random, number: int) -> str:
    name = f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"
    return f"CONTACT_ID~N~{number:08}|NAME~A~{name}|CITY~A~{chance.choice(_CITIES)}"
