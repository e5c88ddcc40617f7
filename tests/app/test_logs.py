"""The program's own log is its owner's alone: what a message quotes may be of a call."""

from __future__ import annotations

import logging
import stat
import sys
from typing import TYPE_CHECKING

import pytest

from agentpanel.app.logs import start_log

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_nobody_else_may_look_into_the_folder(tmp_path: Path) -> None:
    path = tmp_path / "log" / "agentpanel.log"
    start_log(path)
    logging.getLogger("agentpanel").info("begun")
    assert "begun" in path.read_text()
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
