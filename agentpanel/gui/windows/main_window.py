"""The main window: draws snapshots, emits intents, and knows nothing of where either comes from or goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo
from typing import Final

from PySide6.QtCore import QEvent, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Instant, Shown, Snapshot
from agentpanel.domain.view import view
from agentpanel.gui.actions import Act
from agentpanel.gui.i18n import Retranslated, fill
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.veil import VEIL
from agentpanel.gui.widgets.act_button import ActButton
from agentpanel.gui.widgets.recent import RecentPanel
from agentpanel.gui.widgets.spoken import announce
from agentpanel.gui.widgets.ticker import Ticker
from agentpanel.gui.windows.day_view import DayView
from agentpanel.gui.windows.main_bar import BarLayout
from agentpanel.gui.windows.main_keys import bind_keys
from agentpanel.gui.windows.main_panel import PanelLayout
from agentpanel.gui.windows.main_parts import Parts, at_work
from agentpanel.gui.windows.main_place import Place, habits
from agentpanel.settings.zone import MACHINE_ZONE

PANEL: Final = "panel"
BAR: Final = "bar"
#: Pixels; below this nothing can be read.
LEAST: Final = QSize(320, 200)
_ANY_SIZE: Final = 16_777_215


class MainWindow(Retranslated, QMainWindow):
    """Never takes the focus, never comes to the front by itself, and is closed by the application alone."""

    asked = Signal(object)  #: an Intent
    login_requested = Signal()
    quit_requested = Signal()
    wirelog_requested = Signal()
    settings_requested = Signal()
    about_requested = Signal()
    export_requested = Signal()
    layout_changed = Signal(str)  #: "panel" or "bar"

    def __init__(
        self,
        rules: SiteRules,
        theme: Theme,
        now: Callable[[], Instant],
        *,
        codec: str | None = None,
        memory: QSettings | None = None,
        zone: tzinfo = MACHINE_ZONE,
    ) -> None:
        """``codec``: the code page of the connection, for what cannot be typed; ``memory``: where places are kept;
        ``zone``: the dialer's.
        """
        super().__init__()
        self._rules = rules
        self._theme = theme
        self._now = now
        self._snapshot: Snapshot | None = None
        self._mode = ""
        VEIL.hang(rules)
        self.parts = Parts(rules, theme, now, codec, zone)
        self._ticker = Ticker(now, self)
        self.export = ActButton(Act.EXPORT, theme)
        self.day = DayView(rules, theme, now, self.parts.day, self)
        memory = memory if memory is not None else habits()
        self.parts.recent.remember_in(memory)
        self._place = Place(self, memory)
        self._layout: PanelLayout | BarLayout
        self.setObjectName("agentpanel")
        self._connect()
        self.set_layout_mode(self._place.mode)
        for place in (self, *self.parts.call.sheets):
            bind_keys(self, place)
        self.retranslate()
        self._polish()

    def _polish(self) -> None:
        """Now, and not all at once when the parts for a call are first shown."""
        for widget in self.findChildren(QWidget):
            widget.ensurePolished()

    @property
    def recent(self) -> RecentPanel:
        """The calls of before."""
        return self.parts.recent

    @property
    def layout_mode(self) -> str:
        """Which one is shown: "panel" or "bar"."""
        return self._mode

    # -- what it shows -----------------------------------------------------------------------------------

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw what is new in it."""
        if snapshot is self._snapshot:
            return
        before, self._snapshot = self._snapshot, snapshot
        VEIL.learn_of(snapshot.call)
        holder = QApplication.focusWidget()
        self._draw(snapshot)
        self._ticker.align(snapshot.shown.since)
        self._park_focus(holder)
        if before is None or before.shown.value is not snapshot.shown.value:
            self._tell_state(snapshot)

    def show_message(self, text: str) -> None:
        """A sentence that is not in the snapshot; it stays until it is dismissed or another comes."""
        self.parts.notice.say(text, self._now())

    def tell_off(self, why: str) -> None:
        """The key of a control that is off was pressed."""
        self.parts.notice.say(why, self._now(), passing=True)

    def flush(self) -> None:
        """Ask for everything that was typed and has not left its field."""
        self.parts.flush()

    def _draw(self, s: Snapshot) -> None:
        self._layout.show_work(at_work(s))
        self.parts.show(s, view(s, self._rules), self._now())
        title = fill(self.tr("{state} · agentpanel"), state=self.parts.state.word.text())
        if title != self.windowTitle():
            self.setWindowTitle(title)

    def _park_focus(self, holder: QWidget | None) -> None:
        """Where the control with the focus went off, Qt would give it to the next one, and the next key with it."""
        if holder is None or not self.isAncestorOf(holder) or (holder.isEnabled() and holder.isVisible()):
            return
        self.parts.state.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_state(self, s: Snapshot) -> None:
        description = self.parts.state.description
        if s.call is not None and s.shown.value is Shown.OFFERED:
            description = ". ".join(filter(None, (description, self.parts.call.description)))
        if s.shown.value is Shown.MANUAL:
            description = f"{description}. {self.parts.preview.sentence.text()}"
        announce(self, description, urgent=s.shown.value in (Shown.OFFERED, Shown.OFFLINE, Shown.UNEXPECTED))

    # -- panel or bar ------------------------------------------------------------------------------------

    def set_layout_mode(self, mode: str) -> None:
        """Show the "panel" or the "bar"; what is typed stays."""
        if mode == self._mode:
            return
        if self.isVisible():
            self._place.keep(self._mode)
        self._mode = mode
        self._layout = self._new_layout(mode)
        self.setCentralWidget(self._layout)
        self._limit_size(mode)
        if self._snapshot is not None:
            self._layout.show_work(at_work(self._snapshot))
        self._place.restore(mode, self._usual_size(mode))
        self._place.choose(mode)
        self.layout_changed.emit(mode)

    def switch_layout(self) -> None:
        """From panel to bar or back."""
        self.set_layout_mode(PANEL if self._mode == BAR else BAR)

    def _new_layout(self, mode: str) -> PanelLayout | BarLayout:
        # The old central widget is deleted with all that is in it: the parts leave it first.
        for part in self.parts.all:
            part.setParent(self)
        if mode == PANEL:
            return PanelLayout(self.parts, self._theme)
        bar = BarLayout(self.parts, self._theme)
        for sheet in (bar.tag_sheet, bar.outcome_sheet):
            bind_keys(self, sheet)
        return bar

    def _limit_size(self, mode: str) -> None:
        height = self._layout.sizeHint().height()
        if mode == BAR:
            self.setMinimumSize(self._layout.minimumSizeHint())
            self.setMaximumSize(_ANY_SIZE, height)
        else:
            self.setMinimumSize(LEAST)
            self.setMaximumSize(_ANY_SIZE, _ANY_SIZE)

    def _usual_size(self, mode: str) -> QSize:
        return self._layout.sizeHint() if mode == BAR else QSize(em(self, 25), em(self, 43))

    # -- ways into it by key -----------------------------------------------------------------------------

    def enter_tag(self, number: int) -> None:
        """To the field of the tag, or stamp it."""
        self._open_sheet("tags")
        self.parts.tags.enter(number)
        self._reveal(self.parts.tags.fields[number - 1].editor)

    def enter_outcome(self) -> None:
        """To the field of the outcome."""
        self._open_sheet("outcome")
        self.parts.outcome.enter()
        self._reveal(self.parts.outcome.picker)

    def enter_note(self) -> None:
        """To the note."""
        self._open_sheet("outcome")
        self.parts.outcome.enter_note()
        self._reveal(self.parts.outcome.note)

    def enter_recent(self) -> None:
        """To the filter of Recent; the bar has none."""
        if isinstance(self._layout, PanelLayout):
            self._layout.recent_title.setChecked(True)
            self.parts.recent.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._reveal(self.parts.recent.filter)

    def _open_sheet(self, name: str) -> None:
        if isinstance(self._layout, BarLayout):
            (self._layout.open_tags if name == "tags" else self._layout.open_outcome)()

    def _reveal(self, widget: QWidget) -> None:
        if isinstance(self._layout, PanelLayout):
            self._layout.reveal(widget)

    # -- Qt ----------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        parts = self.parts
        for part in (parts.state, parts.agent, parts.reasons, parts.preview, parts.call, parts.tags, parts.outcome):
            part.asked.connect(self.asked)
        parts.call.data.asked.connect(self.asked)
        parts.call.data.refused.connect(self.tell_off)
        parts.call.data.lost.connect(self.show_message)
        parts.state.mode_asked.connect(self.switch_layout)
        parts.agent.login_requested.connect(self.login_requested)
        parts.agent.leaving.connect(parts.flush)
        parts.outcome.leaving.connect(parts.tags.flush)
        parts.outcome.leaving.connect(parts.call.data.keep)
        parts.reasons.menu_asked.connect(parts.agent.open_breaks)
        parts.tags.lost.connect(self.show_message)
        parts.outcome.lost.connect(self.show_message)
        parts.recent.explained.connect(self.show_message)
        parts.notice.said.connect(lambda text: announce(self, text))
        parts.status.asked.connect(self.asked)
        parts.status.wirelog_requested.connect(self.wirelog_requested)
        parts.status.settings_requested.connect(self.settings_requested)
        parts.status.about_requested.connect(self.about_requested)
        self._ticker.tick.connect(parts.draw_clocks)
        self._ticker.tick.connect(self.day.draw_clocks)
        self.export.clicked.connect(self.export_requested)
        parts.recent.add_tool(self.export)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Agent panel"))
        if self._snapshot is None:
            self.setWindowTitle(self.tr("agentpanel"))
            return
        # The parts were told before or will be told after this window: all of them forgot what they drew.
        for part in self.parts.all:
            part.retranslate()
        self._draw(self._snapshot)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Never by itself: logging out comes first."""
        event.ignore()
        self.quit_requested.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ticker.start()
        if self.focusWidget() is None:
            # Qt would give it to the first button that is on, and a stray space would press that.
            self.parts.state.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        self._ticker.stop()
        self._place.keep(self._mode)
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and self.isVisible():
            if self.isMinimized():
                self._ticker.stop()
            else:
                self._ticker.start()
