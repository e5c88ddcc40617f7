"""Which of the dialer's messages is handled where (behaviour.md 4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo
from typing import Any, Final

from agentpanel.domain import words
from agentpanel.domain.heard_calls import agent_connect, call_ended, held, outcome_reported, recording
from agentpanel.domain.heard_seat import (
    agent_free,
    agent_ready,
    authenticated,
    campaign_update,
    logged_in,
    logged_out,
    move_status,
    now_available,
)
from agentpanel.domain.turn import Turn
from agentpanel.domain.words import say
from agentpanel.protocol.message import Message
from agentpanel.protocol.messages import (
    AgentConnect,
    AgentFree,
    AgentReady,
    BeginManual,
    BeginPreview,
    CallEnded,
    CampaignUpdate,
    HoldAcknowledge,
    LoggedIn,
    MoveStatus,
    NowAvailable,
    NowLoggedOut,
    OutcomeData,
    RecordingAcknowledge,
    UserStatus,
)


def hear(turn: Turn, message: Message, zone: tzinfo) -> None:
    """Act on one message; one that is for nobody here changes nothing."""
    if isinstance(message, OutcomeData):
        outcome_reported(turn, message, zone)
        return
    handler = _HANDLERS.get(type(message))
    if handler is not None and _is_for_me(turn, message):
        handler(turn, message)


def _is_for_me(turn: Turn, message: Message) -> bool:
    agent, login = getattr(message, "agent", None), turn.snapshot.login
    if login is None:
        turn.tell(words.ODD_MESSAGE)
        return False
    if agent is None or agent == login.agent:
        return True
    turn.set(unexpected=say(words.OTHER_AGENT, agent=agent, own=login.agent))
    turn.tell_words(say(words.OTHER_AGENT, agent=agent, own=login.agent))
    return False


def not_supported(turn: Turn, _said: Message) -> None:
    turn.tell(words.NOT_SUPPORTED_YET)


_HANDLERS: Final[dict[type[Message], Callable[[Turn, Any], None]]] = {
    UserStatus: authenticated,
    LoggedIn: logged_in,
    NowLoggedOut: logged_out,
    NowAvailable: now_available,
    AgentReady: agent_ready,
    AgentFree: agent_free,
    AgentConnect: agent_connect,
    CallEnded: call_ended,
    RecordingAcknowledge: recording,
    HoldAcknowledge: held,
    CampaignUpdate: campaign_update,
    MoveStatus: move_status,
    BeginPreview: not_supported,
    BeginManual: not_supported,
}
