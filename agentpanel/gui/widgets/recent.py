"""Recent: the last calls with what became of them, to find, to read, to copy from and to correct."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import Final

from PySide6.QtCore import QSettings, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agentpanel.domain.records import Filter, Row
from agentpanel.domain.rights import sees_all
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Snapshot
from agentpanel.gui.i18n import Retranslated, say
from agentpanel.gui.models.recent import RecentModel
from agentpanel.gui.models.recent_columns import RecentColumns
from agentpanel.gui.models.recent_words import Teller
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.drawn import Drawn
from agentpanel.gui.widgets.recent_actions import RecentActions
from agentpanel.gui.widgets.recent_columns_menu import ColumnsMenu
from agentpanel.gui.widgets.recent_head import RecentHead
from agentpanel.gui.widgets.recent_table import RecentTable
from agentpanel.gui.widgets.rows import chain_tabs
from agentpanel.gui.windows.entry_sheets import EntrySheets
from agentpanel.settings.zone import MACHINE_ZONE

#: The height of its list at least, in heights of type: less than a row, while a message stands on a low panel.
_LEAST_EM: Final = 0.4


def _now() -> datetime:
    return datetime.now(UTC)


class RecentPanel(Retranslated, QWidget):
    """Shows the calls that it is given, newest first, and asks for others when the filter or the view moves."""

    query_changed = Signal(object)  #: the Filter that the rows shall fit, without codes for names
    detail_requested = Signal(object)  #: the Row that was opened
    sight_changed = Signal(object)  #: positions of the first and last call that can be seen; None where there is none
    newest_wanted = Signal()  #: Home was pressed: the newest calls, wherever the view is
    watched_changed = Signal(object)  #: frozenset of the positions of calls whose sheet is open: follow() wants them
    keep_asked = Signal(object)  #: an Afterthought; show_kept() answers
    explained = Signal(str)  #: a sentence that somebody asked for

    def __init__(
        self,
        rules: SiteRules,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        now: Callable[[], datetime] = _now,
        zone: tzinfo = MACHINE_ZONE,
        codec: str | None = None,
    ) -> None:
        """``now`` gives an aware time; ``zone`` is the dialer's, ``codec`` the code page of the connection."""
        super().__init__(parent)
        self._rules = rules
        self._drawn = Drawn()
        self._teller = Teller(rules, now)
        self._columns = RecentColumns(self._teller, theme)
        self._model = RecentModel(self._columns.columns(), self)
        self.columns_menu = ColumnsMenu(self._model.columns, self)
        self.head = RecentHead(rules, theme, now)
        self.title, self.filter = self.head.title, self.head.filter
        self.table = RecentTable(self._model, theme, self._teller.day)
        self.calls = RecentActions(self.table, self.columns_menu)
        self.sheets = EntrySheets(self._teller, theme, self, zone, codec)
        theme.changed.connect(self._model.redraw)
        self._connect()
        self._lay_out()
        self._show_columns()
        self.retranslate()

    # -- what the program says ---------------------------------------------------------------------------

    @property
    def wanted(self) -> Filter:
        """What the list is filtered by now, without codes for names."""
        return self.head.wanted

    @property
    def shown(self) -> Sequence[Row]:
        """The calls that are listed, newest first."""
        return self._model.calls

    @property
    def tab_order(self) -> tuple[QWidget, ...]:
        """What Tab goes through."""
        return (*self.head.tab_order, self.table)

    def show_slice(self, s: Snapshot) -> None:
        """Whose calls are shown."""
        everyone = sees_all(s, self._rules)
        if not self._drawn.same(everyone, s.fewer_outcomes):
            self.head.show_fewer("" if s.fewer_outcomes is None else say(s.fewer_outcomes))
            self._teller.everyone = everyone
            self.head.show_everyone(everyone)
            self.columns_menu.show_everyone(everyone)
            self._tell_nothing()
            self._model.redraw()

    def show_rows(self, rows: Sequence[Row], *, anew: bool = False) -> None:
        """Show these (newest first). The selected call stays selected, and the place stays where it was, unless it is
        another list than before: ``anew``.
        """
        selected, top = self.table.call, None if anew else self._top()
        self._model.show_rows(rows)
        self._tell_nothing()
        if selected is not None and (self.table.call is None or self.table.call.entry.key != selected.entry.key):
            self._select(selected.entry.key)
        if anew:
            self.table.scrollToTop()
        elif top is not None:
            self._scroll_to(top)
        self.head.learn(rows)
        self.sheets.follow(rows)
        self._tell_sight()

    def follow(self, row: Row) -> None:
        """A call with an open sheet, as the journal has it now."""
        self.sheets.follow([row])

    def show_kept(self, key: str, why: str | None) -> None:
        """An Afterthought is on the disk, or is not: ``why``."""
        self.sheets.show_kept(key, why)

    def flush(self) -> None:
        """Ask for all that is typed into open sheets to be kept."""
        self.sheets.keep()

    def remember_in(self, memory: QSettings) -> None:
        """Where the chosen columns are kept."""
        self.columns_menu.remember_in(memory)

    def add_tool(self, tool: QWidget) -> None:
        """A small button more at the end of the head."""
        self.head.add_tool(tool)

    def retranslate(self) -> None:
        """Set all words."""
        self._drawn.forget()
        self.table.setAccessibleName(self.tr("Recent calls"))
        self.head.retranslate()
        self.calls.retranslate()
        self._tell_nothing()
        self._model.redraw()

    def _tell_nothing(self) -> None:
        """In place of an empty table: why it is empty."""
        self.table.explain("" if self._model.rows else self.head.why_empty)

    # -- its place ---------------------------------------------------------------------------------------

    def _top(self) -> str | date | None:
        """The line at the top where somebody has scrolled to it; who reads the newest goes on reading the newest."""
        sight = self.table.in_sight
        if sight is None or self.table.verticalScrollBar().value() == 0:
            return None
        line = self._model.rows[sight[0]]
        return line.entry.key if isinstance(line, Row) else line

    def _scroll_to(self, top: str | date) -> None:
        if (at := self._model.find(top)) is not None:
            # Else the bar still ends where the rows ended before.
            self.table.executeDelayedItemsLayout()
            self.table.verticalScrollBar().setValue(at)

    def _select(self, key: str) -> None:
        if (at := self._model.find(key)) is not None:
            self.table.setCurrentIndex(self._model.index(at, 0))

    def _tell_sight(self) -> None:
        sight = self.table.in_sight
        lines = self._model.rows[sight[0] : sight[1] + 1] if sight is not None else []
        positions = [line.position for line in lines if isinstance(line, Row)]
        self.sight_changed.emit((positions[0], positions[-1]) if positions else None)

    # -- the person --------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes back the text, then the filters; Down leads from the field into the list."""
        if event.key() == Qt.Key.Key_Escape and self.head.take_back():
            return
        if event.key() == Qt.Key.Key_Down and self.filter.hasFocus() and self._model.rows:
            self._enter_table()
            return
        super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Little more than its head: the rest it gives away to a message that comes."""
        head = self.head.minimumSizeHint()
        return QSize(head.width(), head.height() + em(self, _LEAST_EM))

    def hasHeightForWidth(self) -> bool:
        """Words in place of an empty list ask for no more room than the list."""
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_sight()

    def _enter_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.table.call is None:
            self.table.step_to_first()

    def _open(self, line: object) -> None:
        if isinstance(line, Row):
            self.detail_requested.emit(line)
            self.sheets.open(line)

    def _show_columns(self) -> None:
        self.table.choose_columns(self.columns_menu.chosen)

    def _on_columns_changed(self, hidden: frozenset[str], yielding: frozenset[str]) -> None:
        self.columns_menu.hidden = hidden
        self._columns.shown = frozenset(column.key for column in self._model.columns) - hidden
        self._columns.short_numbers = "number" in yielding
        self._model.redraw()

    # -- how it is built ---------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.head.query_changed.connect(self.query_changed)
        self.head.explained.connect(self.explained)
        self.head.day_changed.connect(self._model.redraw)
        self.columns_menu.changed.connect(self._show_columns)
        self.table.columns_changed.connect(self._on_columns_changed)
        self.table.opened.connect(self._open)
        self.table.typed.connect(self.head.type)
        self.table.newest_wanted.connect(self.newest_wanted)
        self.table.verticalScrollBar().valueChanged.connect(self._tell_sight)
        self.calls.opened.connect(self._open)
        self.calls.note_wanted.connect(lambda row: self.sheets.open(row, note=True))
        self.sheets.keep_asked.connect(self.keep_asked)
        self.sheets.changed.connect(self.watched_changed)

    def _lay_out(self) -> None:
        self.table.setMinimumHeight(em(self, _LEAST_EM))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(em(self, 0.25))
        layout.addWidget(self.head)
        layout.addWidget(self.table, 1)
        chain_tabs(self.tab_order)
