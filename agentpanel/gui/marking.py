"""Marks texts of tables for translation."""

from __future__ import annotations


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """The text as it is. lupdate finds it by this name; Qt's own function is typed as giving any object."""
    return text
