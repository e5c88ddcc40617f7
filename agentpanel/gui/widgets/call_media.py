"""Record, the second recording, and sounds: small buttons beside the sign of the recording."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from agentpanel.domain.controls import Control
from agentpanel.domain.intents import PlaySound, Record
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Call, Recording, Snapshot
from agentpanel.domain.view import View
from agentpanel.gui.actions import ACTIONS, Act, with_key
from agentpanel.gui.i18n import fill, say
from agentpanel.gui.theme import Theme
from agentpanel.gui.widgets.button import PanelButton, Tone
from agentpanel.gui.widgets.call_menus import open_under
from agentpanel.gui.widgets.plain import inert, no_mnemonic

#: The height of buttons between lines of text, in heights of type.
LOW_EM = 1.3


class CallMedia(QObject):
    """The buttons, for a card to place. What they say follows the dialer's word alone."""

    asked = Signal(object)  #: a Record or PlaySound

    def __init__(self, rules: SiteRules, theme: Theme, owner: QWidget) -> None:
        super().__init__(owner)
        self._rules = rules
        self._owner = owner
        self._call: Call | None = None
        self.record, self.second, self.play = (PanelButton(theme, owner, tone=Tone.QUIET) for _ in range(3))
        self.menu = QMenu(owner)
        for button in self.buttons:
            button.height_em = LOW_EM
        self.record.clicked.connect(lambda: self.asked.emit(Record(not self._runs)))
        self.second.clicked.connect(lambda: self.asked.emit(Record(not self._second_runs, second=True)))
        self.play.clicked.connect(self._press_play)
        for sound in rules.sounds:
            action = QAction(no_mnemonic(inert(sound.text)), self.menu)
            action.triggered.connect(lambda _=False, name=sound.name: self.asked.emit(PlaySound(name)))
            self.menu.addAction(action)

    @property
    def buttons(self) -> tuple[PanelButton, PanelButton, PanelButton]:
        return self.record, self.second, self.play

    def show_slice(self, s: Snapshot, view: View) -> None:
        """In the words of the moment, on and off as the view says."""
        self._call = s.call
        self.retranslate()
        why = view.controls[Control.RECORD]
        for button in (self.record, self.second):
            button.allow(None if why is None else say(why))
        why = view.controls[Control.PLAY]
        self.play.allow(None if why is None else say(why))

    def place_for(self, shown: bool) -> None:
        """Beside the text, or not at all: what the site has not set up has no place either way."""
        self.record.setVisible(shown)
        self.second.setVisible(shown and self._rules.calls.second_recording is not None)
        self.play.setVisible(shown and bool(self._rules.sounds))

    def retranslate(self) -> None:
        words = self.tr("Stop the recording") if self._runs else self.tr("Start the recording")
        self.record.say("", about=with_key(words, ACTIONS[Act.RECORD].key), name=words)
        self.record.wear("record-stop" if self._runs else "record")
        key = inert(self._rules.calls.second_recording or "")
        runs = self.tr("Stop the second recording ({key})")
        words = fill(runs if self._second_runs else self.tr("Start the second recording ({key})"), key=key)
        self.second.say(self.tr("2nd"), about=words, name=words)
        self.second.wear("record-stop" if self._second_runs else "record")
        words = self.tr("Stop the sound") if self._plays else self.tr("Play a sound to everyone in the call")
        self.play.say("", about=with_key(words, ACTIONS[Act.PLAY].key), name=words)
        self.play.wear("play-stop" if self._plays else "play")
        self.menu.setAccessibleName(self.tr("Sounds"))

    @property
    def _runs(self) -> bool:
        return self._call is not None and self._call.recording is Recording.ON

    @property
    def _second_runs(self) -> bool:
        return self._call is not None and self._call.second_recording is Recording.ON

    @property
    def _plays(self) -> bool:
        return self._call is not None and self._call.playing is not None

    def _press_play(self) -> None:
        if self._plays:
            self.asked.emit(PlaySound(None))
            return
        open_under(self.menu, self.play if self.play.isVisible() else self._owner)
