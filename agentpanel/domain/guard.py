"""Why the desk would refuse an intent right now: the control is off, or what was typed cannot be sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from agentpanel.domain import words
from agentpanel.domain.controls import Control
from agentpanel.domain.entries import callback_fault, data_fault, missing, queue_fault, sale_fault
from agentpanel.domain.guard_call import CALL_CONTROL_OF, call_fault, control_of
from agentpanel.domain.identifiers import bad_entry, identifier_fault, tenant_fault, text_fault
from agentpanel.domain.intents import (
    Complete,
    Decline,
    Dial,
    EditData,
    EndCall,
    ExtendWrap,
    GoAvailable,
    Intent,
    JoinQueue,
    LogIn,
    LogOut,
    MoveTo,
    NextPreview,
    PickOutcome,
    SetCallback,
    SetSale,
    SetTag,
    TakeBreak,
)
from agentpanel.domain.previews import is_undecided
from agentpanel.domain.required import missing_tags
from agentpanel.domain.rules import OutcomeRule, SiteRules, TagKind
from agentpanel.domain.snapshot import TAGS, Call, Login, Snapshot
from agentpanel.domain.state import Work
from agentpanel.domain.view import view
from agentpanel.domain.words import Say, say

CONTROL_OF: Final[dict[type[Intent], Control]] = {
    LogIn: Control.LOGIN,
    GoAvailable: Control.AVAILABLE,
    TakeBreak: Control.BREAK,
    LogOut: Control.LOGOUT,
    EndCall: Control.END_CALL,
    Complete: Control.COMPLETE,
    PickOutcome: Control.COMPLETE,
    SetTag: Control.TAG,
    Dial: Control.DIAL,
    Decline: Control.DECLINE,
    NextPreview: Control.NEXT_PREVIEW,
    SetCallback: Control.CALLBACK,
    SetSale: Control.SALE,
    EditData: Control.DATA,
    ExtendWrap: Control.EXTEND,
    MoveTo: Control.MOVE,
    JoinQueue: Control.JOIN,
    **CALL_CONTROL_OF,
}
#: Outcome categories that a launched call must not have: not made, abandon, host interrupt, timeout, planned
#: not made, inbound drop, inbound abandon (behaviour.md 5, from 10.6.944).
NOT_FOR_LAUNCHED: Final = frozenset({1, 2, 3, 4, 13, 15, 16})
#: The category of a call that was not made, the only one for a record that is not dialed.
_NOT_MADE: Final = 1
_MOST_OUTCOME: Final = 9999
#: The most seconds by which a wrap is extended at once; a campaign's own limit is no longer either.
_MOST_EXTENSION: Final = 3600


def refusal(intent: Intent, s: Snapshot, rules: SiteRules) -> Say | None:
    """The sentence to show instead of doing it, or None."""
    control = control_of(intent) or CONTROL_OF.get(type(intent))
    if control is not None and (why := view(s, rules).controls[control]) is not None:
        return why
    match intent:
        case LogIn(login, password):
            return next(_login_faults(login, password, rules), None)
        case TakeBreak(reason) if rules.break_by(reason) is None:
            allowed = ", ".join(each.text or str(each.code) for each in rules.breaks)
            return say(words.UNKNOWN_BREAK, wanted=reason, allowed=allowed)
        case Complete(outcome, note):
            return completion_fault(outcome, note, s, rules)
        case GoAvailable() if s.work.value is Work.WRAP and s.call is not None:
            return completion_fault(s.call.outcome, None, s, rules)
        case PickOutcome(outcome):
            return outcome_fault(outcome, rules, launched=not is_undecided(s.call))
        case SetTag(number, text):
            return _tag_fault(number, text, s, rules)
    return call_fault(intent, s, rules) or _work_fault(intent, s, rules)


def _work_fault(intent: Intent, s: Snapshot, rules: SiteRules) -> Say | None:
    """Of what is asked of previews, of the wrap and of the seat."""
    match intent:
        case Decline(outcome):
            return outcome_fault(outcome, rules, launched=False)
        case SetCallback(callback):
            return callback_fault(callback, rules, (s.last_word or s.shown.since).wall)
        case SetSale(amount, success_rate):
            return sale_fault(amount, success_rate)
        case EditData(key, value):
            return data_fault(s.call.data if s.call else None, key, value, rules)
        case ExtendWrap(seconds) if not 1 <= seconds <= _MOST_EXTENSION:
            return say(words.BAD_EXTENSION)
        case MoveTo(campaign):
            return _move_fault(campaign, s, rules)
        case JoinQueue(queue):
            return queue_fault(queue, rules)
    return None


def _move_fault(campaign: str, s: Snapshot, rules: SiteRules) -> Say | None:
    if campaign not in rules.calls.moves:
        return say(words.UNKNOWN_MOVE, campaign=campaign, allowed=", ".join(rules.calls.moves))
    return say(words.THERE_ALREADY, campaign=campaign) if campaign == s.campaign else None


def completion_fault(outcome: int | None, note: str | None, s: Snapshot, rules: SiteRules) -> Say | None:
    """Why the call may not be completed so; ``note`` None: with the note that it has.

    Tags that the site requires may still be filled in while the call lasts: they are asked for at its end.
    """
    if is_undecided(s.call):
        return outcome_fault(outcome, rules, launched=False)
    wanted = missing_tags(s.call, rules) if s.call is not None and s.call.ended is not None else None
    return outcome_fault(outcome, rules) or wanted or _needs(outcome, note, s, rules)


def outcome_fault(outcome: int | None, rules: SiteRules, launched: bool = True) -> Say | None:
    """Why this outcome may not be given for a call that was made, or for a record that is not dialed."""
    if outcome is None:
        return None
    if not 0 <= outcome <= _MOST_OUTCOME:
        return say(words.OUTCOME_RANGE)
    rule = rules.outcome(outcome)
    if rule is None:
        return say(words.UNKNOWN_OUTCOME, code=outcome) if rules.outcomes else None
    if not rules.inferred.fitting_outcomes_only or rule.category is None:
        return None
    if not launched:
        return None if rule.category == _NOT_MADE else say(words.OUTCOME_FOR_MADE, code=outcome)
    return say(words.OUTCOME_UNFIT, code=outcome) if rule.category in NOT_FOR_LAUNCHED else None


def _needs(outcome: int | None, note: str | None, s: Snapshot, rules: SiteRules) -> Say | None:
    """What the outcome wants before it may leave."""
    call = s.call
    if call is None:
        return None
    tags = [tag.value for tag in call.tags]
    rule = rules.outcome(outcome) if outcome is not None else None
    return _outcome_needs(rule, call.note if note is None else note, tags, call) if rule else None


def _outcome_needs(rule: OutcomeRule, note: str, tags: list[str], call: Call) -> Say | None:
    for need in rule.requires:
        if (lacks := missing(need, call)) is not None:
            return say(words.OUTCOME_NEEDS, code=rule.code, what=lacks)
        if need == "note" and not note.strip():
            return say(words.OUTCOME_NEEDS, code=rule.code, what=say(words.NEEDS_NOTE))
        if need[0] == "T" and need[1:].isdigit() and not tags[int(need[1:]) - 1]:
            what = say(words.NEEDS_TAG, number=int(need[1:]))
            return say(words.OUTCOME_NEEDS, code=rule.code, what=what)
    return None


def _tag_fault(number: int, text: str, s: Snapshot, rules: SiteRules) -> Say | None:
    if not 1 <= number <= TAGS:
        return say(words.TAG_NUMBER)
    if (fault := text_fault(text, codec=rules.codec)) and text:
        return bad_entry(say(words.ENTRY_TAG, number=number), fault)
    rule = rules.tags_of(s.call.campaign if s.call else None)[number - 1]
    if rule.kind is TagKind.CHOICE and rule.presets and text and text not in rule.presets:
        return say(words.TAG_NOT_A_CHOICE, value=text, allowed=", ".join(rule.presets))
    return None


def _login_faults(login: Login, password: str | None, rules: SiteRules) -> Iterator[Say]:
    strict = rules.inferred.strict_identifiers
    wanted = {words.ENTRY_CAMPAIGN: login.campaign, words.ENTRY_AGENT: login.agent}
    for entry, value in {**wanted, words.ENTRY_EXTENSION: login.extension}.items():
        if not value:
            yield say(words.MISSING_ENTRY, entry=say(entry))
    for entry, name in {**wanted, words.ENTRY_USER: login.user, words.ENTRY_PASSWORD: password}.items():
        if name and (fault := identifier_fault(name, strict=strict, codec=rules.codec)):
            yield bad_entry(say(entry), fault)
    for entry, free, most in (
        (words.ENTRY_EXTENSION, login.extension, 120),
        (words.ENTRY_NAME, login.name, 80),
        (words.ENTRY_TEAM, login.team, 80),
    ):
        if free and (fault := text_fault(free, most, codec=rules.codec)):
            yield bad_entry(say(entry), fault)
    if login.tenant and (fault := tenant_fault(login.tenant, strict=strict, codec=rules.codec)):
        yield bad_entry(say(words.ENTRY_TENANT), fault)
    if login.skill_set and rules.skill_set(login.skill_set) is None:
        yield say(words.UNKNOWN_SKILL_SET, name=login.skill_set)
