"""Whether a part of a text may be read by itself: what is dropped beside it must not be what is asked, nor what is meant."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.dialogue import segments
from bot.dialogue.counts import points_at_some
from bot.dialogue.fragments import LOOSE
from bot.dialogue.parts import ABOUT, anchored, asks_further, beside, unasking, within_another
from bot.dialogue.pronouns import points_outside
from bot.dialogue.signs import echoes
from bot.intents import ENTITIES
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import GrammarShape
from bot.matching.utterance import Utterance
from bot.model import Conversation


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text, with what is dropped of the text to read it."""

    whole: Utterance
    kept: Utterance
    dropped: Utterance
    context: Conversation
    """What is dropped, as the conversation in which the part is read."""
    pointing: bool
    """Whether the part speaks of what stands beside it."""
    base: KnowledgeBase

    @classmethod
    def of(cls, whole: Utterance, places: Collection[int], base: KnowledgeBase) -> Part:
        """Return the part of a text that has the tokens at these places."""
        kept, dropped = whole.part(places), whole.part({*range(len(whole.tokens))} - {*places})
        context = beside(dropped, {token.sentence for token in kept.tokens})
        return cls(whole, kept, dropped, context, points_outside(kept, base), base)

    @property
    def within(self) -> frozenset[int]:
        """Return the sentences that the part has tokens of."""
        return frozenset(token.sentence for token in self.kept.tokens)

    @property
    def strange(self) -> bool:
        """Return whether what is dropped has a word that is not known, or asks for what nobody answers."""
        refused = self._grammar.unanswered
        return not segments.known(self.dropped) or any(m.id in refused for m in self.dropped.mentions)

    def stands(self, conversation: Conversation) -> bool:
        """Return whether the part may be read by itself."""
        passed = self._passes_over_what_is_asked() or self._only_turns()
        return not (passed or self._of_others() or (self.strange and self._of_the_strange(conversation)))

    @property
    def _grammar(self) -> GrammarShape:
        return self.base.grammar

    @property
    def _hollow(self) -> bool:
        """Return whether the part names nothing."""
        return all(m.id in LOOSE or m.kind in {"count", "kind", "emphasis"} for m in self.kept.mentions)

    def _passes_over_what_is_asked(self) -> bool:
        """Return whether what is dropped asks as well, or is what is asked of.

        "Those two together, how much of the budget?"; "who had the idea of the Shanghai Five?": what is dropped may tell, but
        not ask for what nobody answers; "does it keep them anywhere, and if so where?".
        """
        kept, dropped = self.kept, self.dropped
        if points_at_some(self.whole, self.base) and not points_at_some(kept, self.base):
            return True
        unasked = (m for m in dropped.mentions if m.id in self._grammar.unanswered and not within_another(m, dropped))
        if any(dropped.tokens[m.start].sentence in self.within for m in unasked):
            return True
        asides = {m.kind for m in dropped.mentions if m.id != "sco"} - {"chat", "kind", "count", "now"}
        only = bool(kept.mentions) and not self.pointing and all(m.kind == "kind" for m in kept.mentions)
        further = self.pointing and asks_further(kept, dropped, self._grammar) and not self.whole.says_again(self._grammar)
        return (self._hollow and only and bool(asides)) or unasking(kept, dropped, self._grammar) or further

    def _only_turns(self) -> bool:
        """Return whether the part only turns to somebody: "Its language is unclear to me. Can you tell me?"."""
        return segments.only_turns(self.kept, self._grammar) and not (self.pointing and segments.wonders(self.dropped))

    def _of_others(self) -> bool:
        """Return whether the part is of a club of somebody's own, or of what is not named or not known.

        "We run a bakery. What is our budget?"; "I need the gross product of all SCO countries. What does it come to?"; "Besides
        the Secretariat there is one more body. What is it called?".
        """
        own = any(m.id == segments.OWN_GROUP for m in self.dropped.mentions)
        named = any(m.kind in ENTITIES for m in self.kept.mentions)
        things = named or any(m.kind in {*ABOUT, "status"} for m in self.kept.mentions)
        unknown = segments.unknown_head(self.dropped, self._grammar) or segments.one_more(self.dropped)
        return (own and not (anchored(self.whole) or named)) or (not things and unknown)

    def _of_the_strange(self, conversation: Conversation) -> bool:
        """Return whether the part leans on what is dropped, of which a word is not known.

        "Our choir has members. How many does it have?", of what the talk was not about before; "did the SCO get an anthem? who
        wrote it?"; "in which declaration did it say so?".
        """
        asked = self.dropped.asked & {token.sentence for token in self.dropped.tokens} - self.within
        lost = self.pointing and not self.context.focus and (asked or not (anchored(self.whole) or conversation.focus))
        hollow = self._hollow and bool(self.context.focus and self.kept.mentions)
        return bool(lost) or hollow or echoes(self.kept, self._grammar) or len(self.kept.tokens) == 1
