"""Asking for the file to write, without blocking."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from agentpanel.gui.dialogs import show


def ask_for_file(
    parent: QWidget,
    title: str,
    name: str,
    on_path: Callable[[str], object],
    on_cancel: Callable[[], object],
    *,
    adds: bool = False,
    suffix: str = "log",
) -> QFileDialog:
    """One of the two is called when the person has chosen. ``adds``: what is in the file stays, so nobody is warned.

    ``suffix``: of a name that is typed without one.
    """
    dialog = QFileDialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite, adds)
    dialog.setDefaultSuffix(suffix)
    dialog.selectFile(name)

    def done(code: int) -> None:
        chosen = dialog.selectedFiles()
        if code == QDialog.DialogCode.Accepted and chosen:
            on_path(chosen[0])
        else:
            on_cancel()

    show(dialog, done, modal=False)
    return dialog
