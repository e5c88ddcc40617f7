"""Answers other programs of this user (`agentpanel ctl`): each verb does what its control does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer

from agentpanel.address import address_text
from agentpanel.app.parts import Parts
from agentpanel.domain import words
from agentpanel.domain.confirm import Verdict, settled
from agentpanel.domain.intents import Intent, LogIn
from agentpanel.domain.records import Query
from agentpanel.domain.snapshot import Login, Snapshot
from agentpanel.domain.state import Seat
from agentpanel.domain.status import row, status
from agentpanel.domain.view import quit_question
from agentpanel.domain.words import Say, say
from agentpanel.gui.i18n import say as in_words
from agentpanel.gui.ticks import Ticks
from agentpanel.journal.errors import JournalError
from agentpanel.session import clock
from agentpanel.session.tasks import spawn
from agentpanel.settings.secrets import Found
from agentpanel.verbs import Request

Reply = Callable[[dict[str, Any]], None]
#: Rows of `recent` without --limit.
_ROWS: Final = 200


@dataclass(slots=True)
class _Waiter:
    """Somebody waits for the dialer's answer; ``judge`` looks at the desk as it is now."""

    judge: Callable[[Snapshot], Verdict]
    reply: Reply
    timer: QTimer


class Remote(QObject):
    """The handler of the control channel."""

    def __init__(self, parts: Parts, ticks: Ticks, *, show: Callable[[], None], leave: Callable[[], None]) -> None:
        super().__init__()
        self._parts = parts
        self._session = parts.session
        self._ticks = ticks
        self._show = show
        self._leave = leave
        self._waiters: list[_Waiter] = []
        self._own: dict[str, Callable[[Request, Reply], None]] = {
            "status": self._status,
            "recent": self._recent,
            "login": self._login,
            "show": self._on_show,
            "quit": self._quit,
        }
        parts.session.observe(self._look)

    def handle(self, request: Request, reply: Reply) -> None:
        """Carry out one request; the answer may come later."""
        intent = request.to_intent()
        if intent is not None:
            self._ask(intent, request.wait, reply)
        else:
            self._own[request.verb](request, reply)

    def close(self) -> None:
        """The panel goes: nobody waits any longer."""
        for waiter in self._waiters:
            _tell(waiter, _no(say(words.PANEL_CLOSED)))
        self._waiters.clear()

    # -- verbs of the desk ------------------------------------------------------------------------------

    def _ask(self, intent: Intent, wait: float | None, reply: Reply) -> None:
        before = self._session.snapshot
        if (why := self._session.ask(intent)) is not None:
            reply(_no(why))
        elif wait is None:
            reply({"ok": True})
        else:
            self._await(partial(settled, intent, before), wait, reply)

    def _await(self, judge: Callable[[Snapshot], Verdict], wait: float, reply: Reply) -> None:
        timer = QTimer(self)
        timer.setSingleShot(True)
        waiter = _Waiter(judge, reply, timer)
        timer.timeout.connect(lambda: self._give_up(waiter, wait))
        self._waiters.append(waiter)
        timer.start(round(wait * 1000))
        self._look()

    def _look(self) -> None:
        """Something changed: tell those whose answer has come. May run on a task's stack, so it only posts."""
        for waiter in tuple(self._waiters):
            verdict = waiter.judge(self._session.snapshot)
            if verdict is not None:
                self._waiters.remove(waiter)
                answer = {"ok": True} if verdict is True else _no(verdict)
                self._ticks.post(lambda waiter=waiter, answer=answer: _tell(waiter, answer))  # type: ignore[misc]

    def _give_up(self, waiter: _Waiter, wait: float) -> None:
        if waiter in self._waiters:
            self._waiters.remove(waiter)
            _tell(waiter, _no(say(words.NO_ANSWER_IN_TIME, seconds=f"{wait:g}")))

    # -- the program's own verbs ------------------------------------------------------------------------

    def _status(self, _: Request, reply: Reply) -> None:
        snapshot = self._session.snapshot
        always = ["status", "recent", "show", *(["quit"] if quit_question(snapshot) is None else [])]
        reply({"ok": True, **status(snapshot, self._parts.settings.rules, clock.now(), always=always)})

    def _recent(self, request: Request, reply: Reply) -> None:
        login = self._session.snapshot.login
        if login is None:
            reply({"ok": True, "rows": []})
            return
        limit = request.args.get("limit", _ROWS)
        query = Query(tenant=login.tenant, agent=login.agent, limit=limit)
        spawn(self._page(query, reply), name="recent for a program")

    async def _page(self, query: Query, reply: Reply) -> None:
        try:
            entries = await self._parts.journal.page(query)
            answer: dict[str, Any] = {"ok": True, "rows": [row(entry) for entry in entries]}
        except JournalError as error:
            answer = _no(say(words.RECENT_NOT_READ, reason=error.reason))
        self._ticks.post(lambda: reply(answer))

    def _login(self, request: Request, reply: Reply) -> None:
        spawn(self._log_in(request, reply), name="login for a program")

    async def _log_in(self, request: Request, reply: Reply) -> None:
        """The password is looked up as the login form does; then as any other verb."""
        login = self._who(request)
        server = address_text(self._session.address)
        found = await self._parts.secrets.read(server, login.tenant, login.user or login.agent)
        password = found.password if isinstance(found, Found) else None
        self._ticks.post(lambda: self._ask(LogIn(login, password), request.wait, reply))

    def _who(self, request: Request) -> Login:
        """What the program gives, else what the settings give."""
        known = self._parts.settings.login
        given = request.args
        return Login(
            campaign=given.get("campaign") or known.campaign or "",
            agent=given.get("agent") or known.agent or "",
            extension=given.get("extension") or known.extension or "",
            tenant=known.tenant,
            name=known.name,
            team=known.team,
            user=known.user,
            skill_set=known.skill_set,
        )

    def _on_show(self, _: Request, reply: Reply) -> None:
        self._show()
        reply({"ok": True})

    def _quit(self, request: Request, reply: Reply) -> None:
        """It never opens a question: where the window would ask, only --force goes on."""
        question = quit_question(self._session.snapshot)
        if question is not None and not request.args.get("force"):
            reply(_no(say(words.CANNOT_QUIT, question=question)))
            return
        self._leave()
        if request.wait is None:
            reply({"ok": True})
        else:
            self._await(_is_out, request.wait, reply)


def _is_out(now: Snapshot) -> Verdict:
    return True if now.seat.value is Seat.OUT else None


def _no(why: Say) -> dict[str, Any]:
    return {"ok": False, "error": in_words(why)}


def _tell(waiter: _Waiter, answer: dict[str, Any]) -> None:
    waiter.timer.stop()
    waiter.timer.deleteLater()
    waiter.reply(answer)
