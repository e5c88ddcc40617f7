"""A small button without words for one action of the table."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from agentpanel.gui.actions import ACTIONS, Act
from agentpanel.gui.i18n import Retranslated
from agentpanel.gui.theme import Theme
from agentpanel.gui.widgets.button import PanelButton, Tone


class ActButton(Retranslated, PanelButton):
    """Its tool tip and its name for screen readers are those of the action."""

    def __init__(self, act: Act, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent, icon=ACTIONS[act].icon, tone=Tone.QUIET)
        self._act = act
        self.retranslate()

    def retranslate(self) -> None:
        action = ACTIONS[self._act]
        self.say("", about=action.help, name=action.words)
