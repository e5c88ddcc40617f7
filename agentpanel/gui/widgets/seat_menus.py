"""Where an agent can go from here: other campaigns, and queues to join or leave."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from agentpanel.domain.intents import JoinQueue, MoveTo
from agentpanel.domain.parties import TargetKind
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Snapshot
from agentpanel.gui.i18n import Retranslated, fill
from agentpanel.gui.widgets.plain import inert, no_mnemonic


class _SeatMenu(Retranslated, QMenu):
    """A line for each place; those where the agent is are ticked."""

    asked = Signal(object)  #: an Intent

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines: dict[str, QAction] = {}
        self.retranslate()

    def open_over(self, button: QWidget) -> None:
        """Above its button, which stands at the window's lower edge; over the window where there is no room for it."""
        place = button if button.isVisible() else button.window()
        self.popup(place.mapToGlobal(QPoint(0, -self.sizeHint().height())))
        self.setActiveAction(next((each for each in self.actions() if each.isEnabled()), self.actions()[0]))

    def _line(self, name: str) -> QAction:
        """The line of this place, made when it is first known."""
        if name not in self._lines:
            action = QAction(no_mnemonic(inert(name)), self)
            action.setCheckable(True)
            action.triggered.connect(lambda: self._choose(name))
            self._lines[name] = action
            self.addAction(action)
        return self._lines[name]

    def _choose(self, name: str) -> None:
        raise NotImplementedError


class MoveMenu(_SeatMenu):
    """The campaigns that the site lets agents move to."""

    def __init__(self, rules: SiteRules, parent: QWidget) -> None:
        super().__init__(parent)
        for campaign in rules.calls.moves:
            self._line(campaign)

    @property
    def empty(self) -> bool:
        return not self._lines

    def show_seat(self, s: Snapshot) -> None:
        """Tick the present campaign; there is no move to where one is."""
        for campaign, action in self._lines.items():
            action.setChecked(campaign == s.campaign)
            action.setEnabled(campaign != s.campaign)
            home = self.tr("{campaign} (home)") if campaign == s.home_campaign else "{campaign}"
            action.setText(no_mnemonic(fill(home, campaign=inert(campaign))))

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Campaigns to move to"))

    def _choose(self, name: str) -> None:
        self._lines[name].setChecked(False)  # until the dialer has moved the agent
        self.asked.emit(MoveTo(name))


class QueueMenu(_SeatMenu):
    """The queues that skill sets, targets and this login name."""

    def __init__(self, rules: SiteRules, parent: QWidget) -> None:
        super().__init__(parent)
        self._joined: tuple[str, ...] = ()
        known = [queue for each in rules.skill_sets for queue in each.queues]
        known += [each.address for each in rules.targets if each.kind is TargetKind.QUEUE]
        for queue in dict.fromkeys(known):
            self._line(queue)

    @property
    def empty(self) -> bool:
        return not self._lines

    def show_seat(self, s: Snapshot) -> None:
        """Tick the queues that were joined."""
        self._joined = s.queues
        for queue in s.queues:
            self._line(queue)
        for queue, action in self._lines.items():
            action.setChecked(queue in s.queues)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Queues to join or leave"))

    def _choose(self, name: str) -> None:
        joined = name in self._joined
        self._lines[name].setChecked(joined)  # as it was, until the desk says otherwise
        self.asked.emit(JoinQueue(name, on=not joined))
