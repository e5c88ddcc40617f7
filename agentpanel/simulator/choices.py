"""What the manual leaves open, decided here by name; a scenario may decide otherwise under ``[choices]``.

The number before each choice is the section of behaviour.md. Times are seconds at speed 1, spans are least and most.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from agentpanel.simulator.checks import letter, travels
from agentpanel.simulator.tables import key

#: Least and most of a time, seconds.
Span = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """One field for each open question that changes what the simulated dialer does."""

    # 1.3 what becomes of a live call whose agent's socket closed
    call_on_drop: Literal["drop", "keep"] = "drop"
    # 1.3 how long an agent whose socket closed stays "in use", so that a new AL is refused
    linger_s: float = key(default=1.0, low=0)
    # 1.5 is UA needed before anything else
    auth_required: bool = False
    # 1.5 PG of an agent that may do all an agent does
    permissions: int = key(default=1, low=0, high=65_535)
    # 1.5 wrong passwords in a row before RS 5; 0: never
    lockout_after: int = key(default=3, low=0)
    # 2.1 framing towards a client: that of its last message (2.0 before the first), or always the same
    framing_out: Literal["client", "2.0", "1.0"] = "client"
    # 2.2 a parameter that stands twice
    repeated_parameter: Literal["last", "refuse"] = "last"
    # 2.4 TD on messages to an agent where it is not mandatory: as the agent gave it at AL, or always
    tenant_out: Literal["as_login", "always"] = "as_login"
    # 2.6 unit of the durations W1, Z2 and Z4 in AZ
    duration_unit: Literal["days", "seconds"] = "days"
    # 2.7 the type letter of a text in pipe/tilde data, and the namespace of XML data
    text_letter: str = key(default="C", check=letter)
    xml_namespace: str = key(default="urn:example:magic-xml-document", check=travels(1, 200))
    # 4.2 TC before CE: ends the call, or is refused
    complete_while_talking: Literal["end", "refuse"] = "end"
    # 4.1 DS of the agent who began a conference, once all three talk: 6 or 9
    conference_state: Literal["talking", "transfer"] = "talking"
    # 4.2 what ends the call of an agent that was not available (a transfer's target): AF, or nothing
    after_call: Literal["free", "silent"] = "free"
    # 4.2 SI and TN on CE; the example has neither
    session_in_ce: bool = True
    # 4.3 AE is marked mandatory, yet its text allows to leave it out
    extension_optional: bool = False
    # 4.3 how likely the phone of an agent on an on-hook campaign (DM7) rings until its limit
    unanswered_offers: float = key(default=0.0, low=0, high=1)
    # 4.3 how long a nailed-up station takes to come up
    tie_up_s: Span = key(default=(0.5, 1.5), low=0)
    # 4.4 AU from an agent that is not available: refuse it, or answer AF
    au_when_unavailable: Literal["refuse", "free"] = "refuse"
    # 4.4 a second AU before the AF of the first
    second_au: Literal["refuse", "replace"] = "refuse"
    # 4.4 how likely AU with PR 0 brings one more call first, when a number is being dialed for the pool
    one_more_call: float = key(default=0.5, low=0, high=1)
    # 4.4 how long PR 0 takes for a waiting agent without one more call
    release_s: Span = key(default=(0.0, 1.0), low=0)
    # 4.4 UR in the AF that the dialer sends for KA and for a closing campaign
    unasked_free_reason: int = key(default=0, low=0, high=11)
    # 4.5 AC at offer and at connect, or at connect only; and the same for nailed-up agents
    connects: Literal["twice", "once"] = "twice"
    nailed_up_connects: Literal["twice", "once"] = "once"
    # 4.5 does the second AC repeat DT
    data_in_both_connects: bool = True
    # 4.6, 4.7 AC of a preview or progressive call at connect only, or at offer too
    preview_connects: Literal["twice", "once"] = "once"
    # 4.7 SI and YS on BP, its description has neither
    session_in_preview: bool = True
    # 4.7 a preview whose number reaches nobody: CE and wrap, or the next preview, and no TC
    failed_preview: Literal["wrap", "ready"] = "wrap"
    # 4.7 a breather after a preview that was declined too
    breather_after_decline: bool = True
    # 4.7 NB to the agent whose preview or progressive call comes to nothing
    number_back: bool = True
    # 4.8 how long an agent in manual mode takes to dial on the phone
    manual_dial_s: Span = key(default=(4.0, 10.0), low=0)
    # 4.8 how long an inbound caller waits in the queue
    queue_patience_s: float = key(default=90.0, low=0)
    # 1.6 QN on AC, for inbound
    queue_in_ac: bool = True
    # 4.8 how long an answered outbound call waits for an agent before it counts as abandoned
    abandon_s: float = key(default=2.0, low=0)
    # 4.8 may the agent who requeued a caller be given the same caller again
    requeue_back: bool = False
    # 4.9 NO for the old campaign and LI for the new one around a move
    move_logs_in: bool = False
    # 4.9 CN of the old campaign in an agent's messages after CU
    old_campaign_after_move: Literal["refuse", "accept"] = "refuse"
    # 4.10 AW holds for the call at hand, or until another AW or the logout
    adjusted_wrap: Literal["call", "login"] = "login"
    # 4.11 how long a transfer's target rings where RI is left out
    transfer_ring_s: float = key(default=15.0, low=0)
    # 4.11 RS of the TA that accepts a transfer, and of the one that rejects it
    transfer_accept: int = key(default=1, low=0, high=5)
    transfer_reject: int = key(default=0, low=0, high=5)
    # 4.11 HA tells the sender that C4 put the customer on hold, as it does for C5
    consult_hold_told: bool = True
    # 4.11 XA with the call's data at a transfer: to nobody, to its target, or to both agents
    transfer_data: Literal["none", "target", "both"] = "none"
    # 4.12 TR and RQ while a sound plays that may not be interrupted (PM without MI)
    sound_blocks: Literal["allow", "refuse"] = "allow"
    # 4.12 how long the network takes to hang up after SW
    network_s: Span = key(default=(0.1, 1.0), low=0)
    # 4.13 a callback comes due so long after its TC, whatever its BT; without it, at BT
    callback_after_s: float | None = key(default=None, low=0)
    # 4.13 how long a callback that is due waits for an agent who is not logged in, then RE 32
    callback_patience_s: float = key(default=60.0, low=1)
    # 4.13, 9 SI of a callback: a new one, or that of the call that it goes back to
    callback_session: Literal["new", "same"] = "new"
    # 5 an AO that the scenario does not list: RE 10, or refuse
    unknown_outcome: Literal["connected", "refuse"] = "connected"
    # 5, 8 a success of EO: every call that an agent had, or only those that map to a live call
    success: Literal["agent", "live"] = "agent"
    # 6 RR that stops the recording of a call that is recorded by campaign or agent
    stop_blanket: Literal["allow", "refuse", "ignore"] = "allow"
    # 6 tags: of one agent's part of a call, or of the session, so that the agents of a transfer share them
    tags_of: Literal["part", "session"] = "part"
    # 7 skills are a preference, or a condition
    skills: Literal["prefer", "require"] = "prefer"
    # 7 agents serve all queues of their campaign, or only those that GM joined
    membership: Literal["all", "asked"] = "all"
    # 7 GM that joins a queue twice, or leaves one that was not joined
    membership_again: Literal["accept", "refuse"] = "accept"
    # 8 EA from whoever asks
    agents_list: Literal["allow", "refuse"] = "allow"
    # 8 TX unique over the whole dialer, or over one connection
    transactions: Literal["dialer", "connection"] = "dialer"
    # 8 EO for a whole tenant (without CN): from whoever asks, or with a supervisor's right alone (PG of US has 2)
    tenant_outcomes: Literal["allow", "supervisor"] = "allow"
    # 8 PS on EO: taken, or refused as by a dialer that lacks it
    persist: Literal["accept", "refuse"] = "accept"
    # 8 WP tells that a PS is new to the dialer, so that nothing was kept for it
    persist_news: bool = True
    # 8 EO with the PS of a transaction whose connection lives: takes it over, or is refused
    persist_twice: Literal["take_over", "refuse"] = "take_over"
    # 8 TX of an EO that goes on with a PS: any, or the same as before
    persist_transaction: Literal["any", "same"] = "any"
    # 8 EO with a known PS that asks for something else: replaces the old one and what is kept for it, or is refused
    persist_changed: Literal["replace", "refuse"] = "replace"
    # 8 how long events are kept for a subscriber whose socket is gone
    persist_keep_s: float = key(default=3600.0, low=0)
    # 8 so many of the last events before a loss come again, since nobody knows which of them arrived
    persist_repeats: int = key(default=100, low=0)
    # 8 GA, mandatory in OZ, of a call without a queue
    outbound_group: str = key(default="outbound", check=travels(1, 80))
    # 8 ZA of an agent that is not logged in, logged in, available
    availability: tuple[int, int, int] = key(default=(0, 1, 2), low=0, high=99)
