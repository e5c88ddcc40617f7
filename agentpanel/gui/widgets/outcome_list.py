"""The outcomes that can be given, as a list model: to find by name or number, the unfit ones off with the reason."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from agentpanel.domain.guard import outcome_fault
from agentpanel.domain.rules import OutcomeRule, SiteRules
from agentpanel.gui.i18n import say
from agentpanel.gui.widgets.plain import inert, tip

#: What a typed text is looked for in: name and number.
FIND: Final = Qt.ItemDataRole.UserRole + 1
#: The number (AO).
CODE: Final = Qt.ItemDataRole.UserRole + 2
_MOST: Final = 9999
_Index = QModelIndex | QPersistentModelIndex
_TOP: Final = QModelIndex()


def outcome_label(code: int, rules: SiteRules) -> str:
    """An outcome as it is read: its name and number, or the number alone."""
    text = rules.outcome_text(code)
    return f"{inert(text)} · {code}" if text else str(code)


class OutcomeList(QAbstractListModel):
    """The site's outcomes in its order."""

    def __init__(self, rules: SiteRules, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._site = rules
        self._launched = True

    def rowCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._site.outcomes)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        rule = self._site.outcomes[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return outcome_label(rule.code, self._site)
            case Qt.ItemDataRole.ToolTipRole:
                return tip(self._why_off(rule))
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return self._why_off(rule)
        return {FIND: f"{rule.code} {rule.text} {rule.code}", CODE: rule.code}.get(role)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if index.isValid() and self._why_off(self._site.outcomes[index.row()]):
            return Qt.ItemFlag.ItemIsSelectable  # found and shown, but not to be chosen
        return super().flags(index)

    def fit(self, *, launched: bool) -> None:
        """Offer what fits a call that was made, or a record that is not dialed."""
        if launched != self._launched:
            self._launched = launched
            self.dataChanged.emit(self.index(0), self.index(len(self._site.outcomes) - 1))

    def find(self, typed: str) -> int | None:
        """The one outcome that this text means: its number, its whole name, or the only fit one that has it in it."""
        wanted = typed.strip().casefold()
        if not wanted:
            return None
        for rule in self._site.outcomes:
            if wanted in (str(rule.code), rule.text.casefold(), outcome_label(rule.code, self._site).casefold()):
                return rule.code
        if not self._site.outcomes:
            return int(wanted) if wanted.isascii() and wanted.isdigit() and int(wanted) <= _MOST else None
        partly = [rule for rule in self._site.outcomes if wanted in rule.text.casefold() and not self._why_off(rule)]
        return partly[0].code if len(partly) == 1 else None

    def _why_off(self, rule: OutcomeRule) -> str:
        why = outcome_fault(rule.code, self._site, launched=self._launched)
        return "" if why is None else say(why)
