"""What may be sent, drawn from the declarations themselves."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from hypothesis import strategies as st

from agentpanel.protocol.framing import Encoding
from agentpanel.protocol.kinds import FlagKind, Kind, NumberKind, TextKind, WholeKind
from agentpanel.protocol.message import BY_KEY, Message, Meta

CLASSES: Final = sorted(set(BY_KEY.values()), key=lambda cls: (cls.META.to.value, cls.META.code))
_SOME: Final = 12  # characters beyond the least; what is longer has tests of its own


def values(kind: Kind, encoding: Encoding = Encoding.UTF16) -> st.SearchStrategy[Any]:
    """Legal values of a kind."""
    low, high = kind.low or 0, kind.high
    match kind:
        case FlagKind():
            return st.just(True)
        case WholeKind():
            return st.integers(low, high)
        case NumberKind():
            return st.builds(Decimal.scaleb, st.integers(0, 10**12).map(Decimal), st.integers(-6, 0))
        case TextKind():
            most = 0xFF if encoding is Encoding.ASCII else 0xFFFF
            letters = st.characters(
                max_codepoint=most, exclude_categories=["Cs"], exclude_characters="".join(kind.excluded)
            )
            texts = st.text(letters, min_size=low, max_size=min(low + _SOME, high or low + _SOME))
            return texts.filter(lambda text: text == text.strip()) if kind.trim else texts
        case _:
            raise TypeError(kind)


@st.composite
def messages(
    draw: st.DrawFn, *, classes: list[type[Message]] | None = None, encoding: Encoding = Encoding.UTF16
) -> Message:
    """A legal message: all that is mandatory, some of the rest."""
    cls = draw(st.sampled_from(classes or CLASSES))
    codes = _lawful({param.code for param in cls.META.params if param.mandatory or draw(st.booleans())}, cls.META)
    fields = {param.field: draw(values(param.kind, encoding)) for param in cls.META.params if param.code in codes}
    return cls(**fields)


def _lawful(codes: set[str], meta: Meta) -> set[str]:
    """Of those that exclude each other the first; of those that one is needed of, at least the first."""
    excluded = [code for code in meta.exclusive if code in codes][1:]
    needed = [] if codes & set(meta.needs_one) else meta.needs_one[:1]
    return codes - set(excluded) | set(needed)
