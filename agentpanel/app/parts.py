"""What a panel is made of, before there is a window: settings, journal, desk, session."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from agentpanel.domain.desk import Desk
from agentpanel.domain.identifiers import identifier_problem
from agentpanel.journal.sqlite import SqliteJournal
from agentpanel.session import clock
from agentpanel.session.session import Session
from agentpanel.session.wirelog import WireLog
from agentpanel.settings.secrets import Secrets
from agentpanel.settings.settings import Settings


@dataclass(frozen=True, slots=True)
class Parts:
    """One panel's parts below the gui."""

    settings: Settings
    journal: SqliteJournal
    session: Session
    wirelog: WireLog
    secrets: Secrets
    #: The journal's file.
    journal_file: Path


async def build(settings: Settings, journal_file: Path) -> Parts:
    """Open the journal and set up the desk on it. Raises JournalError."""
    journal = await SqliteJournal.open(journal_file, settings.rules.journal)
    server = settings.server
    # Rows, tokens and transactions of this run must differ from those of every other one, on any machine.
    prefix = uuid.uuid4().hex[:16]
    desk = Desk(settings.rules, server.timezone, prefix=prefix, at=clock.now())
    wirelog = WireLog()
    strict = settings.rules.inferred.strict_identifiers
    secrets = Secrets(problem=partial(identifier_problem, strict=strict, codec=server.codec))
    session = Session(
        desk,
        journal,
        wirelog,
        address=(server.host, server.port),
        dialect=settings.dialect,
        now=clock.now,
    )
    return Parts(settings, journal, session, wirelog, secrets, journal_file)
