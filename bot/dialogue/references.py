"""What a follow-up leans on: what "it" stands for, and what the last question said."""

from __future__ import annotations

from bot.dialogue.completed import Completed, filled, mention
from bot.dialogue.fragments import contains, elliptic, is_fragment
from bot.dialogue.implied import beside, spoken_of
from bot.dialogue.pronouns import GENERIC, TOGETHER, of_ones, plural, points_back
from bot.dialogue.signs import COMPARING, compares, of_all, others_alone
from bot.intents import ENTITIES
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import GrammarShape
from bot.matching.utterance import Utterance
from bot.model import Conversation, Mention

MANY = 3  # things that "they" may stand for; a longer list is meant as a list
PRESENT = frozenset({"still", "now"})
"""Words that ask for today, whatever time was spoken of."""
REPLACES = {
    "region": {"country", "place"},
    "place": {"country"},
    "country": {"place"},
    "rank": {"rank", "kind", "ordinal"},
    "document": {"document", "doctype", "topic", "year", "organisation", "country", "content"},
    "year": {"year", "as-of", "rank", "time", "now"},
    "now": {"year", "as-of", "month", "time"},
    "ordinal": {"rank", "ordinal"},
}
"""Kind of a new mention -> kinds of old ones that it replaces, where it is more than its own kind."""
MEASURES = {"overlap.shared": "overlap", "status.check": "status", "status.check.bare": "status"}
"""Intent that tells something -> the word for it, by which "is that more than the CSTO?" and "Iran, same?" compare."""
TRENDS = frozenset({"rise", "fall"})
"""Words for how a figure has moved, which takes two times."""
NARROWING = frozenset({"which", "some", "new-word"})
"""Words that choose from a list beside a time."""
SIDES = frozenset({"before", "after", "since", "between"})
EVENTS = "event."
"""The family of intents that tell what happened, of which a document may be one thing."""
WHO_MADE = frozenset({"author"})
"""Words that ask for somebody by themselves: "from what day is it?" - "authors of the handbook?"."""
HAPPENED = frozenset({"happen", "sign"})
"""Words for what took place, which is not asked of all of a status."""
ROSTERS = ("overlap.missing", "overlap.outside", "overlap.remaining")
"""Intents that tell who is in one organisation, and not in another."""
ADDING = frozenset({"share.sum"})
"""Intents of which the answer is one amount of several things."""
BOUNDS = frozenset({"before", "after"})
"""Words that make a year the bound of a time."""
COMPARED = "share.compare"
"""The intent that holds what states pay against each other."""
MEASURED = "share."
"""The family of intents that may be of several things together: "that's over half, isn't it?"."""


