"""Callbacks that agents make by TC: checked, kept, given back (behaviour.md 4.13)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from agentpanel.protocol import ole
from agentpanel.protocol.kinds import real
from agentpanel.simulator.calls import Appointment, Call, Callback
from agentpanel.simulator.checks import identifier
from agentpanel.simulator.faults import RefusedError
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.scenario import Campaign

_TIME: Final = real(1, 50)
#: How far BT may lie back.
_LATEST: Final = timedelta(days=1)
#: Seconds of the longest wait for which a timer is set at once; some timers cannot hold a month.
_LONGEST_WAIT: Final = 86_400.0


def asked(floor: Floor, message: Any) -> Appointment | None:
    """What BT, BN and BA of a TC ask for. Raises RefusedError."""
    if message.callback_time is None:
        if message.callback_agent is not None or message.callback_number is not None:
            raise RefusedError("missing_parameter")
        return None
    if message.callback_agent is not None and identifier(message.callback_agent) is not None:
        raise RefusedError("excluded_character")
    days, problem = _TIME.decode(message.callback_time)
    if days is None or problem is not None:
        raise RefusedError("not_numeric")
    moment = _moment(floor, days)
    if moment is None or moment < floor.now - _LATEST:
        raise RefusedError("out_of_limits")
    return Appointment(
        time=message.callback_time,
        moment=moment,
        agent=message.callback_agent,
        number=message.callback_number,
    )


def keep(floor: Floor, call: Call, appointment: Appointment | None) -> None:
    """The call is complete and somebody is to be called back."""
    if appointment is None or not floor.is_running(call.campaign):
        return
    floor.last_callback += 1
    wait = floor.choices.callback_after_s
    callback = Callback(
        ordinal=floor.last_callback,
        appointment=appointment,
        campaign=call.campaign,
        number=appointment.number or call.number,
        session=call.session if call.callback is None else call.callback.session,
        data=call.data,
        kept=floor.now,
        wait_s=(appointment.moment - floor.now).total_seconds() if wait is None else wait,
    )
    floor.callbacks[callback.ordinal] = callback
    wait_for_time(floor, callback)


def wait_for_time(floor: Floor, callback: Callback) -> bool:
    """Whether there is still time to wait."""
    left = floor.left(callback.wait_s, callback.kept)
    if left > 0.001:
        floor.wake(("callback", callback.ordinal), min(left, _LONGEST_WAIT))
        return True
    if not callback.due:
        mark_due(floor, callback)
    return False


def mark_due(floor: Floor, callback: Callback) -> None:
    """From here on any agent that may have it gets it; one that is named is waited for a while."""
    callback.due = True
    if callback.appointment.agent is not None:
        floor.wake(("callback patience", callback.ordinal), floor.choices.callback_patience_s)


def again(floor: Floor, callback: Callback) -> None:
    """Its agent is gone before it was connected."""
    if floor.is_running(callback.campaign):
        floor.callbacks[callback.ordinal] = callback
        mark_due(floor, callback)


def take(floor: Floor, callback: Callback) -> None:
    """It is kept no longer."""
    del floor.callbacks[callback.ordinal]
    for purpose in ("callback", "callback patience"):
        floor.unwake((purpose, callback.ordinal))


def forget(floor: Floor, campaign: Campaign) -> None:
    """The campaign is closed: its records go back to where they came from."""
    for callback in [each for each in floor.callbacks.values() if each.campaign is campaign]:
        take(floor, callback)


def _moment(floor: Floor, days: Decimal) -> datetime | None:
    """An OLE date in the dialer's zone; None where it is no date."""
    zone = floor.scenario.zone
    if zone is not None:
        return ole.to_datetime(days, zone)
    wall = ole.to_datetime(days, UTC)
    try:
        return None if wall is None else wall.replace(tzinfo=None).astimezone()
    except (OverflowError, ValueError, OSError):
        return None
