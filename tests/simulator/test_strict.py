"""The form of a message: any fault rejects it as a whole, with the faulty text as it came."""

from __future__ import annotations

import pytest

from agentpanel.protocol.frame import Framing
from agentpanel.protocol.framing import Encoding
from agentpanel.protocol.messages import ErrorReport
from agentpanel.simulator.faults import OWN, STATED
from tests.simulator.bench import QUIET, Bench, refused, scenario, seated, talking

LOGIN = "CG:AG:AL\\CNSales\\ANAnna\\AE1001"
#: Texts from a client whose agent Anna is logged in, and the fault in each.
FAULTY = [
    ("hello", "malformed"),
    ("CG:AG:A\\ANAnna", "malformed"),
    (" CG:AG:AA\\ANAnna", "malformed"),
    ("CG:AG:AA\\", "malformed"),
    ("CG:AG:AA\\ANAnna\\", "malformed"),
    ("CG:AG:AA\\ANAnna\\?x", "malformed"),
    ("CG:AG:AA\r\n\\ANAnna", "malformed"),
    ("CG:AG:ZZ\\ANAnna", "unknown_message"),
    ("CG:AG:aa\\ANAnna", "unknown_message"),
    ("CG:MA:AA\\ANAnna", "unknown_message"),
    ("CM:AG:AA\\ANAnna", "unknown_message"),
    ("CG:AG:LI\\CNSales\\ANAnna", "unknown_message"),
    ("ZZ", "unknown_message"),
    ("CG:AG:AA\\ANAnna\\ZZ1", "superfluous_parameter"),
    ("CG:AG:AA\\ANAnna\\FR3", "superfluous_parameter"),
    ("CG:AG:AA\\anAnna", "superfluous_parameter"),
    ("CG:AG:TC\\ANAnna\\T1tag", "superfluous_parameter"),
    ("CG:MA:VS\\TKa\\VI30\\CNSales", "superfluous_parameter"),
    ("CG:AG:AL\\CNSales\\ANBen", "missing_parameter"),
    ("CG:AG:DP\\ANAnna", "missing_parameter"),
    ("CG:AG:UA\\TDdefault\\ANAnna", "missing_parameter"),
    ("CG:AG:AL\\ANBen\\AE1", "campaign_or_agent_missing"),
    ("CG:AG:AL\\CNSales\\AE1", "campaign_or_agent_missing"),
    ("CG:AG:AA", "campaign_or_agent_missing"),
    ("CG:AG:AA\\CNSales", "campaign_or_agent_missing"),
    ("CG:MA:KA\\TXx", "campaign_or_agent_missing"),
    ("CG:MA:KA\\ANAnna", "transaction_missing"),
    ("CG:MA:MA\\ANAnna\\C2Service", "transaction_missing"),
    ("CG:MA:EO\\FO", "transaction_missing"),
    ("CG:MA:EA", "transaction_missing"),
    ("CG:MA:EE", "transaction_missing"),
    ("CG:MA:EO\\TXx", "missing_parameter"),
    ("CG:AG:AU\\ANAnna\\FRfive", "not_numeric"),
    ("CG:AG:AU\\ANAnna\\FR", "not_numeric"),
    ("CG:AG:AU\\ANAnna\\FR+5", "not_numeric"),
    ("CG:AG:AU\\ANAnna\\PR3", "out_of_limits"),
    ("CG:AG:AU\\ANAnna\\FR1000000", "out_of_limits"),
    ("CG:AG:AU\\ANAnna\\FR-1", "out_of_limits"),
    ("CG:AG:AU\\ANAnna\\FD", "out_of_limits"),
    ("CG:AG:AA\\AN", "out_of_limits"),
    ("CG:AG:AA\\AN" + "x" * 81, "out_of_limits"),
    ("CG:AG:ST\\ANAnna\\T1" + "x" * 81, "out_of_limits"),
    ("CG:MA:VS\\VI100000", "out_of_limits"),
    ("CG:AG:AA\\ANA/b", "excluded_character"),
    ("CG:AG:AL\\CNSales\\ANBen'\\AE1", "excluded_character"),
    ("CG:AG:RR\\ANAnna\\ONyes", "flag_with_value"),
    ("CG:AG:AA\\ANAnna\\TDnowhere", "unknown_tenant"),
    ("CG:MA:VS\\TDnowhere", "unknown_tenant"),
    ("CG:AG:AA\\ANNobody", "not_logged_in"),
    ("CG:AG:AA\\ANAnna\\QIanna", "exclusive_parameters"),
    ("CG:AG:AA\\QIanna", "not_logged_in"),
    ("CG:AG:AA\\ANAnna\\CNService", "wrong_campaign"),
    ("CG:AG:AA\\ANAnna\\CNNowhere", "unknown_campaign"),
    ("CG:AG:AL\\CNNowhere\\ANBen\\AE1", "unknown_campaign"),
    ("CG:AG:PN\\ANAnna", "no_breather"),
    ("CG:AG:TR\\ANAnna\\A2Ben", "no_call"),
    ("CG:AG:BD\\ANAnna", "no_preview"),
]


@pytest.mark.parametrize(("text", "fault"), FAULTY, ids=[f"{fault}: {text[:40]!r}" for text, fault in FAULTY])
def test_a_faulty_message_gets_er_and_nothing_else(text: str, fault: str) -> None:
    bench = Bench()
    end = seated(bench)
    answer = end.write(text)
    assert refused(answer, fault), (end.texts[-1], bench.log)
    assert end.last(ErrorReport).faulty == text
    assert bench.state() == 2
    assert not [problem for problem in end.problems if "FM" in problem]


