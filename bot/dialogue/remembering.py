"""The conversation as the next question finds it: what was said, what was listed, what "it" means now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.dialogue.fragments import LOOSE
from bot.dialogue.pronouns import points_back
from bot.dialogue.signs import COMPARING
from bot.intents import ENTITIES, Reading
from bot.knowledge import KnowledgeBase
from bot.matching.utterance import Utterance
from bot.model import Conversation, Query

FOREMOST = ("document", "body", "group", "country", "place", "city", "organisation")
"""Kinds in the order in which "it" means them: of "the declaration with the UN", the declaration."""
TEXTS = frozenset({"<content>", "<document>", "<doctype>"})
"""What only rules about texts may meet."""
FORCES = {"binding": "binding", "other": "other-force"}
"""Which list of the primary source a document is on -> the word for it."""
LISTED = {"status": "status", "overlap": "organisation", "staff": "body"}
"""Families of intents that list states -> the kind of word by which: those of a status, those in an organisation."""
KEPT = frozenset({"country", "document"})
"""Kinds of things that are still spoken of when a question that named things of other kinds was not answered."""
AGAINST = "compare"
"""The word by which two organisations are held against each other: "SCO vs CSTO, how many members in 2012?" - "and now?"."""
NAMING = frozenset({"full-name", "title"})
"""Words for what a thing is called, which "name the observers" and "which are named?" only ask with."""
COUNTED = "status.count"
"""The intent that counts states."""
COUNTED_AS = "member"
"""The status of those that are counted where none is said: "how many countries are in it?"."""
BOUNDS = frozenset({"at-least", "at-most"})
"""Words that make a bound of the number behind them: "how many pay at least 15 per cent?" - "which ones?"."""
MEASURED = frozenset({"share"})
"""Families of intents that compare what the talk is about by one measure."""


def carried_on(
    conversation: Conversation, reading: Reading, items: tuple[str, ...], facts: tuple[str, ...], base: KnowledgeBase
) -> Conversation:
    """Return the conversation as the next question finds it.

    A list stays while single things of it are spoken of.

    Options of a rule:
        implies: a word that its questions are about, though a follow-up does not say it.
        stands_for: the statuses that its questions mean: those below membership are observers and partners.
        drops: words, names or kinds ("<country>") that are left: "did it leave?" - "what was it in 2012?" is of its status.
        keeps: "number" where a follow-up is of the same number; "focus" where "it" stays what it was.
    """
    query = reading.query
    if reading.rule.shape.options.get("about") == "last":
        return conversation
    # "Since when had it eight?" - "and until when?"
    numbered = reading.rule.shape.options.get("keeps") == "number"
    loose = set() if numbered else {"count", "number"}
    drops = {*reading.rule.shape.options.get("drops", "").split()}
    mentions = tuple(
        (kind, name)
        for kind, ids in query.slots.items()
        for name in ids
        if kind not in loose
        and not (kind == "word" and name in LOOSE and not _bears(name, query, numbered=numbered))
        and not _dropped(kind, name, items)
        and not _only_met(kind, reading)
        and not (name in NAMING and not _needed(name, reading))
        and not drops & {name, f"<{kind}>"}
        and not _of_no_item(kind, name, items, base)
    )
    mentions = tuple(_turned(pair, items, base) for pair in mentions)
    spoken = {name: place for place, name in enumerate(query.order)}
    mentions = tuple(sorted(mentions, key=lambda pair: spoken.get(pair[1], len(spoken))))  # "... more than ...": the sides
    choosing = query.has("only") and len(query.of("document")) > 1 and set(query.of("document")) <= {*conversation.items}
    if choosing:  # "only those from 2010": the list was of something, and still is
        kinds = {kind for kind, _ in mentions}
        old = (pair for pair in conversation.mentions if pair[0] not in kinds | {"document"})
        mentions = (*old, *(pair for pair in mentions if pair[0] != "document" and pair != ("word", "only")))
    elif _goes_on(query, conversation):
        mentions = (*mentions, *(pair for pair in conversation.mentions if pair[0] == "word" and pair not in mentions))
    stands_for = reading.rule.shape.options.get("stands_for", "").split() or _counted_as(query, items, base)
    if stands_for:
        mentions = (*(pair for pair in mentions if pair[0] != "status"), *(("status", name) for name in stands_for))
    implied = ("word", reading.rule.shape.options.get("implies", ""))
    if (
        implied[1] and implied not in mentions and query.of("kind") and not query.polar
    ):  # "when was that?", "and where?": where it joined
        mentions = (*mentions, implied)
    longer = items if len(items) > 1 or not set(items) <= set(conversation.items) else conversation.items
    if items and set(items) < {*conversation.items} and (query.has("first") or query.has("last")):
        longer = conversation.items  # "which of them was first?" - "and last?": still of all
    # "Does China pay 24 per cent?" - "and today?": which number, the second does not say.
    # "Do they pay the same?" - "and Iran?": as whom, it does not say.
    asked = query.polar and not query.of("number") and not any(map(query.has, ("same", "together", "both", "different")))
    relisted = query.intent == conversation.intent and len(items) > 1 and items != conversation.items
    earlier = (*conversation.earlier, *conversation.items) if relisted else () if len(items) > 1 else conversation.earlier
    if items and set(items) < {*conversation.items}:
        earlier = conversation.items  # some of a list: "and the two left over?"
    aside = reading.rule.shape.options.get("keeps") == "focus"  # "can you quote the article?": it is still spoken of
    # "The protocol on the budget" is none of those with a name; "is he Chinese?" is not about China.
    query = replace(query, order=tuple(name for name in query.order if not drops & {name, f"<{base.kinds.get(name, '')}>"}))
    focus = _focus(conversation, query, items, facts, base) or (conversation.focus if aside else ())
    documents = _one_after_another(conversation, items, focus, base)
    if documents:
        earlier, longer = documents
    figures = query.of("number") if query.polar else ()
    replaced = _replaced(conversation, query, mentions)
    return Conversation(mentions, query.intent, longer, focus, facts, asked, earlier, figures, replaced)


def _needed(name: str, reading: Reading) -> bool:
    """Return whether a rule is about a word, and does not only allow it."""
    return any(name in line.split("|") for line in reading.rule.shape.needs)


def _counted_as(query: Query, items: tuple[str, ...], base: KnowledgeBase) -> list[str]:
    """Return the status of the states that were counted where the question says none: "how many countries are in the SCO?"."""
    counted = query.intent == COUNTED and not query.of("status") and len(items) > 1
    return [COUNTED_AS] if counted and all(base.kinds.get(item) == "country" for item in items) else []


def _bears(name: str, query: Query, *, numbered: bool) -> bool:
    """Return whether a loose word is carried on all the same: between two organisations, or before a number that is."""
    return (name == AGAINST and len(query.of("organisation")) > 1) or (numbered and name in BOUNDS)


def _replaced(conversation: Conversation, query: Query, mentions: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return what others stand in place of now: the members, then "and the observers?"; the CIS, then "and the OSCE?"."""
    family = query.intent.partition(".")[0]
    kind = LISTED.get(family, "")
    now = {pair for pair in mentions if pair[0] == kind and pair[1] != "sco"}
    before = [pair for pair in conversation.mentions if pair[0] == kind and pair[1] != "sco" and pair not in now]
    if family != conversation.intent.partition(".")[0] or not now or query.polar:
        return ()
    return tuple(dict.fromkeys((*conversation.replaced, *before)))


