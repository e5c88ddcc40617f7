"""The agent's password: from the environment, else from the system's keyring, else nowhere.

A keyring may block until a person unlocks it, or for ever where nothing can ask that person. So each call runs
on a daemon thread of its own, one after the other, and is given up after a few seconds.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

from agentpanel.domain.identifiers import identifier_problem
from agentpanel.settings.keyrings import NO_KEYRING, chosen_backend, failure, keeps_nothing, place, refusal, writable

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

#: Wins over the keyring when it is set and not empty.
ENVIRONMENT_KEY: Final = "AGENTPANEL_PASSWORD"
#: Seconds; a keyring that is open answers within 0.2, a person who unlocks one needs longer and tries again.
TIMEOUT_S: Final = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The password, and in words where it came from."""

    password: str = field(repr=False)
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """There is none in this place."""

    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The password is, or would be, kept in this place."""

    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """The password is no longer in this place."""

    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfit:
    """There is a password, but it could not be sent; ``problem`` follows the word for it."""

    where: str
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unavailable:
    """It did not work, with the reason in a sentence that starts small and has no full stop."""

    reason: str


Answer = TypeVar("Answer")
Job = Callable[["KeyringBackend"], Answer]


class Secrets:
    """Passwords by server address, tenant (None is the tenant ``default``) and agent."""

    def __init__(
        self,
        *,
        timeout_s: float = TIMEOUT_S,
        environ: Mapping[str, str] = os.environ,
        problem: Callable[[str], str | None] = identifier_problem,
        backend: Callable[[], KeyringBackend] | None = None,
    ) -> None:
        """``problem`` says why a password cannot travel; ``backend`` stands in for keyring's own choice."""
        self._timeout_s = timeout_s
        self._environ = environ
        self._problem = problem
        self._backend = backend or chosen_backend
        self._one_at_a_time = threading.Lock()

    async def read(self, server: str, tenant: str | None, agent: str) -> Found | Missing | Unfit | Unavailable:
        """The password of the environment, else of the keyring."""
        if password := self._environ.get(ENVIRONMENT_KEY):
            return self._checked(password, ENVIRONMENT_KEY)

        def job(backend: KeyringBackend) -> Found | Missing | Unfit | Unavailable:
            found = backend.get_password(_service(server, tenant), agent)
            return Missing(where=place(backend)) if found is None else self._checked(found, place(backend))

        return await self._ask(job)

    async def write(self, server: str, tenant: str | None, agent: str, password: str) -> Kept | Unavailable:
        """Keep a password in the keyring; never where anybody could read it, nor one that could not be sent."""
        if problem := self._problem(password):
            return Unavailable(reason=f"the password {problem}")

        def job(backend: KeyringBackend) -> Kept | Unavailable:
            target = writable(backend)
            if target is None:
                return Unavailable(reason=refusal(backend))
            target.set_password(_service(server, tenant), agent, password)
            return Kept(where=place(target))

        return await self._ask(job)

    async def forget(self, server: str, tenant: str | None, agent: str) -> Forgotten | Missing | Unavailable:
        """Take a password out of the keyring."""

        def job(backend: KeyringBackend) -> Forgotten | Missing:
            if backend.get_password(_service(server, tenant), agent) is None:
                return Missing(where=place(backend))
            backend.delete_password(_service(server, tenant), agent)
            return Forgotten(where=place(backend))

        return await self._ask(job)

    async def where(self) -> Kept | Unavailable:
        """Where a password would be kept."""

        def job(backend: KeyringBackend) -> Kept | Unavailable:
            target = writable(backend)
            return Unavailable(reason=refusal(backend)) if target is None else Kept(where=place(target))

        return await self._ask(job)

    def _checked(self, password: str, where: str) -> Found | Unfit:
        if problem := self._problem(password):
            return Unfit(where=where, problem=problem)
        return Found(password=password, where=where)

    async def _ask(self, job: Job[Answer]) -> Answer | Unavailable:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Answer | Unavailable] = loop.create_future()

        def settle(result: Answer | Unavailable) -> None:
            if not answer.done():
                answer.set_result(result)

        def work() -> None:
            with self._one_at_a_time:
                # Given up while another call blocked: it must not write or prompt any more.
                result = None if answer.done() else self._guarded(job)
            if result is not None:
                try:
                    loop.call_soon_threadsafe(settle, result)
                except RuntimeError:
                    pass  # the program has ended meanwhile

        # Not an executor: its threads are joined at exit, and a keyring may block for ever.
        threading.Thread(target=work, name="keyring", daemon=True).start()
        try:
            async with asyncio.timeout(self._timeout_s):
                return await answer
        except TimeoutError:
            return Unavailable(
                reason=f"the keyring did not answer within {self._timeout_s:g} s; it may be waiting to be unlocked"
            )

    def _guarded(self, job: Job[Answer]) -> Answer | Unavailable:
        try:
            backend = self._backend()
            return Unavailable(reason=NO_KEYRING) if keeps_nothing(backend) else job(backend)
        except Exception as error:  # noqa: BLE001 - a backend may raise anything, and the panel goes on without it
            return Unavailable(reason=failure(error))


def _service(server: str, tenant: str | None) -> str:
    return f"agentpanel {server} {tenant or 'default'}"
