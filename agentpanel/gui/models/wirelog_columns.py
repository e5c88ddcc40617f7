"""How a line of the wire log is told: its cells, and as one line of text."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from agentpanel.domain.wire import WireLine
from agentpanel.gui.models.table import Cell, Column
from agentpanel.gui.theme import Theme
from agentpanel.gui.widgets.plain import inert

translate: Final = QCoreApplication.translate
_ARROWS: Final = {True: "\N{RIGHTWARDS ARROW}", False: "\N{LEFTWARDS ARROW}"}
_WARNING: Final = "\N{WARNING SIGN}"


def time_text(line: WireLine) -> str:
    """The time of this computer, to the millisecond."""
    return line.at.astimezone().strftime("%H:%M:%S.") + f"{line.at.microsecond // 1000:03}"


def direction_word(line: WireLine) -> str:
    """Which way it went."""
    return translate("wirelog", "sent") if line.outgoing else translate("wirelog", "received")


def line_text(line: WireLine) -> str:
    """Everything of it, to copy."""
    problems = f"  [{'; '.join(line.problems)}]" if line.problems else ""
    parts = (time_text(line), _ARROWS[line.outgoing], line.name or "", line.text)
    return " ".join(filter(None, parts)).replace("\r", "\\r").replace("\n", "\\n") + problems


class WireLogColumns:
    """The columns from the left."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def columns(self) -> tuple[Column[WireLine], ...]:
        """All of them."""
        return (
            Column(
                key="time",
                title=lambda: translate("wirelog", "Time"),
                cell=lambda line: Cell(time_text(line)),
                sample=lambda: "00:00:00.000",
            ),
            Column(
                key="direction",
                title=lambda: translate("wirelog", "Direction"),
                cell=self.direction,
                sample=lambda: f"{_ARROWS[False]} {translate('wirelog', 'received')}",
            ),
            Column(
                key="name",
                title=lambda: translate("wirelog", "Message"),
                cell=lambda line: Cell(inert(line.name or ""), spoken=line.name or translate("wirelog", "unknown")),
                sample=lambda: "CampaignUpdatedForAgent",
                least=lambda: "AgentConnect",
                rank=1,
            ),
            Column(
                key="text",
                title=lambda: translate("wirelog", "Text"),
                cell=self.text,
                sample=lambda: r"CG:AG:AA\ANname\CNcampaign",
                least=lambda: r"CG:AG:AA\ANname",
                stretch=True,
            ),
        )

    def direction(self, line: WireLine) -> Cell:
        word = direction_word(line)
        return Cell(f"{_ARROWS[line.outgoing]} {word}", spoken=word, color=self._theme.colour("muted"))

    def text(self, line: WireLine) -> Cell:
        if not line.problems:
            return Cell(inert(line.text))
        problems = "; ".join(line.problems)
        told = f"{line.text}; {problems}"
        return Cell(
            f"{_WARNING} {inert(line.text)}", tip=inert(problems), spoken=inert(told), color=self._theme.colour("warn")
        )
