"""What the dialer says of transfers, to either side: TA, XA, and the AC that connects one (behaviour.md 4.11)."""

from __future__ import annotations

import dataclasses
from typing import Final

from agentpanel.domain import words_call
from agentpanel.domain.call_control import answered, fail, live_call
from agentpanel.domain.controls import Control
from agentpanel.domain.given import is_given, is_joined, name_of
from agentpanel.domain.heard_oddly import odd
from agentpanel.domain.parties import Manner, Party, Target, TargetKind, Transfer, TransferStage
from agentpanel.domain.rows import change_call, record_open
from agentpanel.domain.snapshot import Call
from agentpanel.domain.state import Heard
from agentpanel.domain.turn import Turn
from agentpanel.domain.words import Say, say
from agentpanel.protocol.data import parse
from agentpanel.protocol.messages import TransferAcknowledge, TransferAnswer, TransferRequest, TransferToAgent

#: RS of TA.
_CONNECTED, _OVER, _FAILED, _OFFERED, _CONFERENCE = range(5)
_ENDS: Final = (_OVER, _FAILED)
#: All three are in the call as soon as the other one is.
_ALL_TALK: Final = (Manner.CONFERENCE, Manner.CUSTOMER_HELD)
#: The other one is not there yet.
_BEFORE_TALK: Final = (TransferStage.ASKED, TransferStage.OFFERED)
#: Characters of another agent's data that a sentence shows.
_SHOWN_DATA: Final = 200


# -- TA ---------------------------------------------------------------------------------------------------


def transfer_told(turn: Turn, said: TransferAcknowledge) -> None:
    """TA: how a transfer from here goes, whoever began it; after the end of the talk it means nothing more."""
    asked = _asked(turn)
    call = live_call(turn)
    if call is None:
        if turn.snapshot.call is None and said.status not in _ENDS:
            odd(turn)
        return
    begun = call.transfer or asked
    if said.status in _ENDS:
        if begun is not None:
            _over(turn, call, begun, failed=said.status == _FAILED)
        elif said.status == _OVER:
            _sender_left(turn, call)
    elif said.status not in (_CONNECTED, _OFFERED, _CONFERENCE):
        odd(turn)
    elif begun is not None:
        _goes_on(turn, call, begun, said.status)
    elif call.incoming is None or (said.status == _OFFERED and call.connected is not None and not is_joined(call)):
        # who received it needs no word on the giving, but one on its being given on
        turn.tell(words_call.TRANSFER_BY_OTHER)
        _goes_on(turn, call, _somebodys(turn, said.status), said.status)


def _asked(turn: Turn) -> Transfer | None:
    """The transfer of our TR that this answers."""
    request = answered(turn, TransferRequest)
    return None if request is None else turn.memory.transferring.pop(request.token, None)


def _somebodys(turn: Turn, status: int) -> Transfer:
    manner = Manner.CONFERENCE if status == _CONFERENCE else Manner.SCREENED
    nobody = Target(TargetKind.AGENT, "")
    return Transfer(target=nobody, manner=manner, stage=TransferStage.ASKED, since=turn.at)


def _goes_on(turn: Turn, call: Call, begun: Transfer, status: int) -> None:
    stage = _stage(begun.manner, status)
    since = begun.since if stage is begun.stage else turn.at
    change_call(turn, transfer=dataclasses.replace(begun, stage=stage, since=since))
    turn.move_work(Heard.TRANSFERRING)
    agents_first = begun.manner is Manner.AGENTS_FIRST
    if agents_first and stage is TransferStage.CONNECTED:
        change_call(turn, held=call.held | {Party.CUSTOMER})
    elif agents_first and stage is TransferStage.CONFERENCE:
        change_call(turn, held=call.held - {Party.CUSTOMER})
    if stage is TransferStage.CONNECTED:
        turn.tell(words_call.TALK_FIRST if agents_first else words_call.WITH_TARGET, target=name_of(begun.target))


