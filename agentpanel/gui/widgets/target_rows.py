"""Where a call can go: the site's directory, the agents who are logged in, and a number that was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from agentpanel.domain.colleagues import cannot_receive
from agentpanel.domain.guard_call import call_fault
from agentpanel.domain.intents import Intent, RequeueCall, TransferCall
from agentpanel.domain.parties import Colleague, Manner, Target, TargetKind
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Snapshot
from agentpanel.gui.i18n import pretty_number, say
from agentpanel.gui.marking import QT_TRANSLATE_NOOP
from agentpanel.gui.widgets.colleague_words import colleague_name, not_logged_in, state_words
from agentpanel.gui.widgets.plain import inert

_NUMBER: Final = re.compile(r"[+]?[0-9*#][0-9*#() ./-]*")
_PUNCTUATION: Final = re.compile(r"[() ./-]")
#: The most characters of an outside address (TR's EX).
_LONGEST: Final = 80
_KINDS: Final = {
    TargetKind.AGENT: QT_TRANSLATE_NOOP("targets", "agent"),
    TargetKind.EXTENSION: QT_TRANSLATE_NOOP("targets", "extension"),
    TargetKind.EXTERNAL: QT_TRANSLATE_NOOP("targets", "outside number"),
    TargetKind.QUEUE: QT_TRANSLATE_NOOP("targets", "queue"),
}


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One of them: who, what they are or do, and why a call cannot go there."""

    target: Target
    who: str
    what: str
    why: str | None = None
    typed: bool = False

    def fits(self, words: list[str]) -> bool:
        """Whether all of what was typed is found in it."""
        text = f"{self.who} {self.target.address} {self.what}".casefold()
        return all(word in text for word in words)


def target_rows(s: Snapshot, rules: SiteRules, text: str) -> list[TargetRow]:
    """What fits the typed text: the directory in the site's order, then the agents, those who can take it first."""
    words = text.casefold().split()
    found = [row for row in _known(s, rules) if row.fits(words)]
    address = typed_address(text) if rules.calls.any_number else None
    if address is not None and all(row.target.address != address for row in found):
        target = Target(TargetKind.EXTERNAL, address)
        why = _refused(target, s, rules)
        found.append(TargetRow(target, pretty_number(address), _kind(target.kind), why, typed=True))
    return found


def typed_address(text: str) -> str | None:
    """The number that was typed, without what only makes it easier to read."""
    if _NUMBER.fullmatch(text.strip()) is None:
        return None
    address = _PUNCTUATION.sub("", text)
    return address if len(address) <= _LONGEST else None


def first_to_offer(rows: Sequence[TargetRow]) -> TargetRow | None:
    """The row that Enter takes when nothing was chosen: never a number while a name was perhaps meant."""
    known = [row for row in rows if not row.typed]
    return next((row for row in known or rows if row.why is None), None)


def _known(s: Snapshot, rules: SiteRules) -> Iterator[TargetRow]:
    live = _live(s)
    for target in rules.targets:
        yield _of_directory(target, live, s, rules)
    listed = {target.address for target in rules.targets if target.kind is TargetKind.AGENT}
    others = [each for agent, each in (live or {}).items() if agent not in listed]
    for each in sorted(others, key=lambda each: (not each.can_receive, (each.name or each.agent).casefold())):
        name = colleague_name(each)
        target = Target(TargetKind.AGENT, each.agent, each.name or "")
        off = cannot_receive(each)
        yield TargetRow(target, name, _doing(each, s.campaign), None if off is None else inert(say(off)))


def _live(s: Snapshot) -> Mapping[str, Colleague] | None:
    """The other agents by their names on the wire; None where there is no list, or nobody was named yet."""
    if not s.colleagues or s.colleagues_off is not None:
        return None
    own = s.login.agent if s.login is not None else None
    return {each.agent: each for each in s.colleagues if each.agent != own}


def _of_directory(target: Target, live: Mapping[str, Colleague] | None, s: Snapshot, rules: SiteRules) -> TargetRow:
    text = inert(target.text)
    who = f"{text} · {inert(target.address)}" if text and text != target.address else inert(target.address)
    why = _refused(target, s, rules)
    if target.kind is not TargetKind.AGENT or live is None:
        return TargetRow(target, who, _kind(target.kind), why)
    colleague = live.get(target.address)
    if colleague is None:
        return TargetRow(target, who, state_words(0), why or not_logged_in(text or inert(target.address)))
    return TargetRow(target, who, state_words(colleague.state), why)


def giving(target: Target, manner: Manner) -> TransferCall | RequeueCall:
    """What is asked for: a queue takes the call back, whatever the manner."""
    return RequeueCall(target.address) if target.kind is TargetKind.QUEUE else TransferCall(target, manner)


def fault_of(intent: Intent, s: Snapshot, rules: SiteRules) -> str | None:
    """Why the desk would refuse it, whatever the call is at."""
    fault = call_fault(intent, s, rules)
    return None if fault is None else inert(say(fault))


def _refused(target: Target, s: Snapshot, rules: SiteRules) -> str | None:
    """Why it cannot have the call in any way: each kind of target can be handed one blind."""
    return fault_of(giving(target, Manner.BLIND), s, rules)


def _doing(colleague: Colleague, campaign: str | None) -> str:
    """What they do, and where, if that is elsewhere."""
    doing = state_words(colleague.state)
    away = colleague.campaign is not None and colleague.campaign != campaign
    return f"{doing} · {inert(colleague.campaign or '')}" if away else doing


def _kind(kind: TargetKind) -> str:
    return _tr(_KINDS[kind])


def _tr(text: str) -> str:
    return QCoreApplication.translate("targets", text)
