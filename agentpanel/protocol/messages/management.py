"""The management layer, both ways, as far as a panel needs it.

An enumeration is a request with TX; its events follow until EE, EF or the socket's end (behaviour.md 8).
The name in brackets is the manual's page. Where a parameter or limit is not the table's, a comment says what
it rests on.
"""

from __future__ import annotations

from decimal import Decimal

from agentpanel.protocol.kinds import flag, identifier, real, text, whole
from agentpanel.protocol.message import Message, Side, message, param

# --- to the dialer


@message("VS", "Verify Status", to=Side.DIALER, interfaces=("MA",))
class VerifyStatus(Message):
    """Ask for a DA every VI seconds, for none any more (0), or for one at once (no VI) [VS-VerifyStatus]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    interval: int | None = param("VI", whole(0, 99_999), default=None)
    token: str | None = param("TK", text(1, 80), default=None)


@message("EO", "Enumerate Outcomes", to=Side.DIALER, interfaces=("MA",), needs_one=("FO", "SO"))
class EnumerateOutcomes(Message):
    """Ask for an OZ for each call that failed (FO), succeeded (SO), or both [EO-EnumerateOutcomes]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80), default=None)
    # events per second that roll forward after a gap; typed string in the table, with the limits of a number
    rate: int | None = param("CS", whole(1, 1_000_000), since="10.6.660", default=None)
    failures: bool = param("FO", flag(), default=False)
    # for Campaign Manager only
    management: bool = param("MO", flag(), default=False)
    # keeps the transaction when the socket is lost
    persist: str | None = param("PS", text(1, 80), default=None)
    successes: bool = param("SO", flag(), default=False)
    # in the example only: the table ends at TD
    transaction: str | None = param("TX", text(1, 87), default=None)
    token: str | None = param("TK", text(1, 80), default=None)


@message("EE", "Enumerate End", to=Side.DIALER, interfaces=("MA",))
class EnumerateEnd(Message):
    """End an enumeration; EF answers [EE-EnumerateEnd]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    transaction: str = param("TX", text(1, 87))
    token: str | None = param("TK", text(1, 80), default=None)


@message("EA", "Enumerate Agents", to=Side.DIALER, interfaces=("MA",))
class EnumerateAgents(Message):
    """Ask for an AZ for each agent at work, then for each change of state, with the detail LD [EA-EnumerateAgents]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", text(1, 80), default=None)
    # as on EO
    rate: int | None = param("CS", whole(1, 1_000_000), since="10.6.660", default=None)
    level: int | None = param("LD", whole(1, 4), default=None)
    persist: str | None = param("PS", text(1, 80), default=None)
    # in the example only: the table ends at TD
    transaction: str | None = param("TX", text(1, 87), default=None)
    token: str | None = param("TK", text(1, 80), default=None)


@message("KA", "Kill Agent", to=Side.DIALER, interfaces=("MA",), exclusive=("AN", "GA", "QI"))
class KillAgent(Message):
    """Log out an agent, a group or a user, as soon as PR says; cleans up all by itself [KA-KillAgent]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80), default=None)
    agent: str | None = param("AN", text(1, 80), default=None)
    group: str | None = param("GA", text(1, 80), default=None)
    # 0 after the call, 1 even if another is abandoned, 2 at once
    release: int | None = param("PR", whole(0, 2), default=None)
    user: str | None = param("QI", text(1, 80), since="10.7.338", default=None)
    transaction: str = param("TX", text(1, 87))
    token: str | None = param("TK", text(1, 80), default=None)


@message("MA", "Move Agent", to=Side.DIALER, interfaces=("MA",), exclusive=("AN", "GA", "QI", "MC"))
class MoveAgent(Message):
    """Move an agent, a group, a user or all of campaign CN (MC) to C2; MS tells the agent [MA-MoveAgent]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", text(1, 80), default=None)
    agent: str | None = param("AN", text(1, 80), default=None)
    blend: bool = param("BM", flag(), since="10.7.1228", default=False)
    to_campaign: str = param("C2", text(1, 80))
    group: str | None = param("GA", text(1, 80), default=None)
    # the home campaign stays the old one
    keep_home: bool = param("KH", flag(), since="10.6.418", default=False)
    # the table ends at KH; TX is in its example, PR, QI and MC are in its notes
    transaction: str | None = param("TX", text(1, 87), default=None)
    release: int | None = param("PR", whole(0, 2), default=None)
    user: str | None = param("QI", identifier(1, 80), since="10.7", default=None)
    whole_campaign: bool = param("MC", flag(), default=False)
    token: str | None = param("TK", text(1, 80), default=None)


# --- from the dialer


@message("DA", "Dialer Advise", to=Side.CLIENT, interfaces=("MA",))
class DialerAdvise(Message):
    """The dialer is alive, as VS asked to be told; it has no parameters [DA-DialerAdvise]."""


