"""What the dialer says of hold, mute, digits, recording and sounds, asked for or not (behaviour.md 4.12, 6)."""

from __future__ import annotations

from typing import Final

from agentpanel.domain import words_call
from agentpanel.domain.call_control import SWAP, WHO, answered, fail, live_call, settled
from agentpanel.domain.controls import Control
from agentpanel.domain.parties import Party, TransferStage
from agentpanel.domain.rows import change_call, record_open
from agentpanel.domain.snapshot import Call, Recording
from agentpanel.domain.state import Heard
from agentpanel.domain.turn import Turn
from agentpanel.domain.words import Say, say
from agentpanel.protocol.messages import (
    DTMFPlay,
    DTMFStatus,
    HoldAcknowledge,
    MuteAcknowledge,
    PlayMessage,
    PlayStatus,
    RecordingAcknowledge,
    RequestHold,
    RequestMute,
    RequestRecording,
)
from agentpanel.protocol.tokens import Request

_DONE: Final = (0, None)
#: RS of HA and RA that tell why it failed; MK, DS and PS know only the second.
_ON_HOOK, _TELEPHONY = 1, 2


def _why(status: int | None, *, knows_hook: bool = False) -> Say:
    if status == _ON_HOOK and knows_hook:
        return say(words_call.WHY_ON_HOOK)
    return say(words_call.WHY_TELEPHONY if status == _TELEPHONY else words_call.WHY_NOT_TOLD)


# -- hold -------------------------------------------------------------------------------------------------


def held(turn: Turn, said: HoldAcknowledge) -> None:
    """HA: who is on hold, whoever asked for it; with nobody else in the call it is the work that is held."""
    failed = said.status not in _DONE
    request = answered(turn, RequestHold, lambda sent: failed or sent.on is said.on)
    call = live_call(turn)
    if call is None:
        return
    if failed:
        text = words_call.HOLD_FAILED if said.on else words_call.RETRIEVE_FAILED
        fail(turn, Control.HOLD, text, why=_why(said.status, knows_hook=True))
        return
    now = _held_now(call, said, request)
    change_call(turn, held=now)
    if call.transfer is not None and call.transfer.stage is not TransferStage.ASKED:
        return
    turn.move_work(Heard.HELD if now else Heard.RETRIEVED)
    if request is None and now != call.held:
        turn.tell(words_call.HELD_BY_OTHER if now else words_call.RETRIEVED_BY_OTHER)


def _held_now(call: Call, said: HoldAcknowledge, request: Request | None) -> frozenset[Party]:
    bits = _bits(said, request)
    if said.on and bits & SWAP:
        return frozenset(Party) - call.held
    named = frozenset(party for party, bit in WHO.items() if bits & bit) or {Party.CUSTOMER}
    if said.on:
        return call.held | named
    return call.held - named if call.transfer is not None else frozenset()


def _bits(said: HoldAcknowledge, request: Request | None) -> int:
    """WH of the answer or, where it has none, of what was asked; nothing is "as before" (behaviour.md 4.12)."""
    asked = request.message.who if request is not None and isinstance(request.message, RequestHold) else None
    text = said.who or asked or ""
    return int(text) if text.isascii() and text.isdigit() else 0


# -- mute -------------------------------------------------------------------------------------------------


def muted(turn: Turn, said: MuteAcknowledge) -> None:
    """MK; with RC it speaks of the recording's input and not of the microphone."""
    if said.recording_input:
        return
    failed = said.status not in _DONE
    request = answered(turn, RequestMute, lambda sent: failed or sent.on is said.on)
    call = live_call(turn)
    if call is None:
        return
    if failed:
        text = words_call.MUTE_FAILED if said.on else words_call.UNMUTE_FAILED
        fail(turn, Control.MUTE, text, why=_why(said.status))
        return
    change_call(turn, muted=said.on)
    if request is None and bool(call.muted) is not said.on:
        turn.tell(words_call.MUTED_BY_OTHER if said.on else words_call.UNMUTED_BY_OTHER)


# -- digits -----------------------------------------------------------------------------------------------


def digits_played(turn: Turn, said: DTMFStatus) -> None:
    """DS: the begin or the failure is the answer, to one DP at a time; the end needs none."""
    if said.status == 1:
        return
    mine = [r for r in turn.memory.ledger.open if isinstance(r.message, DTMFPlay) and turn.was_read(r)]
    if mine:
        settled(turn, mine[0])
    if live_call(turn) is None:
        return
    if said.status not in _DONE:
        fail(turn, Control.DIGITS, words_call.DIGITS_FAILED, why=_why(said.status))
    elif not mine:
        turn.tell(words_call.DIGITS_BY_OTHER)


# -- recording --------------------------------------------------------------------------------------------


def recording(turn: Turn, said: RecordingAcknowledge) -> None:
    """RA, asked for or not, is the only word on recording (behaviour.md 6); KY names the second, parallel one."""
    call, second = turn.snapshot.call, said.key is not None
    if call is None or (second and said.key != turn.rules.calls.second_recording):
        return
    request = answered(turn, RequestRecording, lambda sent: sent.key == said.key)
    if said.status in _DONE:
        _put_recording(turn, Recording.ON if said.on else Recording.OFF, second=second)
        if request is not None and isinstance(request.message, RequestRecording) and request.message.on is not said.on:
            fail(turn, Control.RECORD, words_call.RECORDING_UNCHANGED)
    elif said.on:
        _put_recording(turn, Recording.FAILED, second=second)
        fail(turn, Control.RECORD, words_call.RECORDING_FAILED, why=_why(said.status, knows_hook=True))
    else:
        fail(turn, Control.RECORD, words_call.RECORDING_NOT_STOPPED, why=_why(said.status, knows_hook=True))
    record_open(turn)


def _put_recording(turn: Turn, state: Recording, *, second: bool) -> None:
    change_call(turn, **{"second_recording" if second else "recording": state})


# -- sounds -----------------------------------------------------------------------------------------------


def sound_played(turn: Turn, said: PlayStatus) -> None:
    """PS: 0 answers a sound that was asked for, 1 the wish to stop it, or it has ended by itself."""
    over, failed = said.status == 1, said.status not in (0, 1, None)
    request = answered(turn, PlayMessage, lambda sent: failed or (sent.sound is None) is over)
    if live_call(turn) is None:
        return
    asked = request.message.sound if request is not None and isinstance(request.message, PlayMessage) else None
    if failed and request is not None and asked is None:
        fail(turn, Control.PLAY, words_call.SOUND_NOT_STOPPED, why=_why(said.status))
        return
    change_call(turn, playing=None if over or failed else asked or "")
    if failed:
        fail(turn, Control.PLAY, words_call.SOUND_FAILED, why=_why(said.status))
    elif request is None and not over:
        turn.tell(words_call.SOUND_BY_OTHER)
