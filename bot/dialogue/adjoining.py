"""What stands beside what was spoken of: who joined next, the body that sits elsewhere, a state's own status."""

from __future__ import annotations

from bot.dialogue.completed import Completed, filled, mention
from bot.dialogue.fragments import goes_on
from bot.dialogue.pronouns import plural, points_back
from bot.intents import ENTITIES
from bot.knowledge import KnowledgeBase
from bot.matching.origins import HAILS, PERSONAL
from bot.matching.utterance import Utterance
from bot.model import Conversation, Mention

SIDES = {"next": "after", "previous": "before", "after": "after", "before": "before"}
"""Word for what stands beside a thing in an order, or a time -> the word for that side of a day."""
CHOOSING = frozenset({"who", "which"})
THEN = "then"
FEW = 4  # words of a question that only names a status
DECIDED = frozenset({"adopt", "when"})
"""What asks for the day of a decision."""
ROSTER = "roster."
"""Family of intents that tell since when a state is in another organisation."""
PAIR = 2  # states that are held against each other
MEASURED = frozenset({"share.of"})
"""Intents that tell an amount of one state."""
COMPARED = frozenset({"share.compare"})
"""Intents that hold one against others."""
ORIGIN = frozenset({HAILS, "nationality", "country-word"})
"""Words that ask where somebody is from."""
LEFT = ("left", "leaving")
"""Relations of those who left an organisation, or are leaving it."""
BELONGING = frozenset({"still", "take-part", "now", "ever", "overlap"})
"""Words that a question whether a state is in an organisation may have, beside its name."""
TOLD_OF = frozenset({"where", "when"})
"""What is asked of those who joined."""
RANKS = frozenset({"first", "last"})
REGIONAL = ("status.region", "joined.region")
"""How the intents begin that list states of a region."""
JOINED = "joined"
"""Family of intents that tell who joined when."""


