"""What the panel knows of a call, as names and values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QCoreApplication

from agentpanel.domain.records import Row
from agentpanel.gui.i18n import pretty_number
from agentpanel.gui.models.recent_words import Teller
from agentpanel.gui.veil import VEIL
from agentpanel.gui.widgets.facts import Fact
from agentpanel.gui.windows.entry_report import data_lines

translate: Final = QCoreApplication.translate


def facts_of(row: Row, teller: Teller) -> Iterator[Fact]:
    """What is known; what is not is left out."""
    for name, value in (*_about_the_call(row, teller), *_about_the_outcome(row, teller)):
        if value:
            yield name, value


def _about_the_call(row: Row, told: Teller) -> Iterator[tuple[str, str | None]]:
    entry = row.entry
    yield translate("entry", "Number"), _number(entry.number)
    yield translate("entry", "Way"), translate("entry", "inbound") if entry.inbound else translate("entry", "outbound")
    yield translate("entry", "Campaign"), entry.campaign
    yield translate("entry", "Queue"), entry.queue
    yield translate("entry", "List"), entry.list_name
    yield translate("entry", "Begun"), told.whole_time(entry.started)
    yield translate("entry", "Connected"), told.whole_time(entry.connected) if entry.connected else None
    yield translate("entry", "Ended"), told.whole_time(entry.ended) if entry.ended else None
    yield translate("entry", "Talk"), told.duration(entry)
    yield translate("entry", "Completed"), told.whole_time(entry.completed) if entry.completed else None
    recorded = translate("entry", "recorded") if entry.recorded else translate("entry", "not recorded")
    yield translate("entry", "Recording"), recorded
    yield translate("entry", "Session"), entry.session and VEIL.parameter("SI", entry.session, entry.number)
    yield translate("entry", "Unique session"), entry.session_unique
    yield translate("entry", "Agent"), entry.agent or translate("entry", "none")
    yield translate("entry", "Tenant"), entry.tenant
    yield translate("entry", "Call data"), VEIL.text(data_lines(entry.data or ""), entry.number)


def _about_the_outcome(row: Row, told: Teller) -> Iterator[tuple[str, str | None]]:
    entry = row.entry
    yield translate("entry", "Outcome"), told.outcome(entry) if entry.outcome is not None or entry.declined else None
    declined = translate("entry", "The agent declined this preview: no call was made.")
    yield translate("entry", "Preview"), declined if entry.declined else None
    yield translate("entry", "Reported by the dialer"), told.reason(entry)
    advised = translate("entry", "The dialer advises to try this number again.")
    yield translate("entry", "Retry"), advised if entry.retry else None
    yield from told.tags(row)
    yield translate("entry", "Note"), VEIL.text(entry.note, entry.number)
    yield translate("entry", "State"), told.sending(entry)
    yield translate("entry", "Difference"), "\n".join(told.differences(row))


def _number(number: str | None) -> str | None:
    if number is None:
        return None
    pretty, whole = pretty_number(number), VEIL.number(number)
    return whole if pretty == whole else f"{pretty} ({whole})"
