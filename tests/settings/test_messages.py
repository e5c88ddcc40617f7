"""What an administrator reads: file, line, key, and what is allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from agentpanel.settings.errors import SettingsError
from agentpanel.settings.load import load_settings

if TYPE_CHECKING:
    from pathlib import Path


def problems_of(text: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load_settings(layers=[("f", text)])
    return [str(problem) for problem in caught.value.problems]


_EXCLUDED = "(none of ! \" % & ' * + / : ; < > ? \\ |)"
_TOP = (
    "server, login, window, alert, screen_pop, break, outcome, reason, campaign, tags, skill_set, "
    "sound, target, calls, journal, inferred"
)
_HOST = "a host name or an IP address"
_ZONE = "an IANA time zone such as Europe/London"
_CODE_PAGE = 'a code page that extends ASCII, such as "cp1252" or "latin-1"'
_WANTED = '"note", "callback", "amount", "success", "T1", "T2", "T3", "T4", "T5" or "T6"'
_CLASS = '"connected", "not_connected", "agent" or "system"'
_TAG = "label, kind, presets, required"
_BREAK = "code, text, favourite, max_s"
_SET = "the name of a [[skill_set]]"
_SERVER = "host, port, encoding, code_page, framing, version, timezone, heartbeat_s, request_timeout_s"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("\n[server]\nport = 70000", "f, line 3: server.port must be a whole number from 1 to 65535, not 70000."),
        ("[server]\nport = 0", "f, line 2: server.port must be a whole number from 1 to 65535, not 0."),
        ("[server]\nport = true", "f, line 2: server.port must be a whole number from 1 to 65535, not true."),
        ("[server]\nport = 6500.0", "f, line 2: server.port must be a whole number from 1 to 65535, not 6500.0."),
        ('[server]\nport = "6500"', 'f, line 2: server.port must be a whole number from 1 to 65535, not "6500".'),
        ("[server]\nheartbeat_s = -1", "f, line 2: server.heartbeat_s must be a whole number from 0 to 99999, not -1."),
        (
            "[server]\nrequest_timeout_s = nan",
            "f, line 2: server.request_timeout_s must be a number from 0 to 3600, not NaN.",
        ),
        (
            "[server]\nrequest_timeout_s = true",
            "f, line 2: server.request_timeout_s must be a number from 0 to 3600, not true.",
        ),
        ("[server]\nhost = 1", "f, line 2: server.host must be a host name or an IP address, not 1."),
        ('[server]\nhost = ""', 'f, line 2: server.host must be a host name or an IP address, not "".'),
        ('[server]\nhost = "a b"', 'f, line 2: server.host must be a host name or an IP address, not "a b".'),
        (
            '[server]\nhost = "dialer:6500"',
            f'f, line 2: server.host must be {_HOST}, not "dialer:6500"; the port has a key of its own.',
        ),
        (
            '[server]\nencoding = "utf16"',
            'f, line 2: server.encoding must be "ascii" or "utf-16", not "utf16", the nearest is utf-16.',
        ),
        ("[server]\nframing = 2.0", 'f, line 2: server.framing must be "1.0" or "2.0", not 2.0; put it in quotes.'),
        (
            '[server]\nframing = "3.0"',
            'f, line 2: server.framing must be "1.0" or "2.0", not "3.0", the nearest is 2.0.',
        ),
        (
            "[server]\nversion = 10.7",
            'f, line 2: server.version must be a version such as "10.7.1401", not 10.7; put it in quotes.',
        ),
        ('[server]\nversion = "10"', 'f, line 2: server.version must be a version such as "10.7.1401", not "10".'),
        (
            '[server]\nversion = "10.7.1.1"',
            'f, line 2: server.version must be a version such as "10.7.1401", not "10.7.1.1".',
        ),
        (
            '[server]\ntimezone = "Europe/Lodnon"',
            f'f, line 2: server.timezone must be {_ZONE}, not "Europe/Lodnon", the nearest is Europe/London.',
        ),
        ("[server]\ntimezone = 1", "f, line 2: server.timezone must be a text in quotes, not 1."),
        (
            '[server]\nencoding = "ascii"\ncode_page = "cp037"',
            f'f, line 3: server.code_page must be {_CODE_PAGE}, not "cp037".',
        ),
        ("[login]\nauto = 1", "f, line 2: login.auto must be true or false, not 1."),
        ('[login]\nagent = "a&b"', f"f, line 2: login.agent must not contain & {_EXCLUDED}."),
        ('[login]\nuser = "a\\\\b"', f"f, line 2: login.user must not contain \\ {_EXCLUDED}."),
        ('[login]\ntenant = "my tenant"', 'f, line 2: login.tenant must have letters and digits only, not " ".'),
        (f'[login]\ncampaign = "{81 * "x"}"', "f, line 2: login.campaign must have at most 80 characters, not 81."),
        (
            f'[login]\nextension = "{121 * "x"}"',
            "f, line 2: login.extension must have at most 120 characters, not 121.",
        ),
        ('[login]\nextension = "a\\tb"', "f, line 2: login.extension must not contain a control character (U+0009)."),
        ("[login]\nname = 'a\\b'", "f, line 2: login.name must not contain a backslash."),
        ('[[break]]\ntext = ""', "f, line 2: break[0].text must not be empty (1 to 80 characters)."),
        ("[[break]]\nfavourite = true", "f, line 1: break[0] must have code or text."),
        ("[[break]]\ncode = 1000000", "f, line 2: break[0].code must be a whole number from 0 to 999999, not 1000000."),
        (
            "[[break]]\ncode = 1\n[[break]]\n\ncode = 1",
            "f, line 5: break[1].code must differ from those before it, 1 is there already.",
        ),
        (
            '[[break]]\ntext = "Tea"\n[[break]]\ntext = "TEA"',
            'f, line 4: break[1].text must differ from those before it, "tea" is there already.',
        ),
        ("[break]\ncode = 1", "f, line 1: break must be an array of tables, [[break]], not a table."),
        ("break = [1]", "f, line 1: break[0] must be a table, not 1."),
        ("server = 1", "f, line 1: server must be a table, [server], not 1."),
        ("[[server]]\nport = 1", "f, line 1: server must be a table, [server], not a list."),
        ("[[outcome]]\ncode = 1", "f, line 1: outcome[0] must have text."),
        (
            '[[outcome]]\ncode = 10000\ntext = "x"',
            "f, line 2: outcome[0].code must be a whole number from 0 to 9999, not 10000.",
        ),
        (
            '[[outcome]]\ncode = 1\ntext = "x"\ncategory = 17',
            "f, line 4: outcome[0].category must be a whole number from 1 to 16, not 17.",
        ),
        (
            '[[outcome]]\ncode = 1\ntext = "x"\nrequires = [\n"note",\n"T7"]',
            f'f, line 6: outcome[0].requires[1] must be {_WANTED}, not "T7", the nearest is T6.',
        ),
        (
            '[[outcome]]\ncode = 1\ntext = "x"\nrequires = ["call back"]',
            f'f, line 4: outcome[0].requires[0] must be {_WANTED}, not "call back", the nearest is callback.',
        ),
        (
            '[[outcome]]\ncode = 1\ntext = "x"\nrequires = ["T1", "amount"]',
            'f, line 4: outcome[0].requires[1] may be "amount" only with calls.amount = true.',
        ),
        (
            '[calls]\namount = true\n[[outcome]]\ncode = 1\ntext = "x"\nrequires = ["amount", "success"]',
            'f, line 6: outcome[0].requires[1] may be "success" only with calls.success_rate = true.',
        ),
        (
            '[[outcome]]\ncode = 1\ntext = "x"\nrequires = "note"',
            'f, line 4: outcome[0].requires must be a list in brackets, not "note".',
        ),
        (
            '[[reason]]\ncode = 1\ntext = "x"\nclass = "Agent"',
            f'f, line 4: reason[0].class must be {_CLASS}, not "Agent", the nearest is agent.',
        ),
        (
            '[campaign."a/b"]\nmax_wrap_s = 1',
            f'f, line 1: campaign."a/b" is a name that cannot be used: it must not contain / {_EXCLUDED}.',
        ),
        (
            "[campaign.A]\nmax_wrap_s = 3601",
            "f, line 2: campaign.A.max_wrap_s must be a whole number from 0 to 3600, not 3601.",
        ),
        (
            "[campaign.A.tags.T1]\nlable = 1",
            f"f, line 2: campaign.A.tags.T1.lable is not a known key, the nearest is label; allowed are {_TAG}.",
        ),
        (
            "[tags.T7]",
            "f, line 1: tags.T7 is not a known key, the nearest is T6; allowed are T1, T2, T3, T4, T5, T6.",
        ),
        (
            '[tags.T1]\nlabel = "a\\nb"',
            'f, line 2: tags.T1.label must be a text of 1 to 200 printable characters, not "a\\nb".',
        ),
        ('[tags.T1]\nkind = "choice"', 'f, line 2: tags.T1.kind may be "choice" only where there are presets.'),
        (
            '[tags.T1]\nkind = "choice"\npresets = ["x"]\n[campaign.A.tags.T1]\npresets = []',
            'f, line 4: campaign.A.tags.T1.kind may be "choice" only where there are presets.',
        ),
        (
            '[tags.T2]\npresets = ["a\\\\T1b"]',
            "f, line 2: tags.T2.presets[0] must not contain a backslash.",
        ),
        (
            '[[skill_set]]\nname = "x"\nskills = ["a,b"]',
            'f, line 3: skill_set[0].skills[0] must be one skill without a comma, not "a,b".',
        ),
        (
            '[[skill_set]]\nname = "x"\nqueues = ["a", "a"]',
            'f, line 3: skill_set[0].queues[1] must differ from those before it, "a" is there already.',
        ),
        (
            '[login]\nskill_set = "Vip"\n[[skill_set]]\nname = "VIP"',
            f'f, line 2: login.skill_set must be {_SET}, not "Vip", the nearest is VIP; allowed are VIP.',
        ),
        (
            '[login]\nskill_set = "Vip"',
            'f, line 2: login.skill_set must be the name of a [[skill_set]], not "Vip"; there is no [[skill_set]].',
        ),
        ("[inferred]\nsecond_au = 1", "f, line 2: inferred.second_au must be true or false, not 1."),
        (
            '[inferred]\nfirst_ac = "ringing"',
            'f, line 2: inferred.first_ac must be "offered" or "connected", not "ringing".',
        ),
        (
            "[inferred]\nmissed_heartbeats = 0",
            "f, line 2: inferred.missed_heartbeats must be a whole number from 1 to 100, not 0.",
        ),
        (
            '[window]\ntheme = "drak"',
            'f, line 2: window.theme must be "light", "dark" or "system", not "drak", the nearest is dark.',
        ),
        (
            "[server]\nprot = 1",
            f"f, line 2: server.prot is not a known key, the nearest is port; allowed are {_SERVER}.",
        ),
        (
            "[server]\nPort = 1",
            f"f, line 2: server.Port is not a known key, the nearest is port; allowed are {_SERVER}.",
        ),
        (
            "[server]\nauto = true",
            f"f, line 2: server.auto is not a known key, the nearest is login.auto; allowed are {_SERVER}.",
        ),
        (
            "[[break]]\ncode = 1\nname = 1",
            f"f, line 3: break[0].name is not a known key, the nearest is favourite; allowed are {_BREAK}.",
        ),
        (
            "[window]\nqqq = 1",
            "f, line 2: window.qqq is not a known key, the nearest is theme; allowed are theme.",
        ),
        (
            "zzz = 1",
            f"f, line 1: zzz is not a known key, the nearest is window; allowed are {_TOP}.",
        ),
        (
            "host = 1",
            f"f, line 1: host is not a known key, the nearest is server.host; allowed are {_TOP}.",
        ),
        (
            "[[breaks]]",
            f"f, line 1: breaks is not a known key, the nearest is break; allowed are {_TOP}.",
        ),
    ],
)
def test_one_fault_one_sentence(text: str, sentence: str) -> None:
    assert problems_of(text) == [sentence]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[server]\nport = \n", "f, line 2: server.port is not TOML: "),
        ("[server]\n\nport: 1\n", "f, line 3: server.port is not TOML: "),
        ("[server\nport = 1\n", "f, line 1: this is not TOML: "),
        ("[a]\nb = 1\nb = 2\n", "f, line 3: a.b is not TOML: "),
        ("[a]\n[b]\n[a]\n", "f, line 3: a is not TOML: "),
        ('[a]\nb = """\nx\n\n', "f, line 2: a.b is not TOML: "),
        ("[a]\nb = [1,\n 2 3]\n", "f, line 3: a.b[1] is not TOML: "),
    ],
)
def test_a_text_that_is_no_toml(text: str, place: str) -> None:
    (problem,) = problems_of(text)
    assert problem.startswith(place)
    assert problem.endswith("; allowed are [table], key = value and # comment.")
    assert "\n" not in problem


