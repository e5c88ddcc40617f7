"""A query as what SQLite is asked: exact conditions on the rows, and what the index of texts is asked to be quick."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from agentpanel.domain.records import Filter, Query
from agentpanel.journal import find_text
from agentpanel.journal.find_text import NOT_SENT
from agentpanel.journal.rows import microseconds

#: A text of the index has at least as many characters.
SHORTEST: Final = 3
#: Of a longer text the index is asked the beginning, and its rows are looked at.
_LONGEST: Final = 32
_NEWEST: Final = 2**63 - 1
_OLDEST: Final = -(2**63)

_FIRST: Final = "SELECT tenant, agent FROM entry ORDER BY tenant, agent LIMIT 1"
_LAST: Final = "SELECT tenant, agent FROM entry ORDER BY tenant DESC, agent DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Rows with ``since <= position < before`` for which ``where`` holds on entry, and one of the texts or codes.

    ``agent`` None: of several. ``marks``: of each of these one at least stands in the text of every such row;
    ``owner`` as well, which is empty where every row of the journal would have it.
    """

    since: int
    before: int
    where: str
    values: dict[str, Any]
    agent: str | None
    owner: tuple[tuple[str, ...], ...] = ()
    marks: tuple[tuple[str, ...], ...] = ()
    #: None: any text will do. Else one of these, or one of the codes, has to be found.
    texts: tuple[str, ...] | None = None
    outcomes: frozenset[int] = field(default_factory=frozenset)
    reasons: frozenset[int] = field(default_factory=frozenset)

    @property
    def filtered(self) -> bool:
        """Whether more is asked than whose rows, and when."""
        return self.texts is not None or bool(self.marks)

    @property
    def all_marks(self) -> tuple[tuple[str, ...], ...]:
        return self.marks + self.owner

    @property
    def short(self) -> bool:
        """Whether a text has too few characters for the index."""
        return any(len(text) < SHORTEST for text in self.texts or ())

    @property
    def code_marks(self) -> tuple[str, ...]:
        """Where one of them stands, one of the codes may."""
        outcomes = map(find_text.mark_of_outcome, sorted(self.outcomes))
        return (*outcomes, *map(find_text.mark_of_reason, sorted(self.reasons)))

    def holding(self, text: str) -> str:
        """The condition that the column ``text`` has what was typed, or the row one of the codes."""
        if self.texts is None:
            return "1"
        held = [f"instr({text}, :text{at}) > 0" for at in range(len(self.texts))]
        return _any((*held, *_one_of("entry.outcome", self.outcomes), *_one_of("entry.reason", self.reasons)))


def wanted(connection: sqlite3.Connection, query: Query) -> Wanted:
    """What the query asks, and the marks by which it is found in this journal."""
    chosen = query.filter
    where, values = _where(query)
    typed = find_text.needles(chosen.text)
    # Half of a pair of UTF-16 can be typed, but stands in no row.
    texts = tuple(text for text in typed if _can_be_stored(text))
    values |= {f"text{at}": text for at, text in enumerate(texts)}
    return Wanted(
        since=_OLDEST if chosen.since is None else microseconds(chosen.since),
        before=min(
            _NEWEST if query.after is None else query.after,
            _NEWEST if chosen.until is None else microseconds(chosen.until),
        ),
        where=where,
        values=values,
        agent=_agent(query),
        owner=_owner(connection, query),
        marks=_marks(chosen),
        texts=texts if typed else None,
        outcomes=frozenset(chosen.named_outcomes if typed else ()),
        reasons=frozenset(chosen.named_reasons if typed else ()),
    )


def match(*groups: Sequence[str]) -> str:
    """A MATCH for rows that hold one text of each group; each text means itself. No group may be empty."""
    return " AND ".join(f"({' OR '.join(map(_quoted, group))})" for group in groups)


def only(connection: sqlite3.Connection, tenant: str | None, agent: str | None) -> bool:
    """Whether the journal has no rows but these (agent None: of whichever agent)."""
    ends = (connection.execute(_FIRST).fetchone(), connection.execute(_LAST).fetchone())
    return all(end is None or (end[0] == tenant and agent in (None, end[1])) for end in ends)


def _where(query: Query) -> tuple[str, dict[str, Any]]:
    chosen = query.filter
    conditions, values = ["entry.tenant IS :tenant"], {"tenant": query.tenant, "limit": query.limit}
    for name, value in (("agent", query.agent), ("agent", chosen.agent), ("campaign", chosen.campaign)):
        if value is not None:
            conditions.append(f"entry.{name} = :{name}{len(values)}")
            values[f"{name}{len(values)}"] = value
    if chosen.outcomes or chosen.reasons:
        codes = (*_one_of("entry.outcome", chosen.outcomes), *_one_of("entry.reason", chosen.reasons))
        conditions.append(_any(codes))
    if chosen.tags:
        conditions.append(_any([f"coalesce(entry.fixed{n:d}, entry.tag{n:d}, '') <> ''" for n in chosen.tags]))
    if chosen.not_sent:
        conditions.append(NOT_SENT)
    return " AND ".join(conditions), values


def _marks(chosen: Filter) -> tuple[tuple[str, ...], ...]:
    outcomes = map(find_text.mark_of_outcome, chosen.outcomes)
    codes = (*outcomes, *map(find_text.mark_of_reason, chosen.reasons))
    tags = tuple(map(find_text.mark_of_tag, chosen.tags))
    campaign = () if chosen.campaign is None else (find_text.mark_of_campaign(chosen.campaign),)
    not_sent = (find_text.mark_of_not_sent(),) if chosen.not_sent else ()
    return tuple(group for group in (codes, tags, campaign, not_sent) if group)


def _owner(connection: sqlite3.Connection, query: Query) -> tuple[tuple[str, ...], ...]:
    """A mark that every row has would only cost time."""
    agent = _agent(query)
    if only(connection, query.tenant, agent):
        return ()
    if agent is None:
        return ((find_text.mark_of_tenant(query.tenant),),)
    return ((find_text.mark_of_owner(query.tenant, agent),),)


def _agent(query: Query) -> str | None:
    return query.agent if query.filter.agent is None else query.filter.agent


def _one_of(column: str, codes: Sequence[int] | frozenset[int]) -> tuple[str, ...]:
    return (f"{column} IN ({', '.join(f'{code:d}' for code in sorted(codes))})",) if codes else ()


def _any(conditions: Sequence[str]) -> str:
    return f"({' OR '.join(conditions)})" if conditions else "0"


def _quoted(text: str) -> str:
    doubled = text[:_LONGEST].replace('"', '""')
    return f'"{doubled}"'


def _can_be_stored(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
