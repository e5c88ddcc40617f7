from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QImage, QPainter, QPalette
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from agentpanel.domain.snapshot import Shown
from agentpanel.gui.palettes import Colours, Look, Pattern, read_colours
from agentpanel.gui.theme import Mode, Theme, em
from agentpanel.resources import resource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

TEXT = 4.5  # the contrast that words need, and marks: WCAG 2.2, 1.4.3 and 1.4.11
MARK = 3.0
SURFACES = ("window", "base", "alternate_base")
ACTIONS = {
    *("available", "break", "logout", "login", "end-call", "complete", "tag", "settings", "wirelog", "about"),
    *("record", "search", "bar", "panel", "warning", "info", "copy", "lock"),
}


@pytest.fixture(params=["light", "dark"])
def colours(request: pytest.FixtureRequest) -> Colours:
    return read_colours(request.param)


def luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    palette = qapp.palette()
    yield Theme(qapp, Mode.LIGHT)
    qapp.setPalette(palette)


# -- colours


def test_contrast_is_what_the_standard_says() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("white")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("shown", Shown)
def test_the_words_of_a_state_can_be_read(colours: Colours, shown: Shown) -> None:
    look = colours.looks[shown]
    assert contrast(look.text, look.fill) >= TEXT
    assert contrast(look.text, look.stripe) >= TEXT


@pytest.mark.parametrize("shown", Shown)
def test_a_state_stands_out_from_the_window(colours: Colours, shown: Shown) -> None:
    look = colours.looks[shown]
    assert max(contrast(part, colours.roles["window"]) for part in (look.fill, look.edge)) >= MARK


@pytest.mark.parametrize("shown", [Shown.BREAK_ASKED, Shown.RESERVED, Shown.PREVIEW, Shown.HELD, Shown.UNEXPECTED])
def test_an_edge_that_means_something_is_seen_on_its_fill(colours: Colours, shown: Shown) -> None:
    look = colours.looks[shown]
    assert contrast(look.edge, look.fill) >= MARK


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *product(
            ("window_text", "text", "muted", "disabled_text", "link", "good", "warn", "bad", "recording"), SURFACES
        ),
        *product(("button_text", "disabled_text", "bad", "good", "warn"), ("button",)),
        ("highlighted_text", "highlight"),
        ("tooltip_text", "tooltip"),
    ],
)
def test_words_can_be_read(colours: Colours, text: str, ground: str) -> None:
    assert contrast(colours.roles[text], colours.roles[ground]) >= TEXT


@pytest.mark.parametrize(("mark", "ground"), [*product(("edge", "highlight"), SURFACES)])
def test_frames_and_the_focus_can_be_seen(colours: Colours, mark: str, ground: str) -> None:
    assert contrast(colours.roles[mark], colours.roles[ground]) >= MARK


def test_every_word_that_qt_paints_can_be_read(colours: Colours) -> None:
    palette = colours.palette()
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    pairs = [
        (role.WindowText, role.Window),
        (role.Text, role.Base),
        (role.Text, role.AlternateBase),
        (role.PlaceholderText, role.Base),
        (role.ButtonText, role.Button),
        (role.HighlightedText, role.Highlight),
        (role.ToolTipText, role.ToolTipBase),
        (role.Link, role.Base),
        (role.LinkVisited, role.Base),
    ]
    for one, (text, ground) in product((group.Active, group.Inactive, group.Disabled), pairs):
        assert contrast(palette.color(one, text), palette.color(one, ground)) >= TEXT, (one, text)


def test_both_themes_name_the_same_roles() -> None:
    light, dark = read_colours("light"), read_colours("dark")
    assert light.roles.keys() == dark.roles.keys()
    assert (light.dark, dark.dark) == (False, True)
    assert luminance(light.roles["window"]) > luminance(dark.roles["window"])
    assert all(colour.isValid() for colours in (light, dark) for colour in colours.roles.values())


def test_no_two_states_differ_by_colour_alone(colours: Colours) -> None:
    assert len({look.shape for look in colours.looks.values()}) == len(Shown)


# -- the looks of panel.md 2


def test_the_patterns(colours: Colours) -> None:
    looks = colours.looks
    of = {pattern: {shown for shown in Shown if looks[shown].pattern is pattern} for pattern in Pattern}
    assert of[Pattern.STRIPED] == {Shown.OFFLINE, Shown.CONNECTING}
    assert of[Pattern.MOVING] == {Shown.LOGGING_IN, Shown.LOGGING_OUT}
    assert of[Pattern.DASHED] == {Shown.HELD}
    for look in looks.values():
        assert (look.stripe != look.fill) == (look.pattern in (Pattern.STRIPED, Pattern.MOVING))


@pytest.mark.parametrize(
    ("shown", "part", "hue"),
    [
        (Shown.AVAILABLE, "fill", "green"),
        (Shown.BREAK_ASKED, "fill", "green"),
        (Shown.BREAK_ASKED, "edge", "amber"),
        (Shown.NOT_READY, "fill", "amber"),
        (Shown.PREVIEW, "edge", "blue"),
        (Shown.OFFERED, "fill", "yellow"),
        (Shown.TALKING, "fill", "blue"),
        (Shown.HELD, "fill", "blue"),
        (Shown.WRAP, "fill", "violet"),
        (Shown.UNEXPECTED, "edge", "red"),
    ],
)
def test_the_colours(colours: Colours, shown: Shown, part: str, hue: str) -> None:
    colour: QColor = getattr(colours.looks[shown], part)
    low, high = {
        "red": (340, 370),
        "amber": (30, 45),
        "yellow": (48, 60),
        "green": (120, 160),
        "blue": (205, 225),
        "violet": (260, 290),
    }[hue]
    angle = colour.hslHue()
    assert low <= (angle + 360 if angle < 20 else angle) <= high
    assert colour.hslSaturation() > 90


