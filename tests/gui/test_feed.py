from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from agentpanel.gui.feed import SnapshotFeed
from tests.helpers.snapshots import later, snapshot
from tests.helpers.until import until

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from agentpanel.domain.snapshot import Snapshot


class Source:
    """What a session has: the newest snapshot."""

    def __init__(self) -> None:
        self.newest = snapshot()

    def __call__(self) -> Snapshot:
        return self.newest


def test_many_pokes_give_the_newest_snapshot_once(qtbot: QtBot) -> None:
    source = Source()
    feed = SnapshotFeed(source)
    given: list[Snapshot] = []
    feed.changed.connect(given.append)
    for second in range(2000):
        source.newest = snapshot(later(second))
        feed.poke()
    assert given == []
    qtbot.waitUntil(lambda: len(given) > 0)
    assert given == [source.newest]
    assert given[0] is source.newest


def test_a_poke_after_the_frame_gives_another(qtbot: QtBot) -> None:
    source = Source()
    feed = SnapshotFeed(source)
    given: list[Snapshot] = []
    feed.changed.connect(given.append)
    for second in range(3):
        source.newest = snapshot(later(second))
        feed.poke()
        qtbot.waitUntil(lambda: given[-1:] == [source.newest])
    assert len(given) == 3


async def test_it_never_gives_on_the_stack_of_a_task(qapp: QApplication) -> None:
    feed = SnapshotFeed(Source())
    stacks: list[asyncio.Task[object] | None] = []
    feed.changed.connect(lambda _: stacks.append(asyncio.current_task()))
    feed.poke()
    assert stacks == [], "not while this task runs"
    await until(lambda: stacks)
    assert stacks == [None]
    assert qapp is not None


def test_a_stopped_feed_gives_nothing_more(qtbot: QtBot) -> None:
    source = Source()
    feed, other = SnapshotFeed(source), SnapshotFeed(source)
    given: list[str] = []
    feed.changed.connect(lambda _: given.append("stopped"))
    other.changed.connect(lambda _: given.append("other"))
    feed.poke()
    other.poke()
    feed.stop()
    qtbot.waitUntil(lambda: bool(given))
    assert given == ["other"], "they were asked at the same time"
    assert not feed._timer.isActive()
