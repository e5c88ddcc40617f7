"""The agent layer, messages to the dialer: one declaration each, in the order of their codes.

AN, CN and TD name whom a message is about; the manual leaves open which may be left out, so they are
optional here unless a table says otherwise. TK asks for MV (behaviour.md 2.5). The name in brackets is the
manual's page. Where a parameter is not in the page's table, a comment says what it rests on.
"""

from __future__ import annotations

from typing import Final

from agentpanel.protocol.kinds import flag, identifier, text, whole
from agentpanel.protocol.message import Message, Side, message, param

#: Where a user may stand for one of its endpoints, only one of the two may be named (behaviour.md 4.16).
_ONE_WHO: Final = ("AN", "QI")


@message("AA", "Agent Available", to=Side.DIALER, interfaces=("AG",), exclusive=_ONE_WHO)
class AgentAvailable(Message):
    """Ask to join the pool: NA answers, then AR, and calls may come at once [AA-AgentAvailable].

    Between an AU and its AF it is an error.
    """

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80), default=None)
    agent: str | None = param("AN", identifier(1, 80), default=None)
    # the pool of previews instead of the predictive one
    preview: bool = param("GP", flag(), deprecated="10.7.28", default=False)
    # all endpoints of the user
    user: str | None = param("QI", identifier(1, 80), since="10.7.28", default=None)
    # identifiers joined by commas; what leaving it out means is unknown (behaviour.md 7)
    skills: str | None = param("SK", text(1, 4000), default=None)
    token: str | None = param("TK", text(1, 80), default=None)


@message("AL", "Agent Login", to=Side.DIALER, interfaces=("AG",))
class AgentLogin(Message):
    """Log in to a campaign that is open or suspended; LI answers, and AA must follow [AL-AgentLogin]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str = param("CN", identifier(1, 80))
    agent: str = param("AN", identifier(1, 80))
    # every transfer is accepted without asking
    auto_accept: bool = param("AA", flag(), default=False)
    # the agent's name
    description: str | None = param("AD", text(1, 80), default=None)
    # mandatory by the table, although its text lets the user's configuration stand in for it
    extension: str = param("AE", text(1, 120))
    # the dialer makes the TC itself on predictive campaigns
    auto_wrap: bool = param("AW", flag(), default=False)
    record: bool = param("CR", flag(), default=False)
    # reserved for the dialer's vendor
    license: str | None = param("LN", text(1, 80), default=None, repr=False)
    nailed_up: bool = param("NU", flag(), default=False)
    # the table ends at NU; TE is in its example, QI in its notes
    team: str | None = param("TE", text(1, 80), default=None)
    # puts the endpoint AN under this user, so both may be named
    user: str | None = param("QI", identifier(1, 80), since="10.7", default=None)
    token: str | None = param("TK", text(1, 80), default=None)


@message("AM", "Agent Moving", to=Side.DIALER, interfaces=("AG",))
class AgentMoving(Message):
    """Take the agent from campaign CN to C2; MS reports how it went [AM-AgentMoving]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80), default=None)
    agent: str | None = param("AN", identifier(1, 80), default=None)
    blend: bool = param("BM", flag(), since="10.7.1228", default=False)
    to_campaign: str = param("C2", text(1, 80))
    # the home campaign stays the old one
    keep_home: bool = param("KH", flag(), since="10.6.418", default=False)
    # in the table, but not for integrators
    transaction: str | None = param("TX", text(1, 87), default=None)
    token: str | None = param("TK", text(1, 80), default=None)


