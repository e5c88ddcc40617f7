"""Why something asked of the call at hand, of transfers or of colleagues cannot be done or sent as it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

from agentpanel.domain import words, words_call
from agentpanel.domain.colleagues import cannot_receive
from agentpanel.domain.controls import Control
from agentpanel.domain.given import is_joined
from agentpanel.domain.identifiers import bad_entry, identifier_fault, text_fault
from agentpanel.domain.intents import (
    AnswerTransfer,
    EndCall,
    Hold,
    Intent,
    Mute,
    PlaySound,
    Record,
    RequeueCall,
    SendDigits,
    SwapHold,
    TransferCall,
    WatchColleagues,
)
from agentpanel.domain.parties import UNASKED, Manner, Party, Target, TargetKind
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Call, Login, Recording, Snapshot
from agentpanel.domain.state import Seat
from agentpanel.domain.words import Say, say
from agentpanel.protocol.messages import RequestHold, TransferRequest
from agentpanel.protocol.version import reached

CALL_CONTROL_OF: Final[Mapping[type[Intent], Control]] = {
    Hold: Control.HOLD,
    SwapHold: Control.SWAP,
    Mute: Control.MUTE,
    SendDigits: Control.DIGITS,
    Record: Control.RECORD,
    PlaySound: Control.PLAY,
    TransferCall: Control.TRANSFER,
    AnswerTransfer: Control.ACCEPT,
    RequeueCall: Control.REQUEUE,
}
_DIGITS: Final = re.compile(r"[0-9#*A-D]{1,80}", re.ASCII)
#: The most characters of an address, and what it is called.
_ADDRESSES: Final = {
    TargetKind.EXTENSION: (120, words.ENTRY_EXTENSION),
    TargetKind.EXTERNAL: (80, words.ENTRY_NUMBER),
    TargetKind.QUEUE: (80, words.ENTRY_QUEUE),
}


def control_of(intent: Intent) -> Control | None:
    """The control of an intent whose value decides between two."""
    match intent:
        case Hold(on=False):
            return Control.RETRIEVE
        case AnswerTransfer(accept=False):
            return Control.REJECT
    return None


def call_fault(intent: Intent, s: Snapshot, rules: SiteRules) -> Say | None:
    """The sentence that refuses it, once its control is on."""
    match intent:
        case EndCall(sound, external):
            return _end_fault(sound, external, s, rules)
        case TransferCall(target, manner):
            return _target_fault(target, s, rules) or _manner_fault(target, manner, rules)
        case RequeueCall(queue):
            return _address_fault(Target(TargetKind.QUEUE, queue), rules)
        case WatchColleagues(on=True):
            return _watch_fault(s, rules)
    return None if s.call is None else _control_fault(intent, s.call, rules)


def _control_fault(intent: Intent, call: Call, rules: SiteRules) -> Say | None:
    match intent:
        case Hold(on, party) if party is not None:
            return _hold_fault(on, party, call, rules)
        case SwapHold():
            return _too_old(RequestHold.META.by_code["WH"].since, rules)
        case Mute(on) if bool(call.muted) is on:
            return say(words_call.MUTED_ALREADY if on else words_call.NOT_MUTED)
        case SendDigits(digits) if _DIGITS.fullmatch(digits) is None:
            return say(words_call.BAD_DIGITS)
        case Record(on, second):
            return _record_fault(on, second, call, rules)
        case PlaySound(name):
            return _sound_fault(name, call, rules)
    return None


def _hold_fault(on: bool, party: Party, call: Call, rules: SiteRules) -> Say | None:
    if party is Party.OTHER and call.transfer is None:
        return say(words_call.NO_SECOND_PARTY)
    if on is (party in call.held):
        return say(words_call.PARTY_HELD_ALREADY if on else words_call.PARTY_NOT_HELD)
    return _too_old(RequestHold.META.by_code["WH"].since, rules)


def _record_fault(on: bool, second: bool, call: Call, rules: SiteRules) -> Say | None:
    if second and rules.calls.second_recording is None:
        return say(words_call.NO_SECOND_RECORDING)
    now = call.second_recording if second else call.recording
    if on and now is Recording.ON:
        return say(words_call.RECORDED_ALREADY)
    return say(words_call.NOT_RECORDED) if not on and now is Recording.OFF else None


def _sound_fault(name: str | None, call: Call, rules: SiteRules) -> Say | None:
    if name is None:
        return say(words_call.NOTHING_PLAYS) if call.playing is None else None
    names = [sound.name for sound in rules.sounds]
    return None if name in names else say(words_call.UNKNOWN_SOUND, name=name, allowed=", ".join(names))


def _end_fault(sound: str | None, external: str | None, s: Snapshot, rules: SiteRules) -> Say | None:
    at_end = [each.name for each in rules.sounds if each.at_end]
    if sound is not None and sound not in at_end:
        return say(words_call.UNKNOWN_END_SOUND, name=sound, allowed=", ".join(at_end))
    if external is None:
        return None
    if external not in rules.calls.end_to:
        return say(words_call.UNKNOWN_END, address=external, allowed=", ".join(rules.calls.end_to))
    if s.call is not None and s.call.transfer is not None:
        return say(words.TRANSFER_UNDER_WAY)
    if is_joined(s.call):
        return say(words_call.SENDER_IS_THERE)
    return _address_fault(Target(TargetKind.EXTERNAL, external), rules)


def _target_fault(target: Target, s: Snapshot, rules: SiteRules) -> Say | None:
    """An address that cannot travel, that the site does not allow, or an agent who cannot take it."""
    if (fault := _address_fault(target, rules)) is not None:
        return fault
    if s.login is not None and (target.kind, target.address) in _own_addresses(s.login):
        return say(words_call.OWN_CALL)
    known = next((each for each in s.colleagues or () if each.agent == target.address), None)
    if target.kind is TargetKind.AGENT and known is not None:
        return cannot_receive(known)
    if rules.calls.any_number or target.kind is TargetKind.QUEUE:
        return None
    listed = any((each.kind, each.address) == (target.kind, target.address) for each in rules.targets)
    return None if listed else say(words_call.UNLISTED_TARGET, address=target.address)


def _own_addresses(login: Login) -> Collection[tuple[TargetKind, str]]:
    return ((TargetKind.AGENT, login.agent), (TargetKind.EXTENSION, login.extension))


def _address_fault(target: Target, rules: SiteRules) -> Say | None:
    """It must travel: an agent's name by the rule for names, anything else as a text."""
    if target.kind is TargetKind.AGENT:
        strict = rules.inferred.strict_identifiers
        fault, entry = identifier_fault(target.address, strict=strict, codec=rules.codec), words.ENTRY_AGENT
    else:
        most, entry = _ADDRESSES[target.kind]
        fault = text_fault(target.address, most, codec=rules.codec)
    return None if fault is None else bad_entry(say(entry), fault)


def _manner_fault(target: Target, manner: Manner, rules: SiteRules) -> Say | None:
    """Nobody answers for an outside number, so it cannot be asked first; and the dialer must know the flag."""
    if target.kind is TargetKind.EXTERNAL and manner not in UNASKED:
        return say(words_call.OUTSIDE_MANNER)
    if manner is not Manner.CUSTOMER_HELD or target.kind is TargetKind.QUEUE:
        return None
    return _too_old(TransferRequest.META.by_code["C5"].since, rules)


def _watch_fault(s: Snapshot, rules: SiteRules) -> Say | None:
    if not rules.calls.live_agents:
        return say(words_call.NO_LIVE_AGENTS)
    return None if s.seat.value is Seat.IN else say(words.NOT_LOGGED_IN)


def _too_old(since: str | None, rules: SiteRules) -> Say | None:
    if since is None or reached(rules.version, since):
        return None
    return say(words_call.NOT_BEFORE, version=".".join(map(str, rules.version)), since=since)
