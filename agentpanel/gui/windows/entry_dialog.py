"""One call of Recent with all that is known of it, to read and to copy."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from agentpanel.domain.records import Entry
from agentpanel.gui.i18n import Retranslated, pretty_number
from agentpanel.gui.models.recent_columns import Teller
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.button import PanelButton, Tone
from agentpanel.gui.widgets.facts import Fact, Facts, as_text
from agentpanel.protocol.data import parse


class EntryDialog(Retranslated, QDialog):
    """Read-only; every value can be marked, and all of them copied at once."""

    def __init__(self, entry: Entry, teller: Teller, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entry = entry
        self._teller = teller
        self._facts = Facts()
        self._area = QScrollArea()
        self._layout = QVBoxLayout(self)
        self.copy = PanelButton(theme, icon="copy")
        self.close_ = PanelButton(theme, tone=Tone.STRONG)
        self.copy.clicked.connect(self._on_copy_clicked)
        self.close_.clicked.connect(self.accept)
        self._lay_out()
        self.retranslate()
        self._size()

    def retranslate(self) -> None:
        """Fill it anew in the person's language."""
        self.setWindowTitle(self.tr("Call details"))
        self._area.setAccessibleName(self.windowTitle())
        self.copy.say(self.tr("Copy all"))
        self.close_.say(self.tr("Close"))
        self._facts.show_facts(self._lines())

    def text(self) -> str:
        """All that is shown, a line each."""
        return as_text(self._lines())

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setLayout(self._facts)
        self._facts.setHorizontalSpacing(em(self, 0.75))
        self._area.setWidget(inner)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.close_.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.copy)
        buttons.addWidget(self.close_)
        self._layout.addWidget(self._area, 1)
        self._layout.addLayout(buttons)

    def _size(self) -> None:
        """High enough for all of it, within reason."""
        width = em(self, 28)
        margins = self._layout.contentsMargins()
        needed = self._facts.totalHeightForWidth(width - margins.left() - margins.right())
        rest = self.close_.sizeHint().height() + self._layout.spacing() + margins.top() + margins.bottom()
        self.resize(width, min(needed + rest, em(self, 42)))

    def _lines(self) -> Iterator[Fact]:
        """Name and value of what is known; what is not is left out."""
        for name, value in (*self._about_the_call(), *self._about_the_outcome()):
            if value:
                yield name, value

    def _about_the_call(self) -> Iterator[tuple[str, str | None]]:
        entry, told = self._entry, self._teller
        number = entry.number or ""
        pretty = pretty_number(number)
        yield self.tr("Number"), number if pretty == number else f"{pretty} ({number})"
        yield self.tr("Campaign"), entry.campaign
        yield self.tr("Queue"), entry.queue
        yield self.tr("Offered"), told.whole_time(entry.started)
        yield self.tr("Connected"), told.whole_time(entry.connected) if entry.connected else None
        yield self.tr("Ended"), told.whole_time(entry.ended) if entry.ended else None
        yield self.tr("Recording"), self.tr("recorded") if entry.recorded else self.tr("not recorded")
        yield self.tr("Session"), entry.session
        yield self.tr("Unique session"), entry.session_unique
        yield self.tr("Agent"), entry.agent
        yield self.tr("Tenant"), entry.tenant
        yield self.tr("Call data"), _data(entry.data)

    def _about_the_outcome(self) -> Iterator[tuple[str, str | None]]:
        entry, told = self._entry, self._teller
        yield self.tr("Outcome"), told.outcome(entry) if entry.outcome is not None or entry.declined else None
        yield self.tr("Reported by the dialer"), told.reason(entry)
        yield from told.tags(entry)
        yield self.tr("Note"), entry.note
        yield self.tr("State"), told.sending(entry)

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.text())


def _data(text: str | None) -> str | None:
    """Key and value a line where the data has keys."""
    fields = parse(text).fields if text else {}
    return "\n".join(f"{key}: {value}" for key, value in fields.items()) or text
