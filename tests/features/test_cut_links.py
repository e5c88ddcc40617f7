"""The link is cut at each point of the exchange of ST, SW and TC: no outcome hits another call, none is told twice."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest

from agentpanel.domain import words
from agentpanel.domain.intents import Complete, EndCall, GoAvailable, LogIn, SetTag
from agentpanel.domain.records import Query, Row, Sending
from agentpanel.domain.snapshot import Shown, TagState
from agentpanel.domain.state import Link
from agentpanel.protocol.connection import Dialect
from agentpanel.protocol.frame import Framing
from agentpanel.protocol.framing import Encoding
from agentpanel.simulator.ledger import LedgerRow
from tests.features.relay import At, Knife, Relay, relaying
from tests.features.shift import RETRY, SALE
from tests.features.site import PATIENT
from tests.helpers.rig import AGENT, Rig, rig
from tests.helpers.until import until

pytestmark = pytest.mark.once

_SCENARIO: Final = Path(__file__).with_name("outbox.toml")
_MINE: Final = Query(tenant=None, agent="1001", limit=1000)
_TAKEN: Final = (At.BETWEEN, At.INSIDE_MV, At.AFTER)
_DIALECTS: Final = [Dialect(encoding=encoding, framing=framing) for encoding in Encoding for framing in Framing]


@dataclasses.dataclass(slots=True)
class Story:
    """One agent, one wire, one dialer."""

    panel: Rig
    relay: Relay

    @property
    def booked(self) -> list[LedgerRow]:
        return [row for row in self.panel.server.ledger if row.agent == "1001"]

    async def rows(self) -> list[Row]:
        return list(reversed(await self.panel.journal.page(_MINE)))

    async def talk(self) -> str:
        """The next call comes; its session."""
        self.panel.server.offer_call(agent="1001")
        await self.panel.shows(Shown.TALKING)
        assert self.panel.now.call is not None
        return str(self.panel.now.call.session)

    async def work_off(self, tag: str, outcome: int) -> None:
        """Tag, hang up, outcome; where the link is lost meanwhile, all goes on here."""
        self.panel.ask(SetTag(1, tag))
        await until(lambda: self._lost() or self._tag_is_there())
        if not self._lost():
            self.panel.ask(EndCall())
        await until(lambda: self._lost() or self.panel.shown is Shown.WRAP)
        self.panel.ask(Complete(outcome))
        await until(lambda: self.panel.now.call is None)

    async def come_back(self) -> None:
        """Log in as often as the dialer, which still cleans up, wants it; then be available."""
        await until(self._lost)

        def seated() -> bool:
            self.panel.session.ask(LogIn(AGENT))
            return self.panel.shown is Shown.NOT_READY

        await until(seated)
        self.panel.ask(GoAvailable())
        await self.panel.shows(Shown.AVAILABLE)

    def _lost(self) -> bool:
        return self.panel.now.link.value is not Link.UP

    def _tag_is_there(self) -> bool:
        call = self.panel.now.call
        return call is not None and call.tags[0].state is TagState.ACCEPTED


@contextlib.asynccontextmanager
async def story(folder: Path, dialect: Dialect, choice: str = "") -> AsyncIterator[Story]:
    """An agent that is available, on a wire that is whole; ``choice``: a line of [choices] for the dialer."""
    scenario = folder / "outbox.toml"
    text = _SCENARIO.read_text(encoding="utf-8")
    scenario.write_text(text.replace("[choices]", f"[choices]\n{choice}"), encoding="utf-8")
    async with rig(folder, scenario=scenario, dialect=dialect, rules=PATIENT, speed=20) as panel:
        target = panel.session.address
        async with relaying(target, dialect.encoding) as relay:
            panel.session.go_to(("127.0.0.1", relay.port), dialect)
            await panel.go_available()
            yield Story(panel, relay)
            panel.session.go_to(target, dialect)


@pytest.mark.parametrize("at", At)
@pytest.mark.parametrize("code", ["ST", "SW", "TC"])
@pytest.mark.parametrize("dialect", _DIALECTS, ids=lambda d: f"{d.encoding.value}-{d.framing.value}")
async def test_each_outcome_is_told_at_most_once_and_of_its_own_call(
    tmp_path: Path, dialect: Dialect, code: str, at: At
) -> None:
    async with story(tmp_path, dialect) as told:
        first = await told.talk()
        told.relay.knife = Knife(code, at)
        await told.work_off("first", SALE)
        assert told.relay.knife.fell
        mark = len(told.relay.asked)
        await told.come_back()
        second = await told.talk()
        await told.work_off("second", RETRY)
        await check_dialer(told, first, second, code, at)
        await check_wire(told, mark, first_sent=code == "TC")
        await check_journal(told, first, second, taken=code == "TC" and at in _TAKEN)


@pytest.mark.parametrize("at", [At.BEFORE, At.BETWEEN])
@pytest.mark.parametrize("code", ["ST", "SW", "TC"])
async def test_the_same_where_the_dialer_keeps_the_call_of_a_lost_agent(tmp_path: Path, code: str, at: At) -> None:
    """It goes on without the agent until the customer hangs up; only then is the name free again."""
    async with story(tmp_path, Dialect(), 'call_on_drop = "keep"') as told:
        first = await told.talk()
        told.relay.knife = Knife(code, at)
        await told.work_off("first", SALE)
        mark = len(told.relay.asked)
        told.panel.server.hang_up("1001")
        await told.come_back()
        second = await told.talk()
        await told.work_off("second", RETRY)
        await check_dialer(told, first, second, code, at)
        await check_wire(told, mark, first_sent=code == "TC")
        await check_journal(told, first, second, taken=code == "TC" and at in _TAKEN)


async def check_dialer(told: Story, first: str, second: str, code: str, at: At) -> None:
    """The first call has its outcome or none, the second one its own; tags do not wander either."""
    await until(lambda: len(told.booked) == 2)
    tag_arrived = code != "ST" or at in _TAKEN
    outcome = SALE if code == "TC" and at in _TAKEN else None
    assert [(row.session, row.outcome, row.tags) for row in told.booked] == [
        (first, outcome, {"T1": "first"} if tag_arrived else {}),
        (second, RETRY, {"T1": "second"}),
    ]


async def check_wire(told: Story, mark: int, *, first_sent: bool) -> None:
    """Nothing of the first call leaves on the new link."""
    later = [frame.text() for frame in told.relay.asked[mark:]]
    assert not [text for text in later if "first" in text or f"AO{SALE}" in text]
    before = [frame for frame in told.relay.asked[:mark] if frame.code == "TC"]
    assert len(before) == int(first_sent)
    assert len([frame for frame in told.relay.asked[mark:] if frame.code == "TC"]) == 1


async def check_journal(told: Story, first: str, second: str, *, taken: bool) -> None:
    """A row a call; the dialer's word on both; what did not reach it says why."""
    await _reported(told, 2)
    one, two = await told.rows()
    assert (one.entry.session, two.entry.session) == (first, second)
    assert (two.entry.state, two.entry.outcome, two.differs) == (Sending.CONFIRMED, RETRY, frozenset())
    assert (one.entry.tags[0], one.entry.list_name, one.entry.reason) == ("first", "Spring", 10)
    if taken:
        assert (one.entry.state, one.entry.outcome, one.differs) == (Sending.CONFIRMED, SALE, frozenset())
        assert one.entry.why is None
    else:
        assert one.entry.state in (Sending.LOCAL, Sending.SENT)
        assert one.entry.why is not None
        assert one.entry.why.text in (words.WHY_LINK_LOST, words.WHY_UNCONFIRMED)


async def _reported(told: Story, count: int) -> None:
    """The roll-forward has brought the dialer's word on so many rows."""
    rows: list[Row] = []

    async def all_told() -> bool:
        rows[:] = await told.rows()
        return len([row for row in rows if row.wire]) >= count

    for _ in range(400):
        if await all_told():
            return
        await told.panel.journal.page(_MINE)
    raise AssertionError(rows)
