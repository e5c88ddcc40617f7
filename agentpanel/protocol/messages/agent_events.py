"""The agent layer, messages from the dialer, and ER and MV, which come on every interface.

A field that the tables make mandatory has no default, yet may hold None in a message that was read without
it. LI, NA, NO, AF, AR, CU and RA may all come unasked (behaviour.md 4.2). The name in brackets is the
manual's page. Where a parameter or limit is not the table's, a comment says what it rests on.
"""

from __future__ import annotations

from agentpanel.protocol.kinds import flag, identifier, quoted, text, whole
from agentpanel.protocol.message import EVERY_INTERFACE, Message, Side, message, param


@message("AC", "Agent Connect", to=Side.CLIENT, interfaces=("AG",))
class AgentConnect(Message):
    """A call for the agent: comes when it is offered, and again when it is connected [AC-AgentConnect]."""

    # TD, TN, YA and YS are in the example only: the table ends at C4
    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80), default=None)
    agent: str | None = param("AN", identifier(1, 80))
    alternative_agent: str | None = param("AG", text(1, 80), default=None)
    # the dialer abandoned this number before
    abandon_retry: bool = param("AR", flag(), default=False)
    application_data: str | None = param("AS", text(1, 4000), default=None)
    # of a callback: whose, and when (an OLE date as text)
    callback_agent: str | None = param("BA", text(1, 80), default=None)
    # a transfer that nobody announced; the TC is owed here
    blind: bool = param("BL", flag(), default=False)
    callback_time: str | None = param("BT", text(1, 50), default=None)
    conference: bool = param("C3", flag(), default=False)
    agents_first_conference: bool = param("C4", flag(), default=False)
    # spoken of elsewhere (behaviour.md 2.7, 4.5)
    data: str | None = param("DT", text(1, 128_000), default=None)
    session: str | None = param("SI", text(1, 120), default=None)
    number: str | None = param("TN", text(0, 80), default=None)
    agent_unique: str | None = param("YA", text(1, 80), default=None)
    session_unique: str | None = param("YS", text(1, 80), default=None)
    # inferred: an agent's client knows the queue of its call (behaviour.md 1.6), so some code must carry it
    queue: str | None = param("QN", text(1, 80), default=None)
    group: str | None = param("GA", text(1, 80), default=None)


@message("AF", "Agent Free", to=Side.CLIENT, interfaces=("AG",))
class AgentFree(Message):
    """The agent gets no more calls: answers AU, with its FR and FD, or comes unasked [AF-AgentFree]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80))
    agent: str | None = param("AN", identifier(1, 80))
    reason_text: str | None = param("FD", text(1, 80), default=None)
    reason_code: int | None = param("FR", whole(0, 999_999), default=None)
    # from 0, not 1 as in the table: 0 is regular, in its text and its example
    unavailable_reason: int | None = param("UR", whole(0, 11))


@message("AR", "Agent Ready", to=Side.CLIENT, interfaces=("AG",))
class AgentReady(Message):
    """The agent waits for the next call: follows NA, and answers TC [AR-AgentReady]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80))
    agent: str | None = param("AN", identifier(1, 80))
    # reserved for a callback
    callback: bool = param("CB", flag(), since="10.7.62", default=False)
    # the agent's last session
    session: str | None = param("SI", text(1, 80), since="10.7.1057", default=None)
    agent_unique: str | None = param("YA", text(1, 80), since="10.7.1057")
    campaign_unique: str | None = param("YC", text(1, 80), since="10.7.1057")
    session_unique: str | None = param("YS", text(1, 80), since="10.7.1057", default=None)


@message("BM", "Begin Manual", to=Side.CLIENT, interfaces=("AG",), since="10.6.345")
class BeginManual(Message):
    """A cycle of manual outbound begins: time for the screen pop [BM-BeginManual]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80))
    agent: str | None = param("AN", identifier(1, 80))
    # reserved for a callback
    callback: bool = param("CB", flag(), since="10.6.812 and 10.7.74", default=False)


@message("BP", "Begin Preview", to=Side.CLIENT, interfaces=("AG",))
class BeginPreview(Message):
    """A number to look at before it is dialed [BP-BeginPreview].

    With BD the agent decides by BD, with PN it is only a breather; in progressive mode it has TN and is being dialed.
    """

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80))
    agent: str | None = param("AN", identifier(1, 80))
    application_data: str | None = param("AS", text(1, 4000), default=None)
    begin_dial: bool = param("BD", flag(), default=False)
    data: str | None = param("DT", text(1, 128_000), default=None)
    # seconds until the call is launched by force; 0 no limit
    preview_timeout: int | None = param("P1", whole(0, 999), default=None)
    # the table ends at P1; its notes name P2 (seconds), PN and TN
    breather: int | None = param("P2", whole(0, 999), default=None)
    breather_only: bool = param("PN", flag(), default=False)
    number: str | None = param("TN", text(0, 80), default=None)
    # inferred: a call is identified by these everywhere else (behaviour.md 9)
    session: str | None = param("SI", text(1, 120), default=None)
    session_unique: str | None = param("YS", text(1, 80), default=None)


@message("CE", "Call Ended", to=Side.CLIENT, interfaces=("AG",))
class CallEnded(Message):
    """The called party hung up, or SW was done: the agent is in wrap [CE-CallEnded]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80))
    agent: str | None = param("AN", identifier(1, 80))
    # an ad-hoc call, no part of the campaign
    follow_up: bool = param("FC", flag(), default=False)
    session: str | None = param("SI", text(1, 120), default=None)
    number: str | None = param("TN", text(0, 80), default=None)


