from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from agentpanel.settings.errors import WrongError
from agentpanel.settings.zone import MACHINE_ZONE, zone_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONDON = ZoneInfo("Europe/London")
needs_tzset = pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system's zone cannot be set for a process")


@pytest.fixture
def machine_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    def go(zone: str) -> None:
        patch.setenv("TZ", zone)
        time.tzset()

    with monkeypatch.context() as patch:
        yield go
    time.tzset()


@needs_tzset
def test_the_machine_s_zone_is_the_named_one(machine_in: Callable[[str], None]) -> None:
    machine_in("Europe/London")
    # Every half hour around both changes of the clocks of 2026, and two days of summer and winter.
    for start in (datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 10, 24, tzinfo=UTC)):
        for step in range(96):
            moment = start + timedelta(minutes=30 * step)
            here, there = moment.astimezone(MACHINE_ZONE), moment.astimezone(LONDON)
            assert (here.isoformat(), here.fold, here.tzname()) == (there.isoformat(), there.fold, there.tzname())
            assert here.astimezone(UTC) == moment


@needs_tzset
def test_a_wall_time_in_the_machine_s_zone(machine_in: Callable[[str], None]) -> None:
    machine_in("Europe/London")
    assert datetime(2026, 7, 1, 12, tzinfo=MACHINE_ZONE).isoformat() == "2026-07-01T12:00:00+01:00"
    assert datetime(2026, 1, 1, 12, tzinfo=MACHINE_ZONE).isoformat() == "2026-01-01T12:00:00+00:00"


@needs_tzset
def test_the_machine_s_zone_reaches_the_ends_of_time(machine_in: Callable[[str], None]) -> None:
    machine_in("Asia/Tokyo")
    for moment in (datetime.min, datetime(1899, 12, 30), datetime.max):  # noqa: DTZ001, DTZ901 -- of no zone yet
        assert moment.replace(tzinfo=MACHINE_ZONE).utcoffset() == timedelta(hours=9)


@pytest.mark.parametrize("name", ["Europe/London", "UTC", "America/Argentina/Buenos_Aires"])
def test_iana_names(name: str) -> None:
    assert str(zone_named(name)) == name


@pytest.mark.parametrize("name", ["", "Europe", "../etc/passwd", "/etc/localtime", "a\0b", "Mars/Olympus", 300 * "x"])
def test_no_iana_names(name: str) -> None:
    with pytest.raises(WrongError, match="must be an IANA time zone such as Europe/London"):
        zone_named(name)


def test_a_misspelt_name_finds_the_right_one() -> None:
    with pytest.raises(WrongError, match=r"the nearest is Asia/Tokyo$"):
        zone_named("Asia/Tokio")
