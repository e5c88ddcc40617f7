"""A real X server without a screen."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import PySide6

from tools.workbench import missing_libraries

if TYPE_CHECKING:
    from collections.abc import Iterator

SCREEN = "1600x1200x24"


@contextmanager
def xvfb() -> Iterator[str]:
    """The name of a display of its own, such as ":99"; RuntimeError where none can be had."""
    missing = missing_libraries(Path(PySide6.__path__[0]).parent, "xcb")  # without them Qt does not say so, it aborts
    if missing or shutil.which("Xvfb") is None:
        raise RuntimeError(
            f"The tests of the window need {', '.join(missing) or 'Xvfb'}. Run ./test, which installs it or says how; "
            "or set QT_QPA_PLATFORM=offscreen to go without real windows."
        )
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()  # empty if the server died
        if not number:
            raise RuntimeError(f"Xvfb ended with {server.wait()}.")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()
