"""The call at hand told to programs: hold, microphone, transfers (part of the object of `ctl status`)."""

from __future__ import annotations

from typing import Any

from agentpanel.domain.parties import Incoming, Transfer
from agentpanel.domain.snapshot import Call

Json = dict[str, Any]


def control_of_call(call: Call) -> Json:
    """The fields of ``call`` that hold, mute, recording and transfers have."""
    return {
        "held": sorted(party.value for party in call.held),
        "muted": call.muted,
        "second_recording": call.second_recording.value,
        "playing": call.playing,
        "transfer": None if call.transfer is None else _transfer(call.transfer),
        "incoming": None if call.incoming is None else _incoming(call.incoming),
    }


def _transfer(transfer: Transfer) -> Json:
    return {"target": transfer.target.address, "manner": transfer.manner.value, "stage": transfer.stage.value}


def _incoming(incoming: Incoming) -> Json:
    return {
        "blind": incoming.blind,
        "conference": incoming.conference,
        "answer": incoming.answer.value,
        "sender": incoming.sender,
    }
