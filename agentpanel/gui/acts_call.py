"""The actions of a call, of the record before it and of what is given after it."""

from __future__ import annotations

from typing import Final

from agentpanel.domain.controls import Control
from agentpanel.domain.intents import EndCall
from agentpanel.gui.acts import Act, Action
from agentpanel.gui.marking import QT_TRANSLATE_NOOP

CALL_ACTIONS: Final[dict[Act, Action]] = {
    Act.END_CALL: Action(
        QT_TRANSLATE_NOOP("actions", "End call"),
        QT_TRANSLATE_NOOP("actions", "Hang up and start the wrap"),
        "end-call",
        "F8",
        Control.END_CALL,
        EndCall,
    ),
    Act.DIAL: Action(
        QT_TRANSLATE_NOOP("actions", "Dial"),
        QT_TRANSLATE_NOOP("actions", "Dial the number of this record"),
        "dial",
        "F9",
        Control.DIAL,
    ),
    Act.DECLINE: Action(
        QT_TRANSLATE_NOOP("actions", "Decline"),
        QT_TRANSLATE_NOOP("actions", "Do not dial this record; the outcome that is chosen goes with it"),
        "decline",
        "Shift+F9",
        Control.DECLINE,
    ),
    # Where a record is dialed, the next one is asked for.
    Act.NEXT_RECORD: Action(
        QT_TRANSLATE_NOOP("actions", "Next record"),
        QT_TRANSLATE_NOOP("actions", "End the pause now"),
        "next-record",
        "F9",
        Control.NEXT_PREVIEW,
    ),
    Act.END_WITH: Action(
        QT_TRANSLATE_NOOP("actions", "End with…"),
        QT_TRANSLATE_NOOP("actions", "End the call with a sound, or send the customer to another address"),
        "",
        "Shift+F8",
        Control.END_CALL,
    ),
    Act.HOLD: Action(
        QT_TRANSLATE_NOOP("actions", "Hold"),
        QT_TRANSLATE_NOOP("actions", "Put on hold or fetch back; between two parties, talk to the other one"),
        "hold",
        "F3",
        Control.HOLD,
    ),
    Act.JOIN: Action(
        QT_TRANSLATE_NOOP("actions", "Join all"),
        QT_TRANSLATE_NOOP("actions", "Fetch back who is on hold, so that all talk to each other"),
        "join",
        "Shift+F3",
        Control.RETRIEVE,
    ),
    Act.MUTE: Action(
        QT_TRANSLATE_NOOP("actions", "Mute"),
        QT_TRANSLATE_NOOP("actions", "Switch your microphone off or on"),
        "mute",
        "F11",
        Control.MUTE,
    ),
    Act.KEYPAD: Action(
        QT_TRANSLATE_NOOP("actions", "Keypad"),
        QT_TRANSLATE_NOOP("actions", "Send digits into the call"),
        "keypad",
        "F5",
        Control.DIGITS,
    ),
    Act.TRANSFER: Action(
        QT_TRANSLATE_NOOP("actions", "Transfer…"),
        QT_TRANSLATE_NOOP("actions", "Give the call to somebody else, or bring them in"),
        "transfer",
        "Ctrl+T",
        Control.TRANSFER,
    ),
    Act.ACCEPT: Action(
        QT_TRANSLATE_NOOP("actions", "Accept"),
        QT_TRANSLATE_NOOP("actions", "Take the call that a colleague offers you"),
        "accept",
        "F2",
        Control.ACCEPT,
    ),
    Act.REJECT: Action(
        QT_TRANSLATE_NOOP("actions", "Reject"),
        QT_TRANSLATE_NOOP("actions", "Leave the call that is offered with your colleague"),
        "reject",
        "Shift+F2",
        Control.REJECT,
    ),
    Act.RECORD: Action(
        QT_TRANSLATE_NOOP("actions", "Record"),
        QT_TRANSLATE_NOOP("actions", "Start or stop the recording"),
        "record",
        "Ctrl+R",
        Control.RECORD,
    ),
    Act.PLAY: Action(
        QT_TRANSLATE_NOOP("actions", "Play a sound"),
        QT_TRANSLATE_NOOP("actions", "Play a sound to everyone in the call, or stop it"),
        "play",
        "Ctrl+P",
        Control.PLAY,
    ),
    Act.COMPLETE: Action(
        QT_TRANSLATE_NOOP("actions", "Complete"),
        QT_TRANSLATE_NOOP("actions", "Give the outcome; during a call it leaves when the call has ended"),
        "complete",
        "Ctrl+Return",
        Control.COMPLETE,
    ),
    Act.OUTCOME: Action(
        QT_TRANSLATE_NOOP("actions", "Outcome"),
        QT_TRANSLATE_NOOP("actions", "Find an outcome by its name or number"),
        "search",
        "F6",
        Control.COMPLETE,
    ),
    Act.NOTE: Action(
        QT_TRANSLATE_NOOP("actions", "Note"),
        QT_TRANSLATE_NOOP("actions", "Write a note; it stays on this computer"),
        "",
        "F7",
        Control.COMPLETE,
    ),
    Act.CALLBACK: Action(
        QT_TRANSLATE_NOOP("actions", "Call back…"),
        QT_TRANSLATE_NOOP("actions", "Set a time at which the customer is called again"),
        "callback",
        "Ctrl+Shift+B",
        Control.CALLBACK,
    ),
    Act.EXTEND: Action(
        QT_TRANSLATE_NOOP("actions", "+30 s"),
        QT_TRANSLATE_NOOP("actions", "30 more seconds of wrap, from now"),
        "",
        "Ctrl+L",
        Control.EXTEND,
    ),
}