def focused(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question with what "it" may stand for, one choice each, and with all of it together for "they"."""
    utterance = _without_one(utterance, base.grammar)
    mine = {m.kind for m in utterance.mentions if m.id != "sco"}
    mine |= REPLACES["region"] if "region" in mine else set()
    said = {m.id for m in utterance.mentions}
    chooses = said >= {"which", "country-word"} and not points_back(utterance, base.grammar)  # "which state was not?"
    mine |= {"country"} if chooses or of_all(utterance, base.grammar) or _of_more(utterance, conversation) else set()
    free = _of_anyone(utterance, base.grammar) or of_all(utterance, base.grammar)
    comparing = compares(utterance, base.grammar) and not free
    many = any(m.kind == "status" and m.form.endswith(tuple(base.grammar.plurals)) for m in utterance.mentions)
    listed = many and not points_back(utterance, base.grammar) and is_fragment(utterance, base.grammar)
    mine |= {"country"} if _of_anyone(utterance, base.grammar) or listed else set()  # "dialogue partners in 2012?"
    mine |= {"document"} if listed and conversation.intent.startswith(EVENTS) else set()  # "what happened there?" - "partners?"
    things = spoken_of(utterance, conversation, base)
    measured = _measured(utterance, conversation) if comparing else ()
    single = [
        Completed(utterance, (mention(base, entity), *measured), strict=True)
        for entity in things
        if entity not in said and (base.kinds.get(entity) not in mine or comparing)
    ]
    single = [*beside(utterance, conversation, base), *single]
    if _of_a_list(utterance, conversation):
        single = []
    # "Are they both in the OSCE?" - "and how much do they pay?": they are of one kind.
    states = tuple(entity for entity in conversation.focus if base.kinds.get(entity) == "country")
    alike = states if len(states) > 1 else ()
    several = alike if len(alike) > 1 else conversation.focus if len(conversation.focus) > 1 else conversation.items
    together = tuple(
        mention(base, entity) for entity in several if entity not in said and (base.kinds.get(entity) not in mine or comparing)
    )
    both = Completed(utterance, together, strict=True)
    held = comparing or any(m.id in COMPARING for m in utterance.mentions)
    # "Is that more than Kazakhstan?", "more than half?": the sum is.
    held = held or any(m.kind == "currency" for m in utterance.mentions)  # "in dollars?"
    summing = conversation.intent in ADDING or (
        conversation.intent.startswith(MEASURED) and ("word", "together") in conversation.mentions
    )
    if summing and held and len(together) > 1:
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


def _measured(utterance: Utterance, conversation: Conversation) -> tuple[Mention, ...]:
    """Return the word for what the last answer told, where something is compared with it: "is that more than the CSTO?"."""
    measure = MEASURES.get(conversation.intent)
    compared = any(m.kind == "comparison" for m in utterance.mentions)
    return (Mention("word", measure, -1, -1),) if measure and compared and elliptic(utterance) else ()


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
    return contains(texts, grammar.indefinites) and all(m.id != "rest" for m in utterance.mentions)


def _of_a_list(utterance: Utterance, conversation: Conversation) -> bool:
    """Return whether some of a list are asked for, of which one was spoken of since: "the first?" - "which of those ...?"."""
    listed = len(conversation.items) > 1 and set(conversation.focus) <= {*conversation.items}
    return listed and any(m.id == "of-them" for m in utterance.mentions)


def _of_more(utterance: Utterance, conversation: Conversation) -> bool:
    """Return whether more are counted than were spoken of: "do all six come to 100?", after the two that pay most."""
    spoken = max(len(conversation.focus), len(conversation.items))
    counts = (int(m.id) for m in utterance.mentions if m.kind == "count" and m.id.isdigit())
    return any(m.id == "all" for m in utterance.mentions) and any(count > spoken for count in counts)


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
    comparing = compares(utterance, grammar) and not (another or of_all(utterance, grammar))
    mine = {"kind" if m.id in WHO_MADE else m.kind for m in utterance.mentions} - {"word", *beside}
    others = any(m.kind == "organisation" and m.id != "sco" for m in utterance.mentions)
    if conversation.intent.startswith("overlap.") and not others:  # "which SCO member was the odd one out?", of the OSCE still
        mine -= {"organisation"}
    mine |= {"country"} if another or of_all(utterance, grammar) or _of_more(utterance, conversation) else set()
    said = {m.id for m in utterance.mentions}
    whole = "all" in said or ("together" in said and bool({"how-many", "how-much"} & said))
    mine |= {"rank"} if whole else set()  # "and all six?", after the two that pay most; "how many altogether?"
    if said & {"who", "which"} and "country-word" in said:  # "so which states are?"
        mine |= {"country"}
    typed = any(m.kind == "doctype" and m.id != GENERIC for m in utterance.mentions)  # "and the plan with Kabul?"
    anew = typed and is_fragment(utterance, grammar) and not points_back(utterance, grammar)
    mine |= {"document"} if ("which" in said and "doctype" in mine) or anew else set()  # "which text of 2010 is on that list?"
    many = any(m.kind == "status" and m.form.endswith(tuple(grammar.plurals)) for m in utterance.mentions)
    if many and "rest" not in said:  # not "and all other members?"
        mine |= {"country", "person"}  # "and the observers?" asks of no single state
    if "sco" in said and not any(m.kind in ENTITIES and m.id != "sco" for m in utterance.mentions):
        mine |= {"group", "body", "document", "organ"}  # "and the SCO itself?"
    replaced = set(mine).union(*(REPLACES.get(kind, set()) for kind in mine))
    replaced |= _other_texts(utterance, conversation, grammar)
    replaced |= {"now", *REPLACES["now"]} if said & PRESENT else set()
    # "So it dropped by how much?": from the time before to the one that was told last.
    replaced |= {"year", "as-of", "now"} if said & TRENDS and conversation.intent.startswith(MEASURED) else set()
    if conversation.intent.startswith("document."):  # the other side of a document: "with Afghanistan?", "and the UN?"
        replaced |= {"country", "organisation"} if mine & {"country", "organisation"} else set()
        dated = any(m.kind == "rank" and m.id in {"first", "last"} for m in utterance.mentions)
        replaced |= {"year", "as-of", "time"} if dated else set()  # "and which is the earliest?": not of one year
    gone = {"next", "after"} if said & {"before", "previous"} else {"previous", "before"} if said & {"next", "after"} else set()
    gone |= {"since"} if {"year", "now"} & mine else set()  # said of another time
    gone |= {"former", "pending"} if "now" in mine else set()  # "former?" - "current?"
    gone |= HAPPENED if many else set()  # "what happened at Tianjin?" - "what about partners?"
    # "Who besides Russia?" - "how much is that together?", "and the observers?"
    gone |= {"without"} if "together" in said or (many and conversation.intent) else set()
    first = conversation.focus[:1] if comparing else ()
    if ("kind" in mine or of_all(utterance, grammar)) and not comparing:  # "and how much for Tajikistan?", after a comparison
        dated = conversation.intent.startswith("joined.") and any(kind == "year" for kind, _ in conversation.mentions)
        oldest = "status" in mine and of_all(utterance, grammar)  # "who's the oldest member?", of no joining
        # "How many joined before 2018?" - "which ones?"
        gone |= (COMPARING - (BOUNDS if dated else frozenset())) | ({"join"} if oldest else set())
    further = _one_more(utterance, conversation, grammar)
    added = ("together" in said or further) and sum(m.kind in ENTITIES and m.id != "sco" for m in utterance.mentions) == 1
    held = {
        *first,
        *(conversation.focus[:1] if _against_another(utterance, conversation) else ()),
        *(("sco",) if comparing else ()),
        *(conversation.focus if added else ()),
    }  # "and together with the Secretariat?"
    compared = next((m.id for m in utterance.mentions if m.kind == "comparison" and not mine & ENTITIES), "")
    sides = [m.id for m in utterance.mentions if m.kind == "organisation" and m.id != "sco"]
    other = sides[0] if len(sides) == 1 and conversation.intent.startswith(ROSTERS) else ""
    held |= {"sco"} if other else set()
    stays = [
        Mention(kind, compared if kind == "comparison" and compared else name, -1, -1)
        for kind, name in (
            # "CIS members that are not in the SCO?" - "and of the CSTO?": one takes the place of the other.
            (kind, other if other and kind == "organisation" and name != "sco" else name)
            for kind, name in conversation.mentions
        )
        if (kind == "organisation" and name == other != "")
        or (kind == "comparison" and compared)  # "by how much more?": between the same sides
        or (name not in said | gone and (kind not in replaced or (kind in ENTITIES and name in held)))
    ]
    stays += _measured(utterance, conversation) if comparing else ()
    if TOGETHER & said and not mine & {"status", "organisation"}:  # the members, "and the observers?", "how many together?"
        stays += [Mention(kind, name, -1, -1) for kind, name in conversation.replaced]
    return Completed(utterance, tuple(dict.fromkeys(stays)), strict=bool(beside) or of_ones(utterance, conversation, grammar))


def _other_texts(utterance: Utterance, conversation: Conversation, grammar: GrammarShape) -> set[str]:
    """Return the kinds by which a document was named, where others are asked for than the one that was spoken of.

    Those on another topic: "treaties about drugs?" - "when?" - "and terrorism?". Those on the same: "and the others?".
    """
    if not any(kind == "topic" for kind, _ in conversation.mentions) or not is_fragment(utterance, grammar):
        return set()
    if others_alone(utterance, grammar):
        return {"document", "doctype"}
    topics = any(m.kind == "topic" for m in utterance.mentions)
    return {"document"} if topics and not points_back(utterance, grammar) else set()


def _against_another(utterance: Utterance, conversation: Conversation) -> bool:
    """Return whether another state is put beside the one that was held to pay the same: "as much as India?" - "and Iran?"."""
    alike = conversation.intent == COMPARED and ("comparison", "same") in conversation.mentions
    return alike and bool(utterance.mentions) and all(m.kind == "country" for m in utterance.mentions)


def _one_more(utterance: Utterance, conversation: Conversation, grammar: GrammarShape) -> bool:
    """Return whether one more is put to several that were measured together: "and with Kazakhstan?"; so is one left out, too."""
    if conversation.intent.startswith("share.rest") and any(m.id == "also-out" for m in utterance.mentions):
        return True  # "and Russia left out, too?"
    opening = next(
        (t.text for place, t in enumerate(utterance.tokens) if place not in utterance.fillers or t.text in grammar.additions), ""
    )
    return opening in grammar.additions and conversation.intent.startswith(MEASURED) and len(conversation.focus) > 1


def narrowed(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to the documents of the last list: "only from 2010", "which of these are about weapons"."""
    items = tuple(mention(base, item) for item in conversation.items if base.kinds.get(item) == "document")
    said = {m.id for m in utterance.mentions}
    if len(items) < MANY - 1 or "only" in said:
        return [Completed(utterance, items, strict=True)] if len(items) >= MANY - 1 else []
    listed = plural(utterance, base.grammar) or ("list-word" in said and points_back(utterance, base.grammar))
    choosing = "which" in said and listed and "document" not in {m.kind for m in utterance.mentions}
    choosing = choosing or on_a_side(utterance)
    return [Completed(utterance, (*items, Mention("word", "only", -1, -1)), strict=True)] if choosing else []


def on_a_side(utterance: Utterance) -> bool:
    """Return whether nothing is said but a side of a year: "which are after 2005?", "any before 2008?", of a list."""
    kinds = {m.kind for m in utterance.mentions}
    said = {m.id for m in utterance.mentions}
    plain = all(m.kind in {"time", "year", "as-of", "rank"} or m.id in NARROWING for m in utterance.mentions)
    return plain and {"time", "year"} <= kinds and not said.isdisjoint(SIDES)