def _turned(pair: tuple[str, str], items: tuple[str, ...], base: KnowledgeBase) -> tuple[str, str]:
    """Return a word for the force of documents as that of those listed: "and the others?", of the binding ones, lists no such."""
    forces = {FORCES.get(base.documents[item].force, "") for item in items if item in base.documents}
    turned = pair[0] == "force" and len(items) > 1 and len(forces) == 1 and forces != {""}
    return ("force", forces.pop()) if turned else pair


def _one_after_another(
    conversation: Conversation, items: tuple[str, ...], focus: tuple[str, ...], base: KnowledgeBase
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return the document that was told of before, and the one that is now: "which of the two is older?"; None for others."""
    before = conversation.items if len(conversation.items) == 1 else conversation.focus[:1] if not conversation.items else ()
    now = items if len(items) == 1 else focus[:1] if not items else ()
    single = len(before) == len(now) == 1 and before != now
    return (before, now) if single and {*before, *now} <= {*base.documents} else None


def _goes_on(query: Query, conversation: Conversation) -> bool:
    """Return whether a follow-up that names nothing new to measure asks of what was measured: "is it less than China?"."""
    family = query.intent.partition(".")[0]
    return any(map(query.has, COMPARING)) and family == conversation.intent.partition(".")[0] and family in MEASURED


def _dropped(kind: str, name: str, items: tuple[str, ...]) -> bool:
    """Return whether a document of the last list fell out when the list was narrowed."""
    return kind == "document" and len(items) > 1 and name not in items


def _of_no_item(kind: str, name: str, items: tuple[str, ...], base: KnowledgeBase) -> bool:
    """Return whether a type of document is that of none of those listed: "and the convention?" - "and the others?"."""
    types = {base.documents[item].type for item in items if item in base.documents}
    every = {document.type for document in base.documents.values()}
    return kind == "doctype" and len(items) > 1 and len(types) > 0 and name in every - types


def _only_met(kind: str, reading: Reading) -> bool:
    """Return whether a word for what texts are about was but met by a rule that is about none: "membership information"."""
    return kind == "content" and reading.rule.refs.isdisjoint(TEXTS)


def _focus(
    conversation: Conversation, query: Query, items: tuple[str, ...], facts: tuple[str, ...], base: KnowledgeBase
) -> tuple[str, ...]:
    """Return what "it" means next, the likeliest first."""
    single = len(items) == 1 < len(query.of("document")) and not any(map(query.has, COMPARING))  # "which is with the UN?"
    chosen = items if (query.has("only") and items) or single else ()  # "just the one with the UN"
    named = [
        n
        for n in query.order
        if (kind := base.kinds.get(n, "")) in ENTITIES
        and n != "sco"
        and not _dropped(kind, n, items)
        and not (kind == "document" and chosen and n not in chosen)
        and not (kind == "city" and query.of("doctype"))  # "the Islamabad protocol"
    ]
    if conversation.focus[:1] and conversation.focus[0] in named and any(map(query.has, COMPARING)):
        alike = query.has("same")  # "and Iran, same deal?" is of Iran now; "less than the two of them?" still of the first
        named.sort(key=lambda name: (name == conversation.focus[0]) is alike)
    if not named and len(items) < 2 and "sco" not in items:  # noqa: PLR2004 - a list is spoken of as a whole
        told_of = [*facts, *items]  # "what happened in 1996?": an event is a fact that was listed
        subjects = dict.fromkeys(base.facts[fact].subject for fact in told_of if fact in base.facts)
        named = [name for name in subjects if name not in {"sco", "profile"} and name not in items][:2]
    documents = _documents_told(query, facts, base)
    named = documents if len(documents) == 1 and not items else named
    valued = {str(base.facts[fact].value) for fact in facts if fact in base.facts}
    states = [name for name in valued if base.kinds.get(name) == "country" and name not in query.order]
    # "Which of them was not among the five?" - "What does that country pay?"
    told = states if len(states) == 1 and not items and {"who", "which"} & {*query.of("kind")} else []
    first = [*told]
    # "Which country took over the chair?" - "What does it pay?"
    holders = [base.facts[fact].subject for fact in facts if fact in base.facts and query.of("office")]
    told += [name for name in holders if base.kinds.get(name) == "country"][-1:]
    one = list(items) if len(items) == 1 else []
    before = list(conversation.focus[:2]) if query.intent == conversation.intent else []  # "sorry, I meant Kyrgyzstan"
    ranked = sorted(
        [*named, *one], key=lambda name: FOREMOST.index(kind) if (kind := base.kinds.get(name, "")) in FOREMOST else 0
    )
    # "Who comes next?": the one that was found is what the talk is about now.
    alike = bool(one and named) and one[0] not in named and base.kinds.get(one[0]) == base.kinds.get(named[0])
    # A state that holds an office stands behind it: "and before that?" asks for the office.
    held = bool(one) and base.kinds.get(one[0]) == "country" and query.of("office")
    if held:  # "who had the chair before Kyrgyzstan?": the one that was found comes before the one that was named
        ranked.sort(key=lambda name: (base.kinds.get(name) == "country", name not in one))
    alike = alike or (bool(one) and base.kinds.get(one[0]) == "person")  # "the head in 2013?" - "next?": after whom it was
    found = [] if held else one if alike or "who" in query.of("kind") or query.of("rank") or query.of("time") else []
    return tuple(dict.fromkeys([*found, *first, *ranked, *told, *before]))


def _documents_told(query: Query, facts: tuple[str, ...], base: KnowledgeBase) -> list[str]:
    """Return the documents that the answer tells of, where the question names none; of its year, where it names one."""
    if query.of("document"):
        return []
    told = [base.facts[fact] for fact in facts if fact in base.facts and base.kinds.get(base.facts[fact].subject) == "document"]
    years = {year[:4] for year in query.of("year")}
    return list(dict.fromkeys(fact.subject for fact in told if not years or fact.valid_from[:4] in years))


def focused_on(conversation: Conversation, utterance: Utterance, base: KnowledgeBase) -> Conversation:
    """Return the conversation after a question that was not answered: what it named is what "it" means next."""
    things = sorted(
        (m for m in utterance.mentions if m.kind in ENTITIES and m.id != "sco"),
        key=lambda m: FOREMOST.index(m.kind) if m.kind in FOREMOST else 0,
    )
    names = tuple(m.id for m in things)
    if not names:
        return conversation
    if any(m.kind == "organisation" and m.id != "sco" for m in utterance.mentions):
        # "How many members does NATO have?" - "And the SCO?"
        mentions = tuple(dict.fromkeys((m.kind, m.id) for m in utterance.mentions if m.kind != "chat"))
        return Conversation(mentions, focus=names)
    # "Which country has the chair?" - "What did its summit in Bishkek decide?" - "Was that country a founder?"
    kinds = {m.kind for m in things}
    before = tuple(name for name in conversation.focus if base.kinds.get(name, "") in KEPT - kinds)
    if kinds <= {"office", "body"} and points_back(utterance, base.grammar):  # "who is its head?", of another organisation
        names = tuple(name for name in conversation.focus[:1] if base.kinds.get(name) == "organisation") or names
    return Conversation(conversation.mentions, conversation.intent, conversation.items, (*names, *before), conversation.facts)
