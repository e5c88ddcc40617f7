"""Sentences for people, as templates: the gui translates them, a program gets them in English.

Everything that the core ever says to an agent stands in this module, so that the translation
catalogue and the tests can walk it. Places in braces are filled with text taken verbatim.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from agentpanel.domain import words_call


@dataclass(frozen=True, slots=True)
class Say:
    """A template and what fills its places; str() is the English sentence."""

    text: str
    args: tuple[tuple[str, str | int | Say], ...] = ()

    def __str__(self) -> str:
        return self.text.format(**{name: str(value) for name, value in self.args})


def say(text: str, /, **args: str | int | Say) -> Say:
    """Fill a template of this module."""
    return Say(text, tuple(args.items()))


# -- why a control is off -------------------------------------------------------------------------
NOT_CONNECTED: Final = "There is no connection to the dialer."
CONNECTING_NOW: Final = "The panel is connecting to the dialer."
NOT_LOGGED_IN: Final = "You are not logged in."
ALREADY_LOGGED_IN: Final = "You are logged in already."
LOGIN_UNDER_WAY: Final = "The login is under way."
LOGOUT_UNDER_WAY: Final = "The logout is under way."
ALREADY_AVAILABLE: Final = "You are available already."
AVAILABLE_ASKED: Final = "You have asked to become available; the dialer has not answered yet."
WITHDRAWN_ALREADY: Final = "You have taken the request back; you become available when the dialer releases you."
LOGOUT_ASKED: Final = "You have asked to log out already."
IN_A_CALL: Final = "You are in a call."
CALL_COMING: Final = "A call is arriving."
NO_CALL: Final = "There is no call."
NOT_CONNECTED_YET: Final = "The call is not connected yet."
CALL_OVER: Final = "The call has ended already; give the outcome."
ENDING_NOW: Final = "The call is being ended."
COMPLETING_NOW: Final = "The outcome is on its way to the dialer."
FIRST_A_CALL: Final = "Outcomes belong to a call; there is none."
NO_PREVIEW: Final = "There is no record to decide on."
DECLINED_ALREADY: Final = "You have declined this record already."
DIALING_NOW: Final = "The number is being dialed."
DIALER_DIALS: Final = "The dialer dials this number by itself."
NO_BREATHER: Final = "There is no pause between previews."
NEXT_ASKED: Final = "You have asked for the next record already."
NO_FIELDS: Final = "No data that can be changed came with this call."
NOT_IN_WRAP: Final = "You are not in wrap."
NO_WRAP_LIMIT: Final = "The wrap of this campaign has no known limit, so there is nothing to extend."
NO_MOVES: Final = "Your site has not set up campaigns to move to."
MOVING_ALREADY: Final = "You have asked to move to {campaign} already."
TRANSFER_UNDER_WAY: Final = "A transfer is under way; wait for its answer."
HELD_ALREADY: Final = "The call is on hold already."
NOBODY_HELD: Final = "Nobody is on hold."
NOBODY_TO_SWAP: Final = "There are not two parties to change between."
NO_SOUNDS: Final = "Your site has not set up sounds to play."
NOTHING_OFFERED: Final = "No transfer is being offered to you."
ANSWERED_ALREADY: Final = "You have answered this transfer already."
NO_EXTENSION_BEFORE: Final = "This dialer's version ({version}) cannot extend the wrap; that came with {since}."
NO_TAGS_BEFORE: Final = "This dialer's version ({version}) has no tags during a call; they came with {since}."

# -- what was asked, as it is named inside other sentences ---------------------------------------------
THE_LOGIN: Final = "the login"
THE_PASSWORD: Final = "your password check"  # noqa: S105 - words
THE_LOGOUT: Final = "the logout"
THE_BREAK: Final = "the break"
BECOMING_AVAILABLE: Final = "becoming available"
ENDING_THE_CALL: Final = "ending the call"
THE_OUTCOME: Final = "the outcome"
THE_TAG: Final = "the tag {number}"
THE_TAGS: Final = "the tags"
THE_HEARTBEAT: Final = "the check of the connection"
THE_OUTCOME_LIST: Final = "the list of outcomes"
THE_REQUEST: Final = "a request"
THE_DIAL: Final = "dialing the number"
THE_DECLINE: Final = "declining the record"
THE_NEXT_PREVIEW: Final = "the next record"
THE_EXTENSION: Final = "more time for the wrap"
THE_MOVE: Final = "the move"
THE_QUEUE: Final = "the change of queues"

# -- refusals, lateness ----------------------------------------------------------------------------------
REFUSED: Final = "The dialer refused {what} (error {code}). {now} {todo}"
REFUSED_WITH_TEXT: Final = "The dialer refused {what} (error {code}: {text}). {now} {todo}"
STRAY_REFUSAL: Final = "The dialer reported error {code} for something this panel has not asked."
NOT_ACCEPTED_YET: Final = "The dialer has not acknowledged {what} after {seconds} s. {todo}"
NOT_ANSWERED_YET: Final = "The dialer accepted {what} but has not carried it out after {seconds} s. {todo}"
CANNOT_SEND: Final = "This cannot be sent: {what} ({rule})."

YOU_ARE_OUT: Final = "You are not logged in."
YOU_STAY_AVAILABLE: Final = "You are still available."
YOU_STAY_NOT_READY: Final = "You are still not ready."
YOU_STAY_IN: Final = "You are still logged in."
YOU_STAY_IN_CALL: Final = "The call goes on."
STILL_TO_DECIDE: Final = "The record is still yours to decide on."
WRAP_AS_BEFORE: Final = "The wrap ends as before."
YOU_STAY_ON_CAMPAIGN: Final = "You stay in your campaign."
QUEUES_AS_BEFORE: Final = "Your queues are as before."
OUTCOME_KEPT: Final = "Your entries are kept."
TAG_KEPT: Final = "The text is kept here only."
OWN_OUTCOMES_COME: Final = "You get the outcomes of your own campaign. Your work is not affected."
NOTHING_ELSE_CHANGES: Final = "Your work is not affected."

CHECK_ENTRIES: Final = "Check your entries, or tell your supervisor the number."
TRY_AGAIN: Final = "Try again, or tell your supervisor the number."
CHOOSE_ANOTHER: Final = "Choose another outcome, or tell your supervisor the number."
WAIT_OR_TELL: Final = "Wait, or tell your supervisor."
TELL_SUPERVISOR: Final = "Tell your supervisor the number."
NOTHING_TO_DO: Final = "You need do nothing."

# -- authentication (US) ---------------------------------------------------------------------------------
NO_SUCH_USER: Final = "The dialer knows no such agent or user. Check the name."
BAD_PASSWORD: Final = "The password is wrong. Type it again."  # noqa: S105 - words
BADLY_FORMED: Final = "The dialer could not read the name or the password. Check both."
NO_SYSTEM_RIGHT: Final = "The dialer's proxy lacks the right to check passwords. Tell your supervisor."
LOCKED_OUT: Final = "This account is locked or not configured. Tell your supervisor; do not try again."
COMPLEXITY_RULES: Final = "The password breaks the rules for passwords. Tell your supervisor."
WRONG_ENDPOINT: Final = "This agent is not among the user's endpoints. Check agent and user."
AUTH_FAILED: Final = "The dialer did not accept the login (result {status}). Tell your supervisor the number."

#: What came from the system or the wire, word by word.
VERBATIM: Final = "{text}"

# -- the link --------------------------------------------------------------------------------------------
LINK_LOST: Final = "The connection to the dialer is lost ({reason}). What you typed is kept. Log in again to go on."
LINK_FAILED: Final = "The dialer at {address} cannot be reached: {reason}. Check the server, then log in again."
LINK_SILENT: Final = "the dialer has been silent for {seconds} s"
LINK_CLOSED_BY_PEER: Final = "the dialer closed it"
STALE: Final = "Nothing has been heard from the dialer for {seconds} s; your state may have changed."

# -- things that happened --------------------------------------------------------------------------------
LOGGED_OUT_BY_DIALER: Final = "The dialer logged you out. Log in again, or ask your supervisor."
LOGGED_IN_ANEW: Final = "The dialer logged you in to {campaign}."
FREED_BY_DIALER: Final = "The dialer made you not ready."
FREED_WITH_NUMBER: Final = "The dialer made you not ready (reason number {number})."
MADE_AVAILABLE: Final = "You were made available by somebody else."
MOVED: Final = "You are moved to the campaign {campaign}."
MOVE_FAILED: Final = "The move to the campaign {campaign} failed (result {status})."
CLOSED_BY_DIALER: Final = "The dialer closed the call before your outcome was sent. Your entries are kept in Recent."
TIE_UP: Final = "The dialer accepted the login and waits, perhaps for your phone. Pick it up, or cancel."
LOGIN_GIVEN_UP: Final = "The login was cancelled."
LOGIN_CANCELLED: Final = "The login was cancelled and the connection closed."
LOGOUT_LATE: Final = "The dialer has not confirmed the logout. You may still be logged in. Try again."
REASON_KEPT_HERE: Final = "The new reason is kept here only: the dialer knows the first one."
LEAVES_WHEN_ENDED: Final = "The outcome is sent when the call has ended."
SAVED_HERE: Final = "Saved on this computer only: {why}"
NOT_SAVED: Final = "Your entries could not be saved on this computer: {reason}. They stay on the screen and are sent."
ODD_MESSAGE: Final = "The dialer said something that does not fit; your state is unchanged. The wire log has it."
DAMAGED: Final = "A damaged message came from the dialer and was passed over. The wire log has it."
PASSWORD_UNFIT: Final = "The password in {where} {problem}."  # noqa: S105 - words

LAUNCHED_BY_DIALER: Final = "The time for the preview is over; the dialer dials the number."
NOT_REACHED: Final = "The number was not reached ({why})."
MANUAL_BEGUN: Final = "A manual call begins. Dial with your phone: this dialer has no documented way to dial from here."
MANUAL_CALLBACK: Final = "A callback begins. Dial with your phone: this dialer has no documented way to dial from here."

WRAP_EXTENDED: Final = "You have more time for the wrap."

FREE_AFTER_CALL: Final = "The dialer need not be asked: you are not ready again when this call has gone."

# -- what contradicts the seat or the call (panel.md 2, "unexpected") -------------------------------------
CALL_WHILE_OUT: Final = "The dialer announces a call, but you are not logged in."
OTHER_AGENT: Final = "The dialer speaks of the agent {agent}; you are logged in as {own}."
OTHER_CAMPAIGN: Final = "The dialer logged you in to {campaign}, not to {asked}."
OTHER_CALL: Final = "The dialer announces another call although one is open."
FREED_WHILE_OUT: Final = "The dialer releases you, but you are not logged in."
AVAILABLE_WHILE_OUT: Final = "The dialer calls you available, but you are not logged in."

# -- why a row has not reached the dialer ------------------------------------------------------------------
WHY_LINK_LOST: Final = "the connection was lost while the call was open"
WHY_UNCONFIRMED: Final = "the connection was lost before the dialer confirmed it"
WHY_OUT_FIRST: Final = "you were logged out before the dialer confirmed it"
WHY_CLOSED: Final = "the dialer closed the call first"
WHY_LOGGED_OUT: Final = "you were logged out while the call was open"
WHY_REPLACED: Final = "another call came before it was sent"
WHY_REFUSED: Final = "the dialer refused it (error {code})"
WHY_CANNOT: Final = "it cannot be sent: {rule}"
WHY_OPEN: Final = "the call is open"
WHY_NOT_REACHED: Final = "the number was not reached"
WHY_WENT_BACK: Final = "the record went back to the dialer undialed"
WHY_ENDED_PROGRAM: Final = "the panel ended before it was sent"

# -- why the dialer tells fewer outcomes than the settings ask for ------------------------------------------
RIGHTS_UNKNOWN: Final = "You see your own calls: the dialer has not told whether you are a supervisor."
NOT_A_SUPERVISOR: Final = "You see your own calls: for those of all agents the dialer wants a supervisor."
ALL_REFUSED: Final = "The dialer tells of your own campaign alone; for all agents: {why}."
NO_OUTCOMES: Final = "The dialer does not tell the outcomes of calls: {why}."
OUTCOMES_ENDED: Final = "The dialer has stopped telling the outcomes of calls."
OUTCOMES_GAP: Final = "The dialer has not kept the outcomes of the time without a connection."

# -- entries that are refused before they leave ---------------------------------------------------------------
UNKNOWN_BREAK: Final = '"{wanted}" is not one of the break reasons: {allowed}.'
UNKNOWN_OUTCOME: Final = "{code} is not one of the outcomes that your site has set up."
OUTCOME_RANGE: Final = "An outcome is a number from 0 to 9999."
OUTCOME_UNFIT: Final = "The outcome {code} is for calls that were not made; this one was."
OUTCOME_NEEDS: Final = "The outcome {code} needs {what}."
NEEDS_NOTE: Final = "a note"
NEEDS_CALLBACK: Final = "a callback"
NEEDS_AMOUNT: Final = "an amount"
NEEDS_SUCCESS: Final = "a success rate"
NEEDS_TAG: Final = "the tag {number}"
TAG_NUMBER: Final = "There are six tags, 1 to 6."
TAG_NOT_A_CHOICE: Final = "{value} is not one of the choices of this tag: {allowed}."
OUTCOME_FOR_MADE: Final = "The outcome {code} is for calls that were made; this number was not dialed."
CALLBACK_PAST: Final = "The time of the callback has passed already."
BAD_AMOUNT: Final = "An amount is a number of at most six digits, such as 20.99 or -5."
BAD_SUCCESS: Final = "A success rate is a whole number from 0 to 100."
NO_SUCH_FIELD: Final = "The data of this call has no {key}."
UNFIT_FOR_DATA: Final = "{key} has a character that cannot stand in this data ({format})."
BAD_EXTENSION: Final = "The wrap can be extended by 1 to 3600 seconds."
UNKNOWN_MOVE: Final = "{campaign} is not one of the campaigns that you may move to: {allowed}."
THERE_ALREADY: Final = "You are in the campaign {campaign} already."
ENTRY_NUMBER: Final = "The number"
ENTRY_QUEUE: Final = "The queue"
MISSING_ENTRY: Final = "{entry} is missing."
MISSING_TAGS: Final = "Fill in first: {tags}."
BAD_ENTRY: Final = "{entry}: {problem}."
ENTRY_TAG: Final = "Tag {number}"
ENTRY_CAMPAIGN: Final = "The campaign"
ENTRY_AGENT: Final = "The agent"
ENTRY_EXTENSION: Final = "The extension"
ENTRY_TENANT: Final = "The tenant"
ENTRY_NAME: Final = "The name"
ENTRY_TEAM: Final = "The team"
ENTRY_USER: Final = "The user"
ENTRY_PASSWORD: Final = "The password"  # noqa: S105 - a label
UNKNOWN_SKILL_SET: Final = "There is no skill set {name}."

NOT_REMEMBERED: Final = "The password is not remembered: {why}. It is used for this login only."
REMEMBERED: Final = "The password is kept in {where}."
FILE_NOT_WRITTEN: Final = "The wire log could not be written: {reason}."
RECENT_NOT_READ: Final = "The recent calls could not be read: {reason}."
NOT_EXPORTED: Final = "The calls could not be exported: {reason}."
NOT_WRITTEN: Final = "The calls could not be exported: {reason}. Choose another place or another name, and try again."
NOBODY_LOGGED_IN: Final = "It is not known whose calls these are: log in first."
DAY_NOT_READ: Final = "The sums of your day could not be read: {reason}."
PANEL_CLOSED: Final = "The panel was closed before the dialer had confirmed it."
NOT_CONFIRMED: Final = "The dialer has not confirmed it."
NO_ANSWER_IN_TIME: Final = "The dialer has not confirmed it within {seconds} s."

# -- what the site opens for a call ---------------------------------------------------------------------------
POP_PAGE_FAILED: Final = "The page for this call could not be opened: {why}."
POP_PROGRAM_FAILED: Final = "The program for this call could not be started: {why}."
POP_NO_OPENER: Final = "this computer has nothing that opens it"
POP_NOT_STARTED: Final = "{program} is missing or may not be run"
POP_STEPS_ASIDE: Final = "a value of the call would lead to another address"
POP_OPTION: Final = "a value of the call begins with {sign}, which the program would take for an option"
POP_ZERO: Final = "a value of the call has a character that no program takes"

# -- leaving -----------------------------------------------------------------------------------------------
QUIT_IN_CALL: Final = "You are in a call, which may be cut."
QUIT_IN_WRAP: Final = "The outcome of the last call has not been sent."
QUIT_AVAILABLE: Final = "You are available for calls and will be logged out."
QUIT_UNCONFIRMED: Final = "The dialer has not confirmed the outcome of the last call."
QUIT_UNSENT: Final = "There are entries that have not been sent."
CANNOT_QUIT: Final = "{question} Say quit --force to close the panel all the same."


def templates() -> tuple[str, ...]:
    """Every template, for the translation catalogue."""
    named = {**globals(), **vars(words_call)}
    return tuple(value for name, value in named.items() if name.isupper() and isinstance(value, str))
