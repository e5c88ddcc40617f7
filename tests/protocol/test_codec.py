from __future__ import annotations

from decimal import Decimal

import pytest

from agentpanel.protocol import messages as m
from agentpanel.protocol.codec import decode, encode
from agentpanel.protocol.errors import LocalProtocolError
from agentpanel.protocol.frame import Frame, Framing
from agentpanel.protocol.message import Message, Side, Unrecognised

OZ = r"CG:MA:OZ\TXEOSales1\CNSales1\ANJoe\GA0\SI001234567890\RE10\AO167\RA\T1abc\T2\TS40100.486463\X140100.486000"


def test_a_message_is_typed() -> None:
    reading = decode(Frame.parse(OZ), Side.CLIENT)
    assert reading.problems == ()
    assert reading.message == m.OutcomeData(
        transaction="EOSales1",
        campaign="Sales1",
        agent="Joe",
        group="0",
        session="001234567890",
        reason=10,
        outcome=167,
        retry_advise=True,
        tag1="abc",
        tag2="",
        timestamp=Decimal("40100.486463"),
        launched=Decimal("40100.486000"),
    )


def test_numbers_keep_their_digits_both_ways() -> None:
    reading = decode(Frame.parse(OZ), Side.CLIENT)
    assert dict(encode(reading.message).params)["X1"] == "40100.486000"
    assert encode(reading.message).values() == Frame.parse(OZ).values()


def test_faults_are_marked_and_the_rest_is_kept() -> None:
    text = r"CG:MA:OZ\TX1\SI7\GA0\RE10\RE1000\AOx\RAyes\TS4.\QZ5\\Tx"
    reading = decode(Frame.parse(text), Side.CLIENT)
    assert reading.message == m.OutcomeData(
        transaction="1", session="7", group="0", reason=1000, outcome=None, retry_advise=True, timestamp=None
    )
    assert reading.problems == (
        "a parameter without a two-character code: ''",
        "RE stands 2 times; the last counts",
        "RE: 1000 is over the most, 999",
        "AO: 'x' is not a whole number",
        "RA: a flag takes no value, here 'yes'",
        "TS: '4.' is not a number",
        "QZ is not a parameter of OZ",
        "Tx is not a parameter of OZ",
    )
    assert reading.frame.text() == text


def test_what_is_not_declared_stays_a_frame() -> None:
    frame = Frame.parse(r"CG:CA:OC\CNSales\DM0")
    reading = decode(frame, Side.DIALER)
    assert reading.message == Unrecognised(frame)
    assert reading.frame is frame
    assert reading.problems == ("OC is not in the catalogue",)


def test_the_wrong_service_is_marked() -> None:
    reading = decode(Frame.parse(r"CM:AG:NO\CNSales\AN2"), Side.CLIENT)
    assert reading.message == m.NowLoggedOut(campaign="Sales", agent="2")
    assert reading.problems == ("NO does not belong to CM:AG",)
    assert decode(Frame.parse(r"CM:DE:MV\TK7"), Side.CLIENT).problems == ()


def test_parameters_that_exclude_each_other_are_marked() -> None:
    reading = decode(Frame.parse(r"LO\AN2\QITom"), Side.DIALER)
    assert reading.message == m.LogOut(agent="2", user="Tom")
    assert reading.problems == ("QI excludes AN",)


def test_an_older_dialer_is_not_blamed_for_what_it_cannot_know() -> None:
    frame = Frame.parse(r"AR\CNSales\AN2")
    assert decode(frame, Side.CLIENT).problems == ("YA is missing", "YC is missing")
    assert decode(frame, Side.CLIENT, version=(10, 7, 1056)).problems == ()


def test_a_request_is_written_in_both_framings() -> None:
    frame = encode(m.AgentUnavailable(agent="2", release=0, reason_text="Lunch", token="t1"))
    assert frame.text() == r"CG:AG:AU\AN2\FDLunch\PR0\TKt1"
    assert frame.text(Framing.V1) == r"AU\AN2\FDLunch\PR0\TKt1"


def test_zero_and_the_empty_text_are_set() -> None:
    assert encode(m.SetTags(agent="2", tag1="")).text() == r"CG:AG:ST\AN2\T1"
    assert encode(m.VerifyStatus(interval=0)).text() == r"CG:MA:VS\VI0"


def test_an_error_names_its_reason_before_the_quoted_message() -> None:
    report = m.ErrorReport(error_code=30, faulty=r'AL\AD"Tom"', explanation='no "CN"')
    assert encode(report).text() == r'CG:AG:ER\EC30\MSno "CN"\FM"AL\AD"Tom""'
    assert decode(encode(report), Side.CLIENT).message == report


def test_another_interface_may_be_asked_for() -> None:
    authenticate = m.UserAuthenticate(tenant="default", agent="2", password="secret")
    assert encode(authenticate).text() == r"CG:AG:UA\TDdefault\AN2\PWsecret"
    assert encode(authenticate, interface="US").text() == r"CG:US:UA\TDdefault\AN2\PWsecret"
    assert encode(m.MessageVerify(token="7"), interface="MA").text() == r"CG:MA:MV\TK7"
    with pytest.raises(LocalProtocolError, match=r"^UA: cannot be sent on the interface MA$"):
        encode(authenticate, interface="MA")


def test_a_parameter_that_a_dialer_does_not_know_is_left_out() -> None:
    request = m.AgentAvailable(user="Tom", skills="x")
    assert encode(request, version=(10, 7, 28)).text() == r"CG:AG:AA\QITom\SKx"
    assert encode(request, version=(10, 7, 27)).text() == r"CG:AG:AA\SKx"


def test_a_parameter_that_a_dialer_does_not_know_is_not_mandatory() -> None:
    ready = m.AgentReady(campaign="Sales", agent="2", agent_unique=None, campaign_unique=None)
    assert encode(ready, version=(10, 7, 1056)).text() == r"CG:AG:AR\CNSales\AN2"
    with pytest.raises(LocalProtocolError, match=r"^AR YA: is mandatory$"):
        encode(ready)


@pytest.mark.parametrize(
    ("message", "version", "error"),
    [
        (m.SetTags(tag1="x"), (10, 6, 137), "ST: came with version 10.6.138"),
        (m.DTMFPlay(digits="1\\2"), (10, 7), r"DP DN: the character '\\' cannot be sent"),
        (m.TransactionComplete(outcome=10_000), (10, 7), "TC AO: 10000 is over the most, 9999"),
        (m.RequestHold(agent="2", user="Tom", on=True), (10, 7, 28), "RH QI: excludes AN"),
        (m.EnumerateOutcomes(transaction="1"), (10, 7), "EO FO: or SO is mandatory"),
        (Unrecognised(Frame(code="OC")), (10, 7), "OC: is not in the catalogue"),
    ],
)
def test_what_may_not_be_sent_is_named(message: Message, version: tuple[int, ...], error: str) -> None:
    with pytest.raises(LocalProtocolError) as caught:
        encode(message, version=version)
    assert str(caught.value) == error
