"""What other agents are doing, in words."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from agentpanel.domain.parties import Colleague
from agentpanel.gui.i18n import fill
from agentpanel.gui.marking import QT_TRANSLATE_NOOP
from agentpanel.gui.widgets.plain import inert

#: The detail states of agents (DS, behaviour.md 4.1).
_STATES: Final = {
    0: QT_TRANSLATE_NOOP("colleagues", "not logged in"),
    1: QT_TRANSLATE_NOOP("colleagues", "phone not up yet"),
    2: QT_TRANSLATE_NOOP("colleagues", "not ready, can take it"),
    3: QT_TRANSLATE_NOOP("colleagues", "waits for a call"),
    4: QT_TRANSLATE_NOOP("colleagues", "looks at a record"),
    5: QT_TRANSLATE_NOOP("colleagues", "between two records"),
    6: QT_TRANSLATE_NOOP("colleagues", "in a call"),
    7: QT_TRANSLATE_NOOP("colleagues", "in wrap"),
    8: QT_TRANSLATE_NOOP("colleagues", "in a call of their own"),
    9: QT_TRANSLATE_NOOP("colleagues", "in a transfer"),
    10: QT_TRANSLATE_NOOP("colleagues", "phone rings"),
    11: QT_TRANSLATE_NOOP("colleagues", "listens to a call"),
    12: QT_TRANSLATE_NOOP("colleagues", "kept for a callback"),
    13: QT_TRANSLATE_NOOP("colleagues", "in a call, on hold"),
}
_UNTOLD: Final = QT_TRANSLATE_NOOP("colleagues", "state not told")
_NOT_IN: Final = QT_TRANSLATE_NOOP("colleagues", "{who} is not logged in. Choose somebody else, or a queue.")


def state_words(state: int | None) -> str:
    """A detail state in a few words; one that nobody knows by its number."""
    if state is None:
        return _tr(_UNTOLD)
    known = _STATES.get(state)
    return _tr(known) if known else _tr(QT_TRANSLATE_NOOP("colleagues", "state {number}"), number=state)


def colleague_name(colleague: Colleague) -> str:
    """Name and number, as far as the dialer told."""
    return inert(f"{colleague.name} · {colleague.agent}" if colleague.name else colleague.agent)


def not_logged_in(who: str) -> str:
    """Why a call cannot be given to somebody who is not on the list."""
    return _tr(_NOT_IN, who=who)


def _tr(text: str, **args: str | int) -> str:
    return fill(QCoreApplication.translate("colleagues", text), **args)