@message("OZ", "Outcome Data", to=Side.CLIENT, interfaces=("MA",))
class OutcomeData(Message):
    """What became of one call, for those who asked by EO [OZ-OutcomeData].

    Also comes for a preview that the agent declined (DD).
    """

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80), default=None)
    agent: str | None = param("AN", text(1, 80), default=None)
    alternative_agent: str | None = param("AG", text(1, 80), default=None)
    # the agent's outcome; RE is the dialer's
    outcome: int | None = param("AO", whole(0, 9999), default=None)
    declined: bool = param("DD", flag(), since="10.6.413", default=False)
    dialed_number: str | None = param("DN", text(0, 80), default=None)
    data: str | None = param("DT", text(1, 128_000), default=None)
    group: str | None = param("GA", text(1, 80), since="10.6.408")
    inbound: bool = param("IB", flag(), since="10.6.408", default=False)
    list_name: str | None = param("LI", text(1, 80), since="10.6.376", default=None)
    # of an inbound call only
    queue: str | None = param("QN", text(1, 80), default=None)
    retry_advise: bool = param("RA", flag(), default=False)
    reason: int | None = param("RE", whole(0, 999))
    session: str | None = param("SI", text(1, 120))
    tag1: str | None = param("T1", text(0, 80), default=None)
    tag2: str | None = param("T2", text(0, 80), default=None)
    tag3: str | None = param("T3", text(0, 80), default=None)
    tag4: str | None = param("T4", text(0, 80), default=None)
    tag5: str | None = param("T5", text(0, 80), default=None)
    tag6: str | None = param("T6", text(0, 80), default=None)
    number: str | None = param("TN", text(0, 80), default=None)
    # when the dialer processed the event; this and X1 to X4 are OLE dates
    timestamp: Decimal | None = param("TS", real(1, 50))
    transaction: str | None = param("TX", text(1, 87))
    # inbound: offered, answered, transferred or dropped, trunk disconnected
    launched: Decimal | None = param("X1", real(1, 50), default=None)
    ringing: Decimal | None = param("X2", real(1, 50), default=None)
    result: Decimal | None = param("X3", real(1, 50), default=None)
    ended: Decimal | None = param("X4", real(1, 50), default=None)


@message("EF", "Enumerate Finished", to=Side.CLIENT, interfaces=("MA",))
class EnumerateFinished(Message):
    """An enumeration is over: answers EE; also when its campaign closes [EF-EnumerateFinished]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    transaction: str | None = param("TX", text(1, 87))


@message("AZ", "Agent Data", to=Side.CLIENT, interfaces=("MA",))
class AgentData(Message):
    """The state of one agent, for those who asked by EA; how much of it depends on LD [AZ-AgentData]."""

    tenant: str | None = param("TD", text(1, 80), default=None)
    campaign: str | None = param("CN", identifier(1, 80))
    agent: str | None = param("AN", identifier(1, 80))
    description: str | None = param("AD", text(1, 80))
    extension: str | None = param("AE", text(1, 120))
    # marked mandatory in the table, but 0 when absent, and absent in the example
    dialing_method: int | None = param("DM", whole(0, 102), since="10.6.504", default=None)
    # marked mandatory in the table, but LD 1 leaves it out; the states are in behaviour.md 4.1
    detail_state: int | None = param("DS", whole(0, 99), default=None)
    # the table ends at DS; the rest is in its example or, Z0 to Z2 and DT, in its notes
    transaction: str | None = param("TX", text(1, 87), default=None)
    campaign_unique: str | None = param("YC", text(1, 80), default=None)
    agent_unique: str | None = param("YA", text(1, 80), default=None)
    available_state: int | None = param("ZA", whole(0, 99), default=None)
    # OLE dates, but durations of an unknown unit in W1, Z2 and Z4 (behaviour.md 2.6)
    timestamp: Decimal | None = param("TS", real(1, 50), default=None)
    state_since: Decimal | None = param("W0", real(1, 50), default=None)
    state_duration: Decimal | None = param("W1", real(1, 50), default=None)
    previous_state: int | None = param("OS", whole(0, 99), default=None)
    detail_since: Decimal | None = param("Z3", real(1, 50), default=None)
    detail_duration: Decimal | None = param("Z4", real(1, 50), default=None)
    available_at: Decimal | None = param("Z0", real(1, 50), default=None)
    unavailable_at: Decimal | None = param("Z1", real(1, 50), default=None)
    available_duration: Decimal | None = param("Z2", real(1, 50), default=None)
    data: str | None = param("DT", text(1, 128_000), default=None)


@message("WP", "New Persistent ID", to=Side.CLIENT, interfaces=("MA",), alias="NP")
class NewPersistentId(Message):
    """The dialer did not know the persist token PS before [WP-NewPersistentID].

    The page is called WP and prints NP in its example, so both are read.
    """

    persist: str | None = param("PS", identifier(1, 80))
