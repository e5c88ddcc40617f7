"""What goes with the outcome in TC besides its number: callback, sale, data; and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from agentpanel.domain import words
from agentpanel.domain.identifiers import bad_entry, identifier_fault, text_fault
from agentpanel.domain.parties import Callback
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Call
from agentpanel.domain.turn import Turn
from agentpanel.domain.words import Say, say
from agentpanel.protocol.data import CallData
from agentpanel.protocol.errors import LocalProtocolError
from agentpanel.protocol.ole import from_datetime

#: CO: a sign, and up to six digits with or without a point (behaviour.md 5).
_AMOUNT: Final = re.compile(r"[+-]?(?=[0-9])[0-9]*\.?[0-9]*", re.ASCII)
_AMOUNT_DIGITS: Final = 6
_SURE: Final = 100


def entries_of(call: Call, turn: Turn) -> Mapping[str, Any]:
    """The fields of TC."""
    callback, login = call.callback, turn.snapshot.login
    fields: dict[str, Any] = {"amount": call.amount, "success_rate": call.success_rate}
    if call.data_changed and call.data is not None:
        fields["data"] = call.data.text
    if callback is not None:
        fields["callback_time"] = str(from_datetime(callback.when, turn.zone))
        fields["callback_number"] = callback.number or None
        fields["callback_agent"] = login.agent if login is not None and callback.mine else None
    return fields


def missing(need: str, call: Call) -> Say | None:
    """What an outcome wants that is not there, as its name; None where it is."""
    if need == "callback" and call.callback is None:
        return say(words.NEEDS_CALLBACK)
    if need == "amount" and call.amount is None:
        return say(words.NEEDS_AMOUNT)
    if need == "success" and call.success_rate is None:
        return say(words.NEEDS_SUCCESS)
    return None


def callback_fault(callback: Callback | None, rules: SiteRules, now: datetime) -> Say | None:
    """Why this callback cannot be asked for."""
    if callback is None:
        return None
    if callback.when <= now:
        return say(words.CALLBACK_PAST)
    if callback.number and (fault := text_fault(callback.number, codec=rules.codec)):
        return bad_entry(say(words.ENTRY_NUMBER), fault)
    return None


def sale_fault(amount: str | None, success_rate: int | None) -> Say | None:
    """Why this amount or rate cannot be sent."""
    if amount is not None:
        digits = sum(character.isdigit() for character in amount)
        if _AMOUNT.fullmatch(amount) is None or digits > _AMOUNT_DIGITS:
            return say(words.BAD_AMOUNT)
    if success_rate is not None and not 0 <= success_rate <= _SURE:
        return say(words.BAD_SUCCESS)
    return None


def data_fault(data: CallData | None, key: str, value: str, rules: SiteRules) -> Say | None:
    """Why this value cannot be written into the call's data."""
    if data is None or key not in data.fields:
        return say(words.NO_SUCH_FIELD, key=key)
    if value and (fault := text_fault(value, max_len=len(value), codec=rules.codec)):
        return bad_entry(key, fault)
    try:
        data.with_value(key, value)
    except LocalProtocolError:
        return say(words.UNFIT_FOR_DATA, key=key, format=data.format.value[1])
    return None


def queue_fault(queue: str, rules: SiteRules) -> Say | None:
    """Why a queue's name cannot be sent."""
    fault = identifier_fault(queue, strict=rules.inferred.strict_identifiers, codec=rules.codec)
    return bad_entry(say(words.ENTRY_QUEUE), fault) if fault else None
