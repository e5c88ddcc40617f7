"""EO and what becomes of it: asked for after LI, refused, ended, rolled forward after a lost link (behaviour.md 8)."""

from __future__ import annotations

from agentpanel.domain import words
from agentpanel.domain.rights import sees_all, why_only_own
from agentpanel.domain.transactions import OutcomeList, fixed_token
from agentpanel.domain.turn import Turn
from agentpanel.domain.words import Say, say
from agentpanel.protocol.messages import EnumerateEnd, EnumerateFinished, EnumerateOutcomes, NewPersistentId
from agentpanel.protocol.tokens import Request


def subscribe(turn: Turn) -> None:
    """After LI or a move: outcomes of all agents, or of the own campaign; a list that stands already is left alone."""
    if not turn.rules.inferred.subscribe_outcomes:
        return
    everybody = sees_all(turn.snapshot, turn.rules) and not turn.memory.all_refused
    campaign = None if everybody else turn.about_me()["campaign"]
    standing = turn.memory.outcomes
    if standing is not None and (standing.everybody, standing.campaign) == (everybody, campaign):
        return
    unsubscribe(turn)
    if not turn.memory.all_refused:
        turn.set(fewer_outcomes=why_only_own(turn.snapshot, turn.rules))
    _ask_for(turn, campaign, everybody=everybody)


def unsubscribe(turn: Turn) -> None:
    """EE: a logout in order, or a move, ends the list; a lost link leaves it to roll forward."""
    standing, turn.memory.outcomes = turn.memory.outcomes, None
    if standing is not None:
        turn.memory.ending.append(standing.token)
        turn.request(EnumerateEnd, tenant=turn.about_me()["tenant"], transaction=standing.token)


def leave_to_roll_forward(turn: Turn) -> None:
    """The link is gone: no EE can be sent, and a list that persists is asked for by its name after the next login."""
    standing, turn.memory.outcomes = turn.memory.outcomes, None
    if standing is not None and standing.persists:
        turn.memory.left = standing.token
    turn.memory.ending.clear()
    turn.memory.all_refused = False


def _ask_for(
    turn: Turn, campaign: str | None, *, everybody: bool, persists: bool = True, renewed: bool = False
) -> None:
    """One fixed name for TX and PS, so that the dialer knows it again; without PS a TX that is used only once."""
    login = turn.snapshot.login
    if login is None:
        return
    persists = persists and turn.rules.inferred.persist_outcomes
    turn.memory.lists += 1
    once = f"{turn.memory.key_prefix}-EO{turn.memory.lists}"
    token = fixed_token(login, campaign) if persists else once
    turn.memory.outcomes = OutcomeList(
        token=token, everybody=everybody, campaign=campaign, persists=persists, renewed=renewed
    )
    turn.request(
        EnumerateOutcomes,
        tenant=turn.about_me()["tenant"],
        campaign=campaign,
        rate=turn.rules.journal.outcomes_per_s if persists else None,
        persist=token if persists else None,
        transaction=token,
        failures=True,
        successes=True,
    )


# -- what the dialer says to it -------------------------------------------------------------------------------


def asked_simpler(turn: Turn, request: Request) -> bool:
    """ER for EO: without PS it may be taken; nothing is told of a list that was only asked for again."""
    standing = _standing(turn, request)
    if standing is None:
        return False
    if standing.persists:
        _ask_for(turn, standing.campaign, everybody=standing.everybody, persists=False, renewed=standing.renewed)
        return True
    if standing.renewed:
        _ended(turn)
    return standing.renewed


def list_refused(turn: Turn, request: Request, why: Say) -> str:
    """ER in the end, or it never left: who may not have the outcomes of all still gets those of the own campaign."""
    standing = _standing(turn, request)
    if standing is None:
        return words.NOTHING_ELSE_CHANGES
    turn.memory.outcomes = None
    if not standing.everybody:
        turn.set(fewer_outcomes=say(words.NO_OUTCOMES, why=why))
        return words.NOTHING_ELSE_CHANGES
    turn.memory.all_refused = True
    turn.set(fewer_outcomes=say(words.ALL_REFUSED, why=why))
    _ask_for(turn, turn.about_me()["campaign"], everybody=False)
    return words.OWN_OUTCOMES_COME


def end_refused(turn: Turn, request: Request) -> None:
    """ER for EE: no EF follows it."""
    if isinstance(request.message, EnumerateEnd) and request.message.transaction in turn.memory.ending:
        turn.memory.ending.remove(request.message.transaction)


def outcomes_ended(turn: Turn, said: EnumerateFinished) -> None:
    """EF: the answer to EE, or the dialer's own end of the list, which is asked for once more."""
    if said.transaction in turn.memory.ending:
        turn.memory.ending.remove(said.transaction)
        return
    standing = turn.memory.outcomes
    if standing is None or said.transaction != standing.token:
        return
    turn.memory.outcomes = None
    if standing.renewed:
        _ended(turn)
    else:
        _ask_for(turn, standing.campaign, everybody=standing.everybody, persists=standing.persists, renewed=True)


def forgotten(turn: Turn, said: NewPersistentId) -> None:
    """WP: the dialer did not know PS before, so that it has kept nothing of the time without a link."""
    left, turn.memory.left = turn.memory.left, None
    if said.persist is not None and said.persist == left:
        turn.set(fewer_outcomes=say(words.OUTCOMES_GAP))


def _ended(turn: Turn) -> None:
    turn.memory.outcomes = None
    turn.set(fewer_outcomes=say(words.OUTCOMES_ENDED))


def _standing(turn: Turn, request: Request) -> OutcomeList | None:
    """The list that this EO asks for, unless another one took its place meanwhile."""
    message, standing = request.message, turn.memory.outcomes
    mine = isinstance(message, EnumerateOutcomes) and standing is not None and message.transaction == standing.token
    return standing if mine else None
