"""Words of the person's language: translators, sentences of the domain, times and numbers as people read them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QLocale, QTranslator

from agentpanel.domain.words import Say
from agentpanel.gui.veil import VEIL
from agentpanel.resources import resource

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from PySide6.QtWidgets import QWidget

    _Mixed = QWidget
else:
    _Mixed = object  # the widget comes from the other base

PLACE: Final = re.compile(r"\{(\w+)\}")
SOURCE_LANGUAGE: Final = "en"  # the language of the sources, and of every text that has no translation


class Translations:
    """The translators of one language at a time; a change reaches each window as LanguageChange."""

    def __init__(self, app: QCoreApplication, folder: Traversable | None = None) -> None:
        self._app = app
        self._folder = folder or resource("i18n")
        self._installed: list[QTranslator] = []

    def languages(self) -> list[str]:
        """What can be chosen, as names of locales."""
        files = self._folder.iterdir() if self._folder.is_dir() else ()
        found = {
            file.name.removeprefix("agentpanel_").removesuffix(".qm") for file in files if file.name.endswith(".qm")
        }
        return sorted(found | {SOURCE_LANGUAGE})

    def use(self, locale: QLocale) -> None:
        """Speak this language if there is a translation, else that of the sources; never Qt one and we another."""
        for old in self._installed:
            self._app.removeTranslator(old)
        ours = self._of_ours(locale)
        self._installed = [new for new in (ours and self._of_qt(locale), ours) if new is not None]
        for new in self._installed:
            self._app.installTranslator(new)

    def _of_qt(self, locale: QLocale) -> QTranslator | None:
        translator = QTranslator()
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        return translator if translator.load(locale, "qtbase", "_", folder) else None

    def _of_ours(self, locale: QLocale) -> QTranslator | None:
        for name in (locale.name(), locale.name().partition("_")[0]):
            file = self._folder / f"agentpanel_{name}.qm"
            translator = QTranslator()
            if file.is_file() and translator.load(str(file)):
                return translator
        return None


class Retranslated(_Mixed):
    """A window that can change its language while it is open: put this before the Qt class.

    Every text is set in `retranslate`, which the constructor calls as well.
    """

    def retranslate(self) -> None:
        raise NotImplementedError

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def say(template: str | Say, **args: str | int | Say) -> str:
    """Translate a template of `domain.words` and fill its places.

    What fills them is inserted as it is: a brace or a tag in it means nothing. It is plain text, to be shown as such.
    Telephone numbers in it are masked where the site wants that.
    """
    if isinstance(template, Say):
        return say(template.text, **dict(template.args) | args)
    return VEIL.text(fill(QCoreApplication.translate("words", template), **args))


def fill(template: str, **args: str | int | Say) -> str:
    """Fill the places; one that nobody filled stays, so that a slip of a translator costs no sentence."""

    def value(place: re.Match[str]) -> str:
        given = args.get(place[1], place[0])
        return say(given) if isinstance(given, Say) else str(given)

    return PLACE.sub(value, template)


def clock(seconds: float) -> str:
    """Hours, minutes, seconds: 00:04:12."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest:02}"


def short_clock(seconds: float) -> str:
    """Minutes and seconds, 02:31; with hours only when there are some, 1:02:31."""
    text = clock(seconds)
    return text.removeprefix("00:") if text.startswith("00:") else text.removeprefix("0")


def ago(seconds: float) -> str:
    """How long something is past, in one unit: 12 s ago."""
    whole = max(0, int(seconds))
    if whole < 60:
        return fill(QCoreApplication.translate("times", "{n} s ago"), n=whole)
    if whole < 3600:
        return fill(QCoreApplication.translate("times", "{n} min ago"), n=whole // 60)
    return fill(QCoreApplication.translate("times", "{n} h ago"), n=whole // 3600)


# Country codes have one digit, two, or else three (ITU-T E.164).
_COUNTRY: Final = re.compile(r"[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[0-9]{0,3}")
_NUMBER: Final = re.compile(r"([+]?[0-9]+)(?:/.*)?", re.DOTALL)


def pretty_number(number: str) -> str:
    """A telephone number as it is read aloud: +44 20 7946 0000; masked where the site wants that.

    Without its `/` suffix, which only makes it unique (behaviour.md 2.3). Grouped only where + or 00 tells that
    it begins with the country; anything else is left as it came.
    """
    return VEIL.number(_grouped(number))


def _grouped(number: str) -> str:
    found = _NUMBER.fullmatch(number)
    if found is None:
        return number
    digits = found[1]
    prefix = next((p for p in ("+", "00") if digits.startswith(p)), None)
    if prefix is None:
        return digits
    digits = digits.removeprefix(prefix)
    country = _COUNTRY.match(digits)[0]  # type: ignore[index]  # it matches anything
    return " ".join([prefix + country, *_groups(country, digits.removeprefix(country))])


def _groups(country: str, digits: str) -> list[str]:
    if len(digits) < 6:
        return [digits] if digits else []
    if country == "44" and digits.startswith("2") and len(digits) == 10:  # London and the like: 20 7946 0000
        return [digits[:2], digits[2:6], digits[6:]]
    edge = 3 * (-len(digits) % 4)  # so many threes, first, that fours remain
    threes = [digits[at : at + 3] for at in range(0, edge, 3)]
    return threes + [digits[at : at + 4] for at in range(edge, len(digits), 4)]
