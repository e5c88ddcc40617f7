from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentpanel.protocol.ole import from_datetime, to_datetime

LONDON = ZoneInfo("Europe/London")
ADELAIDE = ZoneInfo("Australia/Adelaide")


def test_the_epoch_and_the_manual_s_example() -> None:
    assert to_datetime(Decimal(1), UTC) == datetime(1899, 12, 31, tzinfo=UTC)
    assert to_datetime(Decimal("2.75"), UTC) == datetime(1900, 1, 1, 18, tzinfo=UTC)
    assert to_datetime(Decimal("40100.486463"), UTC) == datetime(2009, 10, 14, 11, 40, 30, 403000, tzinfo=UTC)
    assert from_datetime(datetime(2009, 10, 14, 11, 40, 30, 403000, tzinfo=UTC), UTC) == Decimal("40100.486463")


@pytest.mark.parametrize("days", ["0", "0.000000", "-1.5", "3000000", "9" * 50, "NaN", "Infinity"])
def test_what_did_not_happen_or_is_no_date_has_no_moment(days: str) -> None:
    assert to_datetime(Decimal(days), UTC) is None


def test_six_decimals_are_written() -> None:
    assert str(from_datetime(datetime(2009, 10, 14, tzinfo=UTC), UTC)) == "40100.000000"


def test_the_wall_time_is_the_dialer_s() -> None:
    summer = datetime(2024, 7, 1, 12, tzinfo=UTC)
    assert from_datetime(summer, LONDON) - from_datetime(summer, UTC) == Decimal("0.041667")
    assert to_datetime(from_datetime(summer, LONDON), LONDON) == summer + timedelta(milliseconds=29)
    half_hours = from_datetime(datetime(2024, 7, 1, tzinfo=UTC), ADELAIDE)
    assert str(half_hours) == "45474.395833"


def test_any_zone_of_the_moment_gives_the_same_number() -> None:
    moment = datetime(2024, 7, 1, 12, tzinfo=UTC)
    elsewhere = moment.astimezone(timezone(timedelta(hours=-5)))
    assert from_datetime(elsewhere, LONDON) == from_datetime(moment, LONDON)


def test_clock_set_forward() -> None:
    # in London 01:00 became 02:00 on 31 March 2024; 01:30 was on no clock there
    before, after = datetime(2024, 3, 31, 0, 59, tzinfo=UTC), datetime(2024, 3, 31, 1, 0, tzinfo=UTC)
    gap = from_datetime(after, LONDON) - from_datetime(before, LONDON)
    assert gap == Decimal("0.042361")
    skipped = datetime(2024, 3, 31, 1, 30, tzinfo=LONDON)
    assert from_datetime(skipped, LONDON) == from_datetime(datetime(2024, 3, 31, 1, 30, tzinfo=UTC), LONDON)
    assert to_datetime(Decimal("45382.104167"), LONDON) == datetime(2024, 3, 31, 1, 30, 0, 29000, tzinfo=UTC)


def test_clock_set_back() -> None:
    # in London 02:00 became 01:00 on 27 October 2024: 01:30 was twice, half past midnight and half past one UTC
    first, second = datetime(2024, 10, 27, 0, 30, tzinfo=UTC), datetime(2024, 10, 27, 1, 30, tzinfo=UTC)
    assert from_datetime(first, LONDON) == from_datetime(second, LONDON) == Decimal("45592.062500")
    meant = to_datetime(Decimal("45592.062500"), LONDON)
    assert meant is not None
    assert meant.astimezone(UTC) == first


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no zone"):
        from_datetime(datetime(2024, 1, 1), UTC)  # noqa: DTZ001 - that is the fault


@given(st.decimals(min_value=1, max_value=73_000, places=6))
def test_the_number_comes_back_from_its_moment(days: Decimal) -> None:
    moment = to_datetime(days, UTC)
    assert moment is not None
    assert abs(from_datetime(moment, UTC) - days) <= Decimal("0.000001")