def test_a_text_nested_too_deeply() -> None:
    assert problems_of("a = " + "[" * 100_000) == ["f: the values are nested too deeply."]


def test_numbers_with_thousands_of_digits() -> None:
    (decimal,) = problems_of(f"[server]\nport = {'9' * 5000}\n[login]\n")
    assert decimal.startswith("f: this is not TOML: ")
    assert problems_of(f"[server]\nport = 0x{'F' * 5000}\n") == [
        "f, line 2: server.port must be a whole number from 1 to 65535, not a number of thousands of digits."
    ]


def test_bytes_that_are_no_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "site.toml"
    path.write_bytes('[login]\nname = "x"\nteam = "Büro"\n'.encode("latin-1"))
    with pytest.raises(SettingsError) as caught:
        load_settings(site_file=path)
    assert str(caught.value) == f"{path}, line 3: byte 0xFC is not UTF-8, which is the only encoding allowed."


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"it cannot be read: Is a directory\.$"):
        load_settings(site_file=tmp_path)


def test_all_faults_of_all_files_come_in_order_and_the_sentence_counts_them(tmp_path: Path) -> None:
    site, user = tmp_path / "a.toml", tmp_path / "b.toml"
    site.write_text("[[break]]\ncode = -1\n[server]\nport = 0\nhots = 1\n")
    user.write_text("[login]\nauto = 1\n")
    with pytest.raises(SettingsError) as caught:
        load_settings(site_file=site, user_file=user, overrides={"server.encoding": "x"})
    problems = caught.value.problems
    assert [(problem.line, problem.key) for problem in problems] == [
        (2, "break[0].code"),
        (4, "server.port"),
        (5, "server.hots"),
        (2, "login.auto"),
        (None, "server.encoding"),
    ]
    assert str(caught.value) == (
        f"{site}, line 2: break[0].code must be a whole number from 0 to 999999, not -1 (and 4 more)."
    )
    assert str(problems[-1]) == 'command line: server.encoding must be "ascii" or "utf-16", not "x".'


