"""The program's own log: a file for whoever mends it, nothing on the agent's screen."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

_BYTES = 1_000_000


def start_log(path: Path) -> None:
    """Log to the file from now on; where it cannot be written, warnings go to standard error."""
    handler: logging.Handler
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # What a message quotes may be of a call.
        path.parent.chmod(0o700)
        handler = RotatingFileHandler(path, maxBytes=_BYTES, backupCount=2, encoding="utf-8")
    except OSError:
        handler = logging.StreamHandler()
        handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
