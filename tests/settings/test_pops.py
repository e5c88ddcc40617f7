"""What a site may have opened for a call: nothing that a value of the call could turn into something else."""

from __future__ import annotations

import pytest

from agentpanel.domain.moments import Moment
from agentpanel.domain.screen_pop import ScreenPop
from agentpanel.settings.errors import SettingsError, WrongError
from agentpanel.settings.load import load_settings
from agentpanel.settings.pops import plain_program, scheme, url_template

CRM = "https://crm.example/?n={number}&d={data.Contact_ID}"


def pop(text: str) -> ScreenPop | None:
    return load_settings(layers=[("f", f"[screen_pop]\n{text}")]).screen_pop


def problems_of(text: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load_settings(layers=[("f", f"[screen_pop]\n{text}")])
    return [str(problem) for problem in caught.value.problems]


# -- what is taken


def test_an_address() -> None:
    assert pop(f'url = "{CRM}"') == ScreenPop(when=Moment.OFFERED, url=CRM)
    assert pop(f'url = "{CRM}"\nwhen = "ended"') == ScreenPop(when=Moment.ENDED, url=CRM)


def test_a_program_whose_arguments_may_repeat() -> None:
    found = pop('program = ["C:/crm.exe", "-f", "{number}", "-f", "{data.Contact ID}", ""]\nwhen = "connected"')
    program = ("C:/crm.exe", "-f", "{number}", "-f", "{data.Contact ID}", "")
    assert found == ScreenPop(when=Moment.CONNECTED, program=program)


def test_a_later_file_takes_it_back_or_puts_the_other_in_its_place() -> None:
    site = ("site", f'[screen_pop]\nurl = "{CRM}"\n')
    assert load_settings(layers=[site, ("user", '[screen_pop]\nurl = ""\n')]).screen_pop is None
    other = ("user", '[screen_pop]\nurl = ""\nprogram = ["crm"]\n')
    assert load_settings(layers=[site, other]).screen_pop == ScreenPop(when=Moment.OFFERED, program=("crm",))
    back = ("last", f'[screen_pop]\nurl = "{CRM}"\nprogram = []\n')
    assert load_settings(layers=[site, other, back]).screen_pop == ScreenPop(when=Moment.OFFERED, url=CRM)


@pytest.mark.parametrize(
    "url",
    [
        "https://crm.example",
        "http://crm.example:8080/a/{number}/b",
        "https://[::1]:8/{number}",
        "https://crm.example?n={number}",
        "HTTPS://crm.example#{number}",
        "https://crm.example/%20{data.a b}?x=%C3%A9",
        "crm:{number}",
        "crm://open/{number}",
        "https://ada@crm.example/{number}",
    ],
)
def test_addresses(url: str) -> None:
    assert url_template(url) == url


@pytest.mark.parametrize("program", ["C:/Program Files/crm.exe", "crm", "/opt/crm", "C:\\crm\\bash helper.exe"])
def test_programs(program: str) -> None:
    assert plain_program(program) == program


def test_a_scheme_of_the_site_s_own() -> None:
    text = 'schemes = ["crm+x"]\nurl = "CRM+X:{number}"'
    assert pop(text) == ScreenPop(when=Moment.OFFERED, url="CRM+X:{number}")


# -- what is not


@pytest.mark.parametrize(
    "url",
    [
        "{number}",
        "https://{number}/",
        "https://{data.host}.crm.example/",
        "https://crm{number}/",
        "https://crm.example{number}",
        "https://crm.example:{number}/",
        "https://{agent}@crm.example/",
        "{queue}://crm.example/",
        "crm{number}:x",
        "https:{number}",
        "https:crm.example",
        "https:/crm.example",
        "https:///crm.example",
        "crm://{number}",
        "//crm.example/",
        "crm.example",
    ],
)
def test_scheme_and_host_stand_fast(url: str) -> None:
    with pytest.raises(WrongError, match=r"^must begin with scheme and host, such as "):
        url_template(url)


@pytest.mark.parametrize(
    "url", ["https://u@/x", "https://a:99999/", "https://a:b/", "https://a:0/", "https://[::1/", "https://:8/"]
)
def test_hosts_that_cannot_be_read(url: str) -> None:
    with pytest.raises(WrongError, match=r"^must have a host and a port that can be read, not "):
        url_template(url)


@pytest.mark.parametrize(
    "url", ["https://a/../{number}", "https://a/./x", "https://a/%2e%2E/{number}", "crm:..", "https://a/{number}/.."]
)
def test_no_steps_to_elsewhere(url: str) -> None:
    with pytest.raises(WrongError, match=r'^must not have "\." or "\.\." as a step of its path'):
        url_template(url)


@pytest.mark.parametrize(
    ("url", "odd"),
    [
        ("https://a/b c", " "),
        ('https://a/"', '\\"'),
        ("https://a/é", "é"),
        ("https://a/\\b", "\\\\"),
        ("https://a/%{number}", "%"),
        ("https://a/%4{number}", "%"),
        ("https://a/\n", "\\n"),
        ("https://a/<", "<"),
    ],
)
def test_characters_of_an_address(url: str, odd: str) -> None:
    with pytest.raises(WrongError) as caught:
        url_template(url)
    assert str(caught.value).startswith(f'must be an address, where "{odd}" is written as % and two digits, not ')


@pytest.mark.parametrize(
    "program",
    [
        "/bin/sh",
        "bash",
        "C:\\Windows\\System32\\CMD.EXE",
        "C:/x/pwsh.exe",
        "powershell",
        "x.bat",
        "C:\\x\\Y.CMD",
        "command.com",
    ],
)
def test_no_shell_and_no_batch_file(program: str) -> None:
    with pytest.raises(WrongError, match=r"^must be a program that is no shell and no batch file, not "):
        plain_program(program)


@pytest.mark.parametrize("name", ["javascript", "vbscript", "data", "file"])
def test_schemes_that_run_or_open_what_a_call_brings(name: str) -> None:
    with pytest.raises(WrongError, match=r"^must be none of javascript, vbscript, data, file, which could run or open"):
        scheme(name)


_NO_PLACE = "which is no placeholder"
_ALLOWED = "allowed are {number}, {session}, {session_unique}, {campaign}, {queue}, {agent}, {data.KEY}"
_WHEN = '"offered", "connected" or "ended"'


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            'url = "https://a/{nummer}"',
            f'line 2: screen_pop.url must not have "{{nummer}}", {_NO_PLACE}, the nearest is number; {_ALLOWED}',
        ),
        (
            'program = [\n"crm",\n"{number}",\n"{data.}"]',
            f'line 5: screen_pop.program[2] must not have "{{data.}}", {_NO_PLACE}; {_ALLOWED}',
        ),
        (
            'url = "https://a/{number"',
            'line 2: screen_pop.url must not have a brace without its other one, not "https://a/{number"',
        ),
        (
            'program = ["{number}"]',
            'line 2: screen_pop.program[0] must be the path of a program, without placeholders, not "{number}"',
        ),
        ('program = [""]', 'line 2: screen_pop.program[0] must be the path of a program, without placeholders, not ""'),
        ('program = ["crm", 1]', "line 2: screen_pop.program[1] must be a text in quotes, not 1"),
        (
            'program = ["crm", "a\\nb"]',
            'line 2: screen_pop.program[1] must have printable characters only, not "a\\nb"',
        ),
        ('program = "crm"', 'line 2: screen_pop.program must be a list in brackets, not "crm"'),
        ('when = "ring"', f'line 2: screen_pop.when must be {_WHEN}, not "ring"'),
        (
            '\nurl = "ftp://a/{number}"',
            'line 3: screen_pop.url must have a scheme of screen_pop.schemes (https, http), not "ftp"',
        ),
        (
            'url = "javascript:{number}"',
            'line 2: screen_pop.url must have a scheme of screen_pop.schemes (https, http), not "javascript"',
        ),
        (
            'schemes = []\nurl = "https://a/"',
            'line 3: screen_pop.url must have a scheme of screen_pop.schemes (there is none), not "https"',
        ),
        (
            'schemes = ["HTTPS"]',
            'line 2: screen_pop.schemes[0] must be a scheme in small letters, such as "https", not "HTTPS"',
        ),
        (
            'url = "https://a/"\nprogram = ["crm"]',
            'line 3: screen_pop.program may not be set beside url; one of them is taken back by "" or []',
        ),
        (
            'uri = "x"',
            "line 2: screen_pop.uri is not a known key, the nearest is url; allowed are url, program, when, schemes",
        ),
    ],
)
def test_one_fault_one_sentence(text: str, sentence: str) -> None:
    assert problems_of(text) == [f"f, {sentence}."]
