"""A desk played as a script: somebody asks, the dialer says, the clock passes, and each line checks what leaves."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from agentpanel.domain.desk import Desk
from agentpanel.domain.effects import Effect, Mark, Record, Report, Rest, Send, Unwake, Wake
from agentpanel.domain.events import (
    Alarm,
    Asked,
    Event,
    LinkUp,
    Received,
    Recorded,
    RecordFailed,
    Woke,
)
from agentpanel.domain.intents import GoAvailable, Intent, LogIn
from agentpanel.domain.records import Entry, OutcomeReport, Pause, Sending
from agentpanel.domain.rules import BreakReason, OutcomeRule, SiteRules
from agentpanel.domain.snapshot import Call, Instant, Login, Shown, Snapshot
from agentpanel.domain.words import Say
from agentpanel.protocol.codec import Reading, encode, read
from agentpanel.protocol.errors import LocalProtocolError
from agentpanel.protocol.frame import Frame
from agentpanel.protocol.message import Message, Side
from agentpanel.protocol.messages import (
    AgentConnect,
    AgentFree,
    AgentReady,
    CallEnded,
    ErrorReport,
    LoggedIn,
    MessageVerify,
    NowAvailable,
    NowLoggedOut,
)

RULES = SiteRules(
    breaks=(BreakReason(code=1, text="Lunch"), BreakReason(code=2, text="Tea")),
    outcomes=(
        OutcomeRule(code=101, text="Sale", category=6),
        OutcomeRule(code=102, text="Refusal", requires=("note",)),
        OutcomeRule(code=200, text="Not made", category=1),
    ),
)
LOGIN = Login(campaign="Sales", agent="2", extension="1522")
_START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Playbook:
    """Each line is one event; sends() and the checks look at what it caused."""

    def __init__(self, rules: SiteRules = RULES, *, saves: bool = True) -> None:
        self._seconds = 0.0
        self.saves = saves
        self.effects: list[Effect] = []
        self.rows: dict[str, Entry] = {}
        self.reports: list[OutcomeReport] = []
        #: Each time that a break was written.
        self.rests: list[Pause] = []
        self.alarms: dict[Alarm, float] = {}
        self.desk = Desk(rules, ZoneInfo("Europe/London"), prefix="p", at=self.now)
        self._tokens: list[str] = []

    @property
    def now(self) -> Instant:
        return Instant(self._seconds, _START + timedelta(seconds=self._seconds))

    @property
    def snapshot(self) -> Snapshot:
        return self.desk.snapshot

    @property
    def shown(self) -> Shown:
        return self.snapshot.shown.value

    @property
    def call(self) -> Call:
        assert self.snapshot.call is not None
        return self.snapshot.call

    @property
    def row(self) -> Entry:
        """The newest row."""
        return list(self.rows.values())[-1]

    @property
    def notice(self) -> str:
        assert self.snapshot.notice is not None
        return str(self.snapshot.notice.words)

    # -- lines ------------------------------------------------------------------------------------------

    def event(self, event: Event) -> Playbook:
        self.effects = []
        self._run(event)
        return self

    def asks(self, intent: Intent) -> Playbook:
        """Somebody asks, and is not refused."""
        assert self.desk.refusal(intent) is None, str(self.desk.refusal(intent))
        return self.event(Asked(intent))

    def refuses(self, intent: Intent) -> Say:
        """The desk says no, and does nothing."""
        why = self.desk.refusal(intent)
        assert why is not None
        before = self.snapshot
        assert self.event(Asked(intent)).effects == []
        assert self.snapshot == before
        return why

    def hears(self, message: Message, *problems: str) -> Playbook:
        frame = encode_loosely(message)
        return self.event(Received(Reading.of(message, frame, problems)))

    def reads(self, text: str) -> Playbook:
        """A message comes as it stands on the wire."""
        return self.event(Received(read(text, Side.CLIENT)))

    def accepts(self, token: str | None = None) -> Playbook:
        """MV for the last request, or the one named."""
        return self.hears(MessageVerify(token=token or self._tokens[-1]))

    def rejects(self, code: int = 406, token: str | None = None) -> Playbook:
        """ER for the last request, quoting it."""
        faulty = f"CG:AG:XX\\AN2\\TK{token or self._tokens[-1]}"
        return self.hears(ErrorReport(error_code=code, faulty=faulty, explanation=None))

    def passes(self, seconds: float) -> Playbook:
        """Time passes; what is due wakes, in order."""
        self.effects = []
        end = self._seconds + seconds
        while due := sorted((at, i) for i, at in enumerate(self.alarms.values()) if at <= end):
            at, index = due[0]
            alarm = list(self.alarms)[index]
            del self.alarms[alarm]
            self._seconds = max(self._seconds, at)
            self._run(Woke(alarm))
        self._seconds = end
        return self

    # -- checks -----------------------------------------------------------------------------------------

    def sends(self, *kinds: type[Message]) -> Playbook:
        """Exactly these messages left, in this order."""
        assert [type(message) for message in self.sent] == list(kinds)
        return self

    @property
    def sent(self) -> list[Message]:
        return [effect.message for effect in self.effects if isinstance(effect, Send)]

    def shows(self, shown: Shown) -> Playbook:
        assert self.shown is shown
        return self

    # -- stretches of a shift -----------------------------------------------------------------------------

    def logged_in(self) -> Playbook:
        self.asks(LogIn(LOGIN)).event(LinkUp())
        self.hears(LoggedIn(campaign="Sales", agent="2"))
        return self.accept_all()

    def logged_in_by_dialer(self, campaign: str = "Sales") -> Playbook:
        return self.hears(LoggedIn(campaign=campaign, agent="2"))

    def available(self) -> Playbook:
        self.logged_in().asks(GoAvailable()).accepts()
        self.hears(NowAvailable(tenant="default", campaign="Sales", agent="2"))
        return self.ready()

    def ready(self) -> Playbook:
        """AR, after MV for all that was asked, as the dialer's order is."""
        self.accept_all()
        return self.hears(AgentReady(campaign="Sales", agent="2", agent_unique="{a}", campaign_unique="{c}"))

    def free(self, **fields: object) -> Playbook:
        """AF, likewise."""
        self.accept_all()
        return self.hears(AgentFree(campaign="Sales", agent="2", unavailable_reason=0, **fields))  # type: ignore[arg-type]

    def gone(self) -> Playbook:
        return self.hears(NowLoggedOut(campaign="Sales", agent="2"))

    def offered(self, session: str = "S1") -> Playbook:
        return self.hears(connect(session))

    def talking(self, session: str = "S1") -> Playbook:
        return self.offered(session).offered(session)

    def ended(self, session: str = "S1") -> Playbook:
        return self.hears(CallEnded(campaign="Sales", agent="2", session=session))

    def accept_all(self) -> Playbook:
        for token in self._tokens[:]:
            self.accepts(token)
        return self

    # -- the machinery ------------------------------------------------------------------------------------

    def _run(self, event: Event) -> None:
        """As a session does: what answers at once comes after the effects of the event before."""
        waiting = [event]
        while waiting:
            for effect in self.desk.handle(waiting.pop(0), self.now):
                self.effects.append(effect)
                waiting += self._perform(effect)

    def _perform(self, effect: Effect) -> list[Event]:
        match effect:
            case Send(message):
                self._tokens.append(str(getattr(message, "token", "")))
            case Wake(alarm, seconds):
                self.alarms[alarm] = self._seconds + seconds
            case Unwake(alarm):
                self.alarms.pop(alarm, None)
            case Record(entry, version):
                self.rows[entry.key] = entry
                return [Recorded(entry.key, version)] if self.saves else []
            case Mark(key, state, why):
                self.rows[key] = dataclasses.replace(self.rows[key], state=state, why=why)
            case Report(reports):
                self.reports.extend(reports)
            case Rest(pause):
                self.rests.append(pause)
        return []

    def saved(self, error: str | None = None) -> Playbook:
        """The journal answers for the newest row."""
        key = self.row.key
        version = self.desk._memory.versions[key]
        return self.event(Recorded(key, version) if error is None else RecordFailed(key, version, error))

    def states(self) -> list[Sending]:
        return [entry.state for entry in self.rows.values()]


def connect(session: str = "S1", **fields: object) -> AgentConnect:
    """An AC for agent 2."""
    return AgentConnect(
        agent="2",
        campaign="Sales",
        session=session,
        session_unique=f"{{{session}}}",
        number="01992783287",
        data="NAME~A~Ms Example|CONTACT_ID~N~1",
        **fields,  # type: ignore[arg-type]
    )


def encode_loosely(message: Message) -> Frame:
    """A frame for the reading; messages of the dialer may lack what its tables call mandatory."""
    try:
        return encode(message)
    except LocalProtocolError:
        return Frame(code=message.META.code)
