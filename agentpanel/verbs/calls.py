"""The verbs of the call at hand: what is done to the line, and who else is brought in."""

from __future__ import annotations

from typing import Final

from agentpanel.domain.intents import (
    AnswerTransfer,
    EndCall,
    Hold,
    Mute,
    PlaySound,
    Record,
    RequeueCall,
    SendDigits,
    SwapHold,
    TransferCall,
)
from agentpanel.domain.parties import Manner, Party, Target, TargetKind
from agentpanel.verbs.shape import Arg, Args, Kind, Site, Verb

_PARTY: Final = Arg(
    name="party", metavar="P", choices=tuple(each.value for each in Party), help="who: customer, or other"
)
#: Without one of these a transfer is screened.
_MANNERS: Final = {
    Manner.BLIND: "without asking the other side first",
    Manner.CONFERENCE: "all three talk at once",
    Manner.AGENTS_FIRST: "the agents talk first, then all three",
    Manner.CUSTOMER_HELD: "the customer is on hold first, then all three talk",
}


def _on_off(of_what: str) -> Arg:
    return Arg(name="on", place="on|off", kind=Kind.FLAG, help=of_what)


def _manners() -> tuple[Arg, ...]:
    """An option each; only one may be given."""
    names = [manner.value for manner in _MANNERS]
    return tuple(
        Arg(name=name, kind=Kind.FLAG, excludes=tuple(names[:n]), help=says)
        for n, (name, says) in enumerate(zip(names, _MANNERS.values(), strict=True))
    )


def _party(args: Args) -> Party | None:
    return Party(args["party"]) if "party" in args else None


def _target(args: Args, site: Site) -> Target:
    """A target of the settings by its text or its address; what they do not have is an agent, unless --to says."""
    kind, text = (TargetKind(args["to"]) if "to" in args else None), args["target"]
    known = [target for target in site.rules.targets if kind in (None, target.kind)]
    named = [target for target in known if target.text.casefold() == text.casefold()]
    addressed = [target for target in known if target.address == text]
    return next(iter(named + addressed), Target(kind or TargetKind.AGENT, text))


def _transfer(args: Args, site: Site) -> TransferCall:
    manner = next((manner for manner in _MANNERS if args.get(manner.value)), Manner.SCREENED)
    return TransferCall(_target(args, site), manner)


CALLS: Final = (
    Verb(
        name="hold",
        help="put the call on hold",
        example="hold --party customer",
        args=(_PARTY,),
        to_intent=lambda args, _: Hold(True, _party(args)),
    ),
    Verb(
        name="retrieve",
        help="fetch the call back from hold",
        example="retrieve",
        args=(_PARTY,),
        to_intent=lambda args, _: Hold(False, _party(args)),
    ),
    Verb(name="swap", help="talk to the other one of two", example="swap", to_intent=lambda _, __: SwapHold()),
    Verb(
        name="mute",
        help="mute the microphone, or end that",
        example="mute on",
        args=(_on_off("on mutes"),),
        to_intent=lambda args, _: Mute(args["on"]),
    ),
    Verb(
        name="digits",
        help="play digits into the call",
        example="digits 42#",
        args=(Arg(name="digits", place="DIGITS", help="of 0-9 # * A-D"),),
        to_intent=lambda args, _: SendDigits(args["digits"]),
    ),
    Verb(
        name="record",
        help="start or stop the recording",
        example="record on",
        args=(_on_off("on starts it"), Arg(name="second", kind=Kind.FLAG, help="the second, parallel recording")),
        to_intent=lambda args, _: Record(args["on"], bool(args.get("second"))),
    ),
    Verb(
        name="play",
        help="play a sound of the settings to everyone in the call",
        example="play Greeting",
        args=(
            Arg(name="name", place="NAME", optional=True, help="the sound"),
            Arg(name="stop", kind=Kind.FLAG, excludes=("name",), help="stop the one that plays"),
        ),
        needs_one=("name", "stop"),
        to_intent=lambda args, _: PlaySound(args.get("name")),
    ),
    Verb(
        name="transfer",
        help="give the call to somebody, who is asked first",
        example="transfer 1002 --blind",
        args=(
            Arg(name="target", place="TARGET", help="a target of the settings, by text or address; else an agent"),
            *_manners(),
            Arg(
                name="to",
                metavar="KIND",
                choices=tuple(kind.value for kind in TargetKind),
                help="what TARGET is: agent, extension, external or queue",
            ),
        ),
        to_intent=_transfer,
    ),
    Verb(
        name="accept",
        help="take the transfer that is offered",
        example="accept",
        to_intent=lambda _, __: AnswerTransfer(True),
    ),
    Verb(
        name="reject",
        help="turn down the transfer that is offered",
        example="reject",
        to_intent=lambda _, __: AnswerTransfer(False),
    ),
    Verb(
        name="requeue",
        help="send the call back to a queue",
        example="requeue Billing",
        args=(Arg(name="queue", place="QUEUE", help="the queue"),),
        to_intent=lambda args, _: RequeueCall(args["queue"]),
    ),
    Verb(
        name="end-call",
        help="hang up and start wrap",
        example="end-call",
        args=(
            Arg(name="sound", metavar="NAME", help="a sound of the settings that the customer hears first"),
            Arg(name="external", metavar="ADDRESS", excludes=("sound",), help="send the customer there instead"),
        ),
        to_intent=lambda args, _: EndCall(args.get("sound"), args.get("external")),
    ),
)