@message("AU", "Agent Unavailable", to=Side.DIALER, interfaces=("AG",), exclusive=_ONE_WHO)
class AgentUnavailable(Message):
    """Ask for a break: AF answers at once or after more calls, with FR and FD again [AU-AgentUnavailable]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80), default=None)
    agent: str | None = param("AN", identifier(1, 80), default=None)
    # only for an agreed blending design
    blend: bool = param("BM", flag(), since="10.6.338", default=False)
    reason_text: str | None = param("FD", text(1, 80), default=None)
    # the table ends at FD; PR is in its example, FR in the table of AF, QI in AA (behaviour.md 4.4)
    release: int | None = param("PR", whole(0, 2), default=None)
    reason_code: int | None = param("FR", whole(0, 999_999), default=None)
    user: str | None = param("QI", identifier(1, 80), since="10.7.28", default=None)
    token: str | None = param("TK", text(1, 80), default=None)


@message("AW", "Adjust Wrap", to=Side.DIALER, interfaces=("AG",), since="10.6.359")
class AdjustWrap(Message):
    """Set one agent's longest wrap, and what is entered when it runs out [AW-AdjustWrap]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80), default=None)
    agent: str | None = param("AN", identifier(1, 80), default=None)
    wrap_data: str | None = param("DW", text(1, 128_000), default=None)
    # seconds; 0 no limit, -1 the campaign's own; likewise for WO
    max_wrap: int | None = param("MW", whole(-1, 99_999), default=None)
    wrap_outcome: int | None = param("WO", whole(-1, 255), default=None)
    token: str | None = param("TK", text(1, 80), default=None)


@message("BD", "Begin Dial", to=Side.DIALER, interfaces=("AG",), exclusive=_ONE_WHO)
class BeginDial(Message):
    """Answer a preview (BP): dial its number now, or not at all [BD-BeginDial]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80), default=None)
    agent: str | None = param("AN", identifier(1, 80), default=None)
    # with DD: the call that was not made
    outcome: int | None = param("AO", whole(0, 9999), default=None)
    declined: bool = param("DD", flag(), default=False)
    user: str | None = param("QI", text(1, 80), default=None)
    token: str | None = param("TK", text(1, 80), default=None)


@message("DP", "DTMF Play", to=Side.DIALER, interfaces=("AG",), exclusive=_ONE_WHO)
class DTMFPlay(Message):
    """Play digits (0-9 # * A-D) into the call; DS reports start and end [DP-DTMFPlay]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80), default=None)
    agent: str | None = param("AN", identifier(1, 80), default=None)
    digits: str = param("DN", text(0, 80))
    user: str | None = param("QI", identifier(1, 80), since="10.7.28", default=None)
    token: str | None = param("TK", text(1, 80), default=None)


@message("GM", "Group Membership", to=Side.DIALER, interfaces=("AG",))
class GroupMembership(Message):
    """Join a queue (ON) or leave it (no ON), at once; logging out leaves all [GM-GroupMembership]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80), default=None)
    agent: str | None = param("AN", identifier(1, 80), default=None)
    # the member GM is an endpoint, not a group
    force_endpoint: bool = param("FE", flag(), since="10.7.930", default=False)
    group: str = param("GA", text(1, 80))
    member: str | None = param("GM", text(1, 80), since="10.7.86", default=None)
    order: int | None = param("GO", whole(0, 9999), default=None)
    on: bool = param("ON", flag(), default=False)
    token: str | None = param("TK", text(1, 80), default=None)


@message("LO", "Log Out", to=Side.DIALER, interfaces=("AG",), exclusive=_ONE_WHO)
class LogOut(Message):
    """Leave the campaign; only after AF, and NO answers [LO-LogOut]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80), default=None)
    agent: str | None = param("AN", identifier(1, 80), default=None)
    user: str | None = param("QI", identifier(1, 80), since="10.7.28", default=None)
    token: str | None = param("TK", text(1, 80), default=None)


@message("PM", "Play Message", to=Side.DIALER, interfaces=("AG",))
class PlayMessage(Message):
    """Play a sound or speech to everyone in the call, or stop it (no SN); PS reports [PM-PlayMessage]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80), default=None)
    agent: str | None = param("AN", identifier(1, 80), default=None)
    interruptible: bool = param("MI", flag(), since="10.6.668", default=False)
    file_name: str | None = param("RF", text(1, 1024), default=None)
    sound: str | None = param("SN", text(1, 80), default=None)
    speech: str | None = param("SP", text(1, 4000), default=None)
    token: str | None = param("TK", text(1, 80), default=None)


@message("PN", "Preview Now", to=Side.DIALER, interfaces=("AG",))
class PreviewNow(Message):
    """End the breather between previews: the next BP answers [PN-PreviewNow]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80), default=None)
    agent: str = param("AN", identifier(1, 80))
    token: str | None = param("TK", text(1, 80), default=None)


