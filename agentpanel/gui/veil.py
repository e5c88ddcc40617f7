"""What of telephone numbers is shown. One veil hangs before all windows: where the site masks numbers, it is down."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QCoreApplication

from agentpanel.domain.parties import TargetKind
from agentpanel.domain.privacy import masked_call, masked_text, masked_written
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Call
from agentpanel.domain.wire import WireLine
from agentpanel.gui.marking import QT_TRANSLATE_NOOP

#: Parameters whose values are telephone numbers, and the session's, which is the number where the dialer has no other.
_NUMBERS: Final = frozenset({"TN", "DN", "BN", "EX"})
_SESSION: Final = "SI"
_ONLY_A_NUMBER: Final = re.compile(r"[+]?[0-9]{4,}(?:/.*)?", re.DOTALL)
#: Shorter ones stand by chance in too many sentences.
_LEAST_DIGITS: Final = 5
_LONG_ENOUGH: Final = re.compile(r"\d(?:[\s().\-/]*\d){4}")
#: Calls whose numbers are known again where they stand in other texts.
_CALLS: Final = 64
_WHY: Final = QT_TRANSLATE_NOOP("veil", "Your site hides telephone numbers.")


class Veil:
    """Up it leaves every text as it is. Down it masks numbers, but for those that the site itself has set up."""

    def __init__(self) -> None:
        #: Whether numbers are hidden.
        self.down = False
        self._open: frozenset[str] = frozenset()
        self._known: deque[str] = deque(maxlen=_CALLS)

    def hang(self, rules: SiteRules) -> None:
        """As this site wants it; what was known is forgotten."""
        self.down = rules.journal.mask_numbers
        own = (*(target.address for target in rules.targets), *rules.calls.end_to)
        self._open = frozenset(map(_digits, own))
        self._known.clear()

    @property
    def why(self) -> str:
        """Why a number cannot be had; "" while the veil is up."""
        return QCoreApplication.translate("veil", _WHY) if self.down else ""

    def learn(self, number: str | None) -> None:
        """From now on this number is masked wherever else it stands."""
        if not self.down or not number:
            return
        number = number.partition("/")[0]
        digits = _digits(number)
        if len(digits) >= _LEAST_DIGITS and digits not in self._open and number not in self._known:
            self._known.append(number)

    def learn_of(self, call: Call | None) -> None:
        """The numbers that this call is known by, calls back, or was given to."""
        if not self.down or call is None:
            return
        self.learn(call.number)
        self.learn(call.callback.number if call.callback is not None else None)
        if call.transfer is not None and call.transfer.target.kind is TargetKind.EXTERNAL:
            self.learn(call.transfer.target.address)

    def number(self, number: str) -> str:
        """A telephone number as it may be shown."""
        if not self.down or _digits(number) in self._open:
            return number
        self.learn(number)
        return masked_call(number)

    def text(self, text: str, number: str | None = None) -> str:
        """Another text as it may be shown; ``number`` is masked in it as well, however short it is."""
        if not self.down or not text:
            return text
        if number is not None and _digits(number) not in self._open:
            text = masked_text(text, number.partition("/")[0])
        if _LONG_ENOUGH.search(text) is None or _digits(text) in self._open:
            return text
        for known in tuple(self._known):
            text = masked_text(text, known)
        return masked_written(text)

    def hides(self, text: str, number: str | None = None) -> bool:
        """Whether something of this text is not shown."""
        return self.text(text, number) != text

    def parameter(self, code: str, value: str, number: str | None = None) -> str:
        """The value of a parameter of the wire as it may be shown."""
        if not self.down:
            return value
        if code in _NUMBERS or (code == _SESSION and _ONLY_A_NUMBER.fullmatch(value)):
            return self.number(value)
        return self.text(value, number)

    def lines(self, lines: Iterable[WireLine]) -> list[WireLine]:
        """Lines of the wire log as they may be shown or kept."""
        return [self._line(line) for line in lines] if self.down else list(lines)

    def _line(self, line: WireLine) -> WireLine:
        head, *pieces = line.text.split("\\")
        # First what the numbers are, then where else they stand.
        for piece in pieces:
            self.parameter(piece[:2], piece[2:])
        shown = "\\".join((self.text(head), *(piece[:2] + self.parameter(piece[:2], piece[2:]) for piece in pieces)))
        return replace(line, text=shown, problems=tuple(map(self.text, line.problems)))


def _digits(text: str) -> str:
    return "".join(re.findall(r"\d", text.partition("/")[0]))


#: The one of this program.
VEIL: Final = Veil()
