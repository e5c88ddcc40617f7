"""The live list of other agents: EA asks, AZ tells, EE or EF ends it (behaviour.md 4.1, 8)."""

from __future__ import annotations

from typing import Final

from agentpanel.domain import words_call
from agentpanel.domain.parties import Colleague
from agentpanel.domain.turn import Turn
from agentpanel.domain.words import Say, say
from agentpanel.protocol.messages import AgentData, EnumerateAgents, EnumerateEnd, EnumerateFinished

#: LD that tells DS.
_DETAIL: Final = 2
_LOGGED_OUT, _TIE_UP, _WAITING, _RESERVED = 0, 1, 3, 12


def watch(turn: Turn, *, on: bool) -> None:
    """Ask for the list, or end it."""
    if not on:
        unwatch(turn)
        turn.set(colleagues_off=None)
    elif turn.memory.watching is None:
        transaction = f"{turn.memory.key_prefix}-EA"
        turn.memory.watching = transaction
        turn.set(colleagues=(), colleagues_off=None)
        turn.request(EnumerateAgents, tenant=turn.about_me()["tenant"], level=_DETAIL, transaction=transaction)


def unwatch(turn: Turn) -> None:
    """EE where a list was asked for; the list is gone."""
    if turn.memory.watching is not None:
        turn.request(EnumerateEnd, tenant=turn.about_me()["tenant"], transaction=turn.memory.watching)
        turn.memory.watching = None
    turn.set(colleagues=None)


def agent_told(turn: Turn, said: AgentData) -> None:
    """AZ: each colleague as they are now; who is logged out leaves the list, and the agent is no colleague."""
    login, known = turn.snapshot.login, turn.snapshot.colleagues
    mine = said.transaction in (None, turn.memory.watching)
    if login is None or known is None or not mine or said.agent in (None, login.agent):
        return
    others = [each for each in known if each.agent != said.agent]
    state = said.detail_state
    if state != _LOGGED_OUT and not (state is None and said.available_state == _LOGGED_OUT):
        name = said.description if said.description != said.agent else None
        others.append(Colleague(agent=str(said.agent), name=name, campaign=said.campaign, state=state))
    turn.set(colleagues=tuple(sorted(others, key=lambda each: each.agent)))


def list_ended(turn: Turn, said: EnumerateFinished) -> None:
    """EF: the answer to EE or, while the list is wanted, the dialer's own end of it."""
    if turn.memory.watching is not None and said.transaction == turn.memory.watching:
        turn.memory.watching = None
        turn.set(colleagues=None, colleagues_off=say(words_call.AGENT_LIST_ENDED))


def list_refused(turn: Turn, why: Say) -> None:
    """ER for EA: rights may be missing."""
    turn.memory.watching = None
    turn.set(colleagues=None, colleagues_off=say(words_call.NO_AGENT_LIST, why=why))


def cannot_receive(colleague: Colleague) -> Say | None:
    """Why this agent cannot be given a call now, or None."""
    if colleague.can_receive:
        return None
    texts = {
        None: words_call.AGENT_UNKNOWN,
        _TIE_UP: words_call.AGENT_WAITS,
        _WAITING: words_call.AGENT_AVAILABLE,
        _RESERVED: words_call.AGENT_AVAILABLE,
    }
    return say(texts.get(colleague.state, words_call.AGENT_BUSY), agent=colleague.name or colleague.agent)
