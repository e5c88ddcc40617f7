"""Sounds, targets and what agents may do with a call; and what each login asks of the dialer."""

from __future__ import annotations

import pytest

from agentpanel.app.entries import login_of
from agentpanel.domain.parties import Target, TargetKind
from agentpanel.domain.rules import CallRules, FirstAc, OutcomeRule, Sound
from agentpanel.settings.errors import SettingsError
from agentpanel.settings.load import load_settings
from agentpanel.settings.settings import Alert, Settings


def load(text: str) -> Settings:
    return load_settings(layers=[("f", text)])


def problems_of(text: str, **overrides: object) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load_settings(layers=[("f", text)], overrides={key.replace("__", "."): each for key, each in overrides.items()})
    return [str(problem) for problem in caught.value.problems]


WHOLE = """
[[sound]]
name = "ThankYou"
text = "Thank you"
at_end = true
[[sound]]
name = "Hold music/2"
text = "Music"
[[target]]
kind = "agent"
address = "1002"
text = "Bo"
[[target]]
kind = "extension"
address = "sip:2100@example"
[[target]]
kind = "external"
address = "+44 1632 960010"
[[target]]
kind = "queue"
address = "VIP"
[calls]
ring_limit_s = 0
any_number = false
end_to = ["01632960020", "sip:survey@example"]
second_recording = "Training"
moves = ["Service"]
keep_home = true
live_agents = false
amount = true
success_rate = true
wrap_warning_s = 0
customer_zone_key = "Time zone"
[[outcome]]
code = 1
text = "Sale"
requires = ["callback", "amount", "success", "note", "T1"]
[login]
nailed_up = true
auto_accept = true
auto_wrap = true
record = true
[alert]
flash = false
tray = false
sound = false
raise = true
[inferred]
first_ac_of_preview = "offered"
name_the_user = true
transfer_accept = 0
transfer_reject = 1
"""


def test_all_of_it_arrives() -> None:
    settings = load(WHOLE)
    rules = settings.rules
    assert rules.sounds == (
        Sound(name="ThankYou", text="Thank you", at_end=True),
        Sound(name="Hold music/2", text="Music"),
    )
    assert rules.targets == (
        Target(TargetKind.AGENT, "1002", "Bo"),
        Target(TargetKind.EXTENSION, "sip:2100@example"),
        Target(TargetKind.EXTERNAL, "+44 1632 960010"),
        Target(TargetKind.QUEUE, "VIP"),
    )
    assert rules.calls == CallRules(
        ring_limit_s=None,
        any_number=False,
        end_to=("01632960020", "sip:survey@example"),
        second_recording="Training",
        moves=("Service",),
        keep_home=True,
        live_agents=False,
        amount=True,
        success_rate=True,
        wrap_warning_s=0,
        customer_zone_key="Time zone",
    )
    requires = ("callback", "amount", "success", "note", "T1")
    assert rules.outcomes == (OutcomeRule(code=1, text="Sale", requires=requires),)
    assert settings.alert == Alert(flash=False, tray=False, sound=False, raise_=True)
    inferred = rules.inferred
    assert (inferred.first_ac_of_preview, inferred.name_the_user) == (FirstAc.OFFERED, True)
    assert (inferred.transfer_accept, inferred.transfer_reject) == (0, 1)


@pytest.mark.parametrize("key", ["nailed_up", "auto_accept", "auto_wrap", "record"])
def test_what_a_login_asks_of_the_dialer_comes_from_the_settings(key: str) -> None:
    asked = login_of(load(f'[login]\nagent = "1"\n{key} = true\n'))
    assert {name: getattr(asked, name) for name in ("nailed_up", "auto_accept", "auto_wrap", "record")} == {
        **dict.fromkeys(("nailed_up", "auto_accept", "auto_wrap", "record"), False),
        key: True,
    }


def test_later_files_take_back_what_earlier_ones_set() -> None:
    site = ("site", '[calls]\nsecond_recording = "x"\ncustomer_zone_key = "z"\nring_limit_s = 40\nmoves = ["A"]\n')
    user = ("user", '[calls]\nsecond_recording = ""\ncustomer_zone_key = ""\nring_limit_s = 0\nmoves = []\n')
    assert load_settings(layers=[site]).rules.calls == CallRules(
        second_recording="x", customer_zone_key="z", ring_limit_s=40, moves=("A",)
    )
    assert load_settings(layers=[site, user]).rules.calls == CallRules(ring_limit_s=None)
    lists = ("lists", '[[sound]]\nname = "a"\ntext = "a"\n[[target]]\nkind = "queue"\naddress = "q"\n')
    rules = load_settings(layers=[lists, ("user", "sound = []\ntarget = []\n")]).rules
    assert (rules.sounds, rules.targets) == ((), ())


