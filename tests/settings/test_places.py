from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from agentpanel.settings.places import site_file_path, user_file_path

needs_xdg = pytest.mark.skipif(sys.platform != "linux", reason="folders of the XDG specification")


def test_the_user_s_file_stands_in_the_user_s_folder(home: Path) -> None:
    assert user_file_path().name == "settings.toml"
    assert user_file_path().parent.name == "agentpanel"
    assert home in user_file_path().parents


@needs_xdg
def test_the_site_s_file_stands_under_etc_xdg(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CONFIG_DIRS")
    assert site_file_path() == Path("/etc/xdg/agentpanel/site.toml")


@needs_xdg
def test_of_several_folders_the_first_with_the_file_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    monkeypatch.setenv("XDG_CONFIG_DIRS", f"{first}{os.pathsep}{second}")
    assert site_file_path() == first / "agentpanel" / "site.toml"
    (second / "agentpanel").mkdir(parents=True)
    (second / "agentpanel" / "site.toml").touch()
    assert site_file_path() == second / "agentpanel" / "site.toml"
