"""The dialer's time zone: an IANA name, or the machine's own zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from agentpanel.settings.errors import WrongError, nearest, shown


class _MachineZone(tzinfo):
    """The zone that the operating system keeps, with its changes of summer time; it needs no name."""

    def utcoffset(self, moment: datetime | None, /) -> timedelta | None:
        return None if moment is None else self._aware(moment).utcoffset()

    def tzname(self, moment: datetime | None, /) -> str | None:
        return "machine" if moment is None else self._aware(moment).tzname()

    def dst(self, _moment: datetime | None, /) -> timedelta | None:
        """Unknown: the system tells the whole offset only."""
        return None

    def fromutc(self, moment: datetime, /) -> datetime:
        there = moment.replace(tzinfo=UTC).astimezone()
        wall = there.replace(tzinfo=self, fold=0)
        # The hour that the clocks repeat: its second pass has the later offset.
        return wall if wall.utcoffset() == there.utcoffset() else wall.replace(fold=1)

    def __repr__(self) -> str:
        return "the machine's time zone"

    @staticmethod
    def _aware(moment: datetime) -> datetime:
        wall = moment.replace(tzinfo=None)
        try:
            return wall.astimezone()
        except (OSError, OverflowError, ValueError):
            # Some systems know no zone so long ago or so far ahead; the offset of a year they know will do.
            return wall.replace(year=2000, day=1).astimezone()


#: The default of the setting ``timezone``.
MACHINE_ZONE: Final[tzinfo] = _MachineZone()


def zone_named(name: str) -> tzinfo:
    """The zone of an IANA name. Raises WrongError."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        near = nearest(name, available_timezones())
        raise WrongError(f"must be an IANA time zone such as Europe/London, not {shown(name)}{near}") from error
