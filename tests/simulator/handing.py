"""Two agents and a call that one of them hands on."""

from __future__ import annotations

from typing import Any

from agentpanel.protocol.message import Message
from agentpanel.protocol.messages import (
    AgentLogin,
    RequestHold,
    StartWrap,
    TransactionComplete,
    TransferAcknowledge,
    TransferAnswer,
    TransferRequest,
)
from agentpanel.simulator.ledger import LedgerRow
from tests.simulator.bench import Bench, End, codes, seated, talking

ACCEPT, REJECT = TransferAnswer(agent="Ben", status=1), TransferAnswer(agent="Ben", status=0)
HOLD, RETRIEVE = RequestHold(agent="Anna", on=True, who="1"), RequestHold(agent="Anna", who="1")


class Pair:
    """Anna talks, Ben is logged in and not available; each has a client of its own."""

    def __init__(self, bench: Bench | None = None, *, ben_on: str = "Sales", **ben: Any) -> None:
        self.bench = bench or Bench()
        self.anna = talking(self.bench)
        self.ben = seated(self.bench, "Ben", ben_on, **ben)
        self._marks = {self.anna.number: len(self.anna.heard), self.ben.number: len(self.ben.heard)}

    def transfer(self, **how: Any) -> list[Message]:
        """Anna's TR, to Ben where nobody else is named."""
        if not how.keys() & {"to_agent", "to_extension", "to_external"}:
            how["to_agent"] = "Ben"
        return self.anna.send(TransferRequest(agent="Anna", **how))

    def told(self, end: End) -> str:
        """The codes of what this client was told since the last time; of TA and HA with what they say."""
        mark, self._marks[end.number] = self._marks[end.number], len(end.heard)
        return " ".join(_worded(message) for message in end.heard[mark:])

    def accept(self) -> None:
        """Ben takes what he is offered."""
        self.ben.send(ACCEPT)

    def conference(self, **how: Any) -> None:
        """A conference in which all three talk; nothing of it remains to be told."""
        self.transfer(**how or {"conference": True})
        self.accept()
        self.told(self.anna), self.told(self.ben)

    def hang_up(self, name: str) -> None:
        """SW, and the second that the network takes."""
        end = self.anna if name == "Anna" else self.ben
        end.send(StartWrap(agent=name))
        self.bench.run(1)

    def complete(self, name: str, outcome: int = 101) -> str:
        """TC; what it brought about."""
        end = self.anna if name == "Anna" else self.ben
        return codes(end.send(TransactionComplete(agent=name, outcome=outcome)))

    @property
    def states(self) -> tuple[int, int]:
        return self.bench.state("Anna"), self.bench.state("Ben")

    @property
    def parts(self) -> list[tuple[str | None, int | None, str]]:
        """Agent, outcome and end of each line of the ledger."""
        return [(row.agent, row.outcome, row.ended_by) for row in self.bench.rows]

    @property
    def rows(self) -> list[LedgerRow]:
        return self.bench.rows


def statuses(end: End) -> list[int | None]:
    """RS of each TA so far."""
    return [each.status for each in end.of(TransferAcknowledge)]


def login(name: str, campaign: str = "Sales", **more: Any) -> AgentLogin:
    return AgentLogin(campaign=campaign, agent=name, extension=f"x{name}", **more)


def _worded(message: Message) -> str:
    code = codes([message])
    if code == "TA":
        return f"TA{getattr(message, 'status', None)}"
    if code == "HA":
        return f"HA{'+' if getattr(message, 'on', False) else '-'}{getattr(message, 'who', None) or ''}"
    return code
