"""UA and US: who may, each RS, lock-out, and what waits for it."""

from __future__ import annotations

import pytest

from agentpanel.protocol.messages import AgentLogin, UserAuthenticate, UserStatus, VerifyStatus
from tests.simulator.bench import QUIET, Bench, End, codes, refused, scenario

USERS = (
    QUIET
    + """
[[user]]
name = "anna"
password = "secret"
permissions = 3
[[user]]
name = "boss"
password = "secret"
endpoints = ["101", "102"]
[[user]]
name = "proxy"
answer = 4
[[user]]
name = "weak"
answer = 6
[[user]]
name = "open"
"""
)
LOGIN = AgentLogin(campaign="Sales", agent="Anna", extension="1")


def ask(end: End, **fields: object) -> UserStatus:
    given = {"tenant": "default", "password": "secret"} | fields
    end.send(UserAuthenticate(**given))  # type: ignore[arg-type]
    return end.last(UserStatus)


def test_with_no_users_listed_anybody_passes_and_nobody_needs_to() -> None:
    end = Bench().join()
    told = ask(end, agent="Anna", password="whatever")
    assert (told.tenant, told.agent, told.status, told.permissions) == ("default", "Anna", 0, 1)
    assert codes(Bench().join().send(LOGIN)) == "LI"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"agent": "anna"}, 0),
        ({"user": "anna"}, 0),
        ({"agent": "101"}, 0),
        ({"agent": "open", "password": "any"}, 0),
        ({"agent": "nobody"}, 1),
        ({"agent": "anna", "password": "wrong"}, 2),
        ({"agent": "proxy"}, 4),
        ({"agent": "weak"}, 6),
        ({"agent": "boss"}, 7),
    ],
)
def test_each_status(fields: dict[str, str], status: int) -> None:
    told = ask(Bench(scenario(USERS)).join(), **fields)
    assert told.status == status
    assert bool(told.permissions) == (status == 0)


def test_a_badly_formed_password_is_told_by_status_3() -> None:
    end = Bench(scenario(USERS)).join()
    end.write("CG:US:UA\\TDdefault\\ANanna\\PWse'cret")
    assert end.last(UserStatus).status == 3


def test_three_wrong_passwords_lock_the_account() -> None:
    end = Bench(scenario(USERS)).join()
    statuses = [ask(end, agent="anna", password="wrong").status for _ in range(4)]
    assert statuses == [2, 2, 2, 5]
    assert ask(end, agent="anna").status == 5
    free = Bench(scenario(USERS, lockout_after=0)).join()
    assert [ask(free, agent="anna", password="wrong").status for _ in range(9)] == [2] * 9
    assert ask(free, agent="anna").status == 0


def test_a_good_password_forgives_the_wrong_ones() -> None:
    end = Bench(scenario(USERS)).join()
    for word in ("wrong", "wrong", "secret", "wrong", "wrong"):
        ask(end, agent="anna", password=word)
    assert ask(end, agent="anna").status == 0


@pytest.mark.parametrize("interface", ["AG", "US"])
def test_us_comes_on_the_interface_of_ua(interface: str) -> None:
    end = Bench().join()
    sent: list[str] = []
    end.hear = lambda data: sent.append(data.decode("utf-16-le"))  # type: ignore[method-assign]
    end.write(f"CG:{interface}:UA\\TDdefault\\ANAnna\\PWx\\TKk")
    assert [text.partition("\\")[0] for text in sent] == [f"CG:{interface}:MV", f"CG:{interface}:US"]


def test_where_it_is_required_nothing_passes_before() -> None:
    bench = Bench(scenario(USERS, auth_required=True))
    end, other = bench.join(), bench.join()
    assert refused(end.send(LOGIN), "not_authenticated")
    assert refused(end.send(VerifyStatus()), "not_authenticated")
    ask(end, agent="anna", password="wrong")
    assert refused(end.send(LOGIN), "not_authenticated")
    ask(end, agent="anna", check_only=True)
    assert refused(end.send(LOGIN), "not_authenticated")
    ask(end, agent="anna")
    assert codes(end.send(LOGIN)) == "LI"
    assert refused(other.send(LOGIN), "not_authenticated")


def test_what_ua_refuses() -> None:
    end = Bench(scenario(USERS)).join()
    assert refused(end.write("CG:AG:UA\\TDdefault\\PWx"), "campaign_or_agent_missing")
    assert refused(end.write("CG:AG:UA\\TDdefault\\PWx\\ANa/b"), "excluded_character")
    assert refused(end.write("CG:AG:UA\\TDdefault\\PWx\\ANanna\\LNvendor"), "not_in_scenario")
    assert refused(end.write("CG:AG:UA\\ANanna\\PWx"), "missing_parameter")
    assert not end.of(UserStatus)
