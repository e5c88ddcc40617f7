"""What does not fit: told to the agent, never fatal, and the dialer is right all the same."""

from __future__ import annotations

from agentpanel.domain import words
from agentpanel.domain.state import Seat
from agentpanel.domain.turn import Turn
from agentpanel.domain.words import Say, say


def odd(turn: Turn) -> None:
    turn.tell(words.ODD_MESSAGE)


def contradiction(turn: Turn, why: Say) -> None:
    turn.set(unexpected=why)
    turn.tell_words(why)


def seated(turn: Turn, text: str) -> bool:
    """These words make sense only for somebody who is logged in."""
    if turn.snapshot.seat.value in (Seat.IN, Seat.LOGGING_OUT):
        return True
    contradiction(turn, say(text))
    return False
