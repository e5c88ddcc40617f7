"""The ways to give a call to somebody, in plain words, and which of them a target allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from agentpanel.domain.parties import UNASKED, Manner, TargetKind
from agentpanel.gui.i18n import fill
from agentpanel.gui.marking import QT_TRANSLATE_NOOP


@dataclass(frozen=True, slots=True)
class MannerWords:
    """English templates, to be translated: its name, what happens, and what the button then says."""

    name: str
    about: str
    press: str

    @property
    def title(self) -> str:
        return _tr(self.name)

    @property
    def help(self) -> str:
        return _tr(self.about)

    def pressed(self, who: str) -> str:
        return fill(_tr(self.press), who=who)


MANNERS: Final = {
    Manner.SCREENED: MannerWords(
        QT_TRANSLATE_NOOP("manners", "Ask first"),
        QT_TRANSLATE_NOOP("manners", "They are asked. You keep the customer until they accept."),
        QT_TRANSLATE_NOOP("manners", "Offer to {who}"),
    ),
    Manner.BLIND: MannerWords(
        QT_TRANSLATE_NOOP("manners", "Hand over"),
        QT_TRANSLATE_NOOP("manners", "The customer goes to them at once, and you are done with the call."),
        QT_TRANSLATE_NOOP("manners", "Hand over to {who}"),
    ),
    Manner.CONFERENCE: MannerWords(
        QT_TRANSLATE_NOOP("manners", "All three"),
        QT_TRANSLATE_NOOP("manners", "They come into the call, and all three of you talk."),
        QT_TRANSLATE_NOOP("manners", "Bring in {who}"),
    ),
    Manner.AGENTS_FIRST: MannerWords(
        QT_TRANSLATE_NOOP("manners", "Talk first"),
        QT_TRANSLATE_NOOP("manners", "You two talk while the customer waits; then you join all."),
        QT_TRANSLATE_NOOP("manners", "Talk to {who}"),
    ),
    Manner.CUSTOMER_HELD: MannerWords(
        QT_TRANSLATE_NOOP("manners", "Customer on hold"),
        QT_TRANSLATE_NOOP("manners", "They come into the call with the customer on hold; you fetch the customer back."),
        QT_TRANSLATE_NOOP("manners", "Bring in {who}"),
    ),
}
_QUEUE: Final = MannerWords(
    QT_TRANSLATE_NOOP("manners", "To a queue"),
    QT_TRANSLATE_NOOP("manners", "The customer waits in that queue for another agent, and you give the outcome."),
    QT_TRANSLATE_NOOP("manners", "Send to {who}"),
)
#: What stands in for a way that is ruled out; the customer is given away last of all.
_MILDEST: Final = (Manner.SCREENED, Manner.CONFERENCE, Manner.AGENTS_FIRST, Manner.CUSTOMER_HELD, Manner.BLIND)


def words_of(manner: Manner, kind: TargetKind | None) -> MannerWords:
    """Of this way to this kind of target."""
    return _QUEUE if kind is TargetKind.QUEUE else MANNERS[manner]


def manner_fault(manner: Manner, kind: TargetKind | None) -> str | None:
    """Why a call cannot be given in this way to this kind of target."""
    if kind is TargetKind.QUEUE:
        return _tr(QT_TRANSLATE_NOOP("manners", "A queue takes the call at once."))
    if kind is TargetKind.EXTERNAL and manner not in UNASKED:
        return _tr(QT_TRANSLATE_NOOP("manners", "An outside number cannot be asked: hand over, or bring them in."))
    return None


def manner_for(wanted: Manner, faults: Mapping[Manner, str | None]) -> Manner:
    """The wanted way, or where it is ruled out the mildest that is left."""
    left = (manner for manner in _MILDEST if faults.get(manner) is None)
    return wanted if faults.get(wanted) is None else next(left, wanted)


def _tr(text: str) -> str:
    return QCoreApplication.translate("manners", text)
