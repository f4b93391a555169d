"""A question within its conversation: how it stands to what was said before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from bot.dialogue.completed import Completed, mention
from bot.dialogue.counts import points_at_some
from bot.dialogue.fragments import LONG, asks_only, elliptic, goes_on, is_fragment, trails_off
from bot.dialogue.places import names_place
from bot.dialogue.pronouns import plural, points_back
from bot.dialogue.sets import among, came, chosen, counted, described, paired, seated
from bot.dialogue.signs import fronted
from bot.intents import ENTITIES, Reading
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import GrammarShape
from bot.matching.utterance import Utterance
from bot.model import Conversation, Mention

RANKED = frozenset({"share.most", "posts.most"})
"""Intents that tell who is first or last in an order: "and the second?" is of the order, not of what was told."""
BOUNDS = frozenset({"before", "after", "next", "previous"})
"""Words for what lies on a side of a time."""
GAP = "difference"
"""The word for what lies between two figures."""
SINGLED = frozenset({"document", "person", "body", "organisation", "office", "organ"})
"""Kinds of things that are spoken of by themselves: what is asked of them is not asked of the SCO."""
SIDED = frozenset({"aim", "full-name", "title", "formal", "informal", "replaced", "area"})
"""Words for what a thing has, by which it is asked about though nothing names it."""
SIGNING = frozenset({"sign", "who"})
"""Words that ask who signed a document, though they name the SCO: "who signed on the SCO's side?"."""
OF_KIND = {
    "group": (frozenset({"founded"}),),
    "body": (frozenset({"founded"}),),
    "document": (frozenset({"parties", "who"}), SIGNING),
}
"""Kind of thing -> words that together ask for a side of it: "created?", "who else took part?"."""
TELLING = frozenset({"when", "where"})
"""What may be asked of a thing that was told last without naming it."""
YEARS_LATER = "years-later"
"""The word that asks for the years from what was spoken of."""
HAD = frozenset({"seat"})
HAD_KINDS = frozenset({"body", "office"})
"""Words, and kinds of them, for what an organisation has, and no state does."""
CHOOSING = frozenset({"who", "which"})
"""Words that ask for the names of what was counted: "which ones?"."""
HAPPENED = frozenset({"happen", "what-began"})
"""Words that ask what there was."""
MOVES = frozenset({"join", "leave", "join-last"})
"""Words for a change in who is a member, of whichever organisation the talk is about."""
OF_STATES = frozenset({"joined", "status"})
"""Families of intents that tell of a state, which may have signed a document of its own."""
SIDES = frozenset({"before", "after"})
"""Words that ask for what stands on one side of a thing."""
GENERIC = frozenset({"other-org"})
"""Words for things of another kind than a document or a person: "which of those organisations exist?"."""
COUNTED = frozenset({"force", "doctype"})
"""Kinds of words for things that are counted."""
COUNTING = "how-many"
SET_BY_TEXTS = {"share": "pay"}
"""Family of intents that tell of what a document sets -> the word for it."""


class Stance(Enum):
    """How a question stands to its conversation."""

    OPEN = "as its wording says"
    FOLLOWING = "a follow-up, though it could stand alone"
    LEANING = "only a follow-up"


@dataclass(frozen=True)
class Asked:
    """A question within its conversation."""

    utterance: Utterance
    conversation: Conversation
    base: KnowledgeBase
    own: Sequence[Reading]
    """How it is read by itself, the likeliest first."""
    stance: Stance

    @property
    def grammar(self) -> GrammarShape:
        """Return the small words of the language."""
        return self.base.grammar

    @cached_property
    def going_on(self) -> bool:
        """Return whether it begins as one that goes on from another."""
        return goes_on(self.utterance, self.grammar)

    @cached_property
    def several(self) -> bool:
        """Return whether several things are meant: "them"."""
        return plural(self.utterance, self.grammar)

    @cached_property
    def named(self) -> bool:
        """Return whether it names a thing."""
        return any(m.kind in ENTITIES for m in self.utterance.mentions)

    @cached_property
    def bare(self) -> bool:
        """Return whether it says too little to be read by itself, or but names something."""
        denied = all(m.kind in ENTITIES or m.id == "not" for m in self.utterance.mentions)  # "not the OSCE?"
        return not self.own or ((self._best_is_bare or denied) and elliptic(self.utterance))

    @cached_property
    def fragment(self) -> bool:
        """Return whether it makes no sentence; "who paid 24 per cent?", without an auxiliary, does."""
        mentions = self.utterance.mentions
        whole = bool(self.own) and not (self.going_on or self.bare or elliptic(self.utterance))
        return is_fragment(self.utterance, self.grammar) and not (whole and mentions[0].id in CHOOSING)

    @cached_property
    def following(self) -> bool:
        """Return whether it is a follow-up, though it could stand alone."""
        trailing = bool(self.conversation.focus) and trails_off(self.utterance, self.grammar)
        since = any(m.id == YEARS_LATER for m in self.utterance.mentions)  # "how many years later was the SCO founded?"
        return self.stance is not Stance.OPEN or trailing or self.elsewhere or self._in_all or since

    @property
    def hanging(self) -> bool:
        """Return whether "it" can only be the document, the person or the forerunner that was spoken of, and not the SCO."""
        utterance, focus = self.utterance, self.conversation.focus
        kind = self.base.kinds.get(focus[0], "") if focus else ""
        # A group may be meant by "it", or a state that was in it; of these two the group has a chairman.
        headed = any(m.kind == "office" for m in utterance.mentions)
        groups = [name for name in focus if self.base.kinds.get(name) == "group"]
        alone = kind in SINGLED or (bool(groups) and (headed or len(focus) == 1))
        # "Which came after it?" is asked of a list; "who chairs that group?" may be asked of one that no source speaks of.
        named = any(m.kind in ENTITIES - {"office"} or m.id in SIDES | GENERIC for m in utterance.mentions)
        counts = {m.kind for m in utterance.mentions} & COUNTED and any(m.id == COUNTING for m in utterance.mentions)
        named = named or bool(counts)  # "that makes how many binding ones in all?"
        if kind == "organ" and {m.kind for m in utterance.mentions} <= {"office", "kind", "word"}:
            return any(m.kind == "office" for m in utterance.mentions)  # "the Anti-Drug Centre?" - "who's the director?"
        spoken = {name for kind, name in self.conversation.mentions if kind == "organisation"}
        if (
            len(spoken) > 1
            and "both" in {m.id for m in utterance.mentions}
            and all(m.kind not in ENTITIES for m in utterance.mentions)
        ):
            return True  # "SCO and CSTO members?" - "who's in both?"
        back = points_back(utterance, self.grammar) and not fronted(utterance, self.grammar)
        return (alone and not named and back) or (self._of_a_stranger and back)

    @property
    def _of_a_stranger(self) -> bool:
        """Return whether a seat, a body or an office is asked for of the other organisation that the talk is about.

        "Who is in the EAEU?" - "where is its headquarters?", "does it have a secretariat?".
        """
        others = {name for kind, name in self.conversation.mentions if kind == "organisation"}
        others |= {name for name in self.conversation.focus if self.base.kinds.get(name) == "organisation"}
        named = any(m.kind in ENTITIES - HAD_KINDS for m in self.utterance.mentions)
        asks = any(m.kind in HAD_KINDS or m.id in HAD for m in self.utterance.mentions)
        texts = {*(name for name in self.conversation.focus if name in self.base.documents)}
        return len(others) == 1 and "sco" not in others and asks and not named and not texts

    @property
    def of_documents(self) -> bool:
        """Return whether the talk is about documents and nothing else."""
        spoken = {*self.conversation.focus, *self.conversation.items}
        return bool(spoken) and {self.base.kinds.get(name) for name in spoken} == {"document"}

    @cached_property
    def elsewhere(self) -> bool:
        """Return whether it asks who came or left, and the talk is about another organisation: "who was the newcomer?"."""
        others = any(kind == "organisation" and name != "sco" for kind, name in self.conversation.mentions)
        moves = any(m.id in MOVES for m in self.utterance.mentions)
        chooses = any(m.id in CHOOSING for m in self.utterance.mentions) and not self.named
        talk = {name for _, name in self.conversation.mentions} | {*self.conversation.focus}
        things = [m for m in self.utterance.mentions if m.kind in ENTITIES]
        asks = any(m.kind == "kind" for m in self.utterance.mentions)  # "why did Uzbekistan leave?", of the CSTO
        of_talk = bool(things) and asks and all(m.kind == "country" and m.id in talk for m in things)
        return others and moves and (chooses or of_talk) and len(self.utterance.tokens) <= LONG

    @cached_property
    def sets(self) -> list[Completed]:
        """Return the question put to those of the talk that it counts or describes: "those two", "the one from 2011"."""
        spoken = (self.utterance, self.conversation, self.base)
        ways = (counted, paired, described, seated, among, came, chosen)
        return next((found for way in ways if (found := way(*spoken))), [])

    @property
    def of_some(self) -> bool:
        """Return whether the question is about some of the things of the talk, whether or not it is known which."""
        return bool(self.sets) or points_at_some(self.utterance, self.base)

    @property
    def of_a_side(self) -> bool:
        """Return whether a side is asked for of what the talk is about: "what was the purpose?", of the Shanghai Five."""
        kind = self.base.kinds.get(self.conversation.focus[0], "") if self.conversation.focus else ""
        said = {m.id for m in self.utterance.mentions}
        sided = bool(said & SIDED or any(words <= said for words in OF_KIND.get(kind, ()))) and len(self.utterance.tokens) <= LONG
        among = "of-them" in said and len(self.conversation.items) > 1  # "which of those has it in its title?"
        signed = said >= SIGNING and all(m.kind not in ENTITIES or m.id == "sco" for m in self.utterance.mentions)
        return kind in SINGLED | {"group"} and (signed or not self.named) and sided and not among

    @property
    def of_what_was_told(self) -> bool:
        """Return whether nothing but the time or the place of what was told last is asked for: "when?"."""
        kinds = {m.id for m in self.utterance.mentions if m.kind == "kind"}
        return bool(self.conversation.intent and kinds) and kinds <= TELLING and asks_only(self.utterance)

    @property
    def _in_all(self) -> bool:
        """Return whether it goes on to what comes together with what was told: "and together with the members, how many?"."""
        return self.going_on and any(m.id == "together" for m in self.utterance.mentions)

    @cached_property
    def of_its_text(self) -> list[Completed]:
        """Return the question put to the document that sets what the talk is about: "and the protocol, where was it signed?"."""
        word = SET_BY_TEXTS.get(self.conversation.intent.partition(".")[0])
        types = {(m.start, m.stop) for m in self.utterance.mentions if m.kind == "doctype"}
        texts = [token.text for token in self.utterance.tokens]
        named = [m for m in self.utterance.mentions if m.kind in ENTITIES]
        alone = all(m.kind == "document" and (m.start, m.stop) in types for m in named)
        owned = {form for shape in self.grammar.pronouns.values() for form in shape.forms}  # "their memoranda"
        definite = alone and all(start > 0 and texts[start - 1] in {*self.grammar.definite, *owned} for start, _ in types)
        if not (types and definite):
            return []
        organs = [name for name in self.conversation.focus[:1] if self.base.kinds.get(name) == "organ"]
        if organs:  # "what is the Universal Centre?" - "when was the agreement signed?"
            return [Completed(self.utterance, (mention(self.base, organs[0]),), strict=True)]
        spoken = [name for name in self.conversation.focus if name in self.base.documents]
        if spoken and self.conversation.focus[0] not in spoken:  # a memorandum, then a state: "and what is that memo about?"
            return [Completed(self.utterance, (mention(self.base, spoken[0]),), strict=True)]
        several = set(texts) & set(self.grammar.pronouns["they"].forms)  # "when did they sign the memoranda?"
        meant = self.conversation.focus[:1] or (self.conversation.items if several else ())
        states = [name for name in meant if self.base.kinds.get(name) == "country"]
        # "When did Nepal join?" - "and the memorandum?"; nor is it another's where nothing was answered of Nepal.
        if states and self.conversation.intent.partition(".")[0] in {*OF_STATES, ""}:
            return [Completed(self.utterance, tuple(Mention("country", name, -1, -1) for name in states), strict=True)]
        return [Completed(self.utterance, (Mention("word", word, -1, -1),), strict=True)] if word else []

    @property
    def settled(self) -> bool:
        """Return whether a rank is asked for by a whole question: "which was the last to join?" is of no list."""
        ranked = bool(self.own) and any(m.kind == "rank" for m in self.utterance.mentions)
        return ranked and not self._best_is_bare and not points_back(self.utterance, self.grammar) and not self._at_place

    @property
    def of_other_side(self) -> bool:
        """Return whether the last list is asked for on the other side of its year: "documents before 2005?" - "and after?"."""
        sided = bool(self.utterance.mentions) and all(
            m.kind in {"time", "rank"} and m.id in BOUNDS for m in self.utterance.mentions
        )
        spoken = {kind for kind, name in self.conversation.mentions if kind == "year" or (kind == "time" and name in BOUNDS)}
        return sided and spoken == {"year", "time"} and len(self.conversation.items) > 1

    @property
    def between_tied(self) -> bool:
        """Return whether the gap between the ends of an order is asked for: those who tie at one of them have none."""
        gap = any(m.id == GAP for m in self.utterance.mentions)
        gap = gap and all(m.kind not in {"rank", "ordinal"} for m in self.utterance.mentions)
        return gap and self.conversation.intent in RANKED and not self.named

    @property
    def of_order(self) -> bool:
        """Return whether it asks who of several came first or last, and so for none at a place: "the last of those to get in"."""
        moves = any(m.id in MOVES for m in self.utterance.mentions)
        chooses = any(m.id in CHOOSING for m in self.utterance.mentions)
        return moves and chooses and points_back(self.utterance, self.grammar)

    @property
    def _at_place(self) -> bool:
        """Return whether something is asked of the one at a place of the last list: "is the last one a member by now?"."""
        chooses = any(m.id in CHOOSING for m in self.utterance.mentions)
        return not chooses and len(self.conversation.items) > 1 and names_place(self.utterance, self.grammar)

    @property
    def of_its_time(self) -> bool:
        """Return whether it asks what there was in a year that it names itself: "so what happened in 1996?"."""
        said = {m.id for m in self.utterance.mentions}
        plain = all(m.kind in {"word", "year", "as-of", "month", "chat"} for m in self.utterance.mentions)
        asks = any(token.text in self.grammar.interrogatives for token in self.utterance.tokens)
        dated = any(m.kind == "year" for m in self.utterance.mentions)
        return bool(self.own and plain and asks and dated and said & HAPPENED) and not points_back(self.utterance, self.grammar)

    @property
    def _best_is_bare(self) -> bool:
        return self.own[0].rule.shape.options.get("bare") == "yes"
