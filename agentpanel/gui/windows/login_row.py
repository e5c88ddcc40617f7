"""One line of the login form: a label, its field, and below it the reason why its text is not good."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from agentpanel.domain.words import Say
from agentpanel.gui.i18n import fill
from agentpanel.gui.i18n import say as in_words
from agentpanel.gui.theme import Theme
from agentpanel.gui.widgets.choice_edit import ChoiceEdit
from agentpanel.gui.widgets.field import ChoiceField, TextField
from agentpanel.gui.widgets.plain import PlainLabel
from agentpanel.gui.windows.login_rules import NEEDED, LoginRules, missing

Field = TextField | ChoiceEdit | ChoiceField


class Row(QObject):
    """``key`` is the name of the entry. Its reason is shown as soon as it is certain that the text is not good:
    at once for a character that cannot travel, for what is missing only when somebody asks.
    """

    edited = Signal()  #: by the person or by us
    resized = Signal()  #: a reason came or went

    def __init__(self, key: str, field: Field, rules: LoginRules, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.key = key
        self.field = field
        self.label = PlainLabel()
        self.reason = PlainLabel()
        self._rules = rules
        self._theme = theme
        self._name = ""
        self._help = ""
        self._column = QVBoxLayout()
        self._column.setSpacing(2)
        self._column.addWidget(field)
        self._column.addWidget(self.reason)
        self.label.setBuddy(field)
        self.reason.setWordWrap(True)
        self.reason.hide()
        self._watch()
        theme.changed.connect(self._ink)
        self._ink()

    def add_to(self, form: QFormLayout) -> None:
        """Put it below what the form has."""
        form.addRow(self.label, self._column)

    def add_below(self, widget: QWidget) -> None:
        """Put it under the field, between this and the next line."""
        self._column.addWidget(widget)

    def show_in(self, form: QFormLayout, shown: bool) -> None:
        """Show or hide the whole line."""
        form.setRowVisible(self._column, shown)
        # Qt shows all that stands in the line.
        self.reason.setVisible(shown and bool(self.reason.text()))

    def say(self, words: str, help_: str = "") -> None:
        """``words`` has the mnemonic; ``help_`` is the tool tip, and read after the name."""
        star = " *" if self.key in NEEDED else ""
        self._name = words.replace("&", "")
        self._help = help_
        self.label.setText(f"{words}{star}")
        # Widths of texts are rounded; without this the last letter may be cut.
        self.label.setMinimumWidth(self.label.sizeHint().width() + 2)
        needed = self.tr("{field}, needed")
        for widget in self._focusable():
            widget.setAccessibleName(fill(needed, field=self._name) if star else self._name)
            widget.setToolTip(help_)
        self._describe()

    @property
    def text(self) -> str:
        """What is in it, without spaces around; a password keeps them."""
        text = self.field.currentText() if isinstance(self.field, QComboBox) else self.field.text()
        return text if self.key == "password" else text.strip()

    def put(self, text: str) -> None:
        """Fill it in."""
        if isinstance(self.field, ChoiceField):
            self.field.put(text)
        elif isinstance(self.field, QComboBox):
            self.field.setEditText(text)
        else:
            self.field.setText(text)

    @property
    def good(self) -> bool:
        """Whether it can be sent as it is."""
        return self._fault() is None

    def judge(self) -> bool:
        """Show what is wrong, also what is only missing; whether it is good."""
        fault = self._fault()
        self._show(fault)
        return fault is None

    def look_again(self) -> None:
        """Another entry changed what this may hold."""
        self._show(self._rules.fault(self.key, self.text))

    def _fault(self) -> Say | None:
        if not self.text and self.key in NEEDED:
            return missing()
        return self._rules.fault(self.key, self.text)

    def _watch(self) -> None:
        field = self.field
        if isinstance(field, ChoiceField):
            field.currentTextChanged.connect(self.edited)
            return
        edit = field.edit if isinstance(field, ChoiceEdit) else field
        edit.textChanged.connect(self._on_text_changed)
        edit.editingFinished.connect(self.look_again)
        edit.refused.connect(self._show)

    def _on_text_changed(self) -> None:
        # A server's address is wrong until its last digit; that is said when the field is left.
        self._show(None if self.key == "server" else self._rules.fault(self.key, self.text))
        self.edited.emit()

    def _show(self, fault: Say | None) -> None:
        text = "" if fault is None else fill(self.tr("{field} {problem}."), field=self._name, problem=in_words(fault))
        self.field.mark_bad(bool(text))
        if text == self.reason.text():
            return
        self.reason.setText(text)
        self.reason.setVisible(bool(text) and self.field.isVisibleTo(self.field.window()))
        self._describe()
        self.resized.emit()

    def _describe(self) -> None:
        """For a screen reader: the reason before the help."""
        for widget in self._focusable():
            widget.setAccessibleDescription(" ".join(filter(None, (self.reason.text(), self._help))))

    def _focusable(self) -> list[QWidget]:
        inner = self.field.lineEdit() if isinstance(self.field, QComboBox) else None
        return [self.field, inner] if isinstance(inner, QLineEdit) else [self.field]

    def _ink(self) -> None:
        palette = self.reason.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.colour("bad"))
        self.reason.setPalette(palette)