def of_joining(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to the state that joined before or after another: "when did Iran join?" - "who came next?"."""
    sides = {SIDES[m.id] for m in utterance.mentions if m.id in SIDES}
    chooses = any(m.id in CHOOSING for m in utterance.mentions) and not any(m.kind == "year" for m in utterance.mentions)
    of_days = conversation.intent.startswith(f"{JOINED}.") or ("word", "join") in conversation.mentions
    state = next((name for name in conversation.focus if base.kinds.get(name) == "country"), "")
    if len(sides) != 1 or not (chooses and of_days and state) or any(m.kind in ENTITIES for m in utterance.mentions):
        return []
    carried = (Mention("word", "join", -1, -1), Mention("time", sides.pop(), -1, -1), mention(base, state))
    return [Completed(utterance, carried, strict=True)]


def of_moves_elsewhere(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return who came to, or left, the other organisation of the talk: "how many SCO members are in the CSTO?" - "who left?"."""
    others = dict.fromkeys(name for kind, name in conversation.mentions if kind == "organisation" and name != "sco")
    said = {m.id for m in utterance.mentions}
    asks = "leave" in said and not said.isdisjoint(CHOOSING)
    if len(others) != 1 or not asks or any(m.kind not in {"kind", "word", "chat"} for m in utterance.mentions):
        return []
    return [Completed(utterance, (mention(base, next(iter(others))),), strict=True)]


def of_those_that_joined(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return who of those that were listed joined at some time: "who are the members?" - "only those that joined after 2012"."""
    listed = len(conversation.items) > 1 and all(base.kinds.get(item) == "country" for item in conversation.items)
    held = tuple(Mention(kind, name, -1, -1) for kind, name in conversation.mentions if kind == "status")
    said = {m.id for m in utterance.mentions}
    narrows = plural(utterance, base.grammar) and "join" in said and any(m.kind == "year" for m in utterance.mentions)
    asks = any(m.kind in {"kind", "status", *ENTITIES} for m in utterance.mentions)
    if not (listed and narrows and len(held) == 1) or asks:
        return []
    return [Completed(utterance, (Mention("kind", "who", -1, -1), *held), strict=True)]


def of_two(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to two states of which the same was told one after the other: "who pays more?"."""
    if len(conversation.focus) == PAIR + 1:
        return _against_the_others(utterance, conversation, base)
    two = conversation.focus
    told = len(two) == PAIR and conversation.items == two[:1]
    states = told and all(base.kinds.get(name) == "country" for name in two)
    compared = {m.id for m in utterance.mentions if m.kind == "comparison"} & {"more", "less"}
    bound = any(m.kind in {*ENTITIES, "number"} or m.id in {"compare", "rest"} for m in utterance.mentions if m.id != "sco")
    chooses = any(m.id in CHOOSING for m in utterance.mentions)
    third = [m.id for m in utterance.mentions if m.kind in ENTITIES and m.id != "sco"]
    several = {*base.grammar.pronouns["they"].forms} & {token.text for token in utterance.tokens}
    if states and compared and several and len(third) == 1 and base.kinds.get(third[0]) == "country" and third[0] not in two:
        return [Completed(utterance, tuple(mention(base, name) for name in two), strict=True)]  # "X, does it pay more than them?"
    if not (states and compared and chooses and conversation.intent in MEASURED) or bound:
        return []
    if points_back(utterance, base.grammar) and not {"of-them", "both"} & {m.id for m in utterance.mentions}:
        return []  # "who pays more than that?"
    return [Completed(utterance, tuple(mention(base, name) for name in two), strict=True)]


def _against_the_others(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question in which "it" is the state that was held against others, and "they" are the other two of the talk."""
    texts = {token.text for token in utterance.tokens}
    told_apart = texts & {*base.grammar.pronouns["it"].forms} and texts & {*base.grammar.pronouns["they"].forms}
    compared = any(m.kind == "comparison" for m in utterance.mentions) and conversation.intent in COMPARED
    last = [name for name in conversation.items[:1] if base.kinds.get(name) == "country" and name in conversation.focus]
    named = any(m.kind in ENTITIES and m.id != "sco" for m in utterance.mentions)
    if not (told_apart and compared and last) or named:
        return []
    one = last[0]
    others = [name for name in conversation.focus if name != one]
    return [Completed(utterance, tuple(mention(base, name) for name in (one, *others)), strict=True)]


def of_other_seat(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the last question put to the body of another city: "how many work in the Secretariat?" - "and the Tashkent one?"."""
    cities = {m.id for m in utterance.mentions if m.kind == "city"}
    things = {m.kind for m in utterance.mentions if m.kind in ENTITIES} - {"city"}
    spoken = [name for kind, name in conversation.mentions if kind == "body"]
    listed = len(conversation.items) > 1 and all(base.kinds.get(item) == "body" for item in conversation.items)
    one = any(token.text in base.grammar.placeholders for token in utterance.tokens)
    bodies = [fact.subject for fact in base.line("body") if fact.value in cities]
    if not one or things or len(bodies) != 1 or not (listed or len(spoken) == 1):
        return []
    if listed:  # "which bodies are there?" - "the Tashkent one?"
        return [Completed(utterance, (mention(base, bodies[0]),), strict=True)]
    rest = (Mention(kind, name, -1, -1) for kind, name in conversation.mentions if kind not in {"body", "city"})
    return [Completed(utterance, (mention(base, bodies[0]), *rest), strict=True)]


def of_standing(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to the state that was spoken of: "which state was added?" - "SCO member?"."""
    state = conversation.focus[0] if conversation.focus else ""
    statuses = [m for m in utterance.mentions if m.kind == "status"]
    others = [m for m in utterance.mentions if m.kind not in {"status", "chat", "word"} and m.id != "sco"]
    single = len(statuses) == 1 and statuses[0].form.rpartition(" ")[2] == statuses[0].id  # "members?" asks for all
    if base.kinds.get(state) != "country" or others or not single or len(utterance.tokens) > FEW:
        return []
    carried = [mention(base, state)]
    if conversation.intent == f"{JOINED}.when":  # "when did it become a dialogue partner?" - "and an observer?"
        carried += [Mention("kind", "when", -1, -1), Mention("word", "join", -1, -1)]
    return [Completed(utterance, tuple(carried), strict=True)]


def of_capacity(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return what a state was at the time that was spoken of: "was Iran in it in 2015?" - "as what?"."""
    state = conversation.focus[0] if conversation.focus else ""
    times = [Mention(kind, name, -1, -1) for kind, name in conversation.mentions if kind in {"year", "as-of", "time"}]
    only = bool(utterance.mentions) and {m.id for m in utterance.mentions if m.kind not in {"chat", "kind"}} == {"status"}
    asked = conversation.intent.startswith("status.check") and base.kinds.get(state) == "country"
    if not (only and asked and times) or len(utterance.tokens) > FEW:
        return []
    return [Completed(utterance, (mention(base, state), *times), strict=True)]


def of_term(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to who held the office next to somebody: "who is Zhang Ming?" - "who came before?"."""
    # "Until when?" - "then who?"
    sides = {SIDES[m.id] for m in utterance.mentions if m.id in SIDES} or {"after" for m in utterance.mentions if m.id == THEN}
    found = conversation.items if conversation.intent.startswith("office.") and len(conversation.items) == 1 else ()
    person = next((name for name in (*found, *conversation.focus[:1]) if base.kinds.get(name) == "person"), "")
    chooses = any(m.id in CHOOSING for m in utterance.mentions) and len(utterance.tokens) <= FEW
    if (
        len(sides) != 1
        or not chooses
        or base.kinds.get(person) != "person"
        or any(m.kind in ENTITIES for m in utterance.mentions)
    ):
        return []
    own = [m for m in utterance.mentions if m.id in SIDES or m.kind == "kind"]
    kept = {place for m in own for place in range(m.start, m.stop)}
    without = filled(utterance, [place for place in range(len(utterance.tokens)) if place not in kept])  # "came"
    return [Completed(without, (mention(base, person), Mention("time", sides.pop(), -1, -1)), strict=True)]


def of_his_origin(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return where the one is from who was told last: "who was it before Norov?" - "was he Russian?", "where was he from?"."""
    forms = {*base.grammar.pronouns[PERSONAL].forms}
    asks = {m.id for m in utterance.mentions} & ORIGIN and any(token.text in forms for token in utterance.tokens)
    others = any(m.kind in ENTITIES - {"country"} for m in utterance.mentions)
    told = (*(conversation.items if len(conversation.items) == 1 else ()), *conversation.focus)
    person = next((name for name in told if base.kinds.get(name) == "person"), "")
    if not asks or others or not person:
        return []
    return [Completed(utterance, (mention(base, person),), strict=True)]


def of_those_in(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return whether a state is in the other organisation of the talk: "who is in the CSTO?" - "is Armenia still in?"."""
    others = {name for kind, name in conversation.mentions if kind == "organisation" and name != "sco"}
    named = [m for m in utterance.mentions if m.kind in ENTITIES]
    words = {m.id for m in utterance.mentions if m not in named}
    texts = [token.text for token in utterance.tokens if token.text not in base.grammar.presently]
    ends = texts[-1:] != texts[:1] and texts[-1] in base.grammar.locatives
    asks = ends and {*texts} & {*base.grammar.auxiliaries} and words <= BELONGING
    if len(others) != 1 or len(named) != 1 or named[0].kind != "country" or not asks:
        return []
    belonging = (Mention("word", "take-part", -1, -1),)
    return [Completed(utterance, (mention(base, next(iter(others))), *belonging), strict=True)]


def of_those_left(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return how many another organisation has without the one that left it: "who is leaving the CIS?" - "how many remain?"."""
    others = {name for kind, name in conversation.mentions if kind == "organisation" and name != "sco"}
    said = {m.id for m in utterance.mentions}
    asks = {"how-many", "rest"} <= said and not any(m.kind in {*ENTITIES, "status"} for m in utterance.mentions)
    if len(others) != 1 or not (asks and conversation.intent.startswith(ROSTER)):
        return []
    gone = [str(fact.value) for relation in LEFT for fact in base.line(relation) if fact.subject in others]
    words = (Mention("word", "leave", -1, -1), Mention("time", "after", -1, -1))
    named = tuple(mention(base, name) for name in (*others, *gone))
    return [Completed(utterance, (*named, *words), strict=True)] if len(gone) == 1 else []


def of_joiners_in(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to those who came in another year: "who joined in 2017?" - "where?" - "and in 2023?"."""
    asked = tuple(Mention(kind, name, -1, -1) for kind, name in conversation.mentions if kind == "kind" and name in TOLD_OF)
    states = {name for kind, name in conversation.mentions if kind == "country"}
    years = [m.id for m in utterance.mentions if m.kind == "year"]
    only = all(m.kind in {"year", "time", "as-of", "chat"} for m in utterance.mentions)
    listed = conversation.intent.startswith(f"{JOINED}.") and states and states == {*conversation.items}
    single = len(states) < PAIR and all(m.id != "where" for m in asked)  # "when did India join?" - "and in 2023?"
    if not (asked and only and listed) or len(years) != 1 or single:
        return []
    statuses = {name for kind, name in conversation.mentions if kind == "status"} or {"member"}
    began = [f.subject for f in base.line("status") if f.valid_from.startswith(years[0]) and f.value in statuses]
    words = (*asked, Mention("word", "join", -1, -1))
    without = filled(utterance, {p for m in utterance.mentions for p in range(m.start, m.stop)})
    if not began:  # nobody did: that is told
        who = (Mention("kind", "who", -1, -1), Mention("word", "join", -1, -1))
        return [Completed(utterance, who, strict=True)]
    return [Completed(without, (*(mention(base, name) for name in began), *words), strict=True)]


def of_last_to_join(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to the one of those listed who joined first, or last: "when did the last of them join?".

    By the days of joining, not by the list; [] where one of them has no such day, or two have the same.
    """
    ranks = [m for m in utterance.mentions if m.kind == "rank" and m.id in RANKS]
    said = {m.id for m in utterance.mentions}
    asks = "join" in said and bool(said & TOLD_OF) and plural(utterance, base.grammar)
    days = {f.subject: f.valid_from for f in base.line("status") if f.value == "member" and f.valid_from}
    listed = sorted(conversation.items, key=lambda name: days.get(name, ""))
    if len(ranks) != 1 or not asks or len(listed) < PAIR or any(m.kind in {*ENTITIES, "year"} for m in utterance.mentions):
        return []
    one, other = (listed[:PAIR]) if ranks[0].id == "first" else (listed[-1], listed[-PAIR])
    if not set(listed) <= {*days} or days[one] == days[other]:
        return []
    gone = {p for m in utterance.mentions if m.kind in {"rank", "ordinal"} for p in range(m.start, m.stop)}
    return [Completed(filled(utterance, gone), (mention(base, one),), strict=True)]


def of_region(utterance: Utterance, conversation: Conversation) -> list[Completed]:
    """Return who came first, or last, of the states of a region that were listed: by the days of joining, not by the list."""
    ranks = [m for m in utterance.mentions if m.kind == "rank" and m.id in RANKS]
    named = any(m.kind in ENTITIES | {"status", "region", "year"} for m in utterance.mentions)
    of_list = conversation.intent.startswith(REGIONAL) and any(kind == "region" for kind, _ in conversation.mentions)
    if len(ranks) != 1 or named or not of_list or len(utterance.tokens) > FEW + FEW:
        return []
    held = [Mention(kind, name, -1, -1) for kind, name in conversation.mentions if kind in {"region", "status"}]
    who = Mention("kind", "which", -1, -1)
    return [Completed(utterance, (*held, who, Mention("word", "join", -1, -1)), strict=True)]


def of_decision(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to the status that was told: "what is Mongolia's status?" - "when was it decided?"."""
    told = [base.facts[name] for name in conversation.facts if name in base.facts]
    statuses = {(fact.subject, str(fact.value)) for fact in told if fact.relation == "status"}
    said = {m.id for m in utterance.mentions}
    if not (conversation.intent.startswith("status.") and said >= DECIDED) or len(statuses) != 1:
        return []
    state, status = statuses.pop()
    return [Completed(utterance, (mention(base, state), Mention("status", status, -1, -1)), strict=True)]


def of_other_membership(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to another organisation: "is Uzbekistan in the CSTO?", "when did it join?" - "and the SCO?"."""
    spoken = dict.fromkeys(kind for kind, _ in conversation.mentions if kind in ENTITIES)
    states = [name for kind, name in conversation.mentions if kind == "country"]
    things = {m.kind for m in utterance.mentions} - {"word", "time", "chat"}
    if (
        not goes_on(utterance, base.grammar)
        or len(states) != 1
        or set(spoken) != {"country", "organisation"}
        or things != {"organisation"}
    ):
        return []
    if not conversation.polar:
        dated = ("kind", "when") in conversation.mentions and conversation.intent.startswith(ROSTER)
        asked = (Mention("kind", "when", -1, -1), Mention("word", "join", -1, -1))
        return [Completed(utterance, (mention(base, states[0]), *asked), strict=True)] if dated else []
    return [Completed(utterance, (mention(base, states[0]), Mention("word", "take-part", -1, -1)), strict=True)]