_KINDS = '"agent", "extension", "external" or "queue"'
_CALLS = (
    "ring_limit_s, any_number, end_to, second_recording, moves, keep_home, live_agents, amount, success_rate, "
    "wrap_warning_s, customer_zone_key"
)
_RING = "calls.ring_limit_s must be 0 or a whole number from 12 to 600, not"
_EXCLUDED = "(none of ! \" % & ' * + / : ; < > ? \\ |)"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[calls]\nring_limit_s = 11", f"f, line 2: {_RING} 11."),
        ("[calls]\nring_limit_s = 601", f"f, line 2: {_RING} 601."),
        ("[calls]\nring_limit_s = false", f"f, line 2: {_RING} false."),
        ("[calls]\nring_limit_s = 15.0", f"f, line 2: {_RING} 15.0."),
        (
            "[calls]\nring_limit = 15",
            f"f, line 2: calls.ring_limit is not a known key, the nearest is ring_limit_s; allowed are {_CALLS}.",
        ),
        (
            "[window]\nmoves = []",
            "f, line 2: window.moves is not a known key, the nearest is calls.moves; allowed are theme.",
        ),
        ('[calls]\nmoves = [\n"A",\n"B&C"]', f"f, line 4: calls.moves[1] must not contain & {_EXCLUDED}."),
        ('[calls]\nend_to = ["a\\\\b"]', "f, line 2: calls.end_to[0] must not contain a backslash."),
        (f'[calls]\nend_to = ["{81 * "1"}"]', "f, line 2: calls.end_to[0] must have at most 80 characters, not 81."),
        (
            "[calls]\nwrap_warning_s = 3601",
            "f, line 2: calls.wrap_warning_s must be a whole number from 0 to 3600, not 3601.",
        ),
        ("[[sound]]\nname = 'x'", "f, line 1: sound[0] must have text."),
        (
            "[[sound]]\nname = 'x'\ntext = 'a'\n[[sound]]\nname = 'X'\ntext = 'b'",
            'f, line 5: sound[1].name must differ from those before it, "x" is there already.',
        ),
        (
            f"[[sound]]\ntext = 'a'\nname = '{81 * 'x'}'",
            "f, line 3: sound[0].name must have at most 80 characters, not 81.",
        ),
        ("[[target]]\nkind = 'queue'", "f, line 1: target[0] must have address."),
        ("[[target]]\naddress = '1'", "f, line 1: target[0] must have kind."),
        (
            "[[target]]\naddress = '1'\nkind = 'que'",
            f'f, line 3: target[0].kind must be {_KINDS}, not "que", the nearest is queue.',
        ),
        (
            "[[target]]\nkind = 'agent'\naddress = 'a/b'",
            f"f, line 3: target[0].address must not contain / {_EXCLUDED}.",
        ),
        (
            f"[[target]]\nkind = 'queue'\naddress = '{81 * 'x'}'",
            "f, line 3: target[0].address must have at most 80 characters, not 81.",
        ),
        (
            f"[[target]]\nkind = 'external'\naddress = '{81 * '1'}'",
            "f, line 3: target[0].address must have at most 80 characters, not 81.",
        ),
        (
            f"[[target]]\nkind = 'extension'\naddress = '{121 * '1'}'",
            "f, line 3: target[0].address must have at most 120 characters, not 121.",
        ),
        (
            "[[target]]\nkind = 'external'\naddress = ''",
            "f, line 3: target[0].address must not be empty (1 to 120 characters).",
        ),
        (
            "[[target]]\nkind='queue'\naddress = 'a'\ntext = 'x'\n[[target]]\nkind = 'agent'\naddress = '1'\ntext='X'",
            'f, line 8: target[1].text must differ from those before it, "x" is there already.',
        ),
        ("[alert]\nraise = 1", "f, line 2: alert.raise must be true or false, not 1."),
        (
            "[alert]\nbeep = true",
            "f, line 2: alert.beep is not a known key, the nearest is raise; allowed are flash, tray, sound, raise.",
        ),
        ("[login]\nnailed_up = 'yes'", 'f, line 2: login.nailed_up must be true or false, not "yes".'),
        (
            "[inferred]\ntransfer_accept = 6",
            "f, line 2: inferred.transfer_accept must be a whole number from 0 to 5, not 6.",
        ),
    ],
)
def test_one_fault_one_sentence(text: str, sentence: str) -> None:
    assert problems_of(text) == [sentence]


def test_a_long_extension_and_a_loose_name_are_targets() -> None:
    text = f"[[target]]\nkind = 'extension'\naddress = '{120 * '1'}'\n[[target]]\nkind = 'agent'\naddress = 'A&B'\n"
    rules = load(text + "[inferred]\nstrict_identifiers = false\n").rules
    assert [len(target.address) for target in rules.targets] == [120, 3]


def test_what_travels_must_be_in_the_code_page() -> None:
    text = """[[sound]]
name = "Ж"
text = "Ж"
[[target]]
kind = "external"
address = "€"
text = "€"
[calls]
end_to = ["1", "Ж"]
moves = ["Ж"]
second_recording = "Ж"
customer_zone_key = "Ж"
"""
    lacks = "must not contain {}, which the connection's code page latin-1 lacks."
    assert problems_of(text, server__encoding="ascii") == [
        "f, line 2: sound[0].name " + lacks.format("Ж"),
        "f, line 6: target[0].address " + lacks.format("€"),
        "f, line 9: calls.end_to[1] " + lacks.format("Ж"),
        "f, line 10: calls.moves[0] " + lacks.format("Ж"),
        "f, line 11: calls.second_recording " + lacks.format("Ж"),
    ]
    assert load(text).rules.sounds[0].name == "Ж"