@message("RH", "Request Hold", to=Side.DIALER, interfaces=("AG",), exclusive=_ONE_WHO)
class RequestHold(Message):
    """Put the other party on hold (ON) or fetch it back (no ON); HA reports [RH-RequestHold]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80), default=None)
    agent: str | None = param("AN", identifier(1, 80), default=None)
    extension: str | None = param("AE", text(1, 120), default=None)
    on: bool = param("ON", flag(), default=False)
    user: str | None = param("QI", identifier(1, 80), since="10.7.28", default=None)
    # the table ends before WH, which is in its example; bits: 1 primary, 2 secondary, 4 main, 8 inverts
    who: str | None = param("WH", text(0, 8), since="10.5.330 and 10.6.147", default=None)
    token: str | None = param("TK", text(1, 80), default=None)


@message("RM", "Request Mute", to=Side.DIALER, interfaces=("AG",), exclusive=_ONE_WHO)
class RequestMute(Message):
    """Mute the agent (ON) or end that (no ON); MK reports [RM-RequestMute]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80), default=None)
    agent: str | None = param("AN", identifier(1, 80), default=None)
    extension: str | None = param("AE", text(1, 120), default=None)
    on: bool = param("ON", flag(), default=False)
    # the recording's input instead of the agent's microphone
    recording_input: bool = param("RC", flag(), default=False)
    user: str | None = param("QI", identifier(1, 80), since="10.7.28", default=None)
    token: str | None = param("TK", text(1, 80), default=None)


@message("RQ", "Requeue", to=Side.DIALER, interfaces=("AG",), exclusive=_ONE_WHO)
class Requeue(Message):
    """Send the connected call to a queue, of this campaign or another [RQ-Requeue]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80), default=None)
    agent: str | None = param("AN", identifier(1, 80), default=None)
    data: str | None = param("DT", text(1, 128_000), since="10.7.324", default=None)
    group: str = param("GA", text(1, 80))
    media_data: str | None = param("MD", text(1, 128_000), since="10.7.324", default=None)
    user: str | None = param("QI", identifier(1, 80), since="10.7.28", default=None)
    token: str | None = param("TK", text(1, 80), default=None)


@message("RR", "Request Recording", to=Side.DIALER, interfaces=("AG",), exclusive=_ONE_WHO)
class RequestRecording(Message):
    """Record the agent's call, or the one of SI or TN (ON), or stop that (no ON); RA reports [RR-RequestRecording]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80), default=None)
    agent: str | None = param("AN", identifier(1, 80), default=None)
    extension: str | None = param("AE", text(1, 120), default=None)
    # names a second, parallel recording
    key: str | None = param("KY", text(1, 80), default=None)
    # 0 G.711 wav, 1 wav of 16 kbit/s
    format: int | None = param("MF", whole(0, 1), default=None)
    on: bool = param("ON", flag(), default=False)
    user: str | None = param("QI", identifier(1, 80), since="10.7.28", default=None)
    file_name: str | None = param("RF", text(1, 1024), default=None)
    session: str | None = param("SI", text(1, 120), default=None)
    # the table ends before TN, which the meaning of SI names
    number: str | None = param("TN", text(0, 80), default=None)
    token: str | None = param("TK", text(1, 80), default=None)


@message("ST", "Set Tags", to=Side.DIALER, interfaces=("AG",), since="10.6.138")
class SetTags(Message):
    """Set tags of the agent's call, kept with its recordings; from MC to TC, only those it carries [ST-SetTags]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80), default=None)
    agent: str | None = param("AN", identifier(1, 80), default=None)
    tag1: str | None = param("T1", text(0, 80), default=None)
    tag2: str | None = param("T2", text(0, 80), default=None)
    tag3: str | None = param("T3", text(0, 80), default=None)
    tag4: str | None = param("T4", text(0, 80), default=None)
    tag5: str | None = param("T5", text(0, 80), default=None)
    tag6: str | None = param("T6", text(0, 80), default=None)
    token: str | None = param("TK", text(1, 80), default=None)


@message("SW", "Start Wrap", to=Side.DIALER, interfaces=("AG",), exclusive=_ONE_WHO)
class StartWrap(Message):
    """Hang up and begin wrap: CE answers, TC must follow [SW-StartWrap]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80), default=None)
    agent: str | None = param("AN", identifier(1, 80), default=None)
    outcome: int | None = param("AO", whole(0, 9999), since="10.6.365", default=None)
    # sends the customer there instead of hanging up
    external: str | None = param("EX", text(1, 80), default=None)
    # from 0 characters, not 1 as in the table: without a value the default sound is played
    play: str | None = param("PM", text(0, 80), default=None)
    user: str | None = param("QI", identifier(1, 80), since="10.7.28", default=None)
    token: str | None = param("TK", text(1, 80), default=None)


