from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import PySide6
import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QLabel

from agentpanel.domain import words
from agentpanel.gui.i18n import PLACE, Retranslated, Translations, ago, clock, fill, pretty_number, say, short_clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

GERMAN = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context><name>words</name>
<message><source>The dialer logged you in to {campaign}.</source>
<translation>In {campaign} hat der Dialer Sie angemeldet.</translation></message>
<message><source>the break</source><translation>die Pause</translation></message>
<message><source>This cannot be sent: {what} ({rule}).</source><translation>{waz}: {rule}.</translation></message>
</context>
<context><name>times</name>
<message><source>{n} min ago</source><translation>vor {n} min</translation></message>
</context>
</TS>
"""


@pytest.fixture
def german(qapp: QApplication, tmp_path: Path) -> Iterator[Translations]:
    source = tmp_path / "agentpanel_de.ts"
    source.write_text(GERMAN, encoding="utf-8")
    lrelease = next(file for file in Path(PySide6.__file__).parent.glob("lrelease*"))
    subprocess.run([lrelease, source, "-qm", tmp_path / "agentpanel_de.qm"], check=True, capture_output=True)
    translations = Translations(qapp, tmp_path)
    yield translations
    translations.use(QLocale("en"))


class Sign(Retranslated, QLabel):
    def retranslate(self) -> None:
        self.setText(say(words.THE_BREAK))


# -- sentences


def test_every_template_says_in_english_what_the_domain_says() -> None:
    for template in words.templates():
        args: dict[str, str | int | words.Say] = {
            "campaign": "Sales",
            "what": words.say(words.THE_TAG, number=3),
            "code": 406,
        }
        places = {place: args.get(place, f"<{place}>") for place in PLACE.findall(template)}
        assert say(template, **places) == str(words.say(template, **places)), template


def test_what_fills_a_place_is_left_as_it_is() -> None:
    wire = "<b>{0} {code} %1 %n & \\d {text}"
    assert say(words.VERBATIM, text=wire) == wire
    assert say(words.MOVED, campaign=wire) == f"You are moved to the campaign {wire}."


def test_a_place_that_nobody_fills_stays() -> None:
    assert fill("{one} of {two}", one=1) == "1 of {two}"


def test_a_sentence_is_translated_with_the_sentences_in_it(german: Translations) -> None:
    german.use(QLocale("de_AT"))
    assert say(words.LOGGED_IN_ANEW, campaign="Sales") == "In Sales hat der Dialer Sie angemeldet."
    refusal = words.say(words.CANNOT_SEND, what=words.say(words.THE_BREAK), rule="x")
    assert say(refusal) == "{waz}: x."
    assert say("{text}", text=words.say(words.THE_BREAK)) == "die Pause"
    assert say(words.TRY_AGAIN) == words.TRY_AGAIN


def test_qt_speaks_the_language_too(german: Translations) -> None:
    german.use(QLocale("de"))
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"
    for locale in ("fr", "en"):  # we have no French, and so Qt does not speak it either
        german.use(QLocale(locale))
        assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_an_open_window_changes_its_language(german: Translations, qtbot: QtBot) -> None:
    sign = Sign()
    qtbot.addWidget(sign)
    sign.retranslate()
    sign.show()
    assert sign.text() == "the break"
    german.use(QLocale("de"))
    qtbot.waitUntil(lambda: sign.text() == "die Pause")
    german.use(QLocale("en"))
    qtbot.waitUntil(lambda: sign.text() == "the break")


def test_the_languages_are_those_that_are_there(german: Translations, qapp: QApplication, tmp_path: Path) -> None:
    assert german.languages() == ["de", "en"]
    assert "en" in Translations(qapp).languages()
    assert Translations(qapp, tmp_path / "nowhere").languages() == ["en"]


# -- times and numbers


@pytest.mark.parametrize(
    ("seconds", "long", "short"),
    [
        (0, "00:00:00", "00:00"),
        (-3, "00:00:00", "00:00"),
        (59.999, "00:00:59", "00:59"),
        (151, "00:02:31", "02:31"),
        (252, "00:04:12", "04:12"),
        (3600, "01:00:00", "1:00:00"),
        (36_061, "10:01:01", "10:01:01"),
        (360_000, "100:00:00", "100:00:00"),
    ],
)
def test_clocks(seconds: float, long: str, short: str) -> None:
    assert clock(seconds) == long
    assert short_clock(seconds) == short


@pytest.mark.parametrize(
    ("seconds", "words_"),
    [(-1, "0 s ago"), (12.9, "12 s ago"), (60, "1 min ago"), (3599, "59 min ago"), (7200, "2 h ago")],
)
def test_ago(seconds: float, words_: str) -> None:
    assert ago(seconds) == words_


def test_ago_is_translated(german: Translations) -> None:
    german.use(QLocale("de"))
    assert ago(125) == "vor 2 min"


@pytest.mark.parametrize(
    ("number", "pretty"),
    [
        ("+442079460000", "+44 20 7946 0000"),
        ("+441992783287/001", "+44 199 278 3287"),
        ("00358401112222", "00358 401 112 222"),
        ("+12125550123", "+1 212 555 0123"),
        ("+35312345", "+353 12345"),
        ("442079460000", "442079460000"),
        ("01992783287/001", "01992783287"),
        ("+44 20 7946 0000", "+44 20 7946 0000"),
        ("sip:anna@example/001", "sip:anna@example/001"),
        ("anonymous", "anonymous"),
        ("+", "+"),
        ("", ""),
    ],
)
def test_numbers_are_grouped_only_where_that_is_certain(number: str, pretty: str) -> None:
    assert pretty_number(number) == pretty
