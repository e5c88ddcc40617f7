from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentpanel.domain.rules import FirstAc, OutcomeRule, TagKind
from agentpanel.protocol.connection import Dialect
from agentpanel.protocol.frame import Framing
from agentpanel.protocol.framing import Encoding
from agentpanel.settings.errors import Problem, SettingsError
from agentpanel.settings.load import load_settings
from agentpanel.settings.schema import ArrayOf, Table, settings_schema
from agentpanel.settings.settings import Login, Theme

if TYPE_CHECKING:
    from pathlib import Path

    from agentpanel.settings.settings import Settings


def load(text: str) -> Settings:
    return load_settings(layers=[("site.toml", text)])


def problems_of(text: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load(text)
    return [str(problem) for problem in caught.value.problems]


def test_without_any_file_the_contract_s_defaults_hold() -> None:
    settings = load_settings()
    server = settings.server
    assert (server.host, server.port, server.address) == ("127.0.0.1", 6500, "127.0.0.1:6500")
    assert (server.encoding, server.framing, server.version) == (Encoding.UTF16, Framing.V2, (10, 7, 1401))
    assert (server.heartbeat_s, server.request_timeout_s) == (30, 5.0)
    assert settings.login == Login(auto=False)
    assert settings.window.theme is Theme.SYSTEM
    assert settings.rules.outcomes == ()
    assert settings.rules.skill_sets == ()
    assert [tag.label for tag in settings.rules.tags] == ["T1", "T2", "T3", "T4", "T5", "T6"]
    assert {tag.kind for tag in settings.rules.tags} == {TagKind.TEXT}
    assert settings.dialect == Dialect()


def test_each_layer_wins_over_the_one_before(tmp_path: Path) -> None:
    site, user = tmp_path / "site.toml", tmp_path / "settings.toml"
    layer = ("demo", '[server]\nhost = "demo"\nport = 1\nheartbeat_s = 1\n[login]\nagent = "demo"\n')
    site.write_text('[server]\nhost = "site"\nport = 2\n[login]\ncampaign = "Sales"\n')
    user.write_text('[server]\nhost = "user"\n')
    settings = load_settings(
        layers=[layer], site_file=site, user_file=user, overrides={"server.encoding": "ascii", "server.port": None}
    )
    assert (settings.server.host, settings.server.port) == ("user", 2)
    assert settings.server.heartbeat_s == 1
    assert settings.server.encoding is Encoding.ASCII
    assert (settings.login.agent, settings.login.campaign) == ("demo", "Sales")


def test_the_command_line_wins_over_all(tmp_path: Path) -> None:
    user = tmp_path / "settings.toml"
    user.write_text('[server]\nhost = "user"\nport = 2\n')
    settings = load_settings(user_file=user, overrides={"server.host": "::1", "server.port": 6502})
    assert settings.server.address == "[::1]:6502"


def test_a_given_file_stands_in_for_the_user_s(tmp_path: Path) -> None:
    user, given_file = tmp_path / "settings.toml", tmp_path / "given.toml"
    user.write_text('[login]\nagent = "user"\nname = "user"\n')
    given_file.write_text('[login]\nagent = "given"\n')
    login = load_settings(user_file=user, config_file=given_file).login
    assert (login.agent, login.name) == ("given", None)


def test_a_missing_file_counts_only_when_it_was_given(tmp_path: Path) -> None:
    missing = tmp_path / "missing.toml"
    assert load_settings(site_file=missing, user_file=missing) == load_settings()
    with pytest.raises(SettingsError, match=r"missing\.toml: there is no such file\.$"):
        load_settings(config_file=missing)


def test_arrays_of_tables_replace_as_a_whole() -> None:
    rules = load('[[break]]\ncode = 9\ntext = "Doctor"\nmax_s = 600\n').rules
    assert [(each.code, each.text, each.favourite, each.max_s) for each in rules.breaks] == [(9, "Doctor", False, 600)]
    assert load("break = []\n").rules.breaks == ()


def test_a_break_s_limit_of_0_is_none() -> None:
    assert load("[[break]]\ncode = 9\nmax_s = 0\n").rules.breaks[0].max_s is None


def test_single_keys_of_tables_win_singly() -> None:
    first = (
        "a",
        '[tags.T1]\nlabel = "Product"\nkind = "choice"\npresets = ["Car", "House"]\n[campaign.S]\nmax_wrap_s = 9\n',
    )
    second = ("b", "[tags.T1]\nrequired = true\n[campaign.S]\ntests_allowed = true\n")
    rules = load_settings(layers=[first, second]).rules
    tag = rules.tags[0]
    assert (tag.label, tag.kind, tag.presets, tag.required) == ("Product", TagKind.CHOICE, ("Car", "House"), True)
    assert (rules.campaign("S").max_wrap_s, rules.campaign("S").tests_allowed) == (9, True)


def test_a_campaign_s_tags_differ_only_where_it_says_so() -> None:
    rules = load(
        '[tags.T1]\nlabel = "Product"\nrequired = true\n'
        '[campaign.Sales.tags.T1]\nlabel = "Car"\n[campaign.Service]\nmax_wrap_s = 60\n'
    ).rules
    assert [(tag.label, tag.required) for tag in rules.tags_of("Sales")[:2]] == [("Car", True), ("T2", False)]
    assert rules.tags_of("Service") == rules.tags_of(None) == rules.tags
    assert rules.tags[0].label == "Product"


def test_a_whole_site_file() -> None:
    settings = load(
        """
        [server]
        host = "dialer.example"
        port = 6502
        code_page = "CP1252"
        framing = "1.0"
        version = "10.6"
        timezone = "Europe/London"
        heartbeat_s = 0
        request_timeout_s = 2.5
        [login]
        tenant = "acme1"
        campaign = "Sales-UK"
        agent = "Bobbie-Jo"
        name = "Bobbie: Jo"
        extension = "sip:1522@example"
        team = "A/B"
        user = "bj"
        skill_set = "VIP"
        auto = true
        [[outcome]]
        code = 105
        text = "Sale"
        category = 6
        favourite = true
        requires = ["note", "T6"]
        [[reason]]
        code = 40
        text = "Ours"
        [[skill_set]]
        name = "VIP"
        skills = ["english", "vip"]
        queues = ["200"]
        [inferred]
        first_ac = "connected"
        second_au = true
        auth_interface = "US"
        max_text = 5000
        [window]
        theme = "dark"
        """
    )
    assert settings.server.encoding is Encoding.ASCII
    assert settings.server.codec == "cp1252"
    assert settings.server.version == settings.rules.version == (10, 6)
    assert settings.server.timezone == ZoneInfo("Europe/London")
    assert (settings.rules.heartbeat_s, settings.rules.request_timeout_s) == (0, 2.5)
    assert (settings.login.extension, settings.login.auto) == ("sip:1522@example", True)
    assert settings.rules.outcomes == (
        OutcomeRule(code=105, text="Sale", category=6, favourite=True, requires=("note", "T6")),
    )
    assert settings.rules.reason_text(40) == "Ours"
    vip = settings.rules.skill_set("VIP")
    assert vip is not None
    assert (vip.sk, vip.queues) == ("english,vip", ("200",))
    assert settings.rules.inferred.first_ac is FirstAc.CONNECTED
    assert settings.rules.inferred.second_au is True
    assert settings.window.theme is Theme.DARK
    assert settings.dialect == Dialect(
        encoding=Encoding.ASCII,
        code_page="cp1252",
        framing=Framing.V1,
        version=(10, 6),
        auth_interface="US",
        max_text=5000,
    )


@pytest.mark.parametrize(
    ("overrides", "expected"),
    [
        ({"server.port": 6502}, Encoding.ASCII),
        ({"server.port": 6500}, Encoding.UTF16),
        ({"server.port": 7000}, Encoding.UTF16),
        ({"server.port": 6502, "server.encoding": "utf-16"}, Encoding.UTF16),
        ({"server.port": 7000, "server.encoding": "ascii"}, Encoding.ASCII),
    ],
)
def test_the_port_decides_the_encoding_unless_it_is_set(overrides: dict[str, object], expected: Encoding) -> None:
    assert load_settings(overrides=overrides).server.encoding is expected


def test_another_address_has_the_encoding_of_its_port_unless_one_is_set() -> None:
    settings, fixed = load_settings(), load('[server]\nencoding = "utf-16"\n')
    assert settings.dialect_for(("other", 6502)) == replace(settings.dialect, encoding=Encoding.ASCII)
    assert settings.dialect_for(("other", 7000)) == settings.dialect
    assert fixed.dialect_for(("other", 6502)) == fixed.dialect


def test_a_code_page_goes_with_ascii_only() -> None:
    assert problems_of('[server]\ncode_page = "cp1252"\n') == [
        'site.toml, line 2: server.code_page is allowed only with encoding = "ascii".'
    ]
    assert problems_of('[server]\nencoding = "utf-16"\ncode_page = "cp1252"\n') == [
        'site.toml, line 3: server.code_page is allowed only with encoding = "ascii".'
    ]
    both = ("site", '[server]\nencoding = "ascii"\ncode_page = "cp1252"\n')
    overridden = load_settings(layers=[both], overrides={"server.encoding": "utf-16"})
    assert overridden.server.codec == "utf-16-le"


def test_an_empty_text_takes_back_what_an_earlier_file_set() -> None:
    site = ("site", '[server]\ntimezone = "Asia/Tokyo"\n[login]\ntenant = "acme"\nskill_set = "none such"\n')
    user = ("user", '[server]\ntimezone = ""\n[login]\ntenant = ""\nskill_set = ""\n')
    settings = load_settings(layers=[site, user])
    assert settings.login == Login(auto=False)
    assert settings.server.timezone == load_settings().server.timezone


def test_the_timezone_is_the_dialer_s() -> None:
    zone = load('[server]\ntimezone = "Asia/Tokyo"\n').server.timezone
    assert datetime(2026, 1, 1, tzinfo=zone).isoformat() == "2026-01-01T00:00:00+09:00"


def test_a_byte_order_mark_is_no_character(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b'\xef\xbb\xbf[server]\r\nhost = "x"\r\n')
    assert load_settings(user_file=path).server.host == "x"


def test_strictness_is_a_setting_that_checks_before_it_is_checked() -> None:
    names = (
        '[login]\nagent = "Tom & Co"\ntenant = "a-b"\n[[break]]\ntext = "Lunch!"\n[campaign."A&B"]\nmax_wrap_s = 3\n'
    )
    assert len(problems_of(names)) == 4
    settings = load(names + "[inferred]\nstrict_identifiers = false\n")
    assert settings.login.agent == "Tom & Co"
    assert problems_of(names.replace("Tom & Co", r"Tom\\Co") + "[inferred]\nstrict_identifiers = false\n") == [
        "site.toml, line 2: login.agent must not contain a backslash."
    ]


def test_the_last_file_decides_how_strict_names_are() -> None:
    loose = ("a", '[login]\nagent = "A&B"\n[inferred]\nstrict_identifiers = false\n')
    strict = ("b", "[inferred]\nstrict_identifiers = true\n")
    assert load_settings(layers=[strict, loose]).login.agent == "A&B"
    with pytest.raises(SettingsError, match=r"^a, line 2: login\.agent must not contain &"):
        load_settings(layers=[loose, strict])


def _every_key(table: Table, at: str = "") -> list[str]:
    found: list[str] = []
    for key, node in table.keys.items():
        found.append(f"{at}{key}")
        if isinstance(node, Table):
            found += _every_key(node, f"{at}{key}.")
        elif isinstance(node, ArrayOf):
            found += [f"{at}{key}[].{inner}" for inner in node.table.keys]
    return found


_CONTRACT = {
    "server": "host port encoding code_page framing version timezone heartbeat_s request_timeout_s",
    "login": "tenant campaign agent name extension team user skill_set auto nailed_up auto_accept auto_wrap record",
    "break[]": "code text favourite max_s",
    "outcome[]": "code text category favourite requires",
    "reason[]": "code text class",
    "skill_set[]": "name skills queues",
    "sound[]": "name text at_end",
    "target[]": "text kind address",
    "calls": "ring_limit_s any_number end_to second_recording moves keep_home live_agents amount success_rate "
    "wrap_warning_s customer_zone_key",
    "journal": "keep_days keep_rows all_agents mask_numbers outcomes_per_s",
    "window": "theme",
    "alert": "flash tray sound raise",
    "screen_pop": "url program when schemes",
}


def test_the_keys_are_exactly_the_contract_s() -> None:
    keys = {key for key in _every_key(settings_schema(strict=True)) if not key.startswith(("inferred.", "tags."))}
    contract = {f"{table}.{key}" for table, names in _CONTRACT.items() for key in names.split()}
    tables = {table.removesuffix("[]") for table in _CONTRACT}
    assert keys == {*contract, *tables, "campaign", "tags", "inferred"}


_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.datetimes()
    | st.sampled_from(["utf-16", "ascii", "1.0", "choice", "T1", 1, 6502, "Europe", "latin-1", "hex", "cp037"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


@given(key=st.sampled_from([*_every_key(settings_schema(strict=True)), "campaign.x.tags.T1.kind"]), value=_VALUES)
def test_whatever_stands_in_a_key_only_the_settings_own_error_comes(key: str, value: Any) -> None:
    array, _, inner = key.partition("[].")
    problems: tuple[Problem, ...] = ()
    try:
        load_settings(overrides={array: [{inner: value}]} if inner else {key: value})
    except SettingsError as error:
        problems = error.problems
    assert all(problem.source == "command line" and problem.key for problem in problems)