@message("TA", "Transfer Acknowledge", to=Side.DIALER, interfaces=("AG",))
class TransferAnswer(Message):
    """Accept a transfer that is offered (RS 1, by the example) or reject it (0, inferred) [TA-TransferAcknowledge]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80), default=None)
    agent: str | None = param("AN", identifier(1, 80), default=None)
    status: int = param("RS", whole(0, 5))
    token: str | None = param("TK", text(1, 80), default=None)


@message("TC", "Transaction Complete", to=Side.DIALER, interfaces=("AG",), exclusive=_ONE_WHO)
class TransactionComplete(Message):
    """The call is done, wrap and all: AR answers, or AF where an AU is outstanding [TC-TransactionComplete]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80), default=None)
    agent: str | None = param("AN", identifier(1, 80), default=None)
    outcome: int | None = param("AO", whole(0, 9999), default=None)
    # a callback: who, on which number, when (an OLE date as text)
    callback_agent: str | None = param("BA", text(1, 80), default=None)
    callback_number: str | None = param("BN", text(1, 80), default=None)
    callback_time: str | None = param("BT", text(1, 50), default=None)
    # the signed amount of a sale
    amount: str | None = param("CO", text(1, 50), default=None)
    # the table ends at CO; SR is in its example, DT and QI are spoken of elsewhere (behaviour.md 2.7, 4.16)
    success_rate: int | None = param("SR", whole(0, 100), default=None)
    data: str | None = param("DT", text(1, 128_000), default=None)
    user: str | None = param("QI", identifier(1, 80), since="10.7.28", default=None)
    token: str | None = param("TK", text(1, 80), default=None)


@message("TR", "Transfer Request", to=Side.DIALER, interfaces=("AG",))
class TransferRequest(Message):
    """Give the call to A2, AE or EX, screened or blind, or make a conference; TA reports [TR-TransferRequest]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    # the table ends at C5; CN is in its example, EX and RI are in its notes
    campaign: str | None = param("CN", identifier(1, 80), default=None)
    agent: str | None = param("AN", identifier(1, 80), default=None)
    to_agent: str | None = param("A2", identifier(1, 80), default=None)
    to_extension: str | None = param("AE", text(1, 120), default=None)
    blind: bool = param("BL", flag(), default=False)
    conference: bool = param("C3", flag(), default=False)
    # the agents talk first
    agents_first_conference: bool = param("C4", flag(), default=False)
    # the customer is on hold first
    held_conference: bool = param("C5", flag(), since="10.6.147", default=False)
    to_external: str | None = param("EX", text(1, 80), default=None)
    # seconds
    ring_limit: int | None = param("RI", whole(12, 600), default=None)
    token: str | None = param("TK", text(1, 80), default=None)


@message("UA", "User Authenticate", to=Side.DIALER, interfaces=("AG", "US"), exclusive=_ONE_WHO)
class UserAuthenticate(Message):
    """Give this connection the rights of an endpoint (AN) or user (QI), or check them only (CK) [UA-UserAuthenticate].

    US answers. The campaign layer has the same message.
    """

    tenant: str = param("TD", text(1, 80))
    agent: str | None = param("AN", text(1, 80), default=None)
    # AK and LN are the vendor's own
    auth_key: str | None = param("AK", text(1, 1024), since="10.7.915", default=None, repr=False)
    check_only: bool = param("CK", flag(), default=False)
    license: str | None = param("LN", text(1, 80), default=None, repr=False)
    # mandatory by the table, though an endpoint alone needs none (behaviour.md 1.5)
    password: str = param("PW", identifier(1, 80), repr=False)
    user: str | None = param("QI", identifier(1, 80), since="10.7.128", default=None)
    token: str | None = param("TK", text(1, 80), default=None)
