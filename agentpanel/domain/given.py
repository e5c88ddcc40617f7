"""Calls that come from other agents or go to them: what they are at first, and how they end without an outcome.

Pure readings of a call and of what was said of it (behaviour.md 4.11).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from agentpanel.domain import words_call
from agentpanel.domain.parties import Answer, Incoming, Manner, Party, Target, Transfer, TransferStage
from agentpanel.domain.snapshot import Call, Snapshot
from agentpanel.domain.state import Work
from agentpanel.domain.words import Say, say
from agentpanel.protocol.messages import AgentConnect

#: What a call no longer has when its talk is over.
TALK_OVER: Final[Mapping[str, Any]] = {
    "transfer": None,
    "held": frozenset(),
    "pending": frozenset(),
    "playing": None,
}


def incoming_of(s: Snapshot, said: AgentConnect) -> Incoming | None:
    """The transfer that a first AC announces: by its flags, or because only those reach an agent who is not ready."""
    conference = said.conference or said.agents_first_conference
    if not (said.blind or conference or s.work.value is Work.IDLE):
        return None
    unasked = said.blind or (s.login is not None and s.login.auto_accept)
    return Incoming(
        blind=said.blind,
        conference=conference,
        answer=Answer.NOT_ASKED if unasked else Answer.WANTED,
    )


def is_asked(incoming: Incoming | None) -> bool:
    """Whether the agent has to answer first, so that its AC cannot be the connection yet."""
    return incoming is not None and incoming.answer is Answer.WANTED


def name_of(target: Target) -> str | Say:
    """Whom a transfer is to, for a sentence."""
    return target.text or target.address or say(words_call.SOMEBODY)


def is_given(transfer: Transfer | None) -> bool:
    """The call is somebody else's without a wrap here: blind, or by somebody else in a manner that nobody told."""
    if transfer is None or transfer.stage is TransferStage.ASKED:
        return False
    return transfer.manner is Manner.BLIND or not transfer.target.address


def without_outcome(call: Call) -> Say | None:
    """Why AR or AF closes this call although no outcome was sent, where that is as it should be."""
    if call.lost is not None:
        return None
    if call.transfer is not None and is_given(call.transfer):
        return say(words_call.WHY_GIVEN, target=name_of(call.transfer.target))
    if call.connected is not None or call.preview is not None:
        return None
    rejected = call.incoming is not None and call.incoming.answer is Answer.REJECTED
    return say(words_call.WHY_REJECTED if rejected else words_call.WHY_NOT_ANSWERED)


def whom_to_hold(call: Call | None, *, on: bool) -> Party | None:
    """With two others in the call, whom a hold without a name means: the first who can be, customer first."""
    if call is None or call.transfer is None:
        return None
    return next((party for party in Party if (party in call.held) is not on), Party.CUSTOMER)


def is_joined(call: Call | None) -> bool:
    """Another agent fetched this one into a call of theirs and, as far as was told, is still in it."""
    return call is not None and call.incoming is not None and call.incoming.conference


def is_unanswered(call: Call | None) -> bool:
    """An offer that came to nothing, which the agent did not bring about."""
    if call is None or call.connected is not None or call.preview is not None or call.lost is not None:
        return False
    return call.incoming is None or call.incoming.answer is not Answer.REJECTED


def leaves_idle(call: Call | None) -> bool:
    """The agent was not ready when the call came, and is so again when it has gone: nobody's doing."""
    return call is not None and call.incoming is not None
