"""The ways to complete a question with what the talk leaves to be understood, the likeliest first.

Three ways, tried in an order that the wording decides: what "it" stands for is put in; what the last question said is kept
except for what the new one replaces (``and Uzbekistan?``); a place in the last list is looked up (``the second one``).
A full new question inherits nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from bot.dialogue.completed import Completed, mention
from bot.dialogue.fragments import FILTERS, LONG, LOOSE, elliptic, goes_on, is_fragment, trails_off
from bot.dialogue.implied import of_other
from bot.dialogue.places import names_place, placed
from bot.dialogue.pronouns import determines, ends_in_pronoun, other_one, plural, points_at_one, points_back, unnamed
from bot.dialogue.references import MANY, focused, kept, narrowed
from bot.dialogue.sets import counted, described, paired, points_at_some, seated
from bot.dialogue.signs import compares, fronted
from bot.dialogue.timing import BESIDE, TIMES, year_beside
from bot.intents import ENTITIES, Reading
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import GrammarShape
from bot.matching.utterance import Utterance
from bot.model import Conversation, Mention

SINGLED = frozenset({"document", "person", "body", "organisation", "office", "organ"})
"""Kinds of things that are spoken of by themselves: what is asked of them is not asked of the SCO."""
SINCE = "since"
SIDED = frozenset({"aim", "full-name", "title", "formal", "informal", "replaced", "area"})
"""Words for what a thing has, by which it is asked about though nothing names it."""
OF_KIND = {"group": (frozenset({"founded"}),), "body": (frozenset({"founded"}),), "document": (frozenset({"parties", "who"}),)}
"""Kind of thing -> words that together ask for a side of it: "created?", "who else took part?"."""
ORDERING = frozenset({"more", "less", "same", "compare", "before", "after", "earlier", "later"})
"""Words with which a bare name is held against what was spoken of."""
YEARS_LATER = "years-later"
"""The word that asks for the years from what was spoken of."""
COUNTING = "how-many"
CHOOSING = frozenset({"who", "which"})
"""Words that ask for the names of what was counted: "which ones?"."""
HAPPENED = frozenset({"happen", "what-began"})
"""Words that ask what there was."""
LISTS = frozenset({"word:list-word"})
"""The word for a list."""
TRENDS = frozenset({"rise", "fall"})
"""Words for how a figure has moved, of which the last question asked."""
NEIGHBOURS = frozenset({"next", "previous"})
"""Words for what stands beside a thing in an order."""
MOVES = frozenset({"join", "leave", "join-last"})
"""Words for a change in who is a member, of whichever organisation the talk is about."""
AMOUNTS = frozenset({"share", "budget", "staff", "count"})
"""Families of intents that tell of amounts: what was so before is asked of these, not of the state."""
OF_STATES = frozenset({"joined", "status"})
"""Families of intents that tell of a state, which may have signed a document of its own."""
SET_BY_TEXTS = {"share": "pay"}
"""Family of intents that tell of what a document sets -> the word for it."""
PARTICIPATION = frozenset({"status"})
"""Kinds of which those of a list may have become another: "which of them are members now?"."""


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
        return counted(*spoken) or paired(*spoken) or described(*spoken) or seated(*spoken)

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
        return kind in SINGLED | {"group"} and not self.named and sided and not among

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
        several = set(texts) & set(self.grammar.pronouns["they"].forms)  # "when did they sign the memoranda?"
        meant = self.conversation.focus[:1] or (self.conversation.items if several else ())
        states = [name for name in meant if self.base.kinds.get(name) == "country"]
        if states and self.conversation.intent.partition(".")[0] in OF_STATES:  # "when did Nepal join?" - "and the memorandum?"
            return [Completed(self.utterance, tuple(Mention("country", name, -1, -1) for name in states), strict=True)]
        return [Completed(self.utterance, (Mention("word", word, -1, -1),), strict=True)] if word else []

    @property
    def settled(self) -> bool:
        """Return whether a rank is asked for by a whole question: "which was the last to join?" is of no list."""
        ranked = bool(self.own) and any(m.kind == "rank" for m in self.utterance.mentions)
        return ranked and not self._best_is_bare and not points_back(self.utterance, self.grammar) and not self._at_place

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


def completions(asked: Asked) -> list[Completed]:
    """Return the ways to complete a question, the likeliest first; none for one that stands alone."""
    utterance, conversation, base, grammar = asked.utterance, asked.conversation, asked.base, asked.grammar
    another_year = year_beside(utterance, conversation, base)
    in_list = None if asked.sets or asked.settled or asked.of_order else placed(utterance, conversation, base)
    lost = asked.of_its_time or (asked.of_some and not asked.sets)  # of so many, nobody knows which
    if lost or another_year is not None or (in_list is None and other_one(utterance, grammar)):
        return [another_year] if another_year else []  # of more than two others, nobody knows which
    first = _in_list(asked, in_list) if in_list else asked.of_its_text or list(asked.sets)
    single, whole = focused(utterance, conversation, base), kept(utterance, conversation, grammar)
    elsewhere = bool(conversation.focus) and base.kinds.get(conversation.focus[0]) == "organisation"  # "how many of them ...?"
    if asked.several and not elsewhere and any(m.kind == "status" for m in utterance.mentions):
        first.append(kept(utterance, conversation, grammar, PARTICIPATION))
    generic = bool(conversation.focus) and unnamed(utterance, grammar)  # "and when was the paper signed?"
    if asked.of_a_side or generic:
        return [*first, *single, whole]
    of_itself = asked.settled and any(m.kind == "force" for m in utterance.mentions)  # "and the newest binding one?"
    whole_itself = fronted(utterance, grammar) or determines(utterance, grammar, SINGLED - {"organisation", "office"})
    if of_itself or (asked.own and not asked.bare and whole_itself):
        return first  # what the pronoun means, the question says itself
    if determines(utterance, grammar, LISTS) and not asked.several:
        single = []  # "which text is on that list?"
    elif points_at_one(utterance, grammar) and not first:  # "who is the newest one?", of those that were spoken of
        return [*single, whole] if _beside_a_document(asked) else [whole, *single]
    if points_back(utterance, grammar) and not (is_fragment(utterance, grammar) and asked.going_on):
        return _pointing(asked, first, single, whole)
    return _left_out(asked, first, single, whole)


def _in_list(asked: Asked, found: Completed) -> list[Completed]:
    """Return the question put to what stands at a place of the list, with what was asked of another there: "no, the first"."""
    conversation, base = asked.conversation, asked.base
    silent = all(m.kind == "chat" for m in found.utterance.mentions)
    if not silent or not conversation.focus or conversation.focus[0] not in conversation.items:
        return [found]
    gone = {base.kinds.get(m.id) for m in found.carried} | {"ordinal", "rank"}
    asked_before = (Mention(kind, name, -1, -1) for kind, name in conversation.mentions if kind not in gone)
    return [Completed(found.utterance, (*found.carried, *asked_before), strict=False), found]


def _of_the_found(asked: Asked, whole: Completed) -> list[Completed]:
    """Return the last question put to the one thing that its answer found: "who is next above it?" - "with how much?"."""
    conversation, base = asked.conversation, asked.base
    found = conversation.focus[:1]
    if not found or found[0] not in conversation.items or found[0] in {name for _, name in conversation.mentions}:
        return []
    gone = {base.kinds.get(found[0]), "rank", "comparison", "ordinal"}
    stays = (m for m in whole.carried if m.kind not in gone)
    return [Completed(whole.utterance, (mention(base, found[0]), *stays), strict=False)]


def _beside_a_document(asked: Asked) -> bool:
    """Return whether what stands beside the one document that was found is asked for: "and the one right before that?"."""
    found = asked.conversation.items
    neighbour = any(m.id in NEIGHBOURS for m in asked.utterance.mentions)
    return neighbour and len(found) == 1 and asked.base.kinds.get(found[0]) == "document"


def _pointing(asked: Asked, first: list[Completed], single: list[Completed], whole: Completed) -> list[Completed]:
    """Return the ways to complete a question with a pronoun; none where "it" is the SCO, or what the question itself says."""
    utterance, conversation = asked.utterance, asked.conversation
    few = 0 < len(conversation.items) <= MANY
    spoken_of = conversation.focus or first or few or ends_in_pronoun(utterance, asked.grammar)
    if not (asked.bare or asked.following or asked.several or spoken_of):
        return []
    if any(m.id == "of-them" for m in utterance.mentions) and any(m.kind in FILTERS for m in utterance.mentions):
        first = [*first, *narrowed(utterance, conversation, asked.base)]
    # "Name them" repeats the last question, "which of them are from 2010" narrows it; "how much do they pay" asks another.
    listed = asked.several and len(conversation.items) > 1
    repeats = listed and all(m.kind not in {"word", "kind"} or m.id == "which" for m in utterance.mentions)
    dated = bool(utterance.mentions) and all(m.kind in TIMES or m.id == SINCE for m in utterance.mentions)
    return [*first, whole, *single] if repeats or dated else [*first, *single, whole]  # "what is it since 2025?"


def _left_out(asked: Asked, first: list[Completed], single: list[Completed], whole: Completed) -> list[Completed]:
    """Return the ways to complete a question that leaves something out without pointing to it: "and Uzbekistan?", "where?"."""
    utterance, conversation = asked.utterance, asked.conversation
    lean = asked.going_on or (is_fragment(utterance, asked.grammar) and any(m.id in ORDERING for m in utterance.mentions))
    comparing = lean and asked.named and compares(utterance, asked.grammar)  # "and is the Charter later?", "than Kyrgyzstan?"
    following = asked.following or comparing
    onward = asked.going_on and (asked.fragment or not asked.own)
    if not (following or onward or (asked.fragment and (asked.bare or not asked.named))):
        return [*first, *single, whole] if not asked.own and len(utterance.tokens) <= LONG else first
    if trails_off(utterance, asked.grammar):  # "who from the SCO isn't?", of the organisation of the talk
        first += of_other(utterance, conversation, asked.base)
    narrowing = any(m.kind in FILTERS for m in utterance.mentions)  # "the ones from 2010"
    first += narrowed(utterance, conversation, asked.base) if narrowing else []
    nearer = _asks_only(utterance) or (asked.several and not narrowing) or _of_the_answer(asked, narrowing=narrowing)
    if _asks_only(utterance):
        first += _of_the_found(asked, whole)
    again = following or _names_counted(asked)
    return [*first, *single, whole] if nearer and not again else [*first, whole, *single]


def _names_counted(asked: Asked) -> bool:
    """Return whether there is nothing but a word that asks which they are, of those that were counted: "which ones?"."""
    choosing = any(m.id in CHOOSING for m in asked.utterance.mentions)
    return choosing and _asks_only(asked.utterance) and ("kind", COUNTING) in asked.conversation.mentions


def _asks_only(utterance: Utterance) -> bool:
    """Return whether there is nothing but a question word: "where?", "and how many?"."""
    kinds = [(m.start, m.stop) for m in utterance.mentions if m.kind == "kind"]
    return all(
        m.kind == "kind"
        or (m.kind == "word" and (m.id in LOOSE or any(start <= m.start and m.stop <= stop for start, stop in kinds)))
        for m in utterance.mentions
    )


def _of_the_answer(asked: Asked, *, narrowing: bool) -> bool:
    """Return whether what the last answer found is meant, not what the last question named: "and before that?"."""
    utterance, conversation = asked.utterance, asked.conversation
    own_verb = points_back(utterance, asked.grammar) and not elliptic(utterance)  # "so it still belonged in June 2012?"
    weighed = bool(utterance.mentions) and all(m.kind == "force" for m in utterance.mentions)  # of one document: "binding?"
    if weighed and conversation.items and conversation.items == conversation.focus[:1]:
        return True
    if asked.named or narrowing:
        return own_verb
    if utterance.mentions and all(m.kind in {"number", "count", "now"} for m in utterance.mentions):  # "and ten?", "and today?"
        return False
    if any(m.id in TRENDS for m in utterance.mentions):  # "so it went down?"
        return False
    neighbour = any(m.id in NEIGHBOURS for m in utterance.mentions)
    amounts = conversation.intent.partition(".")[0] in AMOUNTS or ".share" in conversation.intent
    ordered = neighbour and conversation.intent.endswith(".neighbour")  # "and who is next?", of who pays most
    if amounts and not ordered:  # "and just before that?", of what is paid
        return False
    beside = neighbour or any(m.kind in BESIDE for m in utterance.mentions)
    many = any(m.kind == "status" for m in utterance.mentions)  # "and the observers?"
    return own_verb or beside or (not many and conversation.items == conversation.focus[:1])
