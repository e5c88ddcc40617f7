"""The agent's own move to another campaign (AM), and the queues of this login (GM) (behaviour.md 4.9, 7)."""

from __future__ import annotations

from agentpanel.domain import words
from agentpanel.domain.turn import Turn
from agentpanel.protocol.message import Message
from agentpanel.protocol.messages import AgentMoving, GroupMembership, MoveStatus


def move_to(turn: Turn, campaign: str) -> None:
    """AM: the dialer waits until it can release the agent; MS reports."""
    turn.set(moving_to=campaign)
    turn.request(AgentMoving, **turn.about_me(), to_campaign=campaign, keep_home=turn.rules.calls.keep_home)


def move_status(turn: Turn, said: MoveStatus) -> None:
    """MS, asked for or not: a move by the agent's own AM changes the home campaign, unless KH was sent."""
    mine = [request for request in turn.memory.ledger.open if _asks_for(request.message, said.to_campaign)]
    for request in mine:
        turn.settle(request.token)
    if said.status:
        turn.tell(words.MOVE_FAILED, campaign=said.to_campaign or "", status=said.status)
    elif mine and not turn.rules.calls.keep_home:
        turn.set(home_campaign=said.to_campaign)
    if said.to_campaign == turn.snapshot.moving_to:
        turn.set(moving_to=None)


def _asks_for(message: Message, campaign: str | None) -> bool:
    return isinstance(message, AgentMoving) and message.to_campaign == campaign


def move_waits(turn: Turn) -> bool:
    """Whether the dialer has still a reason not to move the agent: it lets a call, or a record, come to its end."""
    return turn.snapshot.call is not None


def join_queue(turn: Turn, queue: str, *, on: bool) -> None:
    """GM, now and again after each login, which ends all memberships."""
    kept = tuple(each for each in turn.memory.queues if each != queue)
    turn.memory.queues = (*kept, queue) if on else kept
    _send(turn, queue, on=on)


def join_again(turn: Turn) -> None:
    """After LI: the queues of the skill set, and those that the agent had joined."""
    login = turn.snapshot.login
    skill_set = turn.rules.skill_set(login.skill_set) if login and login.skill_set else None
    wanted = dict.fromkeys((*(skill_set.queues if skill_set else ()), *turn.memory.queues))
    turn.memory.queues = tuple(wanted)
    turn.set(queues=())
    for queue in wanted:
        _send(turn, queue, on=True)


def queue_joined(turn: Turn, token: str) -> None:
    """MV is all the answer that GM has."""
    found = turn.memory.joining.pop(token, None)
    if found is None:
        return
    queue, on = found
    kept = tuple(each for each in turn.snapshot.queues if each != queue)
    turn.set(queues=(*kept, queue) if on else kept)


def queue_refused(turn: Turn, token: str) -> None:
    """ER: it stays as it is, unless the same was asked again meanwhile."""
    found = turn.memory.joining.pop(token, None)
    if found is not None and found[0] not in (queue for queue, _ in turn.memory.joining.values()):
        queue = found[0]
        kept = tuple(each for each in turn.memory.queues if each != queue)
        turn.memory.queues = (*kept, queue) if queue in turn.snapshot.queues else kept


def _send(turn: Turn, queue: str, *, on: bool) -> None:
    made = turn.request(GroupMembership, **turn.about_me(), group=queue, on=on)
    turn.memory.joining[made.token] = (queue, on)
