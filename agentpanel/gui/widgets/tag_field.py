"""One recording tag: how it is filled in, and what became of it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal

from agentpanel.domain.rules import TAG_CODES, TagKind, TagRule
from agentpanel.domain.snapshot import Tag, TagState
from agentpanel.gui.actions import TAG_KEYS, with_key
from agentpanel.gui.i18n import fill, say
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.card import smaller
from agentpanel.gui.widgets.mark import Mark, Sign
from agentpanel.gui.widgets.plain import ElidedLabel, inert, tip
from agentpanel.gui.widgets.tag_editors import LABEL_EM, StampedTag, editor_of

_SIGNS: Final = {
    TagState.EMPTY: Sign.NOTHING,
    TagState.SENT: Sign.SENDING,
    TagState.ACCEPTED: Sign.DONE,
    TagState.KEPT: Sign.FAILED,
}


class TagField(QObject):
    """Label, editor and mark of one tag; the form lays them out.

    The editor belongs to the person: a snapshot changes its text only where nothing was typed that has not left,
    and never under the cursor.
    """

    wanted = Signal(str)  #: the text that the tag shall have
    refused = Signal(object)  #: a Say: what was typed or pasted was not taken

    def __init__(self, number: int, rule: TagRule, theme: Theme, codec: str | None, parent: QObject) -> None:
        super().__init__(parent)
        self.number = number
        self.editor = editor_of(number, rule, theme, codec)
        self.label = ElidedLabel(inert(rule.label))
        self.label.setFont(smaller(self.label.font()))
        self.label.setMaximumWidth(em(self.label, LABEL_EM))
        self.mark = Mark(theme)
        self._rule = rule
        self._tag = Tag()
        self._why: str | None = None
        #: What was put here or asked for: an editor with another text has something unsent.
        self._settled = ""
        #: The tag as it was when another text was asked for: while it is that one, the desk has not taken it up.
        self._asked_at: Tag | None = None
        self.editor.done.connect(self.leave)
        self.editor.refused.connect(self.refused)
        self._draw()

    @property
    def tag(self) -> Tag:
        return self._tag

    @property
    def unsent(self) -> str | None:
        """What was typed and not asked for yet."""
        value = self.editor.value
        return value if value != self._settled else None

    # -- to and from the snapshot ------------------------------------------------------------------------

    def begin(self, tag: Tag) -> None:
        """Another call, or none: its tag, whatever the editor has."""
        self._tag, self._asked_at = tag, None
        self._settle(tag.value)
        self._draw()

    def show_tag(self, tag: Tag) -> None:
        """The same call: what became of its tag."""
        if tag == self._tag:
            return
        self._tag, self._asked_at = tag, None
        if self.unsent is None and not self.editor.hasFocus():
            self._settle(tag.value)
        self._draw()

    def leave(self) -> None:
        """The person is done with the editor: ask for its text if that is a new one, once."""
        if (text := self.unsent) is not None:
            self._settled, self._asked_at = text, self._tag
            self.wanted.emit(text)
        elif self._asked_at is None:
            self._settle(self._tag.value)
        self._draw()

    def _settle(self, text: str) -> None:
        self._settled = text
        if self.editor.value != text:
            self.editor.put(text)

    # -- looks -------------------------------------------------------------------------------------------

    def allow(self, why: str | None) -> None:
        """On for None, else off for this reason."""
        if why != self._why:
            self._why = why
            self.editor.setEnabled(why is None)
            self.label.setEnabled(why is None)
            self._draw()

    def load_stamp(self, agent: str) -> None:
        """The agent's name, for a stamp without a preset."""
        if isinstance(self.editor, StampedTag):
            self.editor.load(self._rule.presets[0] if self._rule.presets else agent)

    def retranslate(self) -> None:
        self._draw()

    def _draw(self) -> None:
        unsent = self.editor.value != self._tag.value
        kept = self._tag.state is TagState.KEPT and not unsent
        sign = Sign.UNSENT if unsent else _SIGNS[self._tag.state]
        self.mark.show_sign(sign)
        self.editor.mark_bad(kept)
        said = self._said(sign)
        about = self._why or said or self._help()
        self.mark.setToolTip(tip(said))
        self.editor.setToolTip(tip(about))
        self.editor.setAccessibleDescription(about)
        self.editor.setAccessibleName(self._name())

    def _name(self) -> str:
        code = TAG_CODES[self.number - 1]
        label = self.label.text()
        return label if label == code else fill(self.tr("{label}, tag {code}"), label=label, code=code)

    def _said(self, sign: Sign) -> str:
        match sign:
            case Sign.UNSENT:
                return self.tr("Not sent yet: press Enter or leave the field.")
            case Sign.SENDING:
                return self.tr("Being sent to the dialer.")
            case Sign.DONE:
                return self.tr("The dialer has this tag.")
            case Sign.FAILED:
                why = say(self._tag.why) if self._tag.why is not None else ""
                return inert(fill(self.tr("Kept here only: {why}."), why=why)) if why else self.tr("Kept here only.")
        return ""

    def _help(self) -> str:
        texts = {
            TagKind.TEXT: self.tr("Free text, at most 80 characters"),
            TagKind.CHOICE: self.tr("One of the texts that your site has set up"),
            TagKind.STAMP: self.tr("A press sets the tag, another one clears it"),
        }
        return with_key(texts[self._rule.kind], TAG_KEYS[self.number - 1])
