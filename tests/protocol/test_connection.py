"""Both ends joined in memory: what one sends, the other reads."""

from __future__ import annotations

import pytest

from agentpanel.protocol import messages as m
from agentpanel.protocol.codec import Reading
from agentpanel.protocol.connection import Connection, Dialect
from agentpanel.protocol.errors import LocalProtocolError
from agentpanel.protocol.frame import Frame, Framing
from agentpanel.protocol.framing import Damaged, Encoding
from agentpanel.protocol.message import Message, Side, Unrecognised

DIALECTS = [Dialect(encoding=encoding, framing=framing) for encoding in Encoding for framing in Framing]
every_dialect = pytest.mark.parametrize("dialect", DIALECTS, ids=lambda d: f"{d.encoding.value} {d.framing.value}")


def ends(dialect: Dialect) -> tuple[Connection, Connection]:
    return Connection(Side.CLIENT, dialect), Connection(Side.DIALER, dialect)


def read(pieces: list[Reading | Damaged]) -> list[Message | str]:
    return [piece.message if isinstance(piece, Reading) else piece.reason for piece in pieces]


@every_dialect
def test_a_break_is_asked_for_and_given(dialect: Dialect) -> None:
    client, dialer = ends(dialect)
    asked = m.AgentUnavailable(campaign="Sales", agent="2", release=0, reason_code=3, reason_text="Café", token="t1")
    assert read(dialer.receive(client.send(asked))) == [asked]
    answers = [
        m.MessageVerify(token="t1"),
        m.AgentFree(campaign="Sales", agent="2", reason_code=3, reason_text="Café", unavailable_reason=0),
    ]
    assert read(client.receive(b"".join(map(dialer.send, answers)))) == answers


@every_dialect
def test_a_refusal_quotes_the_message_and_its_token(dialect: Dialect) -> None:
    client, dialer = ends(dialect)
    sent = client.write(m.LogOut(agent="2", token="t9"))
    (reading,) = dialer.receive(client.pack(sent))
    assert isinstance(reading, Reading)
    (report,) = read(client.receive(dialer.send(m.ErrorReport(error_code=406, faulty=sent))))
    assert isinstance(report, m.ErrorReport)
    assert report.faulty is not None
    assert Frame.parse(report.faulty).values()["TK"] == "t9"


@every_dialect
def test_bytes_in_any_portion(dialect: Dialect) -> None:
    client, dialer = ends(dialect)
    sent = [m.VerifyStatus(interval=30), m.LogOut(agent="2")]
    stream = b"".join(map(client.send, sent))
    assert [found for byte in stream for found in read(dialer.receive(bytes([byte])))] == sent
    assert dialer.finish() == []


def test_each_side_reads_what_is_for_it() -> None:
    client, dialer = ends(Dialect())
    sent = client.send(m.TransferAnswer(status=1))
    assert read(dialer.receive(sent)) == [m.TransferAnswer(status=1)]
    (other,) = client.receive(sent)
    assert isinstance(other, Reading)
    assert isinstance(other.message, m.TransferAcknowledge)
    assert other.problems == ("CN is missing", "AN is missing")


def test_damage_stands_between_its_neighbours() -> None:
    client, _ = ends(Dialect(encoding=Encoding.ASCII, max_text=16))
    stream = b"NA\\TDx\\CNa\\AN2\0??\0" + b"x" * 20 + b"\0\r\n\0CG:CA:CO\\CNa\0DA\0AR\\CN"
    pieces = client.receive(stream)
    assert [piece.offset for piece in pieces if isinstance(piece, Damaged)] == [15, 18]
    assert read(pieces) == [
        m.NowAvailable(tenant="x", campaign="a", agent="2"),
        "no two-character message code at the start of '??'",
        "longer than 16 characters: skipped to its end",
        Unrecognised(Frame(service="CG", interface="CA", code="CO", params=(("CN", "a"),))),
        m.DialerAdvise(),
    ]
    assert read(client.finish()) == ["the stream ended inside a message: no terminator"]


def test_either_framing_is_read_whichever_is_sent() -> None:
    client, _ = ends(Dialect(encoding=Encoding.ASCII, framing=Framing.V1))
    assert read(client.receive(b"CG:MA:DA\0DA\0")) == [m.DialerAdvise(), m.DialerAdvise()]
    assert client.write(m.VerifyStatus(interval=30)) == r"VS\VI30"


@pytest.mark.parametrize("interface", ["AG", "US"])
def test_authentication_goes_on_the_interface_that_is_set(interface: str) -> None:
    client, dialer = ends(Dialect(auth_interface=interface))
    asked = m.UserAuthenticate(tenant="default", user="Tom", password="secret")
    assert client.write(asked) == rf"CG:{interface}:UA\TDdefault\PWsecret\QITom"
    assert read(dialer.receive(client.send(asked))) == [asked]
    status = m.UserStatus(tenant="default", agent="Tom", permissions=1, status=0)
    assert dialer.write(status, interface="US").startswith("CG:US:US")
    assert read(client.receive(dialer.send(status, interface="US"))) == [status]


def test_version_holds_for_both_directions() -> None:
    client, dialer = ends(Dialect(version=(10, 6, 999), encoding=Encoding.ASCII))
    assert client.write(m.AgentAvailable(agent="2")) == r"CG:AG:AA\AN2"
    with pytest.raises(LocalProtocolError, match=r"^AW: came with version"):
        Connection(Side.CLIENT, Dialect(version=(10, 5))).write(m.AdjustWrap(max_wrap=0))
    (reading,) = client.receive(b"AR\\CNa\\AN2\0")
    assert isinstance(reading, Reading)
    assert reading.problems == ()
    ready = m.AgentReady(campaign="a", agent="2", agent_unique=None, campaign_unique=None)
    assert dialer.write(ready) == r"CG:AG:AR\CNa\AN2"


def test_what_the_code_page_lacks_is_refused() -> None:
    client, _ = ends(Dialect(encoding=Encoding.ASCII))
    with pytest.raises(LocalProtocolError, match="CG:AG:ST: the character '€' does not exist in latin-1"):
        client.send(m.SetTags(tag1="€ 5"))
    with pytest.raises(ValueError, match="is not a code page"):
        Connection(Side.CLIENT, Dialect(encoding=Encoding.ASCII, code_page="utf-16"))


def test_names_may_be_loose_where_the_site_says_so() -> None:
    message = m.LogOut(agent="O'Brien", campaign="Sales/UK")
    with pytest.raises(LocalProtocolError):
        Connection(Side.CLIENT, Dialect()).write(message)
    loose = Connection(Side.CLIENT, Dialect(strict_identifiers=False))
    assert loose.write(message) == "CG:AG:LO\\CNSales/UK\\ANO'Brien"
    with pytest.raises(LocalProtocolError):
        loose.write(m.LogOut(agent="a\\b"))
