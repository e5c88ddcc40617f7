from __future__ import annotations

from agentpanel.protocol.errors import LocalProtocolError, ProtocolError, RemoteProtocolError, short


def test_our_error_names_message_parameter_and_rule() -> None:
    error = LocalProtocolError("AU", "FR", "1000000 is over the most, 999999")
    assert (error.message, error.parameter, error.rule) == ("AU", "FR", "1000000 is over the most, 999999")
    assert str(error) == "AU FR: 1000000 is over the most, 999999"
    assert str(LocalProtocolError("AU", None, "too long")) == "AU: too long"


def test_ours_and_theirs_are_errors_of_the_floor() -> None:
    assert issubclass(LocalProtocolError, ProtocolError)
    assert issubclass(RemoteProtocolError, ProtocolError)


def test_long_texts_are_cut_for_a_sentence() -> None:
    assert short("x" * 40) == "x" * 40
    assert short("x" * 41) == "x" * 40 + "…"