@pytest.mark.parametrize("shown", [Shown.OFFLINE, Shown.CONNECTING, Shown.LOGGED_OUT, Shown.LOGGING_IN])
def test_what_is_not_logged_in_is_grey(colours: Colours, shown: Shown) -> None:
    assert colours.looks[shown].fill.hslSaturation() < 40


def painted(look: Look, phase: float = 0.0) -> QImage:
    image = QImage(QSize(80, 40), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.fillRect(QRectF(0, 0, 80, 40), look.brush(8, phase))
    painter.end()
    return image


@pytest.mark.usefixtures("qapp")
def test_stripes_are_painted_and_move() -> None:
    looks = read_colours("light").looks
    still = painted(looks[Shown.LOGGING_IN])
    found = {still.pixelColor(x, 20).name() for x in range(80)}
    assert {looks[Shown.LOGGING_IN].fill.name(), looks[Shown.LOGGING_IN].stripe.name()} <= found
    assert painted(looks[Shown.LOGGING_IN], 0.5) != still
    assert painted(looks[Shown.LOGGING_IN], 1.0).pixelColor(40, 20) == still.pixelColor(40, 20)
    assert painted(looks[Shown.TALKING]).pixelColor(7, 7) == looks[Shown.TALKING].fill


def test_only_a_dashed_edge_is_broken() -> None:
    looks = read_colours("light").looks
    assert looks[Shown.HELD].pen(3).style() is Qt.PenStyle.CustomDashLine
    assert looks[Shown.TALKING].pen(3).style() is Qt.PenStyle.SolidLine


# -- the theme


def test_a_choice_reaches_every_window(theme: Theme, qtbot: QtBot) -> None:
    label = QLabel("words")
    qtbot.addWidget(label)
    label.show()
    with qtbot.waitSignal(theme.changed):
        theme.choose(Mode.DARK)
    assert theme.dark
    qtbot.waitUntil(lambda: label.palette().color(QPalette.ColorRole.Window) == theme.colour("window"))
    theme.choose("light")
    assert not theme.dark
    assert theme.mode is Mode.LIGHT


def test_the_same_choice_changes_nothing(theme: Theme, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(theme.changed):
        theme.choose(Mode.LIGHT)
    assert not theme.dark


def test_the_system_is_followed_where_it_tells(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = Qt.ColorScheme.Unknown
    monkeypatch.setattr(theme, "_scheme", lambda: answer)
    theme.choose(Mode.SYSTEM)
    assert not theme.dark
    answer = Qt.ColorScheme.Dark
    theme._app.styleHints().colorSchemeChanged.emit(answer)
    assert theme.dark
    answer = Qt.ColorScheme.Light
    theme._app.styleHints().colorSchemeChanged.emit(answer)
    assert not theme.dark


def test_a_choice_holds_against_the_system(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme, "_scheme", lambda: Qt.ColorScheme.Dark)
    theme._app.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert not theme.dark


# -- icons


def ink(icon: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> set[str]:
    """The colours of its opaque pixels."""
    image = icon.pixmap(QSize(32, 32), mode=mode).toImage()
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


def files() -> list[Path]:
    return sorted(Path(str(resource("icons"))).glob("*.svg"))


def test_there_is_an_icon_for_every_action_and_a_shape_for_every_state() -> None:
    shapes = {f"state-{look.shape}" for look in read_colours("light").looks.values()}
    assert {file.stem for file in files()} >= ACTIONS | shapes


@pytest.mark.parametrize("file", files(), ids=lambda file: file.stem)
def test_an_icon_takes_the_colour_of_the_theme(file: Path, theme: Theme) -> None:
    root = ET.parse(file).getroot()  # noqa: S314 -- our own file
    assert root.get("viewBox") == "0 0 24 24"
    assert root.get("stroke") == "currentColor"
    assert ink(theme.icon(file.stem)) == {theme.colour("button_text").name()}
    assert ink(theme.icon(file.stem), QIcon.Mode.Disabled) == {theme.colour("disabled_text").name()}


def test_an_icon_is_drawn_once(theme: Theme) -> None:
    assert theme.icon("tag").cacheKey() == theme.icon("tag").cacheKey()
    assert theme.icon("tag").cacheKey() != theme.icon("lock").cacheKey()


def test_a_shape_has_the_colour_of_the_words_beside_it(theme: Theme) -> None:
    for shown in Shown:
        assert ink(theme.shape(shown)) == {theme.look(shown).text.name()}


def test_what_wears_an_icon_changes_with_the_theme(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    button, action = QPushButton(window), QAction(window)
    theme.dress(button, "break")
    theme.dress(action, "break")
    light = theme.colour("button_text").name()
    assert ink(button.icon()) == ink(action.icon()) == {light}
    theme.choose(Mode.DARK)
    dark = theme.colour("button_text").name()
    assert ink(button.icon()) == ink(action.icon()) == {dark}
    assert dark != light


def test_what_is_gone_wears_nothing(theme: Theme) -> None:
    button = QPushButton()
    theme.dress(button, "break")
    del button
    theme.choose(Mode.DARK)
    assert theme.dark


# -- sizes


def test_sizes_grow_with_the_font(qtbot: QtBot) -> None:
    label = QLabel("x")
    qtbot.addWidget(label)
    before = em(label, 10)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    label.setFont(font)
    assert em(label, 10) == pytest.approx(2 * before, rel=0.1)
    assert em(label, 0.001) == 1
