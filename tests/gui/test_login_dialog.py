"""The login form: prefilled, judged while typing, sent by keyboard alone, and silent about passwords."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from agentpanel.domain.snapshot import Login
from agentpanel.gui.theme import Mode, Theme
from agentpanel.gui.widgets.choice_edit import ChoiceEdit
from agentpanel.gui.windows.login_dialog import LoginDialog, LoginForm
from agentpanel.settings.load import load_settings
from tests.helpers.until import until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from agentpanel.settings.settings import Settings

    Make = Callable[..., "Form"]

SITE = """
[server]
host = "dialer.example"
[campaign.Sales]
[campaign.Service]
[[skill_set]]
name = "English"
skills = ["en"]
[[skill_set]]
name = "German VIP"
skills = ["de", "vip"]
"""
SERVER = "dialer.example:6500"
COMPLETE = {"campaign": "Sales", "agent": "1001", "extension": "2001"}
TYPED = Login(campaign="Sales", agent="1001", extension="2001")


def settings(more: str = "", site: str = SITE) -> Settings:
    return load_settings(layers=[("site", site), ("more", more)])


class Form:
    """A dialog with what it emitted."""

    def __init__(self, dialog: LoginDialog) -> None:
        self.dialog = dialog
        self.sent: list[LoginForm] = []
        self.wanted: list[tuple[str, str | None, str]] = []
        dialog.submitted.connect(self.sent.append)
        dialog.password_wanted.connect(lambda *who: self.wanted.append(who))

    def field(self, key: str) -> QWidget:
        field = self.dialog.form.rows[key].field
        return field.edit if isinstance(field, ChoiceEdit) else field

    def type(self, key: str, text: str) -> None:
        if text.isascii():
            QTest.keyClicks(self.field(key), text)
        else:
            self.insert(key, text)

    def insert(self, key: str, text: str) -> None:
        """As an input method does."""
        field = self.field(key)
        assert isinstance(field, QLineEdit)
        field.insert(text)

    def fill(self, **texts: str) -> None:
        for key, text in texts.items():
            self.dialog.form.rows[key].put(text)

    def text(self, key: str) -> str:
        return self.dialog.form.rows[key].text

    def reason(self, key: str) -> str:
        label = self.dialog.form.rows[key].reason
        return label.text() if label.isVisible() else ""

    def has_keys(self, key: str) -> bool:
        """Also where no window manager has made the window the active one."""
        return self.dialog.focusWidget() in (self.field(key), self.dialog.form.rows[key].field)

    def press(self, key: Qt.Key, field: str = "agent") -> None:
        QTest.keyClick(self.field(field), key)

    @property
    def message(self) -> str:
        label = self.dialog.form.message
        return label.text() if label.isVisible() else ""

    def look_for_password(self) -> None:
        """As the pause after the last key does."""
        self.dialog._want_password()

    @property
    def password(self) -> str:
        return self.text("password")


@pytest.fixture(scope="module")
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, Mode.LIGHT)


@pytest.fixture
def store(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "habits.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def make(qtbot: QtBot, theme: Theme, store: QSettings) -> Make:
    def build(more: str = "", *, site: str = SITE) -> Form:
        dialog = LoginDialog(settings(more, site), theme, store=store)
        qtbot.addWidget(dialog)
        form = Form(dialog)
        dialog.show()
        qtbot.waitExposed(dialog)
        return form

    return build


# -- what it starts with -----------------------------------------------------------------------------------


def test_it_starts_with_the_settings(make: Make) -> None:
    form = make('[login]\ncampaign = "Sales"\nagent = "1001"\ntenant = "acme"\nskill_set = "German VIP"')
    keys = ("server", "campaign", "agent", "extension", "skill_set", "tenant")
    assert [form.text(key) for key in keys] == [SERVER, "Sales", "1001", "", "German VIP", "acme"]


def test_what_was_typed_last_fills_the_gaps(make: Make) -> None:
    first = make()
    first.fill(**COMPLETE, skill_set="English", team="A", password="secret", server="other:7000")
    first.press(Qt.Key.Key_Return)
    again = make('[login]\nagent = "2002"')
    assert again.text("agent") == "2002", "the settings come first"
    assert again.text("extension") == "2001"
    assert again.text("team") == "A"
    assert again.text("skill_set") == "English"
    assert again.text("server") == "other:7000"
    assert again.password == ""


def test_a_new_server_of_the_settings_wins(make: Make) -> None:
    first = make()
    first.fill(**COMPLETE, server="typed:7000")
    first.press(Qt.Key.Key_Return)
    assert make('[server]\nhost = "new.example"').text("server") == "new.example:6500"


def test_no_password_is_written_down(make: Make, store: QSettings, tmp_path: Path) -> None:
    form = make()
    form.fill(**COMPLETE, password="gr3at-secret")
    form.press(Qt.Key.Key_Return)
    store.sync()
    assert form.sent
    assert "Sales" in (tmp_path / "habits.ini").read_text()
    assert "gr3at-secret" not in (tmp_path / "habits.ini").read_text()
    assert "gr3at-secret" not in repr(form.sent[0])


def test_a_skill_set_that_is_gone_is_not_offered(make: Make, store: QSettings) -> None:
    store.setValue("login/skill_set", "Old")
    assert make().text("skill_set") == ""


def test_without_skill_sets_there_is_no_such_line(make: Make) -> None:
    assert not make(site='[server]\nhost = "x"').field("skill_set").isVisible()
    assert make().field("skill_set").isVisible()


def test_the_campaigns_are_at_hand_and_others_can_be_typed(make: Make) -> None:
    form = make()
    combo: Any = form.dialog.form.rows["campaign"].field
    assert [combo.itemText(at) for at in range(combo.count())] == ["Sales", "Service"]
    form.type("campaign", "Elsewhere")
    assert form.text("campaign") == "Elsewhere"


# -- sending -----------------------------------------------------------------------------------------------


def test_enter_sends_what_was_typed(make: Make) -> None:
    form = make()
    for key, text in {**COMPLETE, "password": "pass word"}.items():
        form.type(key, text)
    form.press(Qt.Key.Key_Return)
    assert form.sent == [LoginForm(server=SERVER, login=TYPED, password="pass word", remember=False)]
    assert form.dialog.isVisible(), "it stays until the program has taken it"


def test_every_entry_is_sent(make: Make) -> None:
    form = make()
    rest = {"name": "Ada", "team": "A", "user": "ada", "tenant": "acme", "skill_set": "English"}
    form.fill(**COMPLETE, **rest)
    form.dialog.form.log_in.click()
    assert form.sent[0].login == replace(TYPED, name="Ada", team="A", user="ada", tenant="acme", skill_set="English")
    assert form.sent[0].password is None


def test_spaces_around_are_nothing_but_in_a_password(make: Make) -> None:
    form = make()
    form.fill(campaign=" Sales ", agent="1001 ", extension=" 2001", server=" DIALER.example:6500 ", password=" x ")
    form.press(Qt.Key.Key_Return)
    assert form.sent[0].login == TYPED
    assert form.sent[0].server == "DIALER.example:6500"
    assert form.sent[0].password == " x "


def test_escape_closes_it(make: Make) -> None:
    form = make()
    form.press(Qt.Key.Key_Escape)
    assert not form.dialog.isVisible()
    assert form.sent == []


def test_it_blocks_nothing(make: Make) -> None:
    assert not make().dialog.isModal()


# -- judging -----------------------------------------------------------------------------------------------


def test_what_is_missing_is_said_when_somebody_asks(make: Make) -> None:
    form = make()
    assert [form.reason(key) for key in ("campaign", "agent", "extension")] == ["", "", ""]
    form.fill(agent="1001")
    form.press(Qt.Key.Key_Return)
    assert form.sent == []
    assert form.reason("campaign") == "Campaign is needed."
    assert form.reason("agent") == ""
    assert form.reason("extension") == "Extension is needed."
    assert form.has_keys("campaign")
    form.type("campaign", "S")
    assert form.reason("campaign") == ""


@pytest.mark.parametrize(
    ("key", "typed", "taken", "reason"),
    [
        ("campaign", "Sa;les", "Sales", "Campaign must not contain ; "),
        ("agent", "1/2", "12", "Agent must not contain / "),
        ("extension", "20\\1", "201", "Extension must not contain "),
        ("password", "a!b", "ab", "Password must not contain ! "),
        ("tenant", "a-b", "ab", 'Tenant must have letters and digits only, not "-".'),
        ("team", "x" * 80 + "y", "x" * 80, "Team must have at most 80 characters, not 81."),
    ],
)
def test_what_cannot_travel_is_refused_while_typing(make: Make, key: str, typed: str, taken: str, reason: str) -> None:
    form = make()
    form.dialog.form.unfold(opened=True)
    refused_at = next(at for at in range(len(typed)) if typed[: at + 1] != taken[: at + 1])
    form.type(key, typed[: refused_at + 1])
    assert form.reason(key).startswith(reason)
    form.type(key, typed[refused_at + 1 :])
    assert form.text(key) == taken
    QTest.keyClick(form.field(key), Qt.Key.Key_Backspace)
    assert form.text(key) == taken[:-1]
    assert form.reason(key) == ""


def test_a_paste_that_cannot_travel_changes_nothing(make: Make) -> None:
    form = make()
    form.type("agent", "10")
    QGuiApplication.clipboard().setText("01;02")
    QTest.keyClick(form.field("agent"), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert form.text("agent") == "10"
    assert form.reason("agent").startswith("Agent must not contain ;")


def test_a_server_is_judged_when_it_is_left(make: Make) -> None:
    form = make()
    form.fill(**COMPLETE, server="")
    form.type("server", "dialer")
    assert form.reason("server") == ""
    form.press(Qt.Key.Key_Return, "server")
    assert form.reason("server") == "Server must be HOST:PORT, such as dialer.example:6500."
    assert form.sent == []
    form.type("server", ":7001")
    assert form.reason("server") == ""
    form.press(Qt.Key.Key_Return, "server")
    assert form.sent[0].server == "dialer:7001"


@pytest.mark.parametrize("server", ["", "host", "host:", ":1", "host:0", "host:70000", "h st:1", "a..b:1", "[::1:1"])
def test_no_server(make: Make, server: str) -> None:
    form = make()
    form.fill(**COMPLETE, server=server)
    form.press(Qt.Key.Key_Return)
    assert form.sent == []
    assert form.reason("server")


def test_the_code_page_is_that_of_the_server_that_is_typed(make: Make) -> None:
    form = make('[server]\nport = 6502\ncode_page = "cp1252"', site="")
    form.type("agent", "Ł")
    assert form.text("agent") == ""
    assert "code page cp1252" in form.reason("agent")
    form.fill(server="127.0.0.1:6500")
    form.type("agent", "Ł")
    assert form.text("agent") == "Ł"
    form.fill(server="127.0.0.1:6502")
    assert "code page cp1252" in form.reason("agent")


def test_a_site_can_loosen_the_rule_for_names(make: Make) -> None:
    form = make("[inferred]\nstrict_identifiers = false")
    form.type("agent", "a/b")
    assert form.text("agent") == "a/b"


def test_a_fault_in_the_fold_opens_it(make: Make) -> None:
    form = make()
    assert not form.field("tenant").isVisible()
    form.fill(**COMPLETE, tenant="a b")
    form.press(Qt.Key.Key_Return)
    assert form.sent == []
    assert form.field("tenant").isVisible()
    assert form.reason("tenant")
    form.dialog.form.fold.click()
    assert not form.field("tenant").isVisible()
    form.dialog.form.fold.click()
    assert form.reason("tenant")
    assert form.reason("team") == ""


async def test_reasons_are_never_cut(make: Make) -> None:
    form = make()
    form.fill(campaign="Sales;UK", server="x")
    form.dialog.form.unfold(opened=True)
    before = form.dialog.height()
    form.press(Qt.Key.Key_Return)
    await until(lambda: form.dialog.height() > before)
    labels = [row.reason for row in form.dialog.form.rows.values() if row.reason.isVisible()]
    assert len(labels) == 4
    await until(lambda: all(label.height() >= label.heightForWidth(label.width()) for label in labels))


# -- the password ------------------------------------------------------------------------------------------


def test_a_password_is_looked_for_when_it_is_known_whose(make: Make) -> None:
    form = make()
    assert form.wanted == []
    form.fill(agent="1001")
    form.look_for_password()
    assert form.wanted == [(SERVER, None, "1001")]
    form.look_for_password()
    assert len(form.wanted) == 1
    form.fill(tenant="acme", user="ada")
    form.look_for_password()
    assert form.wanted[-1] == (SERVER, "acme", "ada"), "the user's, where there is one"
    form.fill(agent="a;b")
    form.look_for_password()
    assert len(form.wanted) == 2


def test_the_pause_after_the_last_key_asks_once(qtbot: QtBot, make: Make) -> None:
    form = make()
    form.type("agent", "1001")
    assert form.wanted == []
    qtbot.waitUntil(lambda: form.wanted == [(SERVER, None, "1001")])


def test_it_asks_anew_each_time_it_is_opened(make: Make) -> None:
    form = make('[login]\nagent = "1001"')
    assert form.wanted == [(SERVER, None, "1001")]
    form.dialog.reject()
    form.dialog.show()
    assert len(form.wanted) == 2


def test_a_password_that_is_offered_is_filled_in(make: Make) -> None:
    form = make('[login]\nagent = "1001"')
    form.dialog.offer_password(SERVER, None, "1001", "secret", "Secret Service")
    assert form.password == "secret"
    assert form.dialog.form.remember.isChecked()
    assert form.dialog.form.where.text() == "It is kept in: Secret Service"


def test_an_offer_for_somebody_else_comes_too_late(make: Make) -> None:
    form = make('[login]\nagent = "1001"')
    form.fill(agent="1002")
    form.dialog.offer_password(SERVER, None, "1001", "secret", "Secret Service")
    assert form.password == ""
    assert not form.dialog.form.where.isVisible()


def test_what_was_typed_is_not_replaced(make: Make) -> None:
    form = make('[login]\nagent = "1001"')
    form.type("password", "mine")
    form.dialog.offer_password(SERVER, None, "1001", "stored", "Secret Service")
    assert form.password == "mine"
    assert form.dialog.form.where.isVisible()


def test_another_agent_takes_the_stored_password_away(make: Make) -> None:
    form = make('[login]\nagent = "1001"')
    form.dialog.offer_password(SERVER, None, "1001", "secret", "Secret Service")
    form.type("agent", "2")
    assert form.password == ""
    form.type("password", "typed")
    form.type("agent", "3")
    assert form.password == "typed"


def test_where_there_is_no_place_nothing_is_remembered(make: Make, store: QSettings) -> None:
    store.setValue("login/remember", "yes")
    form = make('[login]\nagent = "1001"')
    assert form.dialog.form.remember.isChecked()
    form.dialog.offer_password(SERVER, None, "1001", None, "")
    assert not form.dialog.form.remember.isEnabled()
    assert form.dialog.form.where.text() == "There is no place to keep it on this computer."
    form.fill(**COMPLETE, password="x")
    form.press(Qt.Key.Key_Return)
    assert form.sent[0].remember is False


def test_no_password_stays_in_a_hidden_window(make: Make) -> None:
    form = make('[login]\nagent = "1001"')
    form.type("password", "secret")
    form.dialog.accept()
    assert form.password == ""
    form.dialog.show()
    form.dialog.offer_password(SERVER, None, "1001", "stored", "Secret Service")
    assert form.password == "stored", "what was typed before does not count any more"


def test_remember_by_mouse_and_by_key(make: Make) -> None:
    form = make()
    remember = form.dialog.form.remember
    QTest.mouseClick(remember, Qt.MouseButton.LeftButton, pos=remember.rect().center())
    assert remember.isChecked()
    QTest.keyClick(remember, Qt.Key.Key_Space)
    assert not remember.isChecked()
    assert accessible(remember).text(QAccessible.Text.Name) == "Remember the password"


# -- what the program says ---------------------------------------------------------------------------------


def test_while_it_is_busy_nothing_is_taken(make: Make) -> None:
    form = make()
    form.fill(**COMPLETE)
    form.field("extension").setFocus()
    form.dialog.set_busy("Logging in …")
    assert form.message == "Logging in …"
    assert not form.field("agent").isEnabled()
    form.dialog.form.log_in.click()
    assert form.dialog.focusWidget() not in (form.dialog.form.cancel, form.dialog.form.fold), "Enter would press it"
    QTest.keyClick(form.dialog, Qt.Key.Key_Return)
    assert form.sent == []
    assert form.dialog.isVisible()
    assert form.dialog.form.cancel.isEnabled()
    form.dialog.set_busy(None)
    assert form.has_keys("extension")
    assert form.field("agent").isEnabled()
    assert form.message == ""


def test_an_error_leaves_the_entries(make: Make, theme: Theme) -> None:
    form = make()
    form.fill(**COMPLETE, password="secret")
    form.dialog.set_busy("Logging in …")
    form.dialog.show_error("The dialer refused the login (error 12).")
    assert form.message == "The dialer refused the login (error 12)."
    assert form.dialog.form.message.palette().windowText().color() == theme.colour("bad")
    assert form.field("agent").isEnabled()
    assert form.password == "secret"
    form.press(Qt.Key.Key_Return)
    assert form.message == ""
    assert len(form.sent) == 1


# -- for those who do not use a mouse, or do not see ---------------------------------------------------------


def test_tab_goes_through_all_of_it(make: Make) -> None:
    form = make()
    form.dialog.form.unfold(opened=True)
    form.field("server").setFocus()
    order: list[QWidget] = []
    while (at := form.dialog.focusWidget()) not in order:
        order.append(at)
        QTest.keyClick(at, Qt.Key.Key_Tab)
    layout = form.dialog.form
    top = ["server", "campaign", "agent", "extension", "skill_set", "password"]
    expected: list[QWidget] = [
        *(layout.rows[key].field for key in top),
        layout.remember,
        layout.fold,
        *(layout.rows[key].field for key in ("name", "team", "user", "tenant")),
        *layout.flags.boxes.values(),
        layout.cancel,
        layout.log_in,
    ]
    assert order == expected


def test_it_opens_where_something_is_missing(make: Make) -> None:
    assert make().has_keys("campaign")
    form = make('[login]\ncampaign = "Sales"\nagent = "1001"\nextension = "2001"')
    assert form.has_keys("password")


def accessible(widget: QWidget) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    return found


def test_every_field_has_a_name_a_label_and_a_reason(make: Make) -> None:
    form = make()
    form.press(Qt.Key.Key_Return)
    for key, row in form.dialog.form.rows.items():
        name = accessible(form.field(key)).text(QAccessible.Text.Name)
        assert row.label.buddy() is row.field
        assert name == row.label.text().replace("&", "").replace(" *", ", needed")
    described = accessible(form.field("agent")).text(QAccessible.Text.Description)
    assert described.startswith("Agent is needed.")


def test_mnemonics_are_each_used_once(make: Make) -> None:
    form = make()
    texts = [row.label.text() for row in form.dialog.form.rows.values()] + [form.dialog.form.remember.text()]
    texts += [box.text() for box in form.dialog.form.flags.boxes.values()]
    letters = [text[text.index("&") + 1].casefold() for text in texts]
    assert len(set(letters)) == len(letters)


# -- how calls come ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["nailed_up", "auto_accept", "auto_wrap", "record"])
def test_what_is_ticked_goes_with_the_login_and_is_ticked_again(make: Make, key: str) -> None:
    form = make("[login]\n" + "\n".join(f'{name} = "{value}"' for name, value in COMPLETE.items()))
    layout = form.dialog.form
    assert not layout.flags.boxes[key].isVisible()
    layout.unfold(opened=True)
    assert layout.flags.boxes[key].isVisible()
    QTest.keyClick(layout.flags.boxes[key], Qt.Key.Key_Space)
    QTest.mouseClick(layout.log_in, Qt.MouseButton.LeftButton)
    ticked: dict[str, Any] = {key: True}
    assert form.sent[0].login == replace(TYPED, **ticked)
    assert make().dialog.form.flags.values == {name: name == key for name in layout.flags.values}


def test_the_settings_tick_what_the_site_wants(make: Make) -> None:
    flags = make("[login]\nnailed_up = true\nrecord = true").dialog.form.flags
    assert flags.values == {"nailed_up": True, "auto_accept": False, "auto_wrap": False, "record": True}


def test_boxes_are_off_while_the_login_is_under_way(make: Make) -> None:
    form = make().dialog
    form.set_busy("Logging in…")
    assert not any(box.isEnabled() for box in form.form.flags.boxes.values())
    form.set_busy(None)
    assert all(box.isEnabled() for box in form.form.flags.boxes.values())


def test_nothing_is_read_as_markup(make: Make) -> None:
    form = make()
    form.dialog.show_error("<b>not bold</b>")
    labels = form.dialog.findChildren(QLabel)
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels)


def test_a_second_opening_brings_it_forward(qtbot: QtBot, make: Make) -> None:
    form = make()
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    form.dialog.show()
    assert form.dialog.isVisible()
    assert (
        len([each for each in QApplication.topLevelWidgets() if isinstance(each, LoginDialog) and each.isVisible()])
        == 1
    )
