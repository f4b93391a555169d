"""What a question is about though no pronoun names it: the other organisation of the talk, the joining that was told last."""

from __future__ import annotations

from functools import partial

from bot.dialogue.completed import Completed, filled, mention
from bot.dialogue.fragments import SHORT, contains, trails_off
from bot.dialogue.pronouns import points_back
from bot.intents import ENTITIES
from bot.knowledge import KnowledgeBase
from bot.matching.utterance import Utterance
from bot.model import Conversation, Mention

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
PREDICATES = frozenset({"status", "rank", "organisation", "group", "topic", "force"})
"""Kinds of words by which something is said of a state or document that may be so of another."""
CHOSEN = frozenset({"who", "which", "how-many"})
"""Words that ask for those of which something is so."""
COUNTING = "how-many"
RELATIVE = frozenset({"later", "earlier"})
"""Words that hold one of two against the other."""
PAIR = 2
ROSTERED = ("roster.", "overlap.total")
"""How the intents begin that tell of the members of another organisation."""
LISTED = "status."
"""How the intents begin that list states by their status."""
SEVERAL = 15
"""States of which something is asked of each."""
WHOLE = frozenset({"all", "both", "some", "only", "un-member", "not", "neither", "of-them"})
"""Words that ask of a group as a whole, or of a part of it."""
ABOVE = frozenset({"more", "less"})
"""Words that stand beside those for a side: "and above them?"."""
SIDES = frozenset({"before", "after", "earlier", "later", "next", "previous", "basis", "who", "sign", "join", "only"})
"""Words that a question for what stands beside something may consist of."""


