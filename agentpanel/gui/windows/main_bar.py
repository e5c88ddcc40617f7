"""The bar: the same parts in one row; tags and outcome open under their buttons."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agentpanel.gui.actions import ACTIONS, Act
from agentpanel.gui.i18n import Retranslated
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.button import PanelButton, Tone
from agentpanel.gui.widgets.popup import Popup
from agentpanel.gui.windows.main_parts import Parts

#: From this width on, in heights of type, the buttons have words.
_WORDS_EM = 66
_POPUP_EM = 25
#: The status line's width: whatever it says, the buttons beside it stay where they are.
_STATUS_EM = 22


class BarLayout(Retranslated, QWidget):
    """Holds the parts while the window is a bar."""

    def __init__(self, parts: Parts, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self.tags = PanelButton(theme, icon="tag")
        self.outcome = PanelButton(theme, icon="complete")
        self.notice = PanelButton(theme, icon="warning")
        self.tag_sheet = _sheet(theme, self, parts.tags)
        self.outcome_sheet = _sheet(theme, self, parts.outcome)
        self.tags.clicked.connect(self.open_tags)
        self.outcome.clicked.connect(self.open_outcome)
        self.notice.clicked.connect(self.open_notices)
        parts.notice.changed.connect(self.show_notice)
        parts.outcome.sign.warned.connect(self.warn)
        parts.preview.came.connect(self.give_place)
        self._lay_out()
        self.retranslate()
        self.show_notice()

    def open_tags(self) -> None:
        """The sheet with the tags, under their button."""
        self._open(self.tag_sheet, self.tags)

    def open_outcome(self) -> None:
        """The sheet with the outcome and the note, under their button."""
        self._open(self.outcome_sheet, self.outcome)

    def open_notices(self) -> None:
        """The messages, under their button: now they are read."""
        self._parts.notice.show_list_under(self.notice)
        self._parts.notice.put_away()

    def show_work(self, working: bool) -> None:
        """The buttons stay where they are; without a login there is nothing under them."""
        for button in (self.tags, self.outcome):
            button.setEnabled(working)

    def show_notice(self) -> None:
        """The last sentence in the tool tip, as long as it is not dismissed."""
        line = self._parts.notice.notices.current
        self.notice.setEnabled(bool(self._parts.notice.notices.lines))
        words = self.tr("Messages") if line is None else line.text
        self.notice.say("", about=words, name=words)
        self.notice.strengthen(Tone.PLAIN if line is None else Tone.GRAVE)

    def give_place(self, to_preview: bool) -> None:
        """A record that is decided on stands where its call will."""
        if self._parts.call.parentWidget() is self:
            self._parts.call.setVisible(not to_preview)

    def warn(self, words: str) -> None:
        """The wrap is about to end: the button that leads to the outcome says so."""
        action = ACTIONS[Act.OUTCOME]
        self.outcome.strengthen(Tone.GRAVE if words else Tone.PLAIN)
        self.outcome.say("", about=words or action.help, name=words or action.words)

    def retranslate(self) -> None:
        self.tags.say("", about=self.tr("Tags of the recording (Alt+1 to Alt+6)"), name=self.tr("Tags"))
        self.warn(self._parts.outcome.sign.warning.text())
        self.show_notice()

    def sizeHint(self) -> QSize:
        return QSize(em(self, 50), em(self, 2.7))

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 30), em(self, 2.7))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._parts.state.parentWidget() is not self:
            return  # the parts have moved to another layout
        wide = self.width() >= em(self, _WORDS_EM)
        self._parts.agent.show_icons_only(not wide)
        self._parts.status.setVisible(wide)

    def _open(self, sheet: Popup, button: PanelButton) -> None:
        sheet.resize(em(self, _POPUP_EM), sheet.sizeHint().height())
        sheet.open_at(button.mapToGlobal(QPoint(0, button.height())))

    def _lay_out(self) -> None:
        parts, gap = self._parts, em(self, 0.22)
        parts.state.set_shape(compact=True, bar=True)
        parts.preview.set_shape(compact=True, bar=True)
        parts.call.set_compact(True, bar=True)
        parts.outcome.set_compact(False)
        for form in (parts.tags, parts.outcome):
            form.set_open(True)
            form.show()
        row = QHBoxLayout(self)
        row.setContentsMargins(gap, gap, gap, gap)
        row.setSpacing(em(self, 0.3))
        row.addWidget(parts.state, 5)
        row.addWidget(parts.agent)
        row.addWidget(parts.preview, 3)
        row.addWidget(parts.call, 3)
        for button in (self.tags, self.outcome, self.notice):
            row.addWidget(button)
        row.addWidget(parts.status)
        parts.status.setFixedWidth(em(self, _STATUS_EM))
        # One stands in the other's place, and nothing beside them may move.
        parts.preview.setMinimumWidth(parts.call.minimumSizeHint().width())
        self.give_place(parts.preview.takes_the_calls_place)
        parts.notice.be_quiet(True)
        for part in (parts.reasons, parts.recent, parts.notice):
            part.setParent(self)
            part.hide()


def _sheet(theme: Theme, owner: QWidget, form: QWidget) -> Popup:
    sheet = Popup(theme, owner)
    layout = QVBoxLayout(sheet)
    layout.setContentsMargins(1, 1, 1, 1)
    layout.addWidget(form)
    return sheet
