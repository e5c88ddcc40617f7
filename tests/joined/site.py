"""A dialer with a campaign of each way of working, and a site that allows everything."""

from __future__ import annotations

import dataclasses
from typing import Final

from agentpanel.domain.parties import Target, TargetKind
from agentpanel.domain.rules import CallRules, CampaignRule, SiteRules, Sound
from tests.helpers.playbook import RULES

NAMES: Final = ("Anna", "Berta")
WORLD: Final = """
timezone = "Europe/London"
sounds = { Thanks = 3.0 }
[choices]
network_s = [0.3, 0.3]
release_s = [0.5, 0.5]
callback_after_s = 20.0
conference_state = "transfer"
[times]
ring = [2.0, 2.0]
agent_ring = [1.0, 1.0]
talk = [60.0, 60.0]
[[campaign]]
name = "Sales"
max_wrap = 30
pace = { after = [2.0, 2.0] }
record_all = true
[[campaign]]
name = "Preview"
method = 4
preview_s = 15
breather_s = 4
pace = { after = [1.0, 1.0] }
[[campaign]]
name = "Progressive"
method = 3
pace = { after = [1.0, 1.0] }
[[campaign]]
name = "Manual"
method = 2
[[campaign]]
name = "Support"
method = 5
pace = { mode = "asked" }
[[campaign.queue]]
name = "VIP"
"""
CAMPAIGNS: Final = ("Sales", "Preview", "Progressive", "Manual", "Support")
SITE: Final[SiteRules] = dataclasses.replace(
    RULES,
    campaigns={"Sales": CampaignRule(max_wrap_s=30)},
    sounds=(Sound(name="Thanks", text="Thanks", at_end=True),),
    targets=(Target(TargetKind.QUEUE, "VIP", "VIP"),),
    calls=CallRules(moves=CAMPAIGNS, end_to=("0800",), second_recording="second"),
)
