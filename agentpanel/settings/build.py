"""Checked values to the frozen types."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from agentpanel.domain.parties import Target
from agentpanel.domain.rules import (
    TAG_CODES,
    BreakReason,
    CallRules,
    CampaignRule,
    Inferred,
    JournalRules,
    OutcomeRule,
    ReasonName,
    SiteRules,
    SkillSet,
    Sound,
    TagRule,
)
from agentpanel.domain.screen_pop import ScreenPop
from agentpanel.settings.settings import Alert, Login, Server, Settings, Window
from agentpanel.settings.zone import MACHINE_ZONE

Values = Mapping[str, Any]


def build_settings(values: Values) -> Settings:
    """The settings from checked and merged values."""
    return Settings(
        server=build_server(values["server"]),
        login=Login(**values.get("login", {})),
        window=Window(**values.get("window", {})),
        alert=_alert(values.get("alert", {})),
        screen_pop=_screen_pop(values["screen_pop"]),
        rules=_rules(values, build_server(values["server"]).codec),
    )


def build_server(server: Values) -> Server:
    """The [server] table."""
    return Server(
        host=server["host"],
        port=server["port"],
        encoding_set=server.get("encoding"),
        code_page=server.get("code_page") or "latin-1",
        framing=server["framing"],
        version=server["version"],
        timezone=server.get("timezone") or MACHINE_ZONE,
        heartbeat_s=server["heartbeat_s"],
        request_timeout_s=server["request_timeout_s"],
    )


def _alert(alert: Values) -> Alert:
    return Alert(**{"raise_" if key == "raise" else key: on for key, on in alert.items()})


def _screen_pop(pop: Values) -> ScreenPop | None:
    url, program = pop.get("url"), pop.get("program", ())
    return ScreenPop(when=pop["when"], url=url, program=program) if url or program else None


def _rules(values: Values, codec: str) -> SiteRules:
    server = values["server"]
    tags = _tags({}, values["tags"])
    campaigns = values.get("campaign", {})
    return SiteRules(
        breaks=tuple(_break(each) for each in values.get("break", ())),
        outcomes=tuple(OutcomeRule(**each) for each in values.get("outcome", ())),
        reasons=tuple(_reason(each) for each in values.get("reason", ())),
        campaigns=MappingProxyType({name: _campaign(each, values["tags"]) for name, each in campaigns.items()}),
        tags=tags,
        skill_sets=tuple(SkillSet(**each) for each in values.get("skill_set", ())),
        sounds=tuple(Sound(**each) for each in values.get("sound", ())),
        targets=tuple(Target(**each) for each in values.get("target", ())),
        calls=CallRules(**values.get("calls", {})),
        journal=JournalRules(**values.get("journal", {})),
        request_timeout_s=server["request_timeout_s"],
        heartbeat_s=server["heartbeat_s"],
        version=server["version"],
        codec=codec,
        inferred=Inferred(**values.get("inferred", {})),
    )


def _break(entry: Values) -> BreakReason:
    # 0 takes a limit back, as everywhere in the file.
    return BreakReason(**{**entry, "max_s": entry.get("max_s") or None})


def _reason(entry: Values) -> ReasonName:
    return ReasonName(code=entry["code"], text=entry["text"], class_=entry.get("class"))


def _campaign(entry: Values, site_tags: Values) -> CampaignRule:
    own = entry.get("tags")
    tags = _tags(own, site_tags) if own else ()
    return CampaignRule(max_wrap_s=entry.get("max_wrap_s"), tests_allowed=entry.get("tests_allowed", False), tags=tags)


def _tags(own: Values, site: Values) -> tuple[TagRule, ...]:
    """The six, each key of a campaign's own before the site's."""
    return tuple(TagRule(**{**site[code], **own.get(code, {})}) for code in TAG_CODES)
