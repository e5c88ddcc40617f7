"""When the whole file was last looked at, and what was found, in a small file beside the journal."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

#: Seconds between two looks at all of a large file.
_EVERY_S: Final = 86_400.0
_DAMAGED: Final = "damaged"


def note(path: Path, *, damaged: bool) -> None:
    """The file has been looked at now. Raises OSError."""
    file = _file(path)
    file.touch(mode=0o600)
    file.write_text(_DAMAGED if damaged else "", encoding="ascii")


def forget(path: Path) -> None:
    """There is a new file, which nobody has looked at. Raises OSError."""
    _file(path).unlink(missing_ok=True)


def is_due(path: Path) -> bool:
    """Whether the last look is a day old, or lies in the future."""
    try:
        return not 0 <= time.time() - _file(path).stat().st_mtime < _EVERY_S
    except FileNotFoundError:
        return True


def damage_was_found(path: Path) -> bool:
    """The last look found damage, which a start is to mend."""
    try:
        return _file(path).read_text(encoding="ascii", errors="replace") == _DAMAGED
    except FileNotFoundError:
        return False


def _file(path: Path) -> Path:
    return path.with_name(f"{path.name}-checked")
