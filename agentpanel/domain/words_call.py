"""Sentences about the call at hand and about other agents; templates as in words.py."""

from __future__ import annotations

from typing import Final

# -- why a control is off, or an intent refused --------------------------------------------------------------
TAKEN_UNASKED: Final = "This call comes to you without asking."
NOT_ANSWERED: Final = "You have asked for this already; the dialer has not answered yet."
SENDER_IS_THERE: Final = "You were fetched into this call; while the other agent is in it, only they can give it on."
REQUEUE_UNDER_WAY: Final = "The call is being sent to a queue."
MUTED_ALREADY: Final = "Your microphone is muted already."
NOT_MUTED: Final = "Your microphone is not muted."
RECORDED_ALREADY: Final = "This is being recorded already."
NOT_RECORDED: Final = "There is no recording to stop."
NOTHING_PLAYS: Final = "No sound is playing."
NO_SECOND_RECORDING: Final = "Your site has not set up a second recording."
NO_SECOND_PARTY: Final = "There is no second party in this call."
PARTY_HELD_ALREADY: Final = "This party is on hold already."
PARTY_NOT_HELD: Final = "This party is not on hold."
OUTSIDE_MANNER: Final = "An outside number cannot be asked first: transfer the call blind, or make a conference."
NOT_BEFORE: Final = "This dialer's version ({version}) cannot do this; it came with {since}."
NO_LIVE_AGENTS: Final = "Your site has switched off the live list of agents."

# -- why an agent cannot be given a call ---------------------------------------------------------------------
AGENT_AVAILABLE: Final = "{agent} waits for calls of the queues; only an agent who is not ready can be given one."
AGENT_BUSY: Final = "{agent} is busy."
AGENT_WAITS: Final = "{agent} waits for the phone."
AGENT_UNKNOWN: Final = "The dialer does not tell what {agent} is doing."

# -- what was asked, as it is named inside other sentences ---------------------------------------------------
THE_HOLD: Final = "the hold"
THE_RETRIEVAL: Final = "taking the call off hold"
THE_MUTE: Final = "the change of your microphone"
THE_DIGITS: Final = "the digits"
THE_RECORDING: Final = "the change of the recording"
THE_SOUND: Final = "the sound"
THE_TRANSFER: Final = "the transfer"
THE_ANSWER: Final = "your answer to the transfer"
THE_REQUEUE: Final = "sending the call to a queue"
THE_AGENT_LIST: Final = "the list of agents"

# -- how it stands after a refusal ---------------------------------------------------------------------------
CALL_HAS_ENDED: Final = "The call has ended."
STILL_TO_ANSWER: Final = "The transfer is still yours to answer."
NO_LIST_NOW: Final = "You can still type whom to give a call to."

# -- what the dialer reports of the call at hand, asked for or not -------------------------------------------
WHY_ON_HOOK: Final = "the other side has hung up"
WHY_TELEPHONY: Final = "the telephone system reported an error"
WHY_NOT_TOLD: Final = "the dialer gives no reason"
HOLD_FAILED: Final = "The call could not be put on hold: {why}. Try again, or go on talking."
RETRIEVE_FAILED: Final = "The call could not be taken off hold: {why}. Try again, or end the call."
HELD_BY_OTHER: Final = "Somebody put the call on hold."
RETRIEVED_BY_OTHER: Final = "Somebody took the call off hold."
MUTE_FAILED: Final = "Your microphone could not be muted: {why}. You are heard."
UNMUTE_FAILED: Final = "Your microphone could not be switched on: {why}. You are not heard; try again."
MUTED_BY_OTHER: Final = "Somebody muted your microphone."
UNMUTED_BY_OTHER: Final = "Somebody switched your microphone on."
DIGITS_FAILED: Final = "The digits could not be sent: {why}. Try again."
DIGITS_BY_OTHER: Final = "Somebody sends digits into the call."
RECORDING_FAILED: Final = "The recording could not be started: {why}. The call goes on unrecorded."
RECORDING_NOT_STOPPED: Final = "The recording could not be stopped: {why}."
RECORDING_UNCHANGED: Final = "The dialer left the recording as it was."
SOUND_FAILED: Final = "The sound could not be played: {why}."
SOUND_NOT_STOPPED: Final = "The sound could not be stopped: {why}."
SOUND_BY_OTHER: Final = "Somebody plays a sound into the call."

# -- to somebody else, and from them -------------------------------------------------------------------------
SOMEBODY: Final = "somebody"
WITH_TARGET: Final = "The call is with {target} now."
TALK_FIRST: Final = "You talk to {target} and the customer waits. Take the customer off hold to talk all three."
TRANSFER_FAILED: Final = (
    "The call was not given to {target}: not there, not free for it, or no answer. "
    "You have the call: go on, or try somebody else."
)
TRANSFER_OVER: Final = "The transfer to {target} is over: one side has hung up. You have the call."
LEFT_CALL: Final = "The other party ({target}) has left the call; you have it alone."
TRANSFER_BY_OTHER: Final = "Somebody else transfers this call."
SENDER_LEFT: Final = "The agent who fetched you has left the call; it is yours."
OFFER_ENDED: Final = "The call was not answered and is no longer offered to you."
FROM_AGENT: Final = "From the agent {sender}: {text}"
FROM_SOMEBODY: Final = "From another agent: {text}"
AGENT_LIST_ENDED: Final = "The dialer ended the list of agents."
NO_AGENT_LIST: Final = "The dialer does not tell who is logged in: {why}."

# -- why a row has no outcome --------------------------------------------------------------------------------
WHY_GIVEN: Final = "given to {target}"
WHY_REJECTED: Final = "you rejected it"
WHY_NOT_ANSWERED: Final = "it was not answered"

# -- entries that are refused before they leave --------------------------------------------------------------
BAD_DIGITS: Final = "Digits are 1 to 80 of 0 to 9, #, *, A, B, C and D."
UNKNOWN_SOUND: Final = "{name} is not one of the sounds: {allowed}."
UNKNOWN_END_SOUND: Final = "{name} is not one of the sounds for the end of a call: {allowed}."
UNKNOWN_END: Final = "{address} is not one of the addresses that a customer may be sent to: {allowed}."
UNLISTED_TARGET: Final = "{address} is not one of the targets that your site has set up."
OWN_CALL: Final = "You cannot give a call to yourself."
