from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from agentpanel.journal.runs import ended, take_if_free, take_run

if TYPE_CHECKING:
    from pathlib import Path


def test_each_open_panel_has_the_lowest_free_number(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    first, second = take_run(path), take_run(path)
    assert (first.number, second.number) == (1, 2)
    first.release()
    third = take_run(path)
    assert third.number == 1
    second.release()
    third.release()


def test_a_number_is_known_to_be_in_use(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    run = take_run(path)
    with ended(path, run.number) as has_ended:
        assert not has_ended
    run.release()
    with ended(path, run.number) as has_ended:
        assert has_ended
        assert take_if_free(path, run.number) is None
    again = take_if_free(path, run.number)
    assert again is not None
    again.release()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_the_files_are_the_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    run = take_run(path)
    (made,) = tmp_path.iterdir()
    assert made.name == "journal.sqlite-run1"
    assert made.stat().st_mode & 0o077 == 0
    run.release()
