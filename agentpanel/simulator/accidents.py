"""What a scenario does on purpose: messages that meet an accident, and steps at their time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from agentpanel.simulator.checks import message_code
from agentpanel.simulator.tables import key


@dataclass(frozen=True, slots=True, kw_only=True)
class Injection:
    """Something wrong on purpose with the ``nth`` messages (all where none is named) of this code."""

    message: str = key(check=message_code)
    do: Literal["refuse", "late_mv", "mv_only", "silence", "fail", "no_tags"]
    nth: tuple[int, ...] = key(default=(), low=1)
    parameter: str | None = None
    value: str | None = None
    agent: str | None = None
    error: int | None = key(default=None, low=1, high=9999)
    status: int | None = key(default=None, low=0, high=4)  # RS of the answer to a request that fails
    seconds: float = key(default=3.0, low=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What happens ``at`` so many seconds from the first client, or ``after_calls`` of agents, and ``delay`` later."""

    do: Literal[
        "kill",
        "move",
        "close_campaign",
        "suspend_campaign",
        "resume_campaign",
        "hang_up",
        "offer_call",
        "hold",
        "retrieve",
        "mute",
        "unmute",
        "record",
        "stop_record",
        "play",
        "transfer",
        "change_outcome",
        "drop_clients",
        "send_text",
        "send_hex",
    ]
    at: float | None = key(default=None, low=0)
    after_calls: int | None = key(default=None, low=1)
    delay: float = key(default=0.0, low=0)
    campaign: str | None = None
    agent: str | None = None
    to_campaign: str | None = None
    to_agent: str | None = None
    way: Literal["screened", "blind", "conference", "agents_first", "held_first"] = "screened"
    sound: str | None = None
    release: int = key(default=0, low=0, high=2)
    number: str | None = None
    queue: str | None = None
    outcome: int | None = key(default=None, low=0, high=9999)
    text: str | None = None