def test_two_broken_files_are_both_named(tmp_path: Path) -> None:
    site, user = tmp_path / "a.toml", tmp_path / "b.toml"
    site.write_text("x")
    user.write_text("y")
    with pytest.raises(SettingsError) as caught:
        load_settings(site_file=site, user_file=user)
    assert [problem.source for problem in caught.value.problems] == [str(site), str(user)]


def test_a_fault_of_two_files_names_the_one_that_spoke_last() -> None:
    first = ("first", '[[skill_set]]\nname = "VIP"\n[login]\nskill_set = "VIP"\n')
    second = ("second", "# none left\nskill_set = []\n")
    with pytest.raises(SettingsError, match=r"^first, line 4: login\.skill_set must"):
        load_settings(layers=[first, second])
    third = ("third", '[tags.T3]\n\nkind = "choice"\n')
    with pytest.raises(SettingsError, match=r"^third, line 3: tags\.T3\.kind may"):
        load_settings(layers=[third, ("fourth", '[tags.T3]\nlabel = "x"\n')])


def test_skills_have_a_common_limit() -> None:
    skills = [f"skill{number:04}" for number in range(400)]  # 9 characters each, 399 commas: 3999
    text = '[[skill_set]]\nname = "many"\nskills = '
    most = [*skills[1:], "skill00000"]
    assert load_settings(layers=[("f", f"{text}{most}")]).rules.skill_sets[0].skills == tuple(most)
    assert problems_of(f"{text}{[*skills, 'x']}") == [
        "f, line 3: skill_set[0].skills must have at most 4000 characters joined by commas, not 4001."
    ]


def test_a_text_that_the_code_page_lacks() -> None:
    text = '[[break]]\ntext = "Ж1"\n[tags.T1]\npresets = ["ok", "€"]\n[[skill_set]]\nname = "Ж"\nqueues = ["Ж"]\n'
    sentence = "must not contain {}, which the connection's code page latin-1 lacks."
    assert problems_of('[server]\nencoding = "ascii"\n' + text) == [
        "f, line 4: break[0].text " + sentence.format("Ж"),
        "f, line 9: skill_set[0].queues[0] " + sentence.format("Ж"),
        "f, line 6: tags.T1.presets[1] " + sentence.format("€"),
    ]
    utf_8: dict[str, object] = {"server.encoding": "ascii", "server.code_page": "utf-8"}
    for overrides in ({}, utf_8):
        assert load_settings(layers=[("f", text)], overrides=overrides).rules.breaks[0].text == "Ж1"
