"""What is kept of calls and who sees it: the site's file decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from agentpanel.domain.rules import JournalRules
from agentpanel.settings.errors import SettingsError
from agentpanel.settings.load import load_settings

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = "[journal]\nkeep_days = 30\nkeep_rows = 5000\nall_agents = true\nmask_numbers = true\noutcomes_per_s = 250\n"


def file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    return path


def problem(text: str) -> str:
    with pytest.raises(SettingsError) as caught:
        load_settings(layers=[("f", text)])
    (found,) = caught.value.problems
    return str(found)


def test_all_of_it_arrives() -> None:
    rules = load_settings(layers=[("f", WHOLE)]).rules.journal
    assert rules == JournalRules(keep_days=30, keep_rows=5000, all_agents=True, mask_numbers=True, outcomes_per_s=250)
    assert load_settings().rules.journal == JournalRules()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("keep_days = -1", "f, line 2: journal.keep_days must be a whole number from 0 to 36500, not -1."),
        ("keep_rows = 1.5", "f, line 2: journal.keep_rows must be a whole number from 0 to 100000000, not 1.5."),
        ("all_agents = 1", "f, line 2: journal.all_agents must be true or false, not 1."),
        ('mask_numbers = "yes"', 'f, line 2: journal.mask_numbers must be true or false, not "yes".'),
        ("outcomes_per_s = 0", "f, line 2: journal.outcomes_per_s must be a whole number from 1 to 1000000, not 0."),
    ],
)
def test_what_is_wrong_is_said(line: str, says: str) -> None:
    assert problem(f"[journal]\n{line}\n") == says


def test_an_unknown_key_names_the_nearest() -> None:
    assert "journal.keep_day is not a known key, the nearest is keep_days" in problem("[journal]\nkeep_day = 3\n")


@pytest.mark.parametrize("option", ["user_file", "config_file"])
def test_what_the_site_has_set_nobody_else_sets(option: str, tmp_path: Path) -> None:
    site = file(tmp_path, "site.toml", "[journal]\nkeep_days = 30\nmask_numbers = true\n")
    user = file(tmp_path, "user.toml", '[server]\nhost = "h"\n[journal]\nkeep_days = 900\nmask_numbers = false\n')
    with pytest.raises(SettingsError) as caught:
        load_settings(site_file=site, **{option: user})  # type: ignore[arg-type]
    assert [str(each) for each in caught.value.problems] == [
        f"{user}, line {line}: journal.{key} is decided by the site's file {site}, which says {said}; take it out here."
        for line, key, said in ((4, "keep_days", "30"), (5, "mask_numbers", "true"))
    ]


def test_the_command_line_is_no_way_round(tmp_path: Path) -> None:
    site = file(tmp_path, "site.toml", "[journal]\nall_agents = false\n")
    with pytest.raises(SettingsError, match=r"^command line: journal\.all_agents is decided by the site's file"):
        load_settings(site_file=site, overrides={"journal.all_agents": True})


def test_what_the_site_leaves_open_a_user_may_set_and_the_same_value_is_no_fault(tmp_path: Path) -> None:
    site = file(tmp_path, "site.toml", "[journal]\nkeep_days = 30\n")
    user = file(tmp_path, "user.toml", "[journal]\nkeep_days = 30\nkeep_rows = 7\n")
    rules = load_settings(site_file=site, user_file=user).rules.journal
    assert (rules.keep_days, rules.keep_rows) == (30, 7)


def test_without_a_site_s_file_a_user_decides(tmp_path: Path) -> None:
    user = file(tmp_path, "user.toml", "[journal]\nkeep_days = 1\n")
    assert load_settings(site_file=tmp_path / "none", user_file=user).rules.journal.keep_days == 1


def test_a_site_s_file_that_is_wrong_is_said_for_itself(tmp_path: Path) -> None:
    site = file(tmp_path, "site.toml", "journal = 3\n")
    user = file(tmp_path, "user.toml", "[journal]\nkeep_days = 1\n")
    with pytest.raises(SettingsError) as caught:
        load_settings(site_file=site, user_file=user)
    assert [str(each) for each in caught.value.problems] == [
        f"{site}, line 1: journal must be a table, [journal], not 3."
    ]
