from __future__ import annotations

from agentpanel.protocol.messages import AgentAvailable, LogOut
from agentpanel.protocol.tokens import Ledger, Request, Stage


def ask(ledger: Ledger, now: float = 0.0) -> Request:
    return ledger.issue(lambda token: AgentAvailable(agent="2", token=token), now)


def test_a_request_carries_its_token_and_its_time() -> None:
    request = ask(Ledger("s7-"), 12.5)
    assert request.message == AgentAvailable(agent="2", token=request.token)
    assert request.token.startswith("s7-")
    assert (request.sent, request.stage) == (12.5, Stage.WRITTEN)


def test_no_two_requests_share_a_token() -> None:
    ledger = Ledger("p")
    first = ask(ledger)
    ledger.settle(first.token)
    second = ask(ledger)
    ledger.clear()
    assert len({first.token, second.token, ask(ledger).token}) == 3


def test_acceptance_is_not_the_end() -> None:
    ledger = Ledger("p")
    request = ask(ledger)
    accepted = ledger.accept(request.token)
    assert accepted is not None
    assert accepted.stage is Stage.ACCEPTED
    assert ledger.find(request.token) == accepted
    assert ledger.open == (accepted,)


def test_what_is_settled_is_forgotten() -> None:
    ledger = Ledger("p")
    first, second = ask(ledger), ledger.issue(lambda token: LogOut(token=token), 1.0)
    assert ledger.open == (first, second)
    assert ledger.settle(first.token) == first
    assert ledger.open == (second,)
    assert ledger.settle(first.token) is None
    assert ledger.accept(first.token) is None
    assert ledger.find(first.token) is None


def test_strange_tokens_find_nothing() -> None:
    ledger = Ledger("p")
    assert (ledger.find(None), ledger.find(""), ledger.accept("x"), ledger.settle("x")) == (None, None, None, None)


def test_a_lost_link_takes_all_answers_with_it() -> None:
    ledger = Ledger("p")
    ask(ledger)
    ledger.clear()
    assert ledger.open == ()
