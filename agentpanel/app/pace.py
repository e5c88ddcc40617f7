"""How Python shares its one lock and looks for garbage: so that neither is felt in the window."""

from __future__ import annotations

import gc
import sys
from typing import Final

#: Objects made since the last look. A burst of outcomes makes thousands, and hardly one of them is such garbage.
_OFTEN: Final = (10_000, 20, 20)
#: Seconds for which the journal's thread may hold the lock while the window wants it: one drawing asks many times.
_TURN_S: Final = 0.0005


def settle() -> None:
    """Once, when the program is up: what stands by then stays, and is not looked through again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_OFTEN)
    sys.setswitchinterval(_TURN_S)