@message("CU", "Campaign Update", to=Side.CLIENT, interfaces=("AG",))
class CampaignUpdate(Message):
    """The agent is being moved to campaign CN; comes for every move, there and back [CU-CampaignUpdate]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80))
    agent: str | None = param("AN", identifier(1, 80))


@message("DS", "DTMF Status", to=Side.CLIENT, interfaces=("AG",))
class DTMFStatus(Message):
    """How DP goes: RS 0 playing, 1 ended, 2 failed [DS-DTMFStatus]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80))
    agent: str | None = param("AN", identifier(1, 80))
    status: int | None = param("RS", whole(0, 4))
    # in the example only
    session: str | None = param("SI", text(1, 120), default=None)


@message("ER", "Error Report", to=Side.CLIENT, interfaces=EVERY_INTERFACE)
class ErrorReport(Message):
    """The quoted message was rejected as a whole, and nothing else was done [ER-ErrorReport]."""

    # up to 9999 as on the agent page; others print 1 to 3, it seems digits (behaviour.md 11)
    error_code: int | None = param("EC", whole(1, 9999))
    # why, by a proxy that checks messages; before FM, so that its own quotes cannot be taken for FM's
    explanation: str | None = param("MS", text(0, 255), since="10.7.1401", default=None)
    faulty: str | None = param("FM", quoted(1))


@message("HA", "Hold Acknowledge", to=Side.CLIENT, interfaces=("AG",))
class HoldAcknowledge(Message):
    """How RH went: RS 0 held (ON) or fetched back, 1 the other party is on hook, 2 failed [HA-HoldAcknowledge]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80))
    agent: str | None = param("AN", identifier(1, 80))
    on: bool = param("ON", flag(), default=False)
    status: int | None = param("RS", whole(0, 4))
    who: str | None = param("WH", text(0, 8), since="10.6.147", default=None)


@message("LI", "Logged In", to=Side.CLIENT, interfaces=("AG",))
class LoggedIn(Message):
    """The agent is on the campaign: answers AL; also after a move or by somebody else's doing [LI-LoggedIn]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80))
    agent: str | None = param("AN", identifier(1, 80))
    agent_unique: str | None = param("YA", text(1, 80), since="10.5", default=None)


@message("MK", "Mute Acknowledge", to=Side.CLIENT, interfaces=("AG",))
class MuteAcknowledge(Message):
    """How RM went: RS 0 muted (ON) or not any more, 1 failed, 2 telephony failed [MK-MuteAcknowledge]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80))
    agent: str | None = param("AN", identifier(1, 80))
    # marked mandatory in the table, but its absence has a meaning there too
    on: bool = param("ON", flag(), default=False)
    recording_input: bool = param("RC", flag(), default=False)
    status: int | None = param("RS", whole(0, 4))


@message("MS", "Move Status", to=Side.CLIENT, interfaces=("AG",))
class MoveStatus(Message):
    """How a move from CN to C2 went: RS 0 done, 1 failed, 2 telephony failed [MS-MoveStatus]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80))
    agent: str | None = param("AN", identifier(1, 80))
    to_campaign: str | None = param("C2", identifier(1, 80))
    status: int | None = param("RS", whole(0, 4))


@message("MV", "Message Verify", to=Side.CLIENT, interfaces=EVERY_INTERFACE)
class MessageVerify(Message):
    """The message with this token passed error checking; it is not done yet [MV-MessageVerify]."""

    # one page prints a blank after TK (behaviour.md 2.5)
    token: str | None = param("TK", text(1, 80, trim=True))


@message("NA", "Now Available", to=Side.CLIENT, interfaces=("AG",))
class NowAvailable(Message):
    """The agent is in the pool: answers AA; also after a move or by somebody else's doing [NA-NowAvailable]."""

    tenant: str | None = param("TD", text(1, 80))
    campaign: str | None = param("CN", identifier(1, 80))
    agent: str | None = param("AN", identifier(1, 80))


