"""What a follow-up leans on: what "it" stands for, what the last question said, what stood second in the last list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from bot.dialogue.signs import (
    COMPARING,
    TOGETHER,
    compares,
    contains,
    is_fragment,
    of_all,
    plural,
    points_back,
    trails_off,
)
from bot.intents import ENTITIES
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import GrammarShape
from bot.matching.utterance import Utterance
from bot.model import Conversation, Mention

MANY = 3  # things that "they" may stand for; a longer list is meant as a list
PRESENT = frozenset({"still", "now"})
"""Words that ask for today, whatever time was spoken of."""
SIDES = frozenset({"before", "after", "earlier", "later", "next", "previous", "basis", "who", "sign", "join", "only"})
"""Words that a question for what stands beside something may consist of."""
PERSONAL = frozenset({"person", "office"})
"""Kinds of which nothing is asked with "its"."""
ENDING = frozenset({"replaced", "ended", "exist"})
"""Words for the end of an organisation."""
JOINING = frozenset({"join", "join-last"})
TOLD_JOINING = "joined"
"""Family of intents that tell who joined when."""
PAID = "share"
"""Family of intents that tell who pays what."""
PLACES = frozenset({"where", "at-summit"})
"""Words that ask where something happened."""
REPLACES = {
    "region": {"country", "place"},
    "place": {"country"},
    "country": {"place"},
    "rank": {"rank", "kind", "ordinal"},
    "document": {"document", "doctype", "topic", "year", "organisation", "country", "content"},
    "year": {"year", "as-of", "rank", "time", "now"},
    "now": {"year", "as-of", "month", "time"},
}
"""Kind of a new mention -> kinds of old ones that it replaces, where it is more than its own kind."""
MEASURES = {"overlap.shared": "overlap"}
"""Intent that counts something -> the word for it, by which "is that more than the CSTO?" compares."""
ADDING = frozenset({"share.sum"})
"""Intents of which the answer is one amount of several things."""


@dataclass(frozen=True, slots=True)
class Completed:
    """A question with what the conversation adds to it."""

    utterance: Utterance
    carried: tuple[Mention, ...]
    strict: bool
    """Whether a rule must take up all that was added; else the things that it is about."""


def mention(base: KnowledgeBase, entity: str) -> Mention:
    """Return a mention that stands nowhere in the text."""
    return Mention(base.kinds.get(entity, "word"), entity, -1, -1)


def focused(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question with what "it" may stand for, one choice each, and with all of it together for "they"."""
    utterance = _without_one(utterance, base.grammar)
    mine = {m.kind for m in utterance.mentions if m.id != "sco"}
    mine |= REPLACES["region"] if "region" in mine else set()
    said = {m.id for m in utterance.mentions}
    chooses = said >= {"which", "country-word"} and not points_back(utterance, base.grammar)  # "which state was not?"
    mine |= {"country"} if chooses or of_all(utterance, base.grammar) or _of_more(utterance, conversation) else set()
    comparing = compares(utterance, base.grammar) and not _of_anyone(utterance, base.grammar)
    many = any(m.kind == "status" and m.form.endswith(tuple(base.grammar.plurals)) for m in utterance.mentions)
    listed = many and not points_back(utterance, base.grammar) and is_fragment(utterance, base.grammar)
    mine |= {"country"} if _of_anyone(utterance, base.grammar) or listed else set()  # "dialogue partners in 2012?"
    things = _no_persons(utterance, conversation, base)
    things += _joined_by(utterance, conversation, base)
    measure = MEASURES.get(conversation.intent) if comparing else None
    measured = (Mention("word", measure, -1, -1),) if measure else ()
    single = [
        Completed(utterance, (mention(base, entity), *measured), strict=True)
        for entity in things
        if entity not in said and (base.kinds.get(entity) not in mine or comparing)
    ]
    single = [
        *_happening(utterance, conversation, base),
        *of_other(utterance, conversation, base),
        *_elsewhere(utterance, conversation, base),
        *_side(utterance, conversation, base),
        *_partner(utterance, conversation, base),
        *_joiners(utterance, conversation, base),
        *_payers(utterance, conversation, base),
        *single,
    ]
    if _of_a_list(utterance, conversation):
        single = []
    several = conversation.focus if len(conversation.focus) > 1 else conversation.items
    together = tuple(
        mention(base, entity) for entity in several if entity not in said and (base.kinds.get(entity) not in mine or comparing)
    )
    both = Completed(utterance, together, strict=True)
    held = comparing or any(m.id in COMPARING for m in utterance.mentions)
    # "Is that more than Kazakhstan?", "more than half?": the sum is.
    if conversation.intent in ADDING and held and len(together) > 1:
        summed = (*together, Mention("word", "together", -1, -1))
        return [Completed(utterance, summed, strict=True), both]
    if not 1 < len(together) <= MANY:
        return single
    listed = set(conversation.focus) <= set(conversation.items) and len(together) == len(conversation.focus)
    if listed and {m.kind for m in together} == {"document"}:
        return [both]  # of one list: "it" may be any of them
    if not (plural(utterance, base.grammar) or TOGETHER & said):  # "added up, how much is that?"
        return [*single, both]
    if conversation.polar and conversation.items == conversation.focus[:1] and not said & (TOGETHER | COMPARING):
        return [*single, both]  # "is Tajikistan?" - "and how much do they pay?"
    words_kept = tuple(m for m in kept(utterance, conversation, base.grammar).carried if m.kind not in ENTITIES)
    return [both, Completed(utterance, (*together, *words_kept), strict=False), *single]


