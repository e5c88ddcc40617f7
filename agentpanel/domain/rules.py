"""What the site decides and the wire cannot tell: break reasons, outcomes, tags, skill sets, readings of the manual."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from agentpanel.domain.parties import Target
from agentpanel.protocol.framing import MAX_TEXT
from agentpanel.protocol.version import NEWEST, Version

#: The six recording tags in wire order (behaviour.md 6).
TAG_CODES = ("T1", "T2", "T3", "T4", "T5", "T6")


class TagKind(Enum):
    """How a tag is filled in; the value is the settings' word for it."""

    # free text; presets are offered
    TEXT = "text"
    # one of the presets
    CHOICE = "choice"
    # one key stamps it: the first preset, or the agent's name where there is none
    STAMP = "stamp"


class FirstAc(Enum):
    """What the first AC of a session says; the value is the settings' word for it."""

    # the phone rings; a second AC connects
    OFFERED = "offered"
    # the agent talks at once
    CONNECTED = "connected"


class AuthInterface(Enum):
    """The interface that UA is sent to."""

    AGENT = "AG"
    # the user interface of dialers from 10.7
    USER = "US"


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakReason:
    """A reason for AU: FR is ``code``, FD is ``text``; one of them at least. ``max_s``: seconds, None for no limit."""

    code: int | None = None
    text: str | None = None
    favourite: bool = False
    max_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRule:
    """An outcome (AO) that agents may give; ``requires`` holds note, callback, amount, success or T1 to T6."""

    code: int
    text: str
    category: int | None = None
    favourite: bool = False
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonName:
    """The name of a dialing cycle outcome (RE); class_: connected, not_connected, agent, system or None."""

    code: int
    text: str
    class_: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TagRule:
    """How one recording tag is shown and filled in; a required one is wanted before TC."""

    label: str
    kind: TagKind = TagKind.TEXT
    presets: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignRule:
    """What the wire does not tell of a campaign.

    ``max_wrap_s``: its wrap limit in seconds, None when unknown, 0 for none (behaviour.md 4.10).
    ``tests_allowed``: skill-set tests may place calls in it. ``tags``: its own six, or empty for the site's.
    """

    max_wrap_s: int | None = None
    tests_allowed: bool = False
    tags: tuple[TagRule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillSet:
    """A named list of skills (SK on AA) and of queues (GM)."""

    name: str
    skills: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()

    @property
    def sk(self) -> str | None:
        """The value of SK; None when there is no skill, for SK may not be empty."""
        return ",".join(self.skills) or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """A sound that the dialer knows by ``name`` (SN); ``at_end``: may be played as a call ends (SW with PM)."""

    name: str
    text: str
    at_end: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRules:
    """What agents may do with a call, where the site decides.

    ``ring_limit_s``: RI of TR, 12..600 seconds, None leaves it to the dialer. ``any_number``: transfers also go to
    numbers that are typed. ``end_to``: outside addresses that a customer may be sent to at the end (SW with EX).
    ``second_recording``: KY of the second recording, None for none. ``moves``: campaigns that an agent may move
    to (AM); ``keep_home`` sends KH. ``live_agents``: EA for the list of targets. ``amount``, ``success_rate``: CO and
    SR are asked for with the outcome. ``wrap_warning_s``: seconds before the end of wrap at which to warn.
    ``customer_zone_key``: the key of the call's data that names the customer's time zone (IANA).
    """

    ring_limit_s: int | None = 15
    any_number: bool = True
    end_to: tuple[str, ...] = ()
    second_recording: str | None = None
    moves: tuple[str, ...] = ()
    keep_home: bool = False
    live_agents: bool = True
    amount: bool = False
    success_rate: bool = False
    wrap_warning_s: int = 10
    customer_zone_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalRules:
    """What is kept of calls, for how long, and who may see what; the site's file has the last word on it.

    ``keep_days`` and ``keep_rows``: older rows are removed, 0 for no limit. ``all_agents``: who logs in with the
    supervisor's right (PG of US) gets the outcomes of the whole tenant and sees the rows of all agents.
    ``mask_numbers``: of telephone numbers only the last digits are shown and exported.
    ``outcomes_per_s``: CS of EO, outcomes a second that may roll forward after a gap.
    """

    keep_days: int = 365
    keep_rows: int = 0
    all_agents: bool = False
    mask_numbers: bool = False
    outcomes_per_s: int = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Inferred:
    """Readings of the manual that it does not state, each with its section of behaviour.md.

    Metadata ``range`` is the least and the most of a whole number.
    """

    # 1.1: characters of text that a message may have before it counts as damaged
    max_text: int = field(default=MAX_TEXT, metadata={"range": (4096, 16 * 1024 * 1024)})
    # 1.4: heartbeats that may be missed before the link counts as dead
    missed_heartbeats: int = field(default=2, metadata={"range": (1, 100)})
    # 1.5: with a password, UA goes first and AL waits for US; off: AL goes at once, without UA
    login_needs_auth: bool = True
    # 2.1: where UA goes
    auth_interface: AuthInterface = AuthInterface.AGENT
    # 2.3: names that we make keep to the manual's strict rule; off: only what would break a message is refused
    strict_identifiers: bool = True
    # 2.4: TD goes with every message when a tenant is set; off: in UA alone
    send_tenant: bool = True
    # 2.6: TS, BT and X1 to X4 are in the dialer's local time; off: in UTC
    times_are_local: bool = True
    # 4.4: a second AU may go to change the reason of the first
    second_au: bool = False
    # 4.5: what the first AC of a session says
    first_ac: FirstAc = FirstAc.OFFERED
    # 4.5: what it says to an agent who logged in nailed up (NU), whose phone need not ring
    first_ac_nailed_up: FirstAc = FirstAc.CONNECTED
    # 4.7: what the first AC after a preview says
    first_ac_of_preview: FirstAc = FirstAc.CONNECTED
    # 4.16: messages that take both name the user (QI) and not the endpoint (AN), where a user logs in
    name_the_user: bool = False
    # 4.10: what AW sets may outlast its call, so that call's end takes it back
    extension_outlasts_call: bool = True
    # 4.11: RS of the TA that accepts a transfer, and of the one that rejects it
    transfer_accept: int = field(default=1, metadata={"range": (0, 5)})
    transfer_reject: int = field(default=0, metadata={"range": (0, 5)})
    # 4.9: after CU, agent messages name the new campaign
    campaign_after_cu: bool = True
    # 5: only outcomes whose category fits the call are offered
    fitting_outcomes_only: bool = True
    # 6: ST leaves the tags that it does not carry as they were; off: each ST carries all that are set
    st_keeps_other_tags: bool = True
    # 7: SK goes with each AA
    skills_by_aa: bool = True
    # 8: EO goes after LI
    subscribe_outcomes: bool = True
    # 8: EO carries PS, so that outcomes of a lost link roll forward
    persist_outcomes: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRules:
    """All rules of the site. ``request_timeout_s`` and ``heartbeat_s`` are seconds, 0 for none."""

    breaks: tuple[BreakReason, ...] = ()
    outcomes: tuple[OutcomeRule, ...] = ()
    reasons: tuple[ReasonName, ...] = ()
    campaigns: Mapping[str, CampaignRule] = field(default_factory=dict)
    tags: tuple[TagRule, ...] = tuple(TagRule(label=code) for code in TAG_CODES)
    skill_sets: tuple[SkillSet, ...] = ()
    sounds: tuple[Sound, ...] = ()
    targets: tuple[Target, ...] = ()
    calls: CallRules = CallRules()
    journal: JournalRules = JournalRules()
    request_timeout_s: float = 5.0
    heartbeat_s: int = 30
    version: Version = NEWEST
    #: Python's name of the connection's encoding: what cannot be written in it is refused while typing.
    codec: str = "utf-16-le"
    inferred: Inferred = Inferred()

    def outcome(self, code: int) -> OutcomeRule | None:
        """The rule of an AO; None for one that the site does not list."""
        return next((rule for rule in self.outcomes if rule.code == code), None)

    def outcome_text(self, code: int) -> str | None:
        """The site's name of an AO."""
        rule = self.outcome(code)
        return None if rule is None else rule.text

    def reason_text(self, code: int) -> str | None:
        """The name of an RE."""
        return next((name.text for name in self.reasons if name.code == code), None)

    def break_by(self, code_or_text: int | str) -> BreakReason | None:
        """A configured break by its code (a number or digits) or its text, upper and lower case alike."""
        if isinstance(code_or_text, str):
            folded = code_or_text.casefold()
            for reason in self.breaks:
                if reason.text is not None and reason.text.casefold() == folded:
                    return reason
            if not re.fullmatch("[0-9]{1,9}", code_or_text):
                return None
        code = int(code_or_text)
        return next((reason for reason in self.breaks if reason.code == code), None)

    def skill_set(self, name: str) -> SkillSet | None:
        """A configured skill set by its name."""
        return next((each for each in self.skill_sets if each.name == name), None)

    def campaign(self, name: str | None) -> CampaignRule:
        """The rule of a campaign; one without limits for a campaign that the site does not list."""
        return self.campaigns.get(name or "", CampaignRule())

    def tags_of(self, campaign: str | None) -> tuple[TagRule, ...]:
        """The six tags as this campaign labels them."""
        return self.campaign(campaign).tags or self.tags
