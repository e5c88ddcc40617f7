"""The parts of the main window: made once, moved between panel and bar with all that is typed in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo

from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Instant, Snapshot
from agentpanel.domain.state import Seat
from agentpanel.domain.view import View
from agentpanel.gui.theme import Theme
from agentpanel.gui.widgets.agent_bar import AgentBar
from agentpanel.gui.widgets.call_card import CallCard
from agentpanel.gui.widgets.day_line import DayLine
from agentpanel.gui.widgets.notice_bar import NoticeBar
from agentpanel.gui.widgets.outcome_form import OutcomeForm
from agentpanel.gui.widgets.preview_form import PreviewForm
from agentpanel.gui.widgets.reasons_row import ReasonsRow
from agentpanel.gui.widgets.recent import RecentPanel
from agentpanel.gui.widgets.record_fold import RecordFold
from agentpanel.gui.widgets.state_block import StateBlock
from agentpanel.gui.widgets.status_line import StatusLine
from agentpanel.gui.widgets.tag_form import TagForm
from agentpanel.settings.zone import MACHINE_ZONE

Part = (
    StateBlock
    | AgentBar
    | ReasonsRow
    | PreviewForm
    | CallCard
    | TagForm
    | OutcomeForm
    | RecentPanel
    | DayLine
    | NoticeBar
    | StatusLine
)


class Parts:
    """All of them."""

    def __init__(
        self,
        rules: SiteRules,
        theme: Theme,
        now: Callable[[], Instant],
        codec: str | None,
        zone: tzinfo = MACHINE_ZONE,
    ) -> None:
        self.state = StateBlock(rules, theme)
        self.agent = AgentBar(rules, theme)
        self.reasons = ReasonsRow(rules, theme)
        self.preview = PreviewForm(rules, theme)
        self.call = CallCard(rules, theme)
        self.call.data.let_edit(rules, theme)
        self.record_fold = RecordFold(self.call.unfold)
        self.tags = TagForm(rules, theme, codec)
        self.outcome = OutcomeForm(rules, theme, now, zone)
        self.recent = RecentPanel(rules, theme, now=lambda: now().wall, zone=zone, codec=codec)
        self.day = DayLine(theme)
        self.notice = NoticeBar(theme)
        self.status = StatusLine(rules, theme)

    @property
    def all(self) -> tuple[Part, ...]:
        """In the order of the panel."""
        work = (self.call, self.tags, self.outcome)
        recent = (self.day, self.recent)
        return (self.state, self.agent, self.reasons, self.preview, *work, *recent, self.notice, self.status)

    def show(self, s: Snapshot, view: View, now: Instant) -> None:
        """Each part draws its slice."""
        self.state.show_slice(s, view, now)
        self.agent.show_slice(s, view)
        self.reasons.show_slice(view)
        self.preview.show_slice(s, view, now)
        self.call.data.show_slice(s, view)
        self.call.show_slice(s, view, now)
        self.record_fold.show_call(s.call)
        self.tags.show_slice(s, view)
        self.outcome.show_slice(s, view, now)
        self.recent.show_slice(s)
        self.status.show_slice(s, view, now)
        self.notice.show_slice(s)

    def draw_clocks(self, now: Instant) -> None:
        """A second has passed."""
        self.state.draw_clocks(now)
        self.preview.draw_clocks(now)
        self.call.draw_clocks(now)
        self.outcome.draw_clocks(now)
        self.status.draw_clocks(now)
        self.notice.draw_clocks(now)

    def flush(self) -> None:
        """Ask for everything that was typed and not asked for yet."""
        self.call.data.keep()
        self.tags.flush()
        self.outcome.flush()
        self.recent.flush()


def at_work(s: Snapshot) -> bool:
    """Whether the parts for a call are needed: not before the login, unless one was left behind."""
    return s.seat.value in (Seat.IN, Seat.LOGGING_OUT) or s.call is not None