def _without_one(utterance: Utterance, grammar: GrammarShape) -> Utterance:
    """Return the utterance with the "one" of "that one" as part of the pronoun, which counts no participant."""
    texts = [token.text for token in utterance.tokens]
    forms = [form.split() for form in grammar.pronouns["it"].forms if " " in form and form.split()[0] in grammar.definite[1:]]
    places = {
        p
        for words in forms
        for start in range(len(texts) - len(words) + 1)
        if texts[start : start + len(words)] == words
        for p in range(start, start + len(words))
    }
    single = {p for m in utterance.mentions if m.stop - m.start == 1 and m.start in places for p in (m.start,)}
    return filled(utterance, single) if single else utterance


def _of_anyone(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether a question is of somebody whom nobody named: "did anyone become a member there?", not "anyone else?"."""
    texts = [token.text for token in utterance.tokens]
    return any(contains(texts, form) for form in grammar.indefinites) and all(m.id != "rest" for m in utterance.mentions)


def _of_a_list(utterance: Utterance, conversation: Conversation) -> bool:
    """Return whether some of a list are asked for, of which one was spoken of since: "the first?" - "which of those ...?"."""
    listed = len(conversation.items) > 1 and set(conversation.focus) <= {*conversation.items}
    return listed and any(m.id == "of-them" for m in utterance.mentions)


def _of_more(utterance: Utterance, conversation: Conversation) -> bool:
    """Return whether more are counted than were spoken of: "do all six come to 100?", after the two that pay most."""
    spoken = max(len(conversation.focus), len(conversation.items))
    counts = (int(m.id) for m in utterance.mentions if m.kind == "count" and m.id.isdigit())
    return any(m.id == "all" for m in utterance.mentions) and any(count > spoken for count in counts)


def of_other(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to the organisation of the talk, where it names the SCO besides: "who of the SCO was in it?"."""
    others = [name for kind, name in conversation.mentions if kind == "organisation" and name != "sco"]
    named = {m.id for m in utterance.mentions if m.kind in ENTITIES}
    told = [entity for entity in conversation.focus if base.kinds.get(entity) == "organisation"]  # "it" is that one
    back = points_back(utterance, base.grammar) or any(m.id == "outside" for m in utterance.mentions)
    back = back or trails_off(utterance, base.grammar)  # "who from the SCO isn't?"
    found = conversation.focus[:1] if set(conversation.focus[:1]) <= {*conversation.items} else ()
    state = any(base.kinds.get(name) == "country" for name in found)  # "which came last?" - "is that one an SCO member?"
    many = any(m.kind == "status" and m.form.endswith(tuple(base.grammar.plurals)) for m in utterance.mentions)
    of_state = state and not many and all(m.kind != "kind" for m in utterance.mentions)
    if set(told) - {*others} or len(others) != 1 or named != {"sco"} or not back or of_state:
        return []
    return [Completed(utterance, (mention(base, others[0]),), strict=True)]


def _elsewhere(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to the state and the organisation of the last one: "when did it join?", of the EAEU."""
    others = [name for kind, name in conversation.mentions if kind == "organisation" and name != "sco"]
    state = [entity for entity in conversation.focus[:1] if base.kinds.get(entity) == "country"]
    elsewhere = any(m.kind in ENTITIES or m.id == "other-org" for m in utterance.mentions)
    if len(others) != 1 or not state or elsewhere:
        return []
    return [Completed(utterance, tuple(mention(base, name) for name in (*state, *others)), strict=True)]


def _happening(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to the joining that was told: "at which summit was that?", of all who came then."""
    states = tuple(entity for entity in conversation.items or conversation.focus if base.kinds.get(entity) == "country")
    named = any(m.kind in ENTITIES | {"year"} and m.id != "sco" for m in utterance.mentions)
    if conversation.intent.partition(".")[0] != TOLD_JOINING or named or not PLACES & {m.id for m in utterance.mentions}:
        return []
    statuses = tuple(Mention(kind, name, -1, -1) for kind, name in conversation.mentions if kind == "status")
    joined = () if any(m.id in JOINING for m in utterance.mentions) else (Mention("word", "join", -1, -1),)
    return [Completed(utterance, (*(mention(base, name) for name in states), *statuses, *joined), strict=True)] if states else []


def _partner(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to the country with which a document was made: "is the country a member?"."""
    shape, texts = base.grammar.pronouns.get("country"), [token.text for token in utterance.tokens]
    document = base.documents.get(conversation.focus[0]) if conversation.focus else None
    if shape is None or document is None or not any(contains(texts, form) for form in shape.forms):
        return []
    partners = [name for name in document.partners if base.kinds.get(name) == "country"]
    return [Completed(utterance, (mention(base, name),), strict=True) for name in partners]


def _no_persons(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> tuple[str, ...]:
    """Return what "it" may stand for; "its staff" is no person's, nor an office's, but of the body whose office that is."""
    its = {token.text for token in utterance.tokens} & {*base.grammar.neuters}
    if not its or not any(base.kinds.get(entity) in PERSONAL for entity in conversation.focus):
        return conversation.focus
    bodies = (name for kind, name in conversation.mentions if kind == "body")
    return (*bodies, *(entity for entity in conversation.focus if base.kinds.get(entity) not in PERSONAL))


def _joined_by(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> tuple[str, ...]:
    """Return the organisation of which a state of the talk is a member: "how many SCO members are in it?", asked of many."""
    others = {name for kind, name in conversation.mentions if kind == "organisation" and name != "sco"} - {*conversation.focus}
    many = any(m.kind == "status" and m.form.endswith(tuple(base.grammar.plurals)) for m in utterance.mentions)
    ended = any(m.id in ENDING for m in utterance.mentions)  # "what came instead of it?"
    return tuple(others) if len(others) == 1 and (many or ended) and points_back(utterance, base.grammar) else ()


def _joiners(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to who joined before or after the state that was found: "and before them?"."""
    said = {name for _, name in conversation.mentions}
    state = [entity for entity in conversation.focus if base.kinds.get(entity) == "country"]
    heard = {m.id for m in utterance.mentions}
    sided = bool(heard & {"before", "after", "earlier", "later"}) and heard <= SIDES
    if len(state) != 1 or "who" not in said or not said & JOINING or not sided:
        return []
    asked = (*map(partial(mention, base), state), Mention("word", "join", -1, -1), Mention("kind", "who", -1, -1))
    return [Completed(utterance, asked, strict=True)]


def _payers(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to who pays next to the one that was found: "and the next?", "who just above it?"."""
    state = [entity for entity in conversation.focus[:1] if base.kinds.get(entity) == "country"]
    beside = any(m.kind == "rank" for m in utterance.mentions) and {m.id for m in utterance.mentions} <= SIDES
    if conversation.intent.partition(".")[0] != PAID or not state or not beside:
        return []
    return [Completed(utterance, (mention(base, state[0]), Mention("word", "pay", -1, -1)), strict=True)]


def _side(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to those with whom a document was made: "did RATS conclude something with them?"."""
    shape, texts = base.grammar.pronouns["they"], [token.text for token in utterance.tokens]
    document = base.documents.get(conversation.focus[0]) if len(conversation.focus) == 1 else None
    named = any(m.kind == "body" for m in utterance.mentions)
    if document is None or not named or not any(text in shape.forms for text in texts):
        return []
    others = [name for name in document.partners if base.kinds.get(name) == "organisation"]
    return [Completed(utterance, (mention(base, name),), strict=True) for name in others] if len(others) == 1 else []


def kept(
    utterance: Utterance, conversation: Conversation, grammar: GrammarShape, beside: frozenset[str] = frozenset()
) -> Completed:
    """Return the question with what the last one said, except for what the new one replaces.

    Args:
        utterance: The question.
        conversation: What came before.
        grammar: Says how a plural ends.
        beside: Kinds of which a new thing stands beside the old one: "which of them are members now?", said of observers.
    """
    another = _of_anyone(utterance, grammar) and any(m.kind == "status" for m in utterance.mentions)  # "anyone since?" is of it
    comparing = compares(utterance, grammar) and not another
    mine = {m.kind for m in utterance.mentions} - {"word", *beside}
    others = any(m.kind == "organisation" and m.id != "sco" for m in utterance.mentions)
    if conversation.intent.startswith("overlap.") and not others:  # "which SCO member was the odd one out?", of the OSCE still
        mine -= {"organisation"}
    mine |= {"country"} if another or of_all(utterance, grammar) or _of_more(utterance, conversation) else set()
    said = {m.id for m in utterance.mentions}
    whole = "all" in said or {"together", "how-many"} <= said
    mine |= {"rank"} if whole else set()  # "and all six?", after the two that pay most; "how many altogether?"
    if said & {"who", "which"} and "country-word" in said:  # "so which states are?"
        mine |= {"country"}
    mine |= {"document"} if "which" in said and "doctype" in mine else set()  # "which text of 2010 is on that list?"
    many = any(m.kind == "status" and m.form.endswith(tuple(grammar.plurals)) for m in utterance.mentions)
    if many and "rest" not in said:  # not "and all other members?"
        mine |= {"country", "person"}  # "and the observers?" asks of no single state
    if "sco" in said and not any(m.kind in ENTITIES and m.id != "sco" for m in utterance.mentions):
        mine |= {"group", "body", "document", "organ"}  # "and the SCO itself?"
    replaced = set(mine).union(*(REPLACES.get(kind, set()) for kind in mine))
    replaced |= {"now", *REPLACES["now"]} if said & PRESENT else set()
    if conversation.intent.startswith("document."):  # the other side of a document: "with Afghanistan?", "and the UN?"
        replaced |= {"country", "organisation"} if mine & {"country", "organisation"} else set()
        dated = any(m.kind == "rank" and m.id in {"first", "last"} for m in utterance.mentions)
        replaced |= {"year", "as-of", "time"} if dated else set()  # "and which is the earliest?": not of one year
    gone = {"next", "after"} if said & {"before", "previous"} else {"previous", "before"} if said & {"next", "after"} else set()
    gone |= {"since"} if {"year", "now"} & mine else set()  # said of another time
    gone |= {"former", "pending"} if "now" in mine else set()  # "former?" - "current?"
    gone |= {"without"} if "together" in said else set()  # "who besides Russia?" - "how much is that together?"
    first = conversation.focus[:1] if comparing else ()
    if "kind" in mine and not comparing:  # "and how much for Tajikistan?", after a comparison
        gone |= COMPARING
    further = "also-out" in said and conversation.intent.startswith("share.rest")  # "and Russia left out, too?"
    added = ("together" in said or further) and sum(m.kind in ENTITIES and m.id != "sco" for m in utterance.mentions) == 1
    held = {
        *first,
        *(("sco",) if comparing else ()),
        *(conversation.focus if added else ()),
    }  # "and together with the Secretariat?"
    compared = next((m.id for m in utterance.mentions if m.kind == "comparison" and not mine & ENTITIES), "")
    stays = [
        Mention(kind, compared if kind == "comparison" and compared else name, -1, -1)
        for kind, name in conversation.mentions
        if (kind == "comparison" and compared)  # "by how much more?": between the same sides
        or (name not in said | gone and (kind not in replaced or (kind in ENTITIES and name in held)))
    ]
    return Completed(utterance, tuple(stays), strict=bool(beside))


def narrowed(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to the documents of the last list: "only from 2010", "which of these are about weapons"."""
    items = tuple(mention(base, item) for item in conversation.items if base.kinds.get(item) == "document")
    said = {m.id for m in utterance.mentions}
    if len(items) < MANY - 1 or "only" in said:
        return [Completed(utterance, items, strict=True)] if len(items) >= MANY - 1 else []
    listed = plural(utterance, base.grammar) or ("list-word" in said and points_back(utterance, base.grammar))
    choosing = "which" in said and listed and "document" not in {m.kind for m in utterance.mentions}
    return [Completed(utterance, (*items, Mention("word", "only", -1, -1)), strict=True)] if choosing else []


def filled(utterance: Utterance, places: Iterable[int]) -> Utterance:
    """Return the utterance with some of its tokens counted as fillers."""
    gone = frozenset(places)
    left = tuple(m for m in utterance.mentions if not gone & set(range(m.start, m.stop)))
    return Utterance(
        utterance.tokens,
        left,
        utterance.fillers | gone,
        utterance.light,
        utterance.slips,
        utterance.doubts,
        utterance.asked,
        utterance.told,
    )
