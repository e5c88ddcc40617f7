"""Dialogs that never block: a nested Qt loop inside a task would stop all other tasks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QPushButton, QWidget

_open: set[QDialog] = set()  # Python would collect an open dialog that nobody else holds


def show(dialog: QDialog, on_done: Callable[[int], object], *, modal: bool = True) -> None:
    """Open `dialog`; `on_done` gets its QDialog.DialogCode when it closes, and then it is deleted.

    Modal means for its window only; during a call nothing may be modal at all. While the person works in another
    program it takes no keys from it.
    """

    def done(code: int) -> None:
        _open.discard(dialog)
        dialog.deleteLater()
        on_done(code)

    _open.add(dialog)
    dialog.finished.connect(done)
    dialog.destroyed.connect(lambda: _open.discard(dialog))  # with the window that it belongs to: nobody is asked
    if QApplication.activeWindow() is None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    if modal:
        dialog.open()
    else:
        dialog.setModal(False)
        dialog.show()


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to a question: `key` for the program, `text` for the person."""

    key: str
    text: str
    role: QMessageBox.ButtonRole = QMessageBox.ButtonRole.AcceptRole


def ask(
    parent: QWidget | None,
    title: str,
    text: str,
    choices: Sequence[Choice],
    on_choice: Callable[[str], object],
    *,
    safe: str,
    icon: QMessageBox.Icon = QMessageBox.Icon.Question,
    modal: bool = True,
) -> QMessageBox:
    """Ask; `on_choice` gets the key of the answer.

    `safe` is the key of the choice that changes nothing: Enter, Escape and the window's close button all mean it.
    """
    box = QMessageBox(icon, title, "", QMessageBox.StandardButton.NoButton, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setAccessibleName(title)
    box.setAccessibleDescription(text)
    keys = {_add(box, choice): choice.key for choice in choices}
    button = next(button for button, key in keys.items() if key == safe)
    box.setDefaultButton(button)
    box.setEscapeButton(button)
    show(box, lambda _: on_choice(_answer(box, keys, safe)), modal=modal)
    return box


def tell(parent: QWidget | None, title: str, text: str, ok: str, *, modal: bool = True) -> QMessageBox:
    """Say something that only needs to be read."""
    choice = Choice("ok", ok)
    icon = QMessageBox.Icon.Information
    return ask(parent, title, text, [choice], lambda _: None, safe="ok", icon=icon, modal=modal)


def _add(box: QMessageBox, choice: Choice) -> QPushButton:
    button = box.addButton(choice.text, choice.role)
    button.setObjectName(choice.key)
    button.setAccessibleName(choice.text.replace("&", ""))
    return button


def _answer(box: QMessageBox, keys: dict[QPushButton, str], safe: str) -> str:
    clicked = box.clickedButton()
    return keys[clicked] if isinstance(clicked, QPushButton) else safe
