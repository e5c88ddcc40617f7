"""Benchmarks, by a command of their own: `./bench [NAME ...]`. Ratios and lateness against a floor in the same run."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QApplication

from agentpanel.app.main import application
from agentpanel.gui import loop
from tests.bench import burst, million, shift
from tests.helpers.display import xvfb

#: Each prints what it found and says whether its floor holds.
BENCHES: Final[Mapping[str, Callable[[QApplication, Path], Awaitable[bool]]]] = {
    "shift": shift.bench,
    "burst": burst.bench,
    "million": million.bench,
}


async def bench(app: QApplication, folder: Path, names: Sequence[str]) -> bool:
    """All of them, whatever one says."""
    held = []
    for name in names:
        own = folder / name
        own.mkdir()
        held.append(await BENCHES[name](app, own))
    return all(held)


@contextmanager
def elsewhere(folder: str) -> Iterator[None]:
    """A screen of our own where there is none, and a home that is gone afterwards."""
    os.environ.update(dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), folder))
    if os.environ.get("DISPLAY") or os.environ.get("QT_QPA_PLATFORM") or sys.platform != "linux":
        yield
        return
    with xvfb() as name:
        os.environ["DISPLAY"] = name
        yield


def main(names: Sequence[str]) -> int:
    """The exit code: 1 where a floor was missed, 64 for a name that is none."""
    if unknown := [name for name in names if name not in BENCHES]:
        sys.stderr.write(f"There is no benchmark {unknown[0]!r}; there are {', '.join(BENCHES)}.\n")
        return 64
    with tempfile.TemporaryDirectory() as folder, elsewhere(folder):
        app = application()
        return 0 if loop.run(bench(app, Path(folder), names or list(BENCHES)), app) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
