"""The tour as a person starts it: a process of its own, its pictures in a folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from agentpanel.domain.snapshot import Shown
from agentpanel.instance import Hold

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once

#: Each state of the main window that the tour shows, under the name of its pictures.
STATES = {
    "logged-out": Shown.LOGGED_OUT,
    "available": Shown.AVAILABLE,
    "offered": Shown.OFFERED,
    "talking": Shown.TALKING,
    "held": Shown.HELD,
    "talking-break-asked": Shown.TALKING,
    "wrap": Shown.WRAP,
    "not-ready": Shown.NOT_READY,
    "preview": Shown.PREVIEW,
    "preview-dialing": Shown.PREVIEW,
    "breather": Shown.BREATHER,
    "progressive": Shown.PREVIEW,
    "manual": Shown.MANUAL,
    "wrap-callback": Shown.WRAP,
    "reserved": Shown.RESERVED,
    "transfer": Shown.TRANSFER,
    "conference": Shown.TRANSFER,
    "transfer-offered": Shown.OFFERED,
    "break-asked": Shown.BREAK_ASKED,
    "unexpected": Shown.UNEXPECTED,
    "offline": Shown.OFFLINE,
}
#: What is not the main window in its usual size comes light and dark only.
OTHERS = (
    *("login", "wire-log", "about", "small", "day", "export", "recent-filter", "details"),
    *("keypad", "transfer-sheet"),
)
PNG = b"\x89PNG\r\n\x1a\n"


def tour(out: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "agentpanel", "tour", "--out", str(out)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=environment, timeout=180, check=False
    )


def test_the_tour_pictures_each_state_light_and_dark_panel_and_bar(tmp_path: Path) -> None:
    """About 40 s: the shift goes at four times the speed of life, with time for each picture."""
    out = tmp_path / "new" / "pictures"
    done = tour(out)
    assert (done.returncode, done.stderr) == (0, "")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert sorted(line["picture"] for line in told) == sorted(each.name for each in out.iterdir())
    assert all((out / line["picture"]).read_bytes().startswith(PNG) for line in told)
    states = {line["picture"].partition("-")[2]: line["state"] for line in told}
    for name, shown in STATES.items():
        for layout in ("panel", "bar"):
            for mode in ("light", "dark"):
                assert states.pop(f"{name}-{layout}-{mode}.png") == shown.value
    assert sorted(states) == sorted(f"{name}-{mode}.png" for name in OTHERS for mode in ("light", "dark"))
    lights = [out / line["picture"] for line in told if line["picture"].endswith("-light.png")]
    for light in lights:
        dark = light.with_name(light.name.replace("-light", "-dark"))
        assert light.read_bytes() != dark.read_bytes()


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = tour(tmp_path / "file" / "pictures")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"agentpanel tour: {tmp_path / 'file' / 'pictures'}: Not a directory.\n"


def test_a_second_tour_at_the_same_time_is_one_sentence(tmp_path: Path) -> None:
    hold = Hold("tour")
    try:
        done = tour(tmp_path)
    finally:
        hold.release()
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "agentpanel tour: A panel named tour runs already.\n"
