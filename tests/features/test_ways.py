"""A stretch of work in each shipped scenario, by mouse through the real window: both books are the same at its end."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from agentpanel.domain import words, words_call
from agentpanel.domain.parties import Manner
from agentpanel.simulator.loading import load_scenario
from agentpanel.simulator.scenario import Scenario
from tests.features.desk import panel_desk
from tests.features.pair import FLOOR
from tests.features.work import Work
from tests.helpers.until import until

pytestmark = [pytest.mark.once, pytest.mark.time_limit(120)]


def shipped(name: str, *, times: dict[str, Any] | None = None, **campaigns: dict[str, Any]) -> Scenario:
    """A shipped scenario, with other values for some keys of times and campaigns."""
    scenario = load_scenario(name)
    changed = [dataclasses.replace(each, **campaigns.get(each.name, {})) for each in scenario.campaigns]
    clock = dataclasses.replace(scenario.times, **(times or {}))
    return dataclasses.replace(scenario, campaigns=tuple(changed), times=clock)


async def test_preview(qapp: QApplication, tmp_path: Path) -> None:
    """Dialed and reached, dialed in vain, declined in both ways; dialed by the dialer; the pause ended by the agent."""
    played = shipped("preview", Sales={"breather_s": 900, "last_digits": "01"})
    async with panel_desk(qapp, tmp_path, scenario=played, site=FLOOR, speed=20) as desk:
        work = Work(desk)
        await work.begin("Service")
        await work.shows("preview")
        await work.mouse.dial()
        await work.shows("talking")
        await work.finish()
        await work.shows("preview")
        await work.mouse.dial()
        await work.shows("wrap")
        assert work.now.call is not None
        assert work.now.call.connected is None, "the line was busy"
        await work.finish(101)
        for outcome in (None, "Wrong person"):
            await work.shows("preview")
            key = work.key
            await work.mouse.decline(outcome)
            await work.without(key)
        await work.leave()
        await work.begin("Sales")
        await work.shows("talking")
        await work.finish()
        await work.shows("breather")
        await work.mouse.next_record()
        await work.shows("preview")
        await work.leave()
        assert await work.account.agrees() == 5
        assert [line.outcome for line in work.account.shown()] == [105, 101, 200, 201, 105]
        assert set(work.account.offers()) <= {words.WHY_WENT_BACK}


async def test_progressive(qapp: QApplication, tmp_path: Path) -> None:
    """A number that reaches nobody is a row of Recent, too, though the dialer books it as nobody's."""
    async with panel_desk(qapp, tmp_path, scenario="progressive", site=FLOOR, speed=20) as desk:
        work = Work(desk, alone_on=("Service",))
        await work.begin("Service")
        await work.serve(4)
        await work.leave()
        assert await work.account.agrees() > 4
        assert [line.outcome for line in work.account.shown() if line.outcome is not None] == [105] * 4
        assert any(line.reason in (1, 2, 5) for line in work.account.shown() if line.outcome is None)


async def test_manual(qapp: QApplication, tmp_path: Path) -> None:
    async with panel_desk(qapp, tmp_path, scenario="manual", site=FLOOR, speed=20) as desk:
        work = Work(desk)
        await work.begin("Sales")
        await work.shows("manual")
        await work.serve(3)
        await work.shows("manual", "talking")
        await work.leave()
        assert await work.account.agrees() >= 3


async def test_callbacks(qapp: QApplication, tmp_path: Path) -> None:
    """One is agreed, other calls come between, and then it is due."""
    async with panel_desk(qapp, tmp_path, scenario="callbacks", site=FLOOR, speed=20) as desk:
        work = Work(desk)
        await work.begin("Sales")
        await work.talks()
        await work.mouse.call_back()
        await until(lambda: work.now.call is not None and work.now.call.callback is not None)
        await work.finish(121)
        number = work.desk.server.ledger[-1].number
        await work.serve_until_callback()
        assert work.now.call is not None
        assert (work.now.call.number, work.now.call.called_back_for) == (number, "1001")
        card = desk.panel.window.parts.call
        assert await desk.on_tick(card.abandoned.text) == "callback for 1001"
        await work.finish()
        await work.leave()
        assert await work.account.agrees() == work.served


