"""The form of a message: any fault rejects it as a whole (behaviour.md 2.2, 3.1)."""

from __future__ import annotations

from agentpanel.protocol.codec import Reading
from agentpanel.protocol.frame import NO_CODE, Frame, Framing
from agentpanel.protocol.kinds import FlagKind, NumberKind, RuleBroken, TextKind, WholeKind
from agentpanel.protocol.message import Meta, Param, Unrecognised
from agentpanel.protocol.version import reached
from agentpanel.simulator.faults import RefusedError
from agentpanel.simulator.scenario import Scenario

#: TD, CN and AN are named in an error of their own when they are missing.
_HEADS = ("CN", "AN")


def check(reading: Reading, text: str, scenario: Scenario) -> None:
    """Raises RefusedError for the first fault found."""
    frame, message = reading.frame, reading.message
    meta = getattr(message, "META", None)
    if isinstance(message, Unrecognised) or meta is None or not reached(scenario.dialer_version, meta.since):
        raise RefusedError("unknown_message")
    if not meta.serves(frame.service, frame.interface):
        raise RefusedError("unknown_message")
    _check_syntax(frame, text, scenario)
    known = {param.code: param for param in meta.params if reached(scenario.dialer_version, param.since)}
    for code, raw in frame.params:
        if code not in known:
            raise RefusedError("superfluous_parameter")
        _check_value(frame.code, known[code], raw)
    _check_present(frame, [param for param in known.values() if param.mandatory], scenario)
    _check_combination(frame, meta)
    _check_tenant(frame, "TD" in known, scenario)


def _check_syntax(frame: Frame, text: str, scenario: Scenario) -> None:
    framing = Framing.V1 if frame.service is None else Framing.V2
    codes = [code for code, _ in frame.params]
    if frame.text(framing) != text or NO_CODE in codes:
        raise RefusedError("malformed")
    if len(set(codes)) < len(codes) and scenario.choices.repeated_parameter == "refuse":
        raise RefusedError("repeated_parameter")


def _check_value(message: str, param: Param, raw: str) -> None:
    """Read loosely, written strictly: what cannot be written back breaks a rule."""
    value, problem = param.kind.decode(raw)
    if problem is not None:
        raise RefusedError(_fault_of(param, unreadable=value is None))
    if message == "UA" and param.code == "PW":
        return  # a password with an excluded character is answered by US, RS 3
    try:
        param.kind.encode(value)
    except RuleBroken as error:
        raise RefusedError("excluded_character") from error


def _fault_of(param: Param, *, unreadable: bool) -> str:
    match param.kind:
        case FlagKind():
            return "flag_with_value"
        case WholeKind() | NumberKind() if unreadable:
            return "not_numeric"
        case TextKind() | _:
            return "out_of_limits"


def _check_present(frame: Frame, mandatory: list[Param], scenario: Scenario) -> None:
    given = frame.values()
    for param in mandatory:
        if param.code in given or (param.code == "AE" and scenario.choices.extension_optional):
            continue
        if param.code in _HEADS:
            raise RefusedError("campaign_or_agent_missing")
        raise RefusedError("transaction_missing" if param.code == "TX" else "missing_parameter")


def _check_combination(frame: Frame, meta: Meta) -> None:
    """Parameters that exclude one another, and those of which one must stand there."""
    given = frame.values()
    if sum(code in given for code in meta.exclusive) > 1:
        raise RefusedError("exclusive_parameters")
    if meta.needs_one and not any(code in given for code in meta.needs_one):
        raise RefusedError("missing_parameter")


def _check_tenant(frame: Frame, takes_tenant: bool, scenario: Scenario) -> None:
    tenant = frame.values().get("TD")
    if tenant is None and takes_tenant and len(scenario.tenants) > 1:
        raise RefusedError("tenant_missing")
    if tenant is not None and tenant not in scenario.tenants:
        raise RefusedError("unknown_tenant")
