"""OLE Automation dates: days since 30 December 1899, wall time of the dialer's zone (behaviour.md 2.6)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import Final

_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a wall time, its zone is a setting
_DAY: Final = timedelta(days=1)
_DAY_MS: Final = 86_400_000
#: The day after the last one that there is.
_TOO_LATE: Final = (date.max - _EPOCH.date()).days
_QUARTER: Final = timedelta(minutes=15)
_QUARTER_MS: Final = 900_000
_SHOWN: Final = Decimal("0.000001")  # the six decimals of the manual's examples, about 0.09 s
_MICROSECOND: Final = timedelta(microseconds=1)


def to_datetime(days: Decimal, zone: tzinfo) -> datetime | None:
    """The moment with the zone's offset at it, to the millisecond; None where 0 says "did not happen" or it is no date.

    A wall time cannot tell the two hours apart that a clock shows when it is set back: the first is meant.
    """
    return _after(round(days * _DAY_MS), zone) if days.is_finite() and 0 < days < _TOO_LATE else None


def text_to_datetime(days: str, zone: tzinfo) -> datetime | None:
    """As to_datetime(), of the wire's text, in a third of the time; None also where it is no number."""
    try:
        number = float(days)
    except ValueError:
        return None
    # a double tells microseconds apart
    return _after(round(number * _DAY_MS), zone) if 0 < number < _TOO_LATE else None


def _after(passed: int, zone: tzinfo) -> datetime | None:
    """So many milliseconds after the epoch, by the clocks of the zone."""
    if passed == 0:
        return None
    whole, rest = divmod(passed, _DAY_MS)
    return _epoch_at(passed // _QUARTER_MS, zone) + timedelta(whole, 0, rest * 1000)


@lru_cache(maxsize=4096)
def _epoch_at(quarter: int, zone: tzinfo) -> datetime:
    """The epoch with the offset that the zone has in this quarter of an hour: none is changed inside one.

    Outcomes come by the thousand, and to ask a zone takes longer than all the rest.
    """
    offset = (_EPOCH + quarter * _QUARTER).replace(tzinfo=zone).utcoffset()
    return _EPOCH.replace(tzinfo=timezone(offset or timedelta()))


def from_datetime(moment: datetime, zone: tzinfo) -> Decimal:
    """The number with six decimals. Raises ValueError for a moment without a zone."""
    if moment.utcoffset() is None:
        raise ValueError(f"{moment} has no zone")
    # by way of UTC, since a wall time that the zone skips would stay as it is
    passed = moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) - _EPOCH
    return (Decimal(passed // _MICROSECOND) / (_DAY // _MICROSECOND)).quantize(_SHOWN)
