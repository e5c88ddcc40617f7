"""The panel: its parts below each other. In a small window they fold: the line of the day, recent, tags, reasons."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from agentpanel.gui.i18n import Retranslated
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.card import Title
from agentpanel.gui.widgets.rows import chain_tabs
from agentpanel.gui.windows.main_parts import Parts

#: What is folded first when the window gets smaller; each level has the ones before it.
DAY, RECENT, TAGS, REASONS, STATE, OUTCOME, CALL = range(1, 8)
#: The height of Recent in heights of type below which it is folded: its filter, a day and three rows. Of that it gives
#: away to a message that comes.
_RECENT_EM = 7.0
#: The same without the line of the day: its filter and two rows are worth more than a folded title.
_TIGHT_EM = 4.8
#: No limit, in Qt's words.
_ANY_WIDTH = 16_777_215
#: Between the sections.
_GAP_EM = 0.36


class PanelLayout(Retranslated, QWidget):
    """Holds the parts while the window is a panel."""

    def __init__(self, parts: Parts, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._working = True
        #: How much is folded, see the constants.
        self.level = -1
        self._folding = False
        self.recent_title = Title(theme)
        self.recent_title.setChecked(False)
        for part in (parts.day, parts.recent):
            self.recent_title.toggled.connect(part.setVisible)
        self.pane = QScrollArea()
        self._lay_out()
        self.retranslate()
        self.order_tabs()

    def show_work(self, working: bool) -> None:
        """With or without the parts for a call."""
        if working != self._working:
            self._working = working
            for part in (self._parts.call, self._parts.tags, self._parts.outcome):
                part.setVisible(working)
            self.fit()

    @property
    def holds_parts(self) -> bool:
        """Whether they have not moved to another layout."""
        return self._parts.state.parentWidget() is self

    def fit(self) -> None:
        """Fold as much as the height asks for."""
        if self._folding or not self.holds_parts:
            return
        self._folding = True
        holder = QApplication.focusWidget()
        levels = range(CALL) if self._working else (0, DAY, RECENT, REASONS)
        for _ in range(3):  # folding may change the heights that it is decided by
            level = next((each for each in levels if self._need(each) <= self.height()), CALL)
            if level == self.level:
                break
            self.level = level
            self._fold(level)
        self._folding = False
        # Qt gave the keys to the next part, where a space that was meant for a text would press something.
        if holder is not None and self.isVisible() and self.isAncestorOf(holder) and not holder.isVisible():
            self._parts.state.setFocus(Qt.FocusReason.OtherFocusReason)

    def reveal(self, widget: QWidget) -> None:
        """Scroll so that it can be seen, once what was unfolded for it has its place."""
        QTimer.singleShot(0, self, lambda: self.pane.ensureWidgetVisible(widget, 0, em(self, 0.5)))

    def order_tabs(self) -> None:
        """From top to bottom, the block of the state last: it has nothing to press."""
        parts = self._parts
        chain: list[QWidget] = [
            *(parts.agent.available, parts.agent.pause, parts.agent.door),
            parts.state.withdraw,
            *(*parts.reasons.chips, parts.reasons.more),
            *(parts.preview.dial, parts.preview.next, parts.preview.decline, parts.preview.others, parts.preview.look),
            *parts.call.tab_order,
            parts.tags.title,
            *(field.editor for field in parts.tags.fields),
            *(parts.outcome.sign.extend, parts.outcome.title, parts.outcome.picker),
            *(parts.outcome.extras.button, parts.outcome.complete),
            *(*(chip for chip, _ in parts.outcome.chips), parts.outcome.more),
            *(parts.outcome.extras.line.edit, parts.outcome.extras.line.remove),
            *(parts.outcome.extras.sale.amount, parts.outcome.extras.sale.rate, parts.outcome.note),
            *(self.recent_title, parts.day, *parts.recent.tab_order),
            *(parts.notice.older, parts.notice.dismiss),
            *(parts.status.move_button, parts.status.queues),
            *(parts.status.wirelog, parts.status.settings, parts.status.about),
            *(parts.state.switch, parts.state),
        ]
        chain_tabs(chain)

    def retranslate(self) -> None:
        self.recent_title.say(self.tr("Recent"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The scrolled parts do not tell those around them that they grew.
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return False

    # -- folding -----------------------------------------------------------------------------------------

    def _fold(self, level: int) -> None:
        parts = self._parts
        self.recent_title.setVisible(level >= RECENT)
        self.recent_title.setChecked(False)
        parts.day.setVisible(level < DAY)
        parts.recent.setVisible(level < RECENT)
        parts.recent.title.setVisible(level < RECENT)
        parts.tags.set_open(level < TAGS)
        parts.reasons.setVisible(level < REASONS and not parts.reasons.empty)
        parts.state.set_shape(compact=level >= STATE, bar=False)
        parts.preview.set_shape(compact=level >= STATE)
        parts.outcome.set_compact(level >= OUTCOME)
        parts.call.set_compact(level >= CALL)
        # What is folded goes below what is not.
        self._inner.removeWidget(parts.tags)
        self._inner.insertWidget(2 if level >= OUTCOME else 1, parts.tags)

    def _need(self, level: int) -> int:
        """The height that this much folding needs."""
        parts, gap = self._parts, em(self, _GAP_EM)
        rows = [
            parts.state.height_when(compact=level >= STATE),
            parts.agent.sizeHint().height(),
            parts.status.sizeHint().height(),
        ]
        if level < REASONS and not parts.reasons.empty:
            rows.append(parts.reasons.sizeHint().height())
        if not parts.preview.isHidden():
            rows.append(parts.preview.height_for(self.width() - 2 * gap))
        # Recent gives a message its room, so that nothing folds because of one.
        if level >= RECENT and not parts.notice.isHidden():
            rows.append(parts.notice.height_for(self.width() - 2 * gap))
        if self._working:
            rows.append(parts.call.height_when(compact=level >= CALL))
            rows.append(parts.outcome.height_when(compact=level >= OUTCOME))
            rows.append(parts.tags.heights[level < TAGS])
        rows += self._need_of_recent(level)
        return sum(rows) + gap * (len(rows) + 1)

    def _need_of_recent(self, level: int) -> list[int]:
        if level >= RECENT:
            return [self.recent_title.sizeHint().height()]
        if level >= DAY:
            return [em(self, _TIGHT_EM)]
        return [self._parts.day.sizeHint().height(), em(self, _RECENT_EM)]

    # -- its shape ---------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        parts, gap = self._parts, em(self, _GAP_EM)
        self._fill_pane(gap)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(gap, gap, gap, gap // 2)
        layout.setSpacing(gap)
        for head in (parts.state, parts.agent, parts.reasons, parts.preview):
            layout.addWidget(head)
        layout.addWidget(self.pane, 1)
        layout.addWidget(parts.notice)
        layout.addWidget(parts.status)
        for part in (parts.call, parts.tags, parts.outcome, parts.state, parts.agent, parts.status):
            part.show()
        parts.preview.set_shape(compact=False)
        parts.preview.setMinimumWidth(0)
        parts.status.setMinimumWidth(0)
        parts.status.setMaximumWidth(_ANY_WIDTH)
        parts.agent.show_icons_only(False)
        parts.notice.be_quiet(False)

    def _fill_pane(self, gap: int) -> None:
        """What scrolls where the window is small."""
        parts = self._parts
        content = QWidget()
        inner = self._inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(gap)
        for part in (parts.call, parts.tags, parts.outcome, self.recent_title, parts.day):
            inner.addWidget(part)
        inner.addWidget(parts.recent, 1)
        inner.addStretch(0)
        content.installEventFilter(self)
        self.pane.setWidget(content)
        self.pane.setWidgetResizable(True)
        self.pane.setFrameShape(QFrame.Shape.NoFrame)
        self.pane.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.pane.setMinimumHeight(em(self, 2))