def beside(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to what stands beside the things that were spoken of, the likeliest first."""
    ways = (_heads, _happening, of_other, _elsewhere, _side, _partner, _joiners, payers)
    return [completed for way in ways for completed in way(utterance, conversation, base)]


def spoken_of(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> tuple[str, ...]:
    """Return what "it" may stand for, the likeliest first."""
    return (*_no_persons(utterance, conversation, base), *_joined_by(utterance, conversation, base))


def of_other(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to the organisation of the talk, where it names the SCO besides: "who of the SCO was in it?"."""
    others = [name for kind, name in conversation.mentions if kind in {"organisation", "group"} and name != "sco"]
    named = {m.id for m in utterance.mentions if m.kind in ENTITIES}
    if len(others) != 1 or named != {"sco"}:
        return []
    told = [entity for entity in conversation.focus if base.kinds.get(entity) == "organisation"]  # "it" is that one
    back = points_back(utterance, base.grammar) or any(m.id == "outside" for m in utterance.mentions)
    back = back or trails_off(utterance, base.grammar)  # "who from the SCO isn't?"
    found = conversation.focus[:1] if set(conversation.focus[:1]) <= {*conversation.items} else ()
    state = any(base.kinds.get(name) == "country" for name in found)  # "which came last?" - "is that one an SCO member?"
    many = any(m.kind == "status" and m.form.endswith(tuple(base.grammar.plurals)) for m in utterance.mentions)
    of_state = state and not many and all(m.kind != "kind" for m in utterance.mentions)
    texts = {token.text for token in utterance.tokens}
    # "What is Turkey called at the UN?" - "its status with the SCO?"
    of_state = of_state or bool(
        base.kinds.get(next(iter(conversation.focus), "")) == "country" and texts & {*base.grammar.neuters}
    )
    if set(told) - {*others} or not back or of_state:
        return []
    return [Completed(utterance, (mention(base, others[0]),), strict=True)]


def of_whoever(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the last question put to whoever it is so of: "does Tajikistan pay ten per cent?" - "who does, then?"."""
    states = {name for kind, name in conversation.mentions if kind in {"country", "document"}}
    if len(states) != 1 or len(utterance.tokens) > SHORT:
        return []
    asking = {(m.start, m.stop) for m in utterance.mentions if m.kind == "kind"}  # "whose is it?" asks for no publisher
    spoken = [m for m in utterance.mentions if m.kind == "kind" or (m.start, m.stop) not in asking]
    heard = {m.id for m in spoken if m.form not in base.grammar.placeholders} - {"which"}
    heard |= {"who"} if any(m.id == "which" for m in utterance.mentions) else set()
    figures = tuple(Mention("number", name, -1, -1) for name in conversation.figures)
    told = _predicate(conversation, figures)
    silent = utterance.fillers | utterance.light | {place for m in utterance.mentions for place in range(m.start, m.stop)}
    does = any(token.text in base.grammar.auxiliaries for token in utterance.tokens) or "then" in heard  # "then who?"
    if heard - {"who", "then"} or "who" not in heard or not told or not does or len(silent) < len(utterance.tokens):
        return []
    return [Completed(utterance, told, strict=False)]


def of_this_one(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the last question put to one state: "who are the observers?" - "is India one?"."""
    grammar, texts = base.grammar, [token.text for token in utterance.tokens]
    ones = {place for place, text in enumerate(texts) if text in grammar.placeholders}
    spans = (range(m.start, m.stop) for m in utterance.mentions if m.id == "of-them" and ones & {*range(m.start, m.stop)})
    ones |= {place for span in spans for place in span}  # "is Belarus one of them?"
    left = [m for m in utterance.mentions if not ones >= set(range(m.start, m.stop))]
    told = _predicate(conversation)
    asked = {name for kind, name in conversation.mentions if kind == "kind"}
    starts = min((m.start for m in left), default=0)
    does = any(text in grammar.auxiliaries for text in texts[:starts])
    chosen = bool(asked & CHOSEN) or conversation.polar
    if not does or not told or not chosen or not left or any(m.kind != "country" for m in left):
        return []
    held = utterance.fillers | ones | {place for m in left for place in range(m.start, m.stop)}
    return [Completed(filled(utterance, ones), told, strict=False)] if len(held) == len(texts) else []


def of_them_all(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to each of those that were told of: "who became partners in 2015?" - "are they members?"."""
    grammar, texts = base.grammar, [token.text for token in utterance.tokens]
    forms = {form for form in grammar.pronouns["they"].forms if form not in grammar.definite}
    subject = next((p for p in range(1, len(texts)) if texts[p] in forms and texts[p - 1] in grammar.auxiliaries), 0)
    before = [text for text in texts[: max(subject - 1, 0)] if text not in {*grammar.continuations, *grammar.interjections}]
    kinds = {m.kind for m in utterance.mentions}
    others = [m for m in utterance.mentions if m.kind == "organisation" and m.id not in {"sco", "un"}]
    so = "status" in kinds or bool(others)
    asks = bool(kinds & {"kind", "rank", "number", "count", "comparison"}) or any(m.id in WHOLE for m in utterance.mentions)
    named = any(m.kind in ENTITIES - {"organisation"} for m in utterance.mentions)
    listed = [name for name in conversation.items if base.kinds.get(name) == "country"]
    spoken = [name for name in conversation.focus if base.kinds.get(name) == "country"]
    states = listed if len(listed) == len(conversation.items) > 1 else spoken
    texts_of = [name for name in conversation.items if name in base.documents]
    if subject and not before and kinds == {"force"} and len(texts_of) == len(conversation.items) > 1:  # "are they binding?"
        return [Completed(utterance, tuple(mention(base, name) for name in texts_of), strict=True)]
    if not subject or before or not so or asks or named or not 1 < len(states) <= SEVERAL:
        return []
    return [Completed(utterance, tuple(mention(base, state) for state in states), strict=True)]


def of_its_members(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to the members of another organisation: "who is in the CSTO?" - "which are not in the SCO?"."""
    others = [name for kind, name in conversation.mentions if kind == "organisation" and name != "sco"]
    named = {m.id for m in utterance.mentions if m.kind in {*ENTITIES, "status"}}
    asked = {m.id for m in utterance.mentions if m.id in CHOSEN}
    of_sco = named == {"sco"} or (named == {"sco", "member"} and asked == {COUNTING})  # "how many are SCO members?"
    if not (conversation.intent.startswith(ROSTERED) and len(others) == 1 and of_sco and asked):
        return []
    members = (Mention("status", "member", -1, -1),) if named == {"sco"} else ()
    return [Completed(utterance, (mention(base, others[0]), *members), strict=True, foremost=not members)]


def of_status(utterance: Utterance, conversation: Conversation) -> list[Completed]:
    """Return who came last, or who is of a region, asked of the status that was listed: "the partners?" - "who joined last?"."""
    said, kinds = {m.id for m in utterance.mentions}, {m.kind for m in utterance.mentions}
    held = tuple(Mention(kind, name, -1, -1) for kind, name in conversation.mentions if kind == "status")
    of_some = "of-them" in said or any(kind == "region" for kind, _ in conversation.mentions)
    ranked = bool(said & JOINING) and bool(said & {"first", "last", "join-last"}) and not of_some
    left = "leave" in said and bool(said & {"who", "which"})  # "who left?", of the observers
    asks = left or (ranked and "year" not in kinds) or ("region" in kinds and bool(said & {"who", "which", "how-many"}))
    listed = conversation.intent.startswith(LISTED) and len({m.id for m in held}) == 1 and held[0].id != "member"
    return [Completed(utterance, held, strict=True)] if asks and listed and not kinds & {*ENTITIES, "status"} else []


def spared(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return what the others pay of those that were added up: "China, Russia and Kazakhstan together?" - "without Russia?"."""
    told = [name for kind, name in conversation.mentions if kind == "country"]
    named = [m for m in utterance.mentions if m.kind == "country"]
    aside = [m for m in utterance.mentions if m.id == "without"]
    others = [name for name in told if name not in {m.id for m in named}]
    plain = all(m in named or m.kind in {"word", "chat", "comparison"} for m in utterance.mentions)
    added = conversation.intent in {"share.sum", "share.of"} and len(told) - len(others) == len(named) > 0 and len(others) > 1
    if not (aside and added and plain) or len(utterance.tokens) > SHORT:
        return []
    said = filled(utterance, {p for m in (*named, *aside) for p in range(m.start, m.stop)})
    words = (Mention("word", "together", -1, -1), Mention("word", "pay", -1, -1))
    return [Completed(said, (*(mention(base, name) for name in others), *words), strict=False)]


def against(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to two that were compared, of which it names one: "how much later did Belarus join?"."""
    named = [m.id for m in utterance.mentions if m.kind in ENTITIES and m.id != "sco"]
    said = {m.id for m in utterance.mentions}
    compared = [entity for entity in conversation.focus if base.kinds.get(entity) == "country"]
    asks = said >= {"how-long"} and bool(said & RELATIVE)
    if not asks or len(named) != 1 or len(compared) != PAIR or named[0] not in compared:
        return []
    return [Completed(utterance, tuple(mention(base, one) for one in compared if one != named[0]), strict=True)]


def _predicate(conversation: Conversation, figures: tuple[Mention, ...] = ()) -> tuple[Mention, ...]:
    """Return what the last question said of a state or document; () where nothing, or what a region chose."""
    gone = {"country", "document", "kind"}
    told = tuple(Mention(kind, name, -1, -1) for kind, name in conversation.mentions if kind not in gone)
    so = figures or any(m.kind in PREDICATES and m.id != "sco" for m in told)
    return (*told, *figures) if so and all(m.kind != "region" for m in told) else ()


def _elsewhere(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to the state and the organisation of the last one: "when did it join?", of the EAEU."""
    others = [name for kind, name in conversation.mentions if kind == "organisation" and name != "sco"]
    state = [entity for entity in conversation.focus[:1] if base.kinds.get(entity) == "country"]
    elsewhere = any(m.kind in ENTITIES or m.id == "other-org" for m in utterance.mentions)
    if len(others) != 1 or not state or elsewhere:
        return []
    return [Completed(utterance, tuple(mention(base, name) for name in (*state, *others)), strict=True)]


def _heads(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question who leads the body that is named, after one for the head of another: "and the Secretariat?"."""
    led = {base.heads[name] for kind, name in conversation.mentions if kind == "office" and name in base.heads}
    bodies = {m.id for m in utterance.mentions if m.kind == "body"}
    alone = len(bodies) == 1 and all(m.kind == "body" or m.id == "lead" for m in utterance.mentions)
    if not led or not alone or bodies <= led:
        return []
    years = tuple(Mention(kind, name, -1, -1) for kind, name in conversation.mentions if kind == "year")
    who = (Mention("word", "lead", -1, -1), Mention("kind", "who", -1, -1))
    return [Completed(utterance, (*who, *years), strict=True), Completed(utterance, who, strict=True)]


def of_the_body(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> bool:
    """Return whether the body is meant whose head was told: "who is Secretary-General?" - "and the Secretariat?"."""
    told = {base.heads[entity] for entity in conversation.focus if entity in base.heads}
    return bool(told) and all(m.kind == "body" for m in utterance.mentions) and {m.id for m in utterance.mentions} == told


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
    if shape is None or document is None or not contains(texts, shape.forms):
        return []
    partners = [name for name in document.partners if base.kinds.get(name) == "country"]
    return [Completed(utterance, (mention(base, name),), strict=True) for name in partners]


def _no_persons(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> tuple[str, ...]:
    """Return what "it" may stand for; "its staff", and who works "there", is no person's nor office's, but of the body headed."""
    places = {form for shape in (base.grammar.pronouns.get("there"),) if shape for form in shape.forms}
    its = {token.text for token in utterance.tokens} & {*base.grammar.neuters, *places}
    if not its or not any(base.kinds.get(entity) in PERSONAL for entity in conversation.focus):
        return conversation.focus
    said = (name for kind, name in conversation.mentions if kind == "body")
    bodies = dict.fromkeys((*said, *(base.heads[entity] for entity in conversation.focus if entity in base.heads)))
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


def payers(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to who pays next to the one that was found: "and the next?", "who just above it?"."""
    state = [entity for entity in conversation.focus[:1] if base.kinds.get(entity) == "country"]
    beside = any(m.kind == "rank" for m in utterance.mentions) and {m.id for m in utterance.mentions} <= {*SIDES, *ABOVE}
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
