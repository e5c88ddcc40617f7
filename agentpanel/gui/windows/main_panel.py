"""The panel: the parts below each other. When it is small, sections fold: recent, tags, reasons."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from agentpanel.gui.i18n import Retranslated
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.card import Title
from agentpanel.gui.widgets.rows import chain_tabs
from agentpanel.gui.windows.main_parts import Parts

#: The least height of Recent in heights of type: its filter, its head and three rows.
_RECENT_EM = 7.5


class PanelLayout(Retranslated, QWidget):
    """Holds the parts while the window is a panel."""

    def __init__(self, parts: Parts, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._working = True
        #: How much is folded: 0 nothing, 1 recent, 2 tags, 3 reasons, 4 all in few lines.
        self.level = -1
        self.recent_title = Title(theme)
        self.recent_title.setChecked(False)
        self.recent_title.toggled.connect(parts.recent.setVisible)
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

    def fit(self) -> None:
        """Fold as much as the height asks for."""
        height = self.height()
        level = next((each for each in range(4) if self._need(each) <= height), 4 if self._working else 3)
        if level != self.level:
            self.level = level
            self._fold(level)

    def reveal(self, widget: QWidget) -> None:
        """Scroll so that it can be seen."""
        self.pane.ensureWidgetVisible(widget, 0, em(self, 0.5))

    def order_tabs(self) -> None:
        """From top to bottom, the block of the state last: it has nothing to press."""
        parts = self._parts
        chain: list[QWidget] = [
            *(parts.agent.available, parts.agent.pause, parts.agent.door),
            parts.state.withdraw,
            *(*parts.reasons.chips, parts.reasons.more),
            *(parts.call.copy, parts.call.unfold, parts.call.end, parts.call.put_away, parts.call.data),
            parts.tags.title,
            *(field.editor for field in parts.tags.fields),
            *(parts.outcome.title, parts.outcome.picker, parts.outcome.complete),
            *(*(chip for chip, _ in parts.outcome.chips), parts.outcome.more, parts.outcome.note),
            *(self.recent_title, parts.recent.filter, parts.recent.table),
            *(parts.notice.older, parts.notice.dismiss),
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

    # -- folding -----------------------------------------------------------------------------------------

    def _fold(self, level: int) -> None:
        parts = self._parts
        self.recent_title.setVisible(level >= 1)
        self.recent_title.setChecked(False)
        parts.recent.setVisible(level < 1)
        parts.tags.set_open(level < 2)
        parts.reasons.setVisible(level < 3 and not parts.reasons.empty)
        compact = level >= 4
        parts.state.set_shape(compact=compact, bar=False)
        parts.call.set_compact(compact)
        parts.outcome.set_compact(compact)

    def _need(self, level: int) -> int:
        """The height that this much folding needs."""
        parts, gap = self._parts, em(self, 0.4)
        rows = [parts.state.full_height, parts.agent.sizeHint().height(), parts.status.sizeHint().height()]
        if level < 3 and not parts.reasons.empty:
            rows.append(parts.reasons.sizeHint().height())
        if not parts.notice.isHidden():
            rows.append(parts.notice.height_for(self.width() - 2 * gap))
        if self._working:
            folded, whole = parts.tags.heights
            rows += [parts.call.full_height, parts.outcome.full_height, whole if level < 2 else folded]
        rows.append(em(self, _RECENT_EM) if level < 1 else self.recent_title.sizeHint().height())
        return sum(rows) + gap * (len(rows) + 1)

    # -- its shape ---------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        parts, gap = self._parts, em(self, 0.4)
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(gap)
        work: tuple[QWidget, ...] = (parts.call, parts.tags, parts.outcome)
        for part in (*work, self.recent_title):
            inner.addWidget(part)
        inner.addWidget(parts.recent, 1)
        inner.addStretch(0)
        parts.recent.setMinimumHeight(em(self, _RECENT_EM))
        self.pane.setWidget(content)
        self.pane.setWidgetResizable(True)
        self.pane.setFrameShape(QFrame.Shape.NoFrame)
        self.pane.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.pane.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pane.setMinimumHeight(em(self, 2))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(gap, gap, gap, gap // 2)
        layout.setSpacing(gap)
        for head in (parts.state, parts.agent, parts.reasons):
            layout.addWidget(head)
        layout.addWidget(self.pane, 1)
        layout.addWidget(parts.notice)
        layout.addWidget(parts.status)
