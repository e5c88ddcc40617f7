"""Sounds and speech played into a call, and as it ends."""

from __future__ import annotations

from typing import Any

import pytest

from agentpanel.protocol.messages import PlayMessage, PlayStatus, Requeue, StartWrap, TransferRequest
from agentpanel.simulator.events import HangUp, Kill
from tests.simulator.bench import QUIET, Bench, End, codes, refused, scenario, seated, talking, waiting

SOUNDS = QUIET + '\n[sounds]\nThanks = 4.0\n"Legal notice" = 12.5\n'
THANKS = PlayMessage(agent="Anna", sound="Thanks")
STOP = PlayMessage(agent="Anna")


def playing(**choices: Any) -> tuple[Bench, End]:
    """Anna's caller hears the sound of four seconds, which MI allows to interrupt."""
    bench = Bench(scenario(SOUNDS, **choices))
    end = talking(bench)
    assert codes(end.send(PlayMessage(agent="Anna", sound="Thanks", interruptible=True, token="k"))) == "MV PS"
    return bench, end


def statuses(end: End) -> list[int | None]:
    return [each.status for each in end.of(PlayStatus)]


def test_a_sound_begins_and_is_finished_after_its_seconds() -> None:
    bench, end = playing()
    bench.run(3.9)
    assert statuses(end) == [0]
    bench.run(0.2)
    assert statuses(end) == [0, 1]


def test_speech_takes_the_longer_the_more_there_is_to_say() -> None:
    bench = Bench()
    end = talking(bench)
    end.send(PlayMessage(agent="Anna", speech="x" * 75))
    bench.run(4.9)
    assert statuses(end) == [0]
    bench.run(0.2)
    assert statuses(end) == [0, 1]


def test_a_message_without_a_sound_stops_it() -> None:
    bench, end = playing()
    assert codes(end.send(STOP)) == "PS"
    assert statuses(end) == [0, 1]
    bench.run(10)
    assert codes(end.send(STOP)) == ""
    assert statuses(end) == [0, 1]


def test_a_second_sound_takes_the_place_of_the_first() -> None:
    bench, end = playing()
    bench.run(3)
    end.send(PlayMessage(agent="Anna", sound="Legal notice"))
    assert statuses(end) == [0, 1, 0]
    bench.run(12.4)
    assert statuses(end) == [0, 1, 0]
    bench.run(0.2)
    assert statuses(end) == [0, 1, 0, 1]


def test_what_cannot_be_played() -> None:
    bench = Bench(scenario(SOUNDS))
    end = talking(bench)
    for message, fault in [
        (PlayMessage(agent="Anna", sound="Unheard"), "unknown_sound"),
        (PlayMessage(agent="Anna", sound="Thanks", speech="x"), "exclusive_parameters"),
        (PlayMessage(agent="Anna", file_name="a.wav"), "not_in_scenario"),
        (PlayMessage(agent="Ben", sound="Thanks"), "not_logged_in"),
    ]:
        assert refused(end.send(message), fault), fault
    assert refused(waiting(bench, "Ben").send(PlayMessage(agent="Ben", sound="Thanks")), "no_call")
    assert statuses(end) == []


def test_a_scenario_without_sounds_has_the_shipped_ones() -> None:
    assert codes(talking(Bench()).send(PlayMessage(agent="Anna", sound="ThankYou"))) == "PS"
    assert refused(talking(Bench()).send(THANKS), "unknown_sound")


@pytest.mark.parametrize("event", [HangUp("Anna"), Kill("Anna", 2)])
def test_the_end_of_the_call_ends_the_sound_before_ce(event: HangUp | Kill) -> None:
    bench, end = playing()
    bench.do(event)
    assert codes(end.heard).endswith("PS CE AF NO" if isinstance(event, Kill) else "PS CE")
    bench.run(20)
    assert statuses(end) == [0, 1]


def test_a_failed_one_is_told_by_a_status_of_two_alone() -> None:
    failing = f'{SOUNDS}\n[[inject]]\nmessage = "PM"\ndo = "fail"\nstatus = 2\n'
    bench = Bench(scenario(failing))
    end = talking(bench)
    assert codes(end.send(PlayMessage(agent="Anna", sound="Thanks", token="k"))) == "MV PS"
    bench.run(10)
    assert statuses(end) == [2]


# --- with transfers and requeues


@pytest.mark.parametrize("message", [Requeue(agent="Anna", group="VIP"), TransferRequest(agent="Anna", to_agent="Ben")])
def test_call_control_interrupts_what_may_be_interrupted(message: Requeue | TransferRequest) -> None:
    bench, end = playing()
    seated(bench, "Ben")
    assert codes(end.send(message)) in ("PS CE", "PS TA")
    assert statuses(end) == [0, 1]


@pytest.mark.parametrize("choice", ["allow", "refuse"])
def test_what_may_not_be_interrupted_plays_on_or_blocks(choice: str) -> None:
    bench = Bench(scenario(SOUNDS, sound_blocks=choice))
    end = talking(bench)
    seated(bench, "Ben")
    end.send(THANKS)
    answer = end.send(TransferRequest(agent="Anna", to_agent="Ben"))
    if choice == "refuse":
        assert refused(answer, "sound_plays")
        assert refused(end.send(Requeue(agent="Anna", group="VIP")), "sound_plays")
    else:
        assert codes(answer) == "TA"
    bench.run(4)
    assert statuses(end) == [0, 1]


# --- as the agent leaves


def test_sw_may_play_a_sound_after_the_agent() -> None:
    for sound in ("Thanks", ""):
        bench = Bench(scenario(SOUNDS))
        end = talking(bench)
        assert end.send(StartWrap(agent="Anna", play=sound)) == []
        bench.run(1)
        assert bench.state() == 7
        assert statuses(end) == []
    assert refused(talking(Bench()).send(StartWrap(agent="Anna", play="Thanks")), "unknown_sound")
