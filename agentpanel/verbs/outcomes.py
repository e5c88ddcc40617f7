"""The verbs of previews, and of what goes with a call's outcome."""

from __future__ import annotations

from typing import Final

from agentpanel.domain.intents import (
    Complete,
    Decline,
    Dial,
    EditData,
    ExtendWrap,
    NextPreview,
    SetCallback,
    SetSale,
    SetTag,
)
from agentpanel.domain.parties import Callback
from agentpanel.verbs.shape import Arg, Args, Kind, Site, Verb
from agentpanel.verbs.values import moment


def _callback(args: Args, site: Site) -> SetCallback:
    if args.get("clear"):
        return SetCallback(None)
    when = moment(args["when"], site)
    return SetCallback(Callback(when=when, number=args.get("number"), mine=not args.get("anyone")))


PREVIEWS: Final = (
    Verb(name="dial", help="dial the number of the preview now", example="dial", to_intent=lambda _, __: Dial()),
    Verb(
        name="decline",
        help="do not dial the number of the preview",
        example="decline 200",
        args=(Arg(name="code", place="CODE", kind=Kind.WHOLE, optional=True, help="an outcome that says why"),),
        to_intent=lambda args, _: Decline(args.get("code")),
    ),
    Verb(
        name="next-preview",
        help="end the pause between previews",
        example="next-preview",
        to_intent=lambda _, __: NextPreview(),
    ),
)

OUTCOMES: Final = (
    Verb(
        name="complete",
        help="give the outcome: at once in wrap, else when the call has ended",
        example='complete 12 --note "wants the offer in writing"',
        args=(
            Arg(name="code", place="CODE", kind=Kind.WHOLE, help="the outcome"),
            Arg(name="note", metavar="TEXT", help="a note that stays on this computer"),
        ),
        to_intent=lambda args, _: Complete(args["code"], args.get("note")),
    ),
    Verb(
        name="tag",
        help="set a tag of the recording; an empty text clears it",
        example='tag 1 "complaint"',
        args=(
            Arg(name="number", place="N", kind=Kind.WHOLE, help="the tag, 1 to 6"),
            Arg(name="text", place="TEXT", help="what it says"),
        ),
        to_intent=lambda args, _: SetTag(args["number"], args["text"]),
    ),
    Verb(
        name="callback",
        help="ask for a callback with the outcome",
        example="callback 2026-05-04T14:30 --number 01632960123",
        args=(
            Arg(
                name="when",
                place="WHEN",
                kind=Kind.TIME,
                optional=True,
                help="such as 2026-05-04T14:30, in the dialer's zone without an offset; or +MINUTES",
            ),
            Arg(name="number", metavar="N", help="the number to dial, if not that of the call"),
            Arg(name="anyone", kind=Kind.FLAG, help="any agent may have it"),
            Arg(
                name="clear",
                kind=Kind.FLAG,
                excludes=("when", "number", "anyone"),
                help="take back what was asked",
            ),
        ),
        needs_one=("when", "clear"),
        to_intent=_callback,
    ),
    Verb(
        name="sale",
        help="set the amount and the success rate of the call; what is left out is cleared",
        example="sale --amount 20.99 --success 100",
        args=(
            Arg(name="amount", metavar="A", help="a decimal number of up to six digits, or its negative"),
            Arg(name="success", metavar="N", kind=Kind.WHOLE, help="0 to 100"),
        ),
        to_intent=lambda args, _: SetSale(args.get("amount"), args.get("success")),
    ),
    Verb(
        name="data",
        help="change a value of the call's data",
        example='data Postcode "ZZ1 1ZZ"',
        args=(
            Arg(name="key", place="KEY", help="its name"),
            Arg(name="value", place="VALUE", help="what it becomes"),
        ),
        to_intent=lambda args, _: EditData(args["key"], args["value"]),
    ),
    Verb(
        name="extend",
        help="have more time for the wrap",
        example="extend 60",
        args=(Arg(name="seconds", place="S", kind=Kind.WHOLE, help="so many more seconds, from now"),),
        to_intent=lambda args, _: ExtendWrap(args["seconds"]),
    ),
)
