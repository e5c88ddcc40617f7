"""What the site alone decides: no file of a user and no option takes it back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from agentpanel.settings.errors import Problem, shown
from agentpanel.settings.layers import Layer

#: How long calls are kept and who may see them is no user's to choose.
_TABLE: Final = "journal"


def site_problems(site: Layer | None, sources: Sequence[Layer]) -> Iterator[Problem]:
    """Each key that the site's file sets and a later source sets otherwise, at its place there."""
    if site is None:
        return
    for later in sources[sources.index(site) + 1 :]:
        for key, value in site.data.get(_TABLE, {}).items():
            if later.has((_TABLE, key)) and later.data[_TABLE][key] != value:
                text = f"is decided by the site's file {site.source}, which says {shown(value)}; take it out here"
                yield later.problem((_TABLE, key), text)
