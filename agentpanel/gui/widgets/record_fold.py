"""A record that is looked at before its call stands open; afterwards the fold is as the person had it."""

from __future__ import annotations

from agentpanel.domain.snapshot import Call
from agentpanel.gui.widgets.button import PanelButton


class RecordFold:
    """Opens the fold of the call's data once for each preview."""

    def __init__(self, fold: PanelButton) -> None:
        self._fold = fold
        #: The record for which it was opened here.
        self._opened_for: str | None = None

    def show_call(self, call: Call | None) -> None:
        """The call on the desk now."""
        key = call.key if call is not None else None
        if key == self._opened_for:
            return
        preview = call is not None and call.preview is not None
        if self._opened_for is not None and not preview:
            self._fold.setChecked(False)
        if not preview:
            self._opened_for = None
            return
        # One that was open already stays so afterwards.
        if not self._fold.isChecked() or self._opened_for is not None:
            self._opened_for = key
            self._fold.setChecked(True)
