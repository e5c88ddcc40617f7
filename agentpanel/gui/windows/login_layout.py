"""What stands where on the login form, and its words."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from agentpanel.domain.rules import SiteRules
from agentpanel.gui.i18n import fill
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.button import PanelButton, Tone
from agentpanel.gui.widgets.check import PanelCheck
from agentpanel.gui.widgets.choice_edit import ChoiceEdit
from agentpanel.gui.widgets.field import ChoiceField, TextField
from agentpanel.gui.widgets.plain import PlainLabel, inert
from agentpanel.gui.windows.login_flags import LoginFlags
from agentpanel.gui.windows.login_row import Field, Row
from agentpanel.gui.windows.login_rules import LoginRules
from agentpanel.gui.windows.message import Message

_ALWAYS: Final = ("server", "campaign", "agent", "extension", "skill_set", "password")
#: Few sites need these: they stand in a fold.
_FOLDED: Final = ("name", "team", "user", "tenant")


class LoginLayout(QObject):
    """The fields by their keys (``rows``), the buttons, and the line for messages, laid out in ``dialog``."""

    def __init__(self, dialog: QDialog, site: SiteRules, rules: LoginRules, theme: Theme) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._theme = theme
        self._rules = rules
        self._where: str | None = None
        self._opened = False
        self._had_keys: QWidget | None = None
        self.password = TextField(theme, rule=rules.typing_fault("password"))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.rows = {key: self._row(key, site) for key in (*_ALWAYS, *_FOLDED)}
        self.flags = LoginFlags(theme)
        self.remember = PanelCheck(theme)
        self.where = PlainLabel()
        self.fold = PanelButton(theme, tone=Tone.QUIET)
        self.message = Message(theme)
        self.legend = PlainLabel()
        self.cancel = PanelButton(theme)
        self.log_in = PanelButton(theme, tone=Tone.STRONG)
        self._layout = QVBoxLayout(dialog)
        self._form = QFormLayout()
        self._fit = QTimer(self)
        self._lay_out(site)
        self._connect()
        self.retranslate()
        self.unfold(opened=False)
        dialog.setMinimumWidth(em(dialog, 22))
        dialog.resize(em(dialog, 26), 1)

    # -- what it shows -----------------------------------------------------------------------------------

    def tell_where(self, where: str) -> None:
        """Where the password will be kept; "" where it cannot be."""
        self._where = where
        self.remember.setEnabled(bool(where))
        self._name_remember()

    def lock(self, text: str | None) -> None:
        """Take no entries while this goes on; None: take them again, where the person was."""
        if text is not None and self._had_keys is None:
            self._had_keys = self._dialog.focusWidget()
            # Else Qt would hand them to the next thing that is on, and Enter would press that.
            self._dialog.setFocus(Qt.FocusReason.OtherFocusReason)
        for row in self.rows.values():
            row.field.setEnabled(text is None)
        self.flags.enable(text is None)
        self.remember.setEnabled(text is None and self._where != "")
        self.log_in.allow(text)
        self.message.inform(text or "")
        if text is None and self._had_keys is not None:
            self._had_keys.setFocus(Qt.FocusReason.OtherFocusReason)
            self._had_keys = None

    def unfold_what_is_wrong(self) -> None:
        """A fault that nobody sees cannot be mended."""
        if any(not self.rows[key].good for key in _FOLDED):
            self.unfold(opened=True)

    def go_to(self, row: Row) -> None:
        """Give this field the keys."""
        if row.key in _FOLDED:
            self.unfold(opened=True)
        row.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_first_open(self) -> None:
        """The first field that still needs something, else the password."""
        unfinished = (row for row in self.rows.values() if not row.good)
        self.go_to(next(unfinished, self.rows["password"]))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._dialog and event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        return super().eventFilter(watched, event)

    def retranslate(self) -> None:
        """Set all words."""
        self._dialog.setWindowTitle(self.tr("Log in"))
        self.rows["server"].say(self.tr("&Server"), self.tr("The dialer's host and port"))
        self.rows["campaign"].say(self.tr("&Campaign"), self.tr("The campaign to work in"))
        self.rows["agent"].say(self.tr("&Agent"), self.tr("Your name at the dialer"))
        self.rows["extension"].say(self.tr("E&xtension"), self.tr("Your telephone"))
        self.rows["skill_set"].say(self.tr("S&kill set"), self.tr("The skills that calls may need of you"))
        self.rows["password"].say(self.tr("&Password"), self.tr("Without one the dialer does not check who you are"))
        self.rows["name"].say(self.tr("&Name"), self.tr("Your name for people"))
        self.rows["team"].say(self.tr("&Team"), self.tr("The team that you belong to"))
        self.rows["user"].say(self.tr("&User"), self.tr("The user under whom the agent runs, from dialers 10.7 on"))
        self.rows["tenant"].say(self.tr("T&enant"), self.tr("The tenant, where the dialer has several"))
        self.flags.retranslate()
        self._name_fold()
        self.legend.setText(self.tr("* needed"))
        self.cancel.say(self.tr("Cancel"))
        self.log_in.say(self.tr("Log in"))
        self._name_remember()

    # -- how it is built ---------------------------------------------------------------------------------

    def _row(self, key: str, site: SiteRules) -> Row:
        return Row(key, self._field(key, site), self._rules, self._theme, self._dialog)

    def _field(self, key: str, site: SiteRules) -> Field:
        rule = self._rules.typing_fault(key)
        match key:
            case "campaign":
                return ChoiceEdit(self._theme, list(site.campaigns), rule=rule)
            case "skill_set":
                return ChoiceField(self._theme, [each.name for each in site.skill_sets])
            case "password":
                return self.password
        return TextField(self._theme, rule=rule)

    def _connect(self) -> None:
        self.fold.clicked.connect(lambda: self.unfold(opened=not self._opened))
        self._fit.setSingleShot(True)
        self._fit.timeout.connect(self._grow)
        self.message.resized.connect(self._fit.start)
        for row in self.rows.values():
            row.resized.connect(self._fit.start)
        self._dialog.installEventFilter(self)

    def _lay_out(self, site: SiteRules) -> None:
        form = self._form
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for key in _ALWAYS:
            self.rows[key].add_to(form)
        self.where.setWordWrap(True)
        self.where.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        for widget in (self.remember, self.where, self.fold):
            form.addRow("", widget)
        form.setAlignment(self.fold, Qt.AlignmentFlag.AlignLeft)
        for key in _FOLDED:
            self.rows[key].add_to(form)
        self.flags.add_to(form)
        self.rows["skill_set"].show_in(form, bool(site.skill_sets))
        self.fold.drops_down = True
        self._layout.addLayout(form)
        self._layout.addStretch(1)
        self._layout.addWidget(self.message)
        self._layout.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        self.legend.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.log_in.setDefault(True)
        row = QHBoxLayout()
        row.addWidget(self.legend)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.log_in)
        return row

    def unfold(self, *, opened: bool) -> None:
        """Show or hide the entries that few sites need."""
        self._opened = opened
        for key in _FOLDED:
            self.rows[key].show_in(self._form, opened)
        self.flags.show_in(self._form, opened)
        self._name_fold()
        self._fit.start()

    def _name_fold(self) -> None:
        self.fold.say(
            self.tr("Fewer entries") if self._opened else self.tr("More entries"),
            about=self.tr("Name, team, user, tenant, and how calls come"),
        )

    def _grow(self) -> None:
        """As high as the lines need at this width; back to that when there are fewer."""
        width = self._dialog.width()
        self._layout.activate()
        self._dialog.resize(width, self._layout.totalHeightForWidth(width))

    def _name_remember(self) -> None:
        self.remember.setText(self.tr("&Remember the password"))
        if self._where is None:
            text = ""
        elif self._where:
            text = fill(self.tr("It is kept in: {where}"), where=inert(self._where))
        else:
            text = self.tr("There is no place to keep it on this computer.")
        self.where.setText(text)
        self.where.setVisible(bool(text))
        self.remember.setAccessibleDescription(text)
        self._fit.start()
