"""OLE Automation dates: days since 30 December 1899, wall time of the dialer's zone (behaviour.md 2.6)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Final

_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a wall time, its zone is a setting
_DAY: Final = timedelta(days=1)
_SHOWN: Final = Decimal("0.000001")  # the six decimals of the manual's examples, about 0.09 s
_MICROSECOND: Final = timedelta(microseconds=1)


def to_datetime(days: Decimal, zone: tzinfo) -> datetime | None:
    """The moment in the dialer's zone, to the millisecond; None where 0 says "did not happen" or it is no date.

    A wall time cannot tell the two hours apart that a clock shows when it is set back: the first is meant.
    """
    if not days.is_finite() or days <= 0:
        return None
    try:
        wall = _EPOCH + timedelta(milliseconds=round(days * 86_400_000))
    except (OverflowError, ArithmeticError):
        return None
    return wall.replace(tzinfo=zone)


def from_datetime(moment: datetime, zone: tzinfo) -> Decimal:
    """The number with six decimals. Raises ValueError for a moment without a zone."""
    if moment.utcoffset() is None:
        raise ValueError(f"{moment} has no zone")
    # by way of UTC, since a wall time that the zone skips would stay as it is
    passed = moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) - _EPOCH
    return (Decimal(passed // _MICROSECOND) / (_DAY // _MICROSECOND)).quantize(_SHOWN)
