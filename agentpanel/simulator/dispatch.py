"""Which rule answers which message and which timer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from agentpanel.protocol.message import Message
from agentpanel.protocol.messages import (
    AdjustWrap,
    AgentAvailable,
    AgentLogin,
    AgentMoving,
    AgentUnavailable,
    DTMFPlay,
    EnumerateAgents,
    EnumerateEnd,
    EnumerateOutcomes,
    GroupMembership,
    KillAgent,
    LogOut,
    MoveAgent,
    RequestHold,
    RequestMute,
    RequestRecording,
    SetTags,
    StartWrap,
    TransactionComplete,
    UserAuthenticate,
    VerifyStatus,
)
from agentpanel.simulator import (
    authentication,
    call_requests,
    dialing,
    enumerations,
    leaving,
    management,
    media_requests,
    seat_requests,
    talking,
)
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.request import Handler

#: What this dialer does with each message; one that is declared and not here is refused as "not_in_scenario".
HANDLERS: Final[Mapping[type[Message], Handler]] = {
    UserAuthenticate: authentication.authenticate,
    AgentLogin: seat_requests.log_in,
    AgentAvailable: seat_requests.go_available,
    AgentUnavailable: seat_requests.go_unavailable,
    LogOut: seat_requests.log_out,
    AgentMoving: seat_requests.move,
    GroupMembership: seat_requests.change_membership,
    StartWrap: call_requests.start_wrap,
    TransactionComplete: call_requests.complete,
    SetTags: call_requests.set_tags,
    AdjustWrap: call_requests.adjust_wrap,
    RequestRecording: media_requests.record,
    RequestHold: media_requests.hold,
    RequestMute: media_requests.mute,
    DTMFPlay: media_requests.play_digits,
    VerifyStatus: management.verify_status,
    KillAgent: management.kill,
    MoveAgent: management.move,
    EnumerateOutcomes: enumerations.outcomes_asked,
    EnumerateAgents: enumerations.agents_asked,
    EnumerateEnd: enumerations.end_asked,
}

#: What each timer does with the name or number in its key.
TIMERS: Final[Mapping[str, Callable[[Floor, Any], None]]] = {
    "advise": management.advise,
    "answer": talking.answered,
    "cycle": dialing.cycle_over,
    "linger": leaving.linger_over,
    "network": call_requests.hung_up,
    "patience": dialing.patience_over,
    "release": leaving.released,
    "ring": dialing.rung,
    "talk": talking.talk_over,
    "tick": dialing.tick,
    "tie_up": seat_requests.tied_up,
    "wrap": talking.wrap_over,
}