def _stage(manner: Manner, status: int) -> TransferStage:
    """A dialer that knows only RS 0 to 2 says 0 of a conference too (behaviour.md 11)."""
    if status == _OFFERED:
        return TransferStage.OFFERED
    if manner is not Manner.BLIND and (status == _CONFERENCE or manner in _ALL_TALK):
        return TransferStage.CONFERENCE
    return TransferStage.CONNECTED


def _over(turn: Turn, call: Call, begun: Transfer, *, failed: bool) -> None:
    """The agent has the call alone again; one that was given away is not theirs any more."""
    if is_given(begun) and begun.stage is TransferStage.CONNECTED:
        return
    waited = begun.manner is Manner.AGENTS_FIRST and begun.stage not in _BEFORE_TALK
    waits = frozenset() if waited else call.held & {Party.CUSTOMER}
    change_call(turn, transfer=None, held=waits)
    turn.move_work(Heard.TRANSFERRED)
    if waits:
        turn.move_work(Heard.HELD)
    target = name_of(begun.target)
    if failed:
        fail(turn, Control.TRANSFER, words_call.TRANSFER_FAILED, target=target)
    elif begun.stage in _BEFORE_TALK:
        fail(turn, Control.TRANSFER, words_call.TRANSFER_OVER, target=target)
    else:
        turn.tell(words_call.LEFT_CALL, target=target)


# -- the receiving side -----------------------------------------------------------------------------------


def _sender_left(turn: Turn, call: Call) -> None:
    """Who fetched this agent into the call has hung up."""
    if call.incoming is not None and call.incoming.conference and call.connected is not None:
        change_call(turn, incoming=dataclasses.replace(call.incoming, conference=False))
        turn.tell(words_call.SENDER_LEFT)


def transfer_taken(turn: Turn) -> None:
    """The second AC answers our yes."""
    answered(turn, TransferAnswer)


def take_handed(turn: Turn) -> None:
    """An AC has begun a call: the XA that came before it belongs to it."""
    handed, turn.memory.handed = turn.memory.handed, None
    call = turn.snapshot.call
    if handed is None or call is None or call.incoming is None:
        return
    if handed.session is None or call.session is None or handed.session == call.session:
        _join(turn, call, handed)
        if _is_shown(turn, handed):
            told = _data_words(turn, handed)
            turn.set(notices=tuple(notice for notice in turn.snapshot.notices if notice.words != told))


def data_handed(turn: Turn, said: TransferToAgent) -> None:
    """XA: who gave the call, and its data; the manual names sender and receiver both ways round."""
    login, call = turn.snapshot.login, live_call(turn)
    named = {said.agent, said.sender} - {None}
    if login is None or (named and login.agent not in named):
        return
    if call is not None and call.transfer is not None:
        return  # the sender's copy of what it gives
    if call is not None and call.incoming is not None:
        _join(turn, call, said)
    elif call is None:
        turn.memory.handed = said
    if not _is_shown(turn, said):
        turn.tell_words(_data_words(turn, said))


def _join(turn: Turn, call: Call, said: TransferToAgent) -> None:
    if call.incoming is None:
        return
    sender = _sender(turn, said) or call.incoming.sender
    data = call.data or (parse(said.data) if said.data else None)
    change_call(turn, incoming=dataclasses.replace(call.incoming, sender=sender), data=data)
    record_open(turn)


def _sender(turn: Turn, said: TransferToAgent) -> str | None:
    """Whichever of AN and A2 is not this agent."""
    me = turn.snapshot.login.agent if turn.snapshot.login else None
    return next((name for name in (said.sender, said.agent) if name not in (None, me)), None)


def _is_shown(turn: Turn, said: TransferToAgent) -> bool:
    call = turn.snapshot.call
    return not said.data or (call is not None and call.data is not None and call.data.text == said.data)


def _data_words(turn: Turn, said: TransferToAgent) -> Say:
    data = parse(said.data or "")
    text = ", ".join(f"{key}: {value}" for key, value in data.fields.items()) or data.text
    text = text if len(text) <= _SHOWN_DATA else f"{text[:_SHOWN_DATA]}…"
    if (sender := _sender(turn, said)) is not None:
        return say(words_call.FROM_AGENT, sender=sender, text=text)
    return say(words_call.FROM_SOMEBODY, text=text)
