"""Calls for Recent, and the widget that shows them, without a journal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QItemSelectionModel, Qt

from agentpanel.domain.records import Entry, Row, Sending
from agentpanel.domain.rules import (
    TAG_CODES,
    CampaignRule,
    JournalRules,
    OutcomeRule,
    ReasonName,
    SiteRules,
    TagRule,
)
from agentpanel.gui.widgets.recent import RecentPanel
from agentpanel.protocol.ole import from_datetime
from tests.helpers.snapshots import seated

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu
    from pytestqt.qtbot import QtBot

    from agentpanel.gui.theme import Theme

NOW: Final = datetime(2030, 11, 21, 15, 30).astimezone()
#: The dialer's zone; the computer's is another one in summer at the latest.
DIALER: Final = ZoneInfo("Asia/Kathmandu")
RULES: Final = SiteRules(
    outcomes=(OutcomeRule(code=12, text="Sale"), OutcomeRule(code=13, text="No interest")),
    reasons=(
        ReasonName(code=3, text="No answer", class_="not_connected"),
        ReasonName(code=10, text="Connected", class_="connected"),
    ),
    campaigns={"Service": CampaignRule(tags=tuple(TagRule(label=f"Label {code}") for code in TAG_CODES))},
    journal=JournalRules(all_agents=True),
)
ENTRY: Final = Entry(
    key="k",
    tenant=None,
    agent="1001",
    campaign="Sales",
    session="S1",
    session_unique="U1",
    number="+442079460000/001",
    queue="VIP",
    started=NOW - timedelta(minutes=8),
    outcome=12,
    tags=("complaint", "", "English", "", "", ""),
    recorded=True,
    state=Sending.CONFIRMED,
)


def call(entry: Entry = ENTRY, **more: Any) -> Row:
    """A row of this entry, its position that of its start."""
    return Row(position=round(entry.started.timestamp() * 1_000_000), entry=entry, **more)


def calls(count: int, start: int = 0) -> list[Row]:
    """Newest first; a greater number is a newer call. All of them are of today."""
    numbers = range(start + count - 1, start - 1, -1)
    made = (replace(ENTRY, key=f"k{n}", number=f"+4420794{n:05}") for n in numbers)
    return [Row(position=n, entry=entry) for n, entry in zip(numbers, made, strict=True)]


def ole(moment: datetime) -> str:
    """As the dialer writes a time."""
    return str(from_datetime(moment, DIALER).quantize(Decimal("0.000001")))


def wire(**parameters: str) -> str:
    """An OZ as the journal keeps it."""
    return "".join(f"\\{code}{value}" for code, value in parameters.items())


def open_recent(
    qtbot: QtBot, theme: Theme, rules: SiteRules = RULES, *, now: Callable[[], datetime] = lambda: NOW
) -> RecentPanel:
    """Visible, in the usual width of a wide panel."""
    made = RecentPanel(rules, theme, now=now, zone=DIALER)
    qtbot.addWidget(made)
    made.resize(760, 300)
    made.show()
    qtbot.waitExposed(made)
    return made


def show_everyone(panel: RecentPanel) -> None:
    """Who looks is a supervisor."""
    panel.show_slice(seated(rights=2))


def cell(panel: RecentPanel, key: str, role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole, row: int = 0) -> Any:
    """What a cell of the call with this place, counted from the newest, has for a role."""
    model = panel._model
    line = [at for at, each in enumerate(model.rows) if isinstance(each, Row)][row]
    return model.data(model.index(line, model.column(key)), role)


def keys(panel: RecentPanel) -> list[str]:
    """The calls that are shown."""
    return [row.entry.key for row in panel._model.calls]


def select(panel: RecentPanel, row: int) -> str:
    """Give the keys to this call; its key."""
    key = keys(panel)[row]
    at = panel._model.find(key)
    assert at is not None
    index = panel._model.index(at, 0)
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    panel.table.selectionModel().setCurrentIndex(index, flags)
    return key


def words_of(menu: QMenu) -> list[str]:
    """What a menu offers, without its lines."""
    return [action.text() for action in menu.actions() if not action.isSeparator()]