async def test_control(qapp: QApplication, tmp_path: Path) -> None:
    """Everything that can be done with a call, each with its failure; and somebody else at the controls."""
    async with panel_desk(qapp, tmp_path, scenario="control", site=FLOOR, speed=15) as desk:
        work = Work(desk)
        await work.begin("Sales")
        await work.shows("talking")
        await _held_and_muted(work)
        await _recorded(work)
        await _heard(work)
        await work.mouse.end_with("End and play: Thank you")
        await work.finish()
        for sentence in _BY_OTHERS:
            await work.told(sentence)
        await work.finish()
        await work.serve()  # its first end is refused
        await work.leave()
        assert await work.account.agrees() == work.served


_BY_OTHERS = (
    words_call.HELD_BY_OTHER,
    words_call.RETRIEVED_BY_OTHER,
    words_call.MUTED_BY_OTHER,
    words_call.UNMUTED_BY_OTHER,
    words_call.SOUND_BY_OTHER,
)


async def _held_and_muted(work: Work) -> None:
    """The first try to end it fails, of either."""
    await work.mouse.hold()
    await work.shows("held")
    await work.mouse.hold()
    await work.told(words_call.RETRIEVE_FAILED)
    await work.mouse.hold()
    await work.shows("talking")
    await work.mouse.mute()
    await work.until(lambda now: now["call"]["muted"] is True, "silence")
    await work.mouse.mute()
    await work.told(words_call.UNMUTE_FAILED)
    await work.mouse.mute()
    await work.until(lambda now: now["call"]["muted"] is False, "the microphone")


async def _recorded(work: Work) -> None:
    """Off, in vain on, on; and the second one."""
    await work.until(lambda now: now["call"]["recording"] == "on", "the recording")
    await work.mouse.record()
    await work.until(lambda now: now["call"]["recording"] == "off", "the end of the recording")
    await work.mouse.record()
    await work.told(words_call.RECORDING_FAILED)
    await work.mouse.record()
    await work.until(lambda now: now["call"]["recording"] == "on", "the recording again")
    await work.mouse.record_second()
    await work.until(lambda now: now["call"]["second_recording"] == "on", "the second recording")


async def _heard(work: Work) -> None:
    """Digits, of which some fail, and a sound to its end."""
    await work.mouse.digits("1")
    await work.mouse.digits("2#")
    await work.told(words_call.DIGITS_FAILED)
    await work.mouse.play("Thank you")
    await work.until(lambda now: now["call"]["playing"] == "ThankYou", "the sound")
    await work.until(lambda now: now["call"]["playing"] is None, "its end")


async def test_inbound(qapp: QApplication, tmp_path: Path) -> None:
    """The queue is on the card; a caller goes to another queue, and may come back."""
    async with panel_desk(qapp, tmp_path, scenario="inbound", site=FLOOR, speed=20) as desk:
        work = Work(desk)
        await work.begin("Support")
        await work.mouse.join_queue("VIP")
        await until(lambda: work.now.queues == ("VIP",))
        now = await work.talks()
        queue = now["call"]["queue"]
        assert queue in ("VIP", "General")
        assert await desk.on_tick(desk.panel.window.parts.call.queue.text) == f"queue {queue}"
        await work.mouse.requeue("General")
        await work.shows("wrap")
        await work.finish(101)
        while (await work.talks())["call"]["session"] != now["call"]["session"]:
            await work.finish()
        assert work.now.call is not None
        assert work.now.call.queue == "General"
        await work.finish()
        await work.leave()
        assert await work.account.agrees() == work.served
        ends = [row.ended_by for row in desk.server.ledger if row.session == now["call"]["session"]]
        assert ends[0] == "requeue"


async def test_transfers(qapp: QApplication, tmp_path: Path) -> None:
    """To a queue of another campaign, to an outside number, and an outside number into the call."""
    async with panel_desk(qapp, tmp_path, scenario="transfers", site=FLOOR, speed=20) as desk:
        work = Work(desk)
        await work.begin("Sales")
        await work.shows("talking")
        await work.mouse.requeue("Second line")
        await work.shows("wrap")
        await work.finish()
        await work.shows("talking")
        key = work.key
        await work.mouse.transfer("01632960010", Manner.BLIND)
        await work.without(key)
        await work.shows("talking")
        await work.mouse.transfer("01632960010", Manner.CONFERENCE)
        await work.until(
            lambda now: now["call"]["transfer"] is not None and now["call"]["transfer"]["stage"] == "conference",
            "three",
        )
        await work.finish(101)
        await work.leave()
        assert await work.account.agrees() == 3
        rows = [row for row in desk.server.ledger if row.agent == "1001"]
        assert [(row.outcome, row.ended_by) for row in rows] == [
            (105, "requeue"),
            (None, "transfer"),
            (101, "transfer"),
        ]
