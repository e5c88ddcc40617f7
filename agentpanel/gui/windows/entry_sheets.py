"""The open detail sheets of Recent: one a call, each following its call."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from agentpanel.domain.records import Row
from agentpanel.gui.dialogs import show
from agentpanel.gui.models.recent_words import Teller
from agentpanel.gui.theme import Theme
from agentpanel.gui.windows.entry_dialog import EntryDialog


class EntrySheets(QObject):
    """Nothing waits for them; they go with the window that they belong to."""

    keep_asked = Signal(object)  #: an Afterthought
    changed = Signal(object)  #: frozenset of the positions of the calls that have a sheet now

    def __init__(self, teller: Teller, theme: Theme, owner: QWidget, zone: tzinfo, codec: str | None) -> None:
        super().__init__(owner)
        self._teller = teller
        self._theme = theme
        self._owner = owner
        self._zone = zone
        self._codec = codec
        self._open: dict[str, EntryDialog] = {}

    @property
    def all(self) -> tuple[EntryDialog, ...]:
        return tuple(self._open.values())

    def open(self, row: Row, *, note: bool = False) -> EntryDialog:
        """The sheet of this call, a new one or the one that stands open; ``note`` leads to its note."""
        sheet = self._open.get(row.entry.key)
        if sheet is None:
            sheet = self._new(row)
        else:
            sheet.raise_()
            sheet.activateWindow()
        if note:
            sheet.edit_note()
        return sheet

    def follow(self, rows: Iterable[Row]) -> None:
        """What the journal has of these calls now."""
        if not self._open:
            return
        moved = False
        for row in rows:
            sheet = self._open.get(row.entry.key)
            if sheet is not None:
                moved = moved or row.position != sheet.row.position
                sheet.show_row(row)
        if moved:
            self._tell()

    def show_kept(self, key: str, why: str | None) -> None:
        """What became of an Afterthought."""
        if (sheet := self._open.get(key)) is not None:
            sheet.show_kept(why)

    def keep(self) -> None:
        """Ask for all that is typed and not kept: the window is about to go."""
        for sheet in self.all:
            sheet.keep()

    def leave(self) -> None:
        """Somebody else works here now: each closes once what was typed is on the disk."""
        for sheet in self.all:
            sheet.reject()

    def put_away(self) -> None:
        """The panel is gone: what is typed is asked for, and nothing is seen any more."""
        for sheet in self.all:
            sheet.keep()
            sheet.hide()

    def _new(self, row: Row) -> EntryDialog:
        key = row.entry.key
        window = self._owner.window()
        sheet = EntryDialog(row, self._teller, self._theme, window, zone=self._zone, codec=self._codec)
        sheet.keep_asked.connect(self.keep_asked)
        self._open[key] = sheet
        show(sheet, lambda _: self._closed(key), modal=False)
        self._tell()
        return sheet

    def _closed(self, key: str) -> None:
        self._open.pop(key, None)
        self._tell()

    def _tell(self) -> None:
        self.changed.emit(frozenset(sheet.row.position for sheet in self.all))