@pytest.mark.parametrize(
    "text", ["CG:AG:AA\\ANAnna\\TKa\\ZZ1", "CG:AG:LO\\ANNobody\\TKa", "CG:AG:AL\\CNSales\\TKa\\AE1"]
)
def test_a_refused_message_with_a_token_gets_no_mv(text: str) -> None:
    end = seated(Bench())
    assert [message.META.code for message in end.write(text)] == ["ER"]


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("CG:AG:ZZ", "CG:AG:ER\\"),
        ("CG:MA:KA\\ANAnna", "CG:MA:ER\\"),
        ("CG:US:UA\\TDdefault", "CG:US:ER\\"),
        ("KA\\ANAnna", "ER\\"),
        ("nonsense", "CG:AG:ER\\"),
    ],
)
def test_er_comes_on_the_interface_and_in_the_framing_of_the_request(text: str, head: str) -> None:
    bench = Bench()
    end = bench.join()
    sent: list[str] = []
    end.hear = lambda data: sent.append(data.decode("utf-16-le"))  # type: ignore[method-assign]
    end.write(text)
    assert len(sent) == 1
    assert sent[0].startswith(head)


def test_a_text_with_line_ends_inside_is_quoted_as_it_came() -> None:
    end = seated(Bench())
    end.write("CG:AG:AA\\ANAnna\nBen")
    assert end.last(ErrorReport).faulty == "CG:AG:AA\\ANAnna\nBen"


def test_the_longest_message_is_quoted_whole_or_to_a_part_that_can_be_read() -> None:
    bench = Bench()
    end = bench.join(Encoding.ASCII)
    text = "CG:AG:TC\\ANAnna\\DT" + "x" * (256 * 1024 - 100)
    end.write(text)
    assert end.last(ErrorReport).faulty == text


def test_noise_without_a_text_gets_no_answer() -> None:
    bench = Bench()
    end = bench.join(Encoding.UTF16)
    assert end.give(b"x\x00\x00\xd8\x00\x00") == []
    assert end.give(b"x\0" * 300_000 + b"\0\0") == []
    assert len(bench.log) == 2
    assert end.write("CG:MA:VS")


def test_a_repeated_parameter_counts_with_its_last_value_or_is_refused() -> None:
    text = "CG:AG:AA\\ANNobody\\ANAnna"
    assert seated(Bench()).write(text)[0].META.code == "NA"
    assert refused(seated(Bench(scenario(repeated_parameter="refuse"))).write(text), "repeated_parameter")


def test_several_tenants_make_td_mandatory() -> None:
    made = scenario('tenants = ["default", "other"]\n' + QUIET)
    end = Bench(made).join()
    assert refused(end.write(LOGIN), "tenant_missing")
    assert end.write(LOGIN + "\\TDother")[0].META.code == "LI"
    assert end.texts[-1].startswith("LI\\TDother\\")


def test_an_older_dialer_does_not_know_what_came_later() -> None:
    made = scenario('version = "10.6.100"\n' + QUIET)
    end = talking(Bench(made))
    assert refused(end.write("CG:AG:ST\\ANAnna\\T1x"), "unknown_message")
    assert refused(end.write("CG:AG:SW\\ANAnna\\AO1"), "superfluous_parameter")
    ready = next(text for text in end.texts if text.startswith("AR"))
    assert ready == "AR\\CNSales\\ANAnna"


def test_a_scenario_gives_its_own_numbers() -> None:
    made = scenario(QUIET.replace("[times]", "[errors]\nunknown_message = 77\n[times]"))
    end = Bench(made).join()
    end.write("ZZ")
    assert end.last(ErrorReport).error_code == 77


def test_the_simulators_own_numbers_are_apart_from_the_stated_ones() -> None:
    assert len(set(OWN.values())) == len(OWN)
    assert min(OWN.values()) > 9000
    assert not set(OWN) & set(STATED)


def test_the_extension_may_be_left_out_where_the_scenario_says_so() -> None:
    end = Bench(scenario(extension_optional=True)).join()
    assert end.write("CG:AG:AL\\CNSales\\ANAnna")[0].META.code == "LI"


@pytest.mark.parametrize("framing", list(Framing))
@pytest.mark.parametrize("encoding", list(Encoding))
def test_both_framings_on_both_ports(framing: Framing, encoding: Encoding) -> None:
    bench = Bench()
    end = bench.join(encoding, framing)
    text = LOGIN if framing is Framing.V2 else LOGIN.removeprefix("CG:AG:")
    assert [message.META.code for message in end.write(text + "\\TKa")] == ["MV", "LI"]
    assert end.problems == []


@pytest.mark.parametrize(("choice", "head"), [("1.0", "LI\\"), ("2.0", "CG:AG:LI\\")])
def test_the_framing_out_may_be_fixed(choice: str, head: str) -> None:
    end = Bench(scenario(framing_out=choice)).join()
    sent: list[str] = []
    end.hear = lambda data: sent.append(data.decode("utf-16-le"))  # type: ignore[method-assign]
    end.write(LOGIN if choice == "1.0" else LOGIN.removeprefix("CG:AG:"))
    assert sent[0].startswith(head)


def test_unknown_characters_on_the_8_bit_port_become_question_marks() -> None:
    bench = Bench()
    watcher = bench.join(Encoding.ASCII)
    watcher.write("CG:MA:EA\\TXw")
    bench.join(Encoding.UTF16).write("CG:AG:AL\\CNSales\\ANЖЖЖЖ\\AE1")
    assert watcher.texts[-1].startswith("AZ\\CNSales\\AN????\\")
