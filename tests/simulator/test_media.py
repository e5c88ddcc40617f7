"""Recording, hold, mute and digits."""

from __future__ import annotations

import pytest

from agentpanel.protocol.messages import (
    AgentConnect,
    DTMFPlay,
    DTMFStatus,
    HoldAcknowledge,
    MuteAcknowledge,
    RecordingAcknowledge,
    RequestHold,
    RequestMute,
    RequestRecording,
    StartWrap,
)
from agentpanel.simulator.events import HangUp
from tests.simulator.bench import QUIET, Bench, codes, refused, scenario, talking, waiting

WRAP = StartWrap(agent="Anna")
RECORDED = QUIET.replace('name = "Sales"\n', 'name = "Sales"\nrecord_all = true\n')


def test_blanket_recording_is_told_unasked_after_the_connect() -> None:
    bench = Bench(scenario(RECORDED))
    end = talking(bench)
    assert end.codes() == "LI NA AR AC AC RA"
    told = end.last(RecordingAcknowledge)
    assert (told.on, told.status) == (True, 0)
    assert (told.recording_unique or "").startswith("{")


def test_an_agent_may_be_recorded_by_its_login() -> None:
    assert talking(Bench(), record=True).codes() == "LI NA AR AC AC RA"
    assert not talking(Bench()).of(RecordingAcknowledge)


def test_rr_starts_and_stops_and_ra_says_so() -> None:
    end = talking(Bench())
    assert codes(end.send(RequestRecording(agent="Anna", on=True, token="k"))) == "MV RA"
    assert end.last(RecordingAcknowledge).on
    assert codes(end.send(RequestRecording(agent="Anna", key="second", on=True))) == "RA"
    second = end.last(RecordingAcknowledge)
    assert (second.key, second.recording_unique) == ("second", None)
    end.send(RequestRecording(agent="Anna"))
    assert not end.last(RecordingAcknowledge).on


def test_rr_may_name_the_call_and_must_name_something() -> None:
    bench = Bench()
    end = talking(bench)
    session, other = end.last(AgentConnect).session, bench.join()
    assert other.send(RequestRecording(session=session, on=True)) == []
    assert end.last(RecordingAcknowledge).on
    assert refused(other.send(RequestRecording(on=True)), "call_not_identified")
    assert refused(other.send(RequestRecording(session="none", on=True)), "no_call")
    assert refused(waiting(Bench()).send(RequestRecording(agent="Anna", on=True)), "no_call")


@pytest.mark.parametrize("choice", ["allow", "refuse", "ignore"])
def test_stopping_a_blanket_recording(choice: str) -> None:
    end = talking(Bench(scenario(RECORDED, stop_blanket=choice)))
    answer = end.send(RequestRecording(agent="Anna"))
    if choice == "refuse":
        assert refused(answer, "recording_fixed")
    else:
        assert end.last(RecordingAcknowledge).on == (choice == "ignore")


# --- hold, mute, digits


def test_hold_and_retrieve() -> None:
    bench = Bench()
    end = talking(bench)
    assert codes(end.send(RequestHold(agent="Anna", on=True, token="k"))) == "MV HA"
    assert bench.state() == 13
    assert refused(end.send(RequestHold(agent="Anna", on=True)), "already_so")
    assert codes(end.send(RequestHold(agent="Anna"))) == "HA"
    assert [(ha.on, ha.status) for ha in end.of(HoldAcknowledge)] == [(True, 0), (False, 0)]
    assert bench.state() == 6
    assert refused(end.send(RequestHold(agent="Anna")), "already_so")


def test_the_far_end_and_the_agent_can_hang_up_on_hold() -> None:
    for ending in (HangUp("Anna"), None):
        bench = Bench()
        end = talking(bench)
        end.send(RequestHold(agent="Anna", on=True))
        if ending is None:
            end.send(WRAP)
            bench.run(1)
        else:
            bench.do(ending)
        assert bench.state() == 7


def test_the_recordings_input_is_muted_apart_from_the_microphone() -> None:
    end = talking(Bench())
    assert codes(end.send(RequestMute(agent="Anna", on=True, recording_input=True))) == "MK"
    assert end.last(MuteAcknowledge).recording_input
    assert codes(end.send(RequestMute(agent="Anna", on=True))) == "MK"
    assert not end.last(MuteAcknowledge).recording_input
    for recording_input in (True, False):
        again = RequestMute(agent="Anna", on=True, recording_input=recording_input)
        assert refused(end.send(again), "already_so")
        assert codes(end.send(RequestMute(agent="Anna", recording_input=recording_input))) == "MK"
    assert refused(end.send(RequestMute(agent="Anna", recording_input=True)), "already_so")


def test_two_recordings_run_side_by_side() -> None:
    bench = Bench(scenario(RECORDED))
    end = talking(bench)
    for message, on in [
        (RequestRecording(agent="Anna", key="second", on=True, file_name="b.wav"), True),
        (RequestRecording(agent="Anna"), False),
        (RequestRecording(agent="Anna", key="second"), False),
        (RequestRecording(agent="Anna", on=True), True),
    ]:
        end.send(message)
        told = end.last(RecordingAcknowledge)
        assert (told.on, told.key, told.file_name) == (on, message.key, message.file_name)
        assert (told.recording_unique is not None) == (on and message.key is None)


def test_hold_names_the_far_end_in_any_of_its_ways() -> None:
    end = talking(Bench())
    for who in (None, "0", "1"):
        for on in (True, False):
            end.send(RequestHold(agent="Anna", on=on, who=who))
            assert (end.last(HoldAcknowledge).on, end.last(HoldAcknowledge).who) == (on, who)


def test_mute_and_digits() -> None:
    end = talking(Bench())
    assert codes(end.send(RequestMute(agent="Anna", on=True))) == "MK"
    assert end.last(MuteAcknowledge).on
    assert refused(end.send(RequestMute(agent="Anna", on=True)), "already_so")
    assert codes(end.send(DTMFPlay(agent="Anna", digits="12#*A"))) == "DS DS"
    assert [ds.status for ds in end.of(DTMFStatus)] == [0, 1]
    assert refused(end.send(DTMFPlay(agent="Anna", digits="12x")), "excluded_character")
