"""The dialer's version, and whether it has what a later one brought."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

Version = tuple[int, ...]
#: The version whose manual the catalogue follows.
NEWEST: Final[Version] = (10, 7, 1401)


def parse_version(text: str) -> Version:
    """``"10.7.1401"`` to numbers. Raises ValueError."""
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6}){1,3}", text):
        raise ValueError(f"a version looks like 10.7.1401, not {text!r}")
    return tuple(int(part) for part in text.split("."))


@cache
def reached(version: Version, since: str | None) -> bool:
    """Whether a dialer of this version has what came with ``since``.

    A change may have come to two branches, each with its build ("10.6.812 and 10.7.74"): a dialer of one of
    them needs that one's build, any other the lowest.
    """
    if since is None:
        return True
    builds = [parse_version(part) for part in re.findall(r"[0-9]+(?:\.[0-9]+)+", since)]
    own_branch = [build for build in builds if build[:2] == version[:2]]
    return version >= min(own_branch or builds)
