"""Which of the dialer's messages is handled where (behaviour.md 4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from agentpanel.domain import words
from agentpanel.domain.colleagues import agent_told, list_ended
from agentpanel.domain.heard_calls import agent_connect, call_ended
from agentpanel.domain.heard_control import digits_played, held, muted, recording, sound_played
from agentpanel.domain.heard_previews import manual_begun, number_back, preview_begun
from agentpanel.domain.heard_seat import (
    agent_free,
    agent_ready,
    authenticated,
    campaign_update,
    logged_in,
    logged_out,
    now_available,
)
from agentpanel.domain.heard_transfers import data_handed, transfer_told
from agentpanel.domain.moving import move_status
from agentpanel.domain.subscriptions import forgotten, outcomes_ended
from agentpanel.domain.turn import Turn
from agentpanel.domain.words import say
from agentpanel.protocol.message import Message
from agentpanel.protocol.messages import (
    AgentConnect,
    AgentData,
    AgentFree,
    AgentReady,
    BeginManual,
    BeginPreview,
    CallEnded,
    CampaignUpdate,
    DTMFStatus,
    EnumerateFinished,
    HoldAcknowledge,
    LoggedIn,
    MoveStatus,
    MuteAcknowledge,
    NewPersistentId,
    NowAvailable,
    NowLoggedOut,
    NumberBack,
    PlayStatus,
    RecordingAcknowledge,
    TransferAcknowledge,
    TransferToAgent,
    UserStatus,
)


def hear(turn: Turn, message: Message) -> None:
    """Act on one message; one that is for nobody here changes nothing."""
    if (of_anybody := _OF_ANYBODY.get(type(message))) is not None:
        of_anybody(turn, message)
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


def _enumeration_ended(turn: Turn, said: EnumerateFinished) -> None:
    list_ended(turn, said)
    outcomes_ended(turn, said)


#: These may be about others: numbers that no agent had, the list of agents, messages to a group.
_OF_ANYBODY: Final[dict[type[Message], Callable[[Turn, Any], None]]] = {
    NumberBack: number_back,
    AgentData: agent_told,
    EnumerateFinished: _enumeration_ended,
    NewPersistentId: forgotten,
    TransferToAgent: data_handed,
}
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
    MuteAcknowledge: muted,
    DTMFStatus: digits_played,
    PlayStatus: sound_played,
    TransferAcknowledge: transfer_told,
    CampaignUpdate: campaign_update,
    MoveStatus: move_status,
    BeginPreview: preview_begun,
    BeginManual: manual_begun,
}