@message("NB", "Number Back", to=Side.CLIENT, interfaces=("AG",))
class NumberBack(Message):
    """A number comes back that no agent was connected to; RE says why [NB-NumberBack]."""

    # the table ends at AN; AS, CN, RA, RE, TD, TN and YS are in its example, YA in its notes
    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80), default=None)
    # of a preview only
    agent: str | None = param("AN", text(1, 80), default=None)
    alternative_agent: str | None = param("AG", text(1, 80), default=None)
    application_data: str | None = param("AS", text(1, 4000), default=None)
    # it seems that the dialer keeps the number for a retry (behaviour.md 5)
    retry_advise: bool = param("RA", flag(), default=False)
    reason: int | None = param("RE", whole(0, 999), default=None)
    # inferred: a call is identified by it everywhere else (behaviour.md 9)
    session: str | None = param("SI", text(1, 120), default=None)
    number: str | None = param("TN", text(0, 80), default=None)
    agent_unique: str | None = param("YA", text(1, 80), default=None)
    session_unique: str | None = param("YS", text(1, 80), default=None)
    # a preview that the agent declined (behaviour.md 4.7)
    declined: bool = param("DD", flag(), since="10.6.413", default=False)


@message("NO", "Now Logged Out", to=Side.CLIENT, interfaces=("AG",))
class NowLoggedOut(Message):
    """The agent is off the campaign: answers LO; also when it closes, in a move, or forced [NO-NowLoggedOut]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80))
    agent: str | None = param("AN", identifier(1, 80))
    agent_unique: str | None = param("YA", text(1, 80), since="10.5", default=None)


@message("PS", "Play Status", to=Side.CLIENT, interfaces=("AG",))
class PlayStatus(Message):
    """How PM goes: RS 0 playing, 1 finished, 2 failed, which comes alone [PS-PlayStatus]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80))
    agent: str | None = param("AN", identifier(1, 80))
    status: int | None = param("RS", whole(0, 4))


@message("RA", "Recording Acknowledge", to=Side.CLIENT, interfaces=("AG",))
class RecordingAcknowledge(Message):
    """Recording started (ON) or stopped, even unasked: RS 0 done, 1 on hook, 2 failed [RA-RecordingAcknowledge]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80))
    agent: str | None = param("AN", identifier(1, 80))
    key: str | None = param("KY", text(1, 80), default=None)
    on: bool = param("ON", flag(), default=False)
    file_name: str | None = param("RF", text(1, 1024), default=None)
    status: int | None = param("RS", whole(0, 4))
    # of the main recording, the one without a key
    recording_unique: str | None = param("YR", text(1, 80), since="10.6.431", default=None)


@message("RX", "Route Decision", to=Side.CLIENT, interfaces=("AG",), deprecated="10.6.395 and 10.7.611")
class RouteDecision(Message):
    """Where a call goes, for an older form of RQ: RS 0 no record, 1 one, 2 several [RX-RouteDecision]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80))
    agent: str | None = param("AN", identifier(1, 80))
    data: str | None = param("DT", text(1, 128_000), default=None)
    address: str | None = param("RD", text(1, 80), default=None)
    status: int | None = param("RS", whole(0, 4))
    session: str | None = param("SI", text(1, 120))


@message("TA", "Transfer Acknowledge", to=Side.CLIENT, interfaces=("AG",))
class TransferAcknowledge(Message):
    """How TR goes: RS 0 connected, 1 over, 2 never set up, 3 being offered, 4 conferencing [TA-TransferAcknowledge]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80))
    agent: str | None = param("AN", identifier(1, 80))
    # up to 4 as in the page's list; its limits say 2
    status: int | None = param("RS", whole(0, 4))


@message("US", "User Status", to=Side.CLIENT, interfaces=("AG", "US"))
class UserStatus(Message):
    """How UA went, 0 authenticated, and the rights as bits (behaviour.md 1.5) [US-UserStatus]."""

    tenant: str | None = param("TD", text(1, 80))
    agent: str | None = param("AN", identifier(1, 80))
    permissions: int | None = param("PG", whole(0, 65_535))
    # up to 7 as in the page's list; its limits say 5
    status: int | None = param("RS", whole(0, 7))


@message("XA", "Transfer To Agent", to=Side.CLIENT, interfaces=("AG",))
class TransferToAgent(Message):
    """Data from another agent; its EntryPoint names a step of a script [XA-XferToAgent]."""

    # TD is in the example only, SI is named as cut
    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", text(1, 80))
    # the receiver, and A2 the sender, by the table; the example reads the other way round
    agent: str | None = param("AN", text(1, 80), default=None)
    sender: str | None = param("A2", text(1, 80), default=None)
    second_campaign: str | None = param("C2", text(1, 80), default=None)
    data: str | None = param("DT", text(1, 4000))
    focus: bool = param("FT", flag(), default=False)
    # sent to all of this group
    group: str | None = param("GA", text(1, 80), default=None)
    session: str | None = param("SI", text(1, 120), default=None)
