"""The verbs of the program and of the seat."""

from __future__ import annotations

from typing import Final

from agentpanel.domain.intents import GoAvailable, JoinQueue, LogOut, MoveTo, TakeBreak
from agentpanel.verbs.shape import Arg, Kind, Verb

_QUEUE: Final = Arg(name="queue", place="QUEUE", help="the queue")

PROGRAM: Final = (
    Verb(name="status", help="what the panel shows, as one object", example="status"),
    Verb(
        name="recent",
        help="the last calls, newest first",
        example="recent --limit 5",
        args=(Arg(name="limit", metavar="N", kind=Kind.WHOLE, limits=(1, 100_000), help="at most so many rows"),),
    ),
    Verb(name="show", help="bring the window to the front", example="show"),
    Verb(
        name="quit",
        help="close the panel, where its window would not ask first",
        example="quit --force",
        args=(Arg(name="force", kind=Kind.FLAG, help="ask for the break, log out, and close after 10 s at most"),),
    ),
)

SEAT: Final = (
    Verb(
        name="login",
        help="log in, with the settings' entries where none are given",
        example="login --campaign Sales --agent 1001 --extension 2001",
        args=(
            Arg(name="campaign", metavar="C", help="the campaign"),
            Arg(name="agent", metavar="A", help="the agent's name"),
            Arg(name="extension", metavar="E", help="the extension"),
        ),
    ),
    Verb(
        name="available",
        help="become available; takes a break or logout back that was asked",
        example="available",
        to_intent=lambda _, __: GoAvailable(),
    ),
    Verb(
        name="break",
        help="ask for a break",
        example="break Lunch",
        args=(Arg(name="reason", place="CODE|TEXT", help="a break reason of the settings: its code or its text"),),
        to_intent=lambda args, _: TakeBreak(args["reason"]),
    ),
    Verb(name="logout", help="ask to be released and log out", example="logout", to_intent=lambda _, __: LogOut()),
    Verb(
        name="move",
        help="move to another campaign",
        example="move Service",
        args=(Arg(name="campaign", place="CAMPAIGN", help="the campaign to move to"),),
        to_intent=lambda args, _: MoveTo(args["campaign"]),
    ),
    Verb(
        name="join",
        help="join a queue",
        example="join Billing",
        args=(_QUEUE,),
        to_intent=lambda args, _: JoinQueue(args["queue"], on=True),
    ),
    Verb(
        name="leave",
        help="leave a queue",
        example="leave Billing",
        args=(_QUEUE,),
        to_intent=lambda args, _: JoinQueue(args["queue"], on=False),
    ),
)
