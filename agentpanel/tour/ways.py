"""The other ways of working: previews, progressive and manual calls, callbacks, and a colleague to confer with."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from operator import is_not
from typing import Final

from agentpanel.domain.intents import (
    AnswerTransfer,
    Complete,
    Decline,
    Dial,
    EndCall,
    GoAvailable,
    Intent,
    LogIn,
    LogOut,
    NextPreview,
    PickOutcome,
    SetCallback,
    TakeBreak,
    TransferCall,
)
from agentpanel.domain.parties import Callback, Manner, Target, TargetKind, TransferStage
from agentpanel.domain.snapshot import Login, Shown, Snapshot
from agentpanel.session import clock
from agentpanel.session.session import Session
from agentpanel.simulator.loading import load_scenario
from agentpanel.simulator.scenario import Campaign, Pace
from agentpanel.tour.guide import Guide, TourError

#: Seconds of the emulator between calls, long enough to press what comes before.
_WAIT_S: Final = (2.0, 2.0)
#: What a preview and the pause after it last, seconds of the emulator.
_PREVIEW_S: Final = 90
_BREATHER_S: Final = 60
_BROADBAND: Final = 105
_NOT_MADE: Final = 200
_COLLEAGUE: Final = Login(campaign="Support", agent="1002", extension="2002", name="Colleague")


def campaigns() -> tuple[Campaign, ...]:
    """One of each way of working, from the shipped scenarios."""
    preview, progressive, manual, inbound = (
        load_scenario(name).campaigns for name in ("preview", "progressive", "manual", "inbound")
    )
    support = next(each for each in inbound if each.name == "Support")
    pace = Pace(after=_WAIT_S)
    return (
        replace(preview[0], name="Preview", preview_s=_PREVIEW_S, breather_s=_BREATHER_S, pace=pace),
        replace(progressive[0], name="Progressive", pace=pace),
        replace(manual[0], name="Manual"),
        replace(support, pace=Pace(mode="asked")),
    )


class Ways:
    """Walks them one after the other, each in a login of its own."""

    def __init__(self, guide: Guide, login: Login, colleague: Session) -> None:
        self._guide = guide
        self._login = login
        self._colleague = colleague

    async def walk(self) -> None:
        """All of them; the agent is logged out before and after."""
        await self._previews()
        await self._progressive()
        await self._manual()
        await self._callback()
        await self._confer()

    async def _previews(self) -> None:
        guide = self._guide
        await self._begin("Preview")
        await guide.shows(Shown.PREVIEW)
        await guide.picture("preview")
        guide.ask(Dial())
        await guide.picture("preview-dialing")
        await guide.shows(Shown.TALKING)
        await self._wrap_up()
        await guide.shows(Shown.BREATHER)
        await guide.picture("breather")
        guide.ask(NextPreview())
        await guide.shows(Shown.PREVIEW)
        guide.ask(Decline(_NOT_MADE))
        await self._leave()

    async def _progressive(self) -> None:
        await self._begin("Progressive")
        await self._guide.shows(Shown.PREVIEW)
        await self._guide.picture("progressive")
        await self._leave()

    async def _manual(self) -> None:
        await self._begin("Manual")
        await self._guide.shows(Shown.MANUAL)
        await self._guide.picture("manual")
        await self._leave()

    async def _callback(self) -> None:
        """One that is made in wrap, and comes."""
        guide = self._guide
        await self._begin("Sales")
        await guide.shows(Shown.TALKING)
        guide.ask(EndCall())
        await guide.shows(Shown.WRAP)
        guide.ask(PickOutcome(_BROADBAND))
        guide.ask(SetCallback(Callback(when=clock.now().wall + timedelta(hours=3))))
        await guide.picture("wrap-callback")
        guide.ask(Complete(_BROADBAND))
        await guide.shows(Shown.RESERVED)
        await guide.picture("reserved")
        await self._leave()

    async def _confer(self) -> None:
        """A conference with a colleague, who then gives the call back."""
        guide, colleague = self._guide, self._colleague
        self._ask_colleague(LogIn(_COLLEAGUE))
        await self._begin("Support")
        await guide.shows(Shown.AVAILABLE)
        guide.server.offer_call(agent=self._login.agent)
        await guide.shows(Shown.TALKING)
        await self._sheets()
        guide.ask(TransferCall(Target(TargetKind.AGENT, _COLLEAGUE.agent, "Colleague"), Manner.CONFERENCE))
        await guide.until(lambda s: _stage(s) is TransferStage.OFFERED, "the offer")
        await guide.picture("transfer")
        self._ask_colleague(AnswerTransfer(accept=True))
        await guide.until(lambda s: _stage(s) is TransferStage.CONFERENCE, "the conference")
        await guide.picture("conference")
        await self._wrap_up()
        guide.ask(TakeBreak(1))
        await guide.shows(Shown.NOT_READY)
        self._ask_colleague(TransferCall(Target(TargetKind.AGENT, self._login.agent), Manner.SCREENED))
        await guide.shows(Shown.OFFERED)
        await guide.picture("transfer-offered")
        guide.ask(AnswerTransfer(accept=True))
        await guide.shows(Shown.TALKING)
        await guide.until(lambda _: colleague.snapshot.shown.value is Shown.WRAP, "the colleague's wrap")
        self._ask_colleague(Complete(_BROADBAND))
        await self._leave()

    async def _sheets(self) -> None:
        """What opens over a call."""
        call = self._guide.panel.window.parts.call
        for name, sheet, anchor in (
            ("keypad", call.keypad, call.controls.buttons.keypad),
            ("transfer-sheet", call.transfer, call.controls.buttons.transfer),
        ):
            await self._guide.on_tick(partial(sheet.open_under, anchor))
            await self._guide.picture(name, sheet)
            await self._guide.on_tick(sheet.close)

    # -- in and out ----------------------------------------------------------------------------------------

    async def _begin(self, campaign: str) -> None:
        self._guide.ask(LogIn(replace(self._login, campaign=campaign)))
        await self._guide.shows(Shown.NOT_READY)
        self._guide.ask(GoAvailable())

    async def _wrap_up(self) -> None:
        self._guide.ask(EndCall())
        await self._guide.shows(Shown.WRAP)
        self._guide.ask(Complete(_BROADBAND))
        await self._guide.until(lambda s: s.shown.value is not Shown.WRAP, "the end of wrap")

    async def _leave(self) -> None:
        """Whatever is under way is ended; a logout waits for it."""
        guide = self._guide
        guide.ask(LogOut())
        while guide.session.snapshot.shown.value is not Shown.LOGGED_OUT:
            seen = guide.session.snapshot
            guide.session.ask(EndCall())
            if seen.shown.value is Shown.WRAP:
                guide.session.ask(Complete(_BROADBAND))
            await guide.until(partial(is_not, seen), "the logout")

    def _ask_colleague(self, intent: Intent) -> None:
        if (why := self._colleague.ask(intent)) is not None:
            raise TourError(f"The colleague's {type(intent).__name__} was refused: {why}")


def _stage(s: Snapshot) -> TransferStage | None:
    return s.call.transfer.stage if s.call is not None and s.call.transfer is not None else None
