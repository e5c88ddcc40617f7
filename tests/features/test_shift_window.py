"""Fifty calls through the real window: by mouse on each port and framing, by keyboard, and by another program."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from agentpanel.protocol.frame import Framing
from agentpanel.protocol.framing import Encoding
from tests.features.account import Account
from tests.features.desk import panel_desk
from tests.features.hands import Keyboard, Mouse, Program
from tests.features.shift import Shift

pytestmark = [pytest.mark.once, pytest.mark.time_limit(150)]


@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize("framing", Framing)
async def test_by_mouse(qapp: QApplication, tmp_path: Path, encoding: Encoding, framing: Framing) -> None:
    async with panel_desk(qapp, tmp_path, encoding=encoding, framing=framing) as desk:
        shift = Shift(Mouse(desk), desk.server)
        await shift.work(50)
        await shift.agree()
        assert await Account(desk, "1001").agrees() >= shift.served
        assert shift.refused_breaks == 1


async def test_by_keyboard_alone(qapp: QApplication, tmp_path: Path) -> None:
    async with panel_desk(qapp, tmp_path, speed=25) as desk:
        shift = Shift(Keyboard(desk), desk.server)
        await shift.work(50)
        await shift.agree()
        assert await Account(desk, "1001").agrees() >= shift.served
        assert shift.refused_breaks == 1


async def test_by_another_program_alone(qapp: QApplication, tmp_path: Path) -> None:
    async with panel_desk(qapp, tmp_path) as desk:
        shift = Shift(Program(desk), desk.server)
        await shift.work(50)
        await shift.agree()
        assert await Account(desk, "1001").agrees() >= shift.served
        assert shift.refused_breaks == 1
