"""What the controls of a call mean at the moment, from the dialer's word alone."""

from __future__ import annotations

from enum import Enum

from agentpanel.domain.intents import Hold, Intent, SwapHold
from agentpanel.domain.parties import Answer, Party, TransferStage
from agentpanel.domain.snapshot import Call, Snapshot
from agentpanel.domain.state import Work


class HoldMode(Enum):
    """What a press of the hold button asks for."""

    HOLD = "hold"
    # there are two: a menu asks which one
    CHOOSE = "choose"
    RETRIEVE = "retrieve"
    SWAP = "swap"

    @property
    def intent(self) -> Intent | None:
        """None where more must be said."""
        match self:
            case HoldMode.HOLD:
                return Hold(True)
            case HoldMode.RETRIEVE:
                return Hold(False)
            case HoldMode.SWAP:
                return SwapHold()
        return None


def hold_mode(s: Snapshot) -> HoldMode:
    """HA says who is on hold, TA whether there is a second party."""
    call = s.call
    held = s.work.value is Work.HELD or (call is not None and bool(call.held))
    if call is None or call.transfer is None:
        return HoldMode.RETRIEVE if held else HoldMode.HOLD
    if held:
        return HoldMode.SWAP
    return HoldMode.CHOOSE if call.transfer.stage is TransferStage.CONFERENCE else HoldMode.HOLD


def join_all(call: Call | None) -> Hold:
    """Fetch back the one who is on hold."""
    if call is None or call.transfer is None:
        return Hold(False)
    return Hold(False, next((each for each in Party if each in call.held), None))


def joins(call: Call | None) -> bool:
    """Whether a second party is in touch, who can be joined with the customer."""
    transfer = call.transfer if call is not None else None
    return transfer is not None and transfer.stage in (TransferStage.CONNECTED, TransferStage.CONFERENCE)


def in_conference(call: Call | None) -> bool:
    """Whether the others go on where this agent leaves."""
    if call is None or call.connected is None or call.ended is not None:
        return False
    given = call.incoming is not None and call.incoming.conference
    return given or (call.transfer is not None and call.transfer.stage is TransferStage.CONFERENCE)


def answering(call: Call | None) -> bool:
    """Whether a transfer stands to be accepted, or its answer is under way."""
    if call is None or call.incoming is None or call.connected is not None or call.lost is not None:
        return False
    return call.incoming.answer is not Answer.NOT_ASKED


def to_come(s: Snapshot) -> bool:
    """Whether its call is a record that is looked at or dialed, and nobody has answered yet."""
    call = s.call
    if s.work.value is not Work.PREVIEW or call is None or call.lost is not None:
        return False
    return call.connected is None and call.ended is None
