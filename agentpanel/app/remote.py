"""Answers other programs of this user (`agentpanel ctl`): each verb does what its control does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer

from agentpanel.app.entries import kept_password, login_of, whose_calls
from agentpanel.app.parts import Parts
from agentpanel.domain import words
from agentpanel.domain.confirm import settled
from agentpanel.domain.guard import refusal
from agentpanel.domain.intents import Intent, LogIn
from agentpanel.domain.judging import Verdict
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
from agentpanel.verbs import Request, Site

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

    def __init__(
        self,
        parts: Parts,
        ticks: Ticks,
        *,
        flush: Callable[[], None],
        show: Callable[[], None],
        leave: Callable[[], None],
    ) -> None:
        """``flush`` asks the desk for what is typed in the window and has not left its field."""
        super().__init__()
        self._flush = flush
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
        self._undo = parts.session.observe(self._look)

    def handle(self, request: Request, reply: Reply) -> None:
        """Carry out one request; the answer may come later."""
        intent = request.to_intent(self._site())
        if intent is not None:
            self._ask(intent, request.wait, reply)
        else:
            self._own[request.verb](request, reply)

    def _site(self) -> Site:
        settings = self._parts.settings
        return Site(rules=settings.rules, zone=settings.server.timezone, now=clock.now().wall)

    def close(self) -> None:
        """The panel goes: nobody waits any longer."""
        self._undo()
        for waiter in self._waiters:
            _tell(waiter, _no(say(words.PANEL_CLOSED)))
        self._waiters.clear()

    # -- verbs of the desk ------------------------------------------------------------------------------

    def _ask(self, intent: Intent, wait: float | None, reply: Reply) -> None:
        """Runs from Qt, never on a task's stack; what was typed before the verb came is asked for before it."""
        self._flush()
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
                self._ticks.post(partial(_tell, waiter, answer))

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
        who = whose_calls(self._parts)
        if who is None:
            reply({"ok": True, "rows": []})
            return
        tenant, agent = who
        query = Query(tenant=tenant, agent=agent, limit=request.args.get("limit", _ROWS))
        spawn(self._page(query, reply), name="recent for a program")

    async def _page(self, query: Query, reply: Reply) -> None:
        try:
            rows = await self._parts.journal.page(query)
            answer: dict[str, Any] = {"ok": True, "rows": [row(each.entry) for each in rows]}
        except JournalError as error:
            answer = _no(say(words.RECENT_NOT_READ, reason=error.reason))
        self._ticks.post(lambda: reply(answer))

    def _login(self, request: Request, reply: Reply) -> None:
        """What the desk refuses whatever the password is needs none."""
        login = login_of(self._parts.settings, request.args)
        why = refusal(LogIn(login), self._session.snapshot, self._parts.settings.rules)
        if why is not None:
            reply(_no(why))
        else:
            spawn(self._log_in(login, request.wait, reply), name="login for a program")

    async def _log_in(self, login: Login, wait: float | None, reply: Reply) -> None:
        """The password is looked up as the login form does; then as any other verb."""
        password = await kept_password(self._parts, login)
        if isinstance(password, Say):
            self._ticks.post(lambda: reply(_no(password)))
        else:
            self._ticks.post(lambda: self._ask(LogIn(login, password), wait, reply))

    def _on_show(self, _: Request, reply: Reply) -> None:
        self._show()
        reply({"ok": True})

    def _quit(self, request: Request, reply: Reply) -> None:
        """It never opens a question: where the window would ask, only --force goes on."""
        self._flush()
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
