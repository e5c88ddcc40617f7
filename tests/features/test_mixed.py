"""One shift through every way of working, by mouse through the real window: both books are the same at its end."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from agentpanel.domain import words
from tests.features.desk import panel_desk
from tests.features.pair import FLOOR
from tests.features.work import Work
from tests.helpers.until import until

pytestmark = [pytest.mark.once, pytest.mark.time_limit(150)]
_MIXED = Path(__file__).with_name("mixed.toml")


async def test_a_mixed_shift(qapp: QApplication, tmp_path: Path) -> None:
    async with panel_desk(qapp, tmp_path, scenario=_MIXED, site=FLOOR, speed=15) as desk:
        work = Work(desk, alone_on=("Progressive",))
        await predictive(work)
        await preview(work)
        await progressive(work)
        await manual(work)
        await inbound(work)
        await extended_wrap(work)
        await moved_by_others(work)
        await unasked_logout(work)
        await work.leave()
        assert await work.account.agrees() >= work.served > 12
        campaigns = {line.campaign for line in work.account.shown()}
        assert campaigns == {"Sales", "Preview", "Progressive", "Manual", "Support", "Service"}
        assert {105, 121, 201, 101} <= {line.outcome for line in work.account.shown()}
        assert sum(line.tags == {"T1": "Broadband"} for line in work.account.shown()) == 1
        assert "requeue" in {row.ended_by for row in desk.server.ledger}
        assert set(work.account.offers()) <= {words.WHY_WENT_BACK}


async def predictive(work: Work) -> None:
    """Hold, mute, digits, recording and tags; a callback that comes back, and a break between."""
    await work.begin("Sales")
    await work.shows("talking")
    await work.mouse.hold()
    await work.shows("held")
    await work.mouse.hold()
    await work.shows("talking")
    await work.mouse.mute()
    await work.until(lambda now: now["call"]["muted"], "silence")
    await work.mouse.mute()
    await work.until(lambda now: now["call"]["muted"] is False, "the microphone")
    await work.mouse.digits("42#")
    await work.until(lambda now: now["call"]["recording"] == "on", "the recording")
    await work.mouse.record()
    await work.until(lambda now: now["call"]["recording"] == "off", "its end")
    await work.mouse.tag(1, "Broadband")
    await work.until(lambda now: now["call"]["tags"] == {"T1": "Broadband"}, "the tag")
    await work.mouse.call_back()
    await until(lambda: work.now.call is not None and work.now.call.callback is not None)
    await work.finish(121)
    await work.mouse.take_break(1)
    await work.serve_until("not_ready")
    await work.mouse.available()
    await work.serve_until_callback()
    await work.finish()


async def move(work: Work, campaign: str) -> None:
    """By the agent; whatever comes before the dialer does it is served."""
    await work.mouse.move(campaign)
    while work.now.campaign != campaign:
        if (await work.until(lambda _: work.now.campaign == campaign or _is_open(work), "the move")) and _is_open(work):
            await work.finish()


def _is_open(work: Work) -> bool:
    call = work.now.call
    return call is not None and (call.connected is not None or call.ended is not None)


async def preview(work: Work) -> None:
    """Dialed, and declined with an outcome."""
    await move(work, "Preview")
    await work.serve(2)
    await work.until(lambda now: now["shown"] == "preview" and not now["call"]["preview"]["declined"], "a record")
    key = work.key
    await work.mouse.decline("Wrong person")
    await work.without(key)
    await work.serve()


async def progressive(work: Work) -> None:
    await move(work, "Progressive")
    await work.serve(3)


async def manual(work: Work) -> None:
    await move(work, "Manual")
    await work.serve(2)


async def inbound(work: Work) -> None:
    """In a queue that was joined; a caller is sent to another one."""
    await move(work, "Support")
    await work.mouse.join_queue("VIP")
    await until(lambda: work.now.queues == ("VIP",))
    await work.talks()
    await work.mouse.requeue("General")
    await work.shows("wrap")
    await work.finish(101)
    await work.serve()


async def extended_wrap(work: Work) -> None:
    """The dialer closes the wrap after a minute, unless it is asked for more."""
    await move(work, "Service")
    await work.talks()
    await work.mouse.end_call()
    await work.shows("wrap")
    await work.mouse.extend()
    await until(lambda: work.now.call is not None and work.now.call.wrap_limit_s is not None)
    await work.finish()


async def moved_by_others(work: Work) -> None:
    work.desk.server.move("Sales", "1001")
    await work.talks()
    while work.now.campaign != "Sales":
        await work.finish()
        await work.talks()
    await work.finish()


async def unasked_logout(work: Work) -> None:
    """A supervisor ends the login; queues are joined again by the next one."""
    work.desk.server.kill("1001")
    await work.serve_until("logged_out")
    await work.begin("Sales")
    assert work.now.queues == ("VIP",)
    await work.serve()
