"""About: which program this is, what it runs on, where its files are, and what its keys do."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from agentpanel import __version__
from agentpanel.gui.actions import key_lines
from agentpanel.gui.acts import native
from agentpanel.gui.i18n import Retranslated, fill
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.button import PanelButton, Tone
from agentpanel.gui.widgets.facts import Fact, Facts, as_text
from agentpanel.gui.widgets.plain import PlainLabel
from agentpanel.gui.widgets.recent_actions import NOTE_KEY


class AboutDialog(Retranslated, QDialog):
    """``files``: what each file is for (settings, journal, log ...) and where it is."""

    def __init__(self, files: Mapping[str, str], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._files = files
        self._icon = QLabel()
        self._name = PlainLabel("agentpanel")
        self._about = PlainLabel()
        self._facts = Facts()
        self._layout = QVBoxLayout(self)
        self.copy = PanelButton(theme, icon="copy")
        self.close_ = PanelButton(theme, tone=Tone.STRONG)
        self.copy.clicked.connect(self._on_copy_clicked)
        self.close_.clicked.connect(self.accept)
        self._theme = theme
        theme.changed.connect(self._draw_icon)
        self._draw_icon()
        self._lay_out()
        self.retranslate()
        self.resize(em(self, 28), self._layout.totalHeightForWidth(em(self, 28)))

    def text(self) -> str:
        """All of it, to paste into a report."""
        return f"agentpanel\n{as_text(self._lines())}"

    def retranslate(self) -> None:
        """Set all words."""
        self.setWindowTitle(self.tr("About agentpanel"))
        self._about.setText(
            self.tr("A desktop panel for agents of an SDMP dialer. Free software under the MIT licence.")
        )
        self.copy.say(self.tr("Copy"), about=self.tr("Copy all of this, for a report"))
        self.close_.say(self.tr("Close"))
        self._facts.show_facts(self._lines())

    def _lines(self) -> Iterator[Fact]:
        yield self.tr("Version"), __version__
        yield self.tr("Python"), platform.python_version()
        yield self.tr("Qt"), qVersion()
        yield self.tr("System"), platform.platform(terse=True)
        names = {"settings": self.tr("Settings"), "journal": self.tr("Journal"), "log": self.tr("Log")}
        for key, path in self._files.items():
            yield names.get(key, key), path
        note = fill(self.tr("{key}: Note and tags of a call of Recent"), key=native(NOTE_KEY))
        yield self.tr("Keys"), "\n".join((*key_lines(), note))

    def _lay_out(self) -> None:
        font = self._name.font()
        font.setPointSizeF(font.pointSizeF() * 1.6)
        font.setBold(True)
        self._name.setFont(font)
        self._about.setWordWrap(True)
        self.close_.setDefault(True)
        words = QVBoxLayout()
        words.addWidget(self._name)
        words.addWidget(self._about)
        head = QHBoxLayout()
        head.setSpacing(em(self, 0.75))
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.copy)
        buttons.addWidget(self.close_)
        layout = self._layout
        layout.setSpacing(em(self, 0.75))
        self._facts.setHorizontalSpacing(em(self, 0.75))
        layout.addLayout(head)
        layout.addLayout(self._facts)
        layout.addStretch(1)
        layout.addLayout(buttons)
        self.setMinimumWidth(em(self, 26))

    def _draw_icon(self) -> None:
        self._icon.setPixmap(self._theme.icon("panel").pixmap(em(self, 3), em(self, 3)))

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.text())
