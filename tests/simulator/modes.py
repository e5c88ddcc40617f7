"""Campaigns of the other dialing methods, where nothing happens unless the test does it, and callbacks there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from agentpanel.protocol import ole
from agentpanel.protocol.messages import BeginDial, TransactionComplete
from agentpanel.simulator.events import HangUp, OfferCall
from tests.simulator.bench import QUIET, START, Bench, End, codes, scenario, waiting

#: Preview decides without a limit, Timed has P1 and P2.
MODES = (
    QUIET
    + """
[[campaign]]
name = "Preview"
method = 4
application_data = "AD1"
pace = { mode = "asked" }
[[campaign]]
name = "Timed"
method = 4
preview_s = 30
breather_s = 10
max_wrap = 20
wrap_outcome = 120
pace = { mode = "asked" }
[[campaign]]
name = "Progressive"
method = 3
max_wrap = 20
pace = { mode = "asked" }
[[campaign]]
name = "Manual"
method = 2
pace = { mode = "asked" }
"""
)
#: Numbers whose last digit says how they end.
ANSWERS, BUSY, SILENT = "01632960001", "01632960004", "01632960005"


def bench(toml: str = MODES, *, speed: float = 1.0, **choices: Any) -> Bench:
    return Bench(scenario(toml, **choices), speed=speed)


def shown(made: Bench, campaign: str = "Preview", number: str = ANSWERS, name: str = "Anna", **more: Any) -> End:
    """A client whose agent has a record on the screen; progressive numbers are dialed at once."""
    end = waiting(made, name, campaign, **more)
    made.do(OfferCall(agent=name, number=number))
    return end


def bt(moment: datetime) -> str:
    """BT of a moment."""
    zone = scenario(MODES).zone
    assert zone is not None
    return f"{ole.from_datetime(moment, zone):f}"


LATER = bt(START + timedelta(hours=1))


def done(time: str | None = LATER, **more: Any) -> TransactionComplete:
    return TransactionComplete(agent="Anna", outcome=101, callback_time=time, **more)


def called_back(made: Bench, campaign: str = "Sales", number: str = ANSWERS, **more: Any) -> End:
    """Anna's call is over and its callback is kept."""
    end = waiting(made, campaign=campaign)
    made.do(OfferCall(agent="Anna", number=number))
    if campaign == "Preview":
        end.send(BeginDial(agent="Anna"))
    made.run(3)
    made.do(HangUp("Anna"))
    assert codes(end.send(done(**more))).startswith("AR")
    return end
