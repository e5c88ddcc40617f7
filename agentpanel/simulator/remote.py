"""Verbs for whoever plays the rest of the world against a running dialer: the far end, supervisors, the network."""

from __future__ import annotations

from abc import ABC, abstractmethod

from agentpanel.protocol.messages import PlayMessage, RequestHold, RequestMute, RequestRecording
from agentpanel.simulator import events
from agentpanel.simulator.supervising import transfer as transfer_request


class Remote(ABC):
    """Turns verbs into events; each takes effect before it returns."""

    @abstractmethod
    def do(self, event: events.Event) -> None:
        """Give the World an event and perform what it wants done."""

    def offer_call(
        self,
        *,
        number: str | None = None,
        campaign: str | None = None,
        agent: str | None = None,
        queue: str | None = None,
        data: str | None = None,
    ) -> None:
        """A call comes now; it waits in the queue until the agent, or one of the pool, is there for it."""
        self.do(events.OfferCall(number=number, campaign=campaign, agent=agent, queue=queue, data=data))

    def hang_up(self, agent: str | None = None) -> None:
        """The far end of this agent's call hangs up."""
        self.do(events.HangUp(agent))

    def kill(self, agent: str | None = None, release: int = 0) -> None:
        """Remove the agent as KA with this PR does."""
        self.do(events.Kill(agent, release))

    def move(self, to_campaign: str, agent: str | None = None) -> None:
        """Move the agent as MA does."""
        self.do(events.Move(to_campaign, agent))

    def close_campaign(self, campaign: str) -> None:
        self.do(events.CloseCampaign(campaign))

    def suspend_campaign(self, campaign: str) -> None:
        """Dial nothing new there."""
        self.do(events.SuspendCampaign(campaign))

    def resume_campaign(self, campaign: str) -> None:
        """Let a suspended campaign go on."""
        self.do(events.ResumeCampaign(campaign))

    def hold(self, agent: str | None = None, *, on: bool = True) -> None:
        """Somebody else puts the agent's far end on hold, or takes it back."""
        self.do(events.OnBehalf(RequestHold(agent=agent, on=on)))

    def mute(self, agent: str | None = None, *, on: bool = True) -> None:
        """Somebody else mutes the agent, or ends that."""
        self.do(events.OnBehalf(RequestMute(agent=agent, on=on)))

    def record(self, agent: str | None = None, *, on: bool = True) -> None:
        """Somebody else starts or stops the recording."""
        self.do(events.OnBehalf(RequestRecording(agent=agent, on=on)))

    def play(self, sound: str | None = None, agent: str | None = None) -> None:
        """Somebody else plays a sound into the agent's call, or stops the one that plays."""
        self.do(events.OnBehalf(PlayMessage(agent=agent, sound=sound)))

    def transfer(self, to_agent: str, agent: str | None = None, *, way: str = "screened") -> None:
        """A supervisor transfers the agent's call; ``way`` as in a scenario's step."""
        self.do(events.OnBehalf(transfer_request(to_agent, agent, way)))

    def change_outcome(self, outcome: int, agent: str | None = None) -> None:
        """Somebody changes the outcome of the agent's last call; OZ tells it again."""
        self.do(events.ChangeOutcome(outcome, agent))

    def drop_clients(self) -> None:
        """Cut every socket."""
        self.do(events.DropClients())

    def send_text(self, text: str) -> None:
        """Send every client a text that need not be a message."""
        self.do(events.SendText(text))

    def send_raw(self, data: bytes) -> None:
        """Send every client these bytes."""
        self.do(events.SendRaw(data))
