"""Breaks as the journal keeps them: from the AF that grants one to the dialer's next word of work."""

from __future__ import annotations

import dataclasses

from agentpanel.domain.effects import Rest
from agentpanel.domain.records import Pause
from agentpanel.domain.state import WishKind
from agentpanel.domain.turn import Turn


def begin_break(turn: Turn, *, was_idle: bool) -> None:
    """AF has come, and no AA or LO waited for it: not ready from now on, for the reason that the snapshot has.

    Who was not ready before and asked for no break, as after a received call, goes on as before.
    """
    login, reason = turn.snapshot.login, turn.snapshot.free_reason
    asked = turn.wishes(WishKind.BREAK)
    goes_on = turn.wishes(WishKind.AVAILABLE) or turn.wishes(WishKind.LOGOUT)
    if login is None or turn.memory.pause is not None or goes_on or (was_idle and not asked):
        return
    turn.memory.pauses += 1
    pause = Pause(
        key=f"{turn.memory.key_prefix}-B{turn.memory.pauses}",
        tenant=login.tenant,
        agent=login.agent,
        code=reason.code if reason else None,
        text=reason.text if reason else None,
        started=turn.at.wall,
    )
    turn.memory.pause = pause
    turn.do(Rest(pause))


def end_break(turn: Turn) -> None:
    """NA or another word of work, NO, a new login, or the link is gone."""
    pause, turn.memory.pause = turn.memory.pause, None
    if pause is not None:
        turn.do(Rest(dataclasses.replace(pause, ended=turn.at.wall)))
