"""What time a follow-up is asked of: the year beside the one that was spoken of, and "then"."""

from __future__ import annotations

from bot.dialogue.completed import Completed, filled
from bot.dialogue.fragments import FILTERS, LONG, SHORT, contains
from bot.intents import ENTITIES
from bot.knowledge import KnowledgeBase
from bot.matching.utterance import Utterance
from bot.model import Conversation, Mention

TIMES = frozenset({"year", "as-of", "month", "time", "now"})
"""Kinds of words that say of what time a question is."""
BESIDE = frozenset({"time"})
"""Of these, those that place a thing before or after another one."""
DATED = frozenset({"document", "event"})
"""Families of intents that tell of dated things."""
SIDES = frozenset({"before", "after"})
"""Words that ask for what stands on one side of a thing."""
PARTNERS = frozenset({"country", "organisation", "body"})
"""Kinds of those who make documents."""
OTHERS = frozenset({"new-word"})
"""Words for more of what was spoken of."""
OF_YEARS = frozenset({"status", "joined", "office", "share"})
"""Families of intents that tell how things were in a year."""
MOVES = frozenset({"join"})
"""Words for what happened at a time: "who else came then?"."""
YEAR = 4  # characters of an ISO date that name its year


def year_beside(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> Completed | None:
    """Return the last question put to another year: "and the year before?", "four years later?"; None where that is not asked."""
    years = [name for kind, name in conversation.mentions if kind == "year"]
    document = base.documents.get(conversation.focus[0]) if conversation.focus and not years else None
    years = [str(document.year)] if document is not None else years  # "from the year before?", of a document of 2010
    side = {m.id for m in utterance.mentions if m.kind == "time"} & {"before", "after"}
    said = {m.id for m in utterance.mentions}
    dated = document is not None or conversation.intent.partition(".")[0] in DATED
    sides = [m for m in utterance.mentions if m.kind in PARTNERS and m.id != "sco"] if dated else []
    others = any((m.kind in ENTITIES | FILTERS and m not in sides) or _asked_when(m) for m in utterance.mentions)
    others = others or len(utterance.tokens) > (LONG if sides else SHORT + 1)
    if len(years) != 1 or len(side) != 1 or not said & {"annual", "years"} or others:
        return None
    steps = [int(m.id) for m in utterance.mentions if m.kind == "number" and m.id.isdigit()] or [1]
    year = int(years[0][:YEAR]) + (steps[0] if "after" in side else -steps[0])
    stays = (
        []
        if document is not None
        else [Mention(kind, name, -1, -1) for kind, name in conversation.mentions if kind not in {"year", "as-of", "time"}]
    )
    kept = {p for m in sides for p in range(m.start, m.stop)}  # "was there something with Afghanistan the year before?"
    without = filled(utterance, [p for p in range(len(utterance.tokens)) if p not in kept])
    return Completed(without, (*stays, Mention("year", str(year), -1, -1)), strict=False)


def _asked_when(mention: Mention) -> bool:
    """Return whether a mention asks for a time, and is not only the word for a year: "which year", not "the year before"."""
    return mention.id == "when" and mention.stop - mention.start > 1


def of_that_year(utterance: Utterance, base: KnowledgeBase) -> bool:
    """Return whether something is asked of the year that was spoken of: "what else happened that year?"."""
    texts = [token.text for token in utterance.tokens]
    # "And before that year?" is of another one.
    own = any(m.kind in {"year", "as-of", "document"} or m.id in {"before", "after"} for m in utterance.mentions)
    others = any(m.id in OTHERS for m in utterance.mentions)  # "is there another from the same year?"
    forms = (*base.grammar.same_years, *(base.grammar.same_times if others else ()))
    return not own and contains(texts, forms)


def that_year(conversation: Conversation, base: KnowledgeBase) -> tuple[Mention, ...]:
    """Return the year that was spoken of: of the last question, of its document, or of what its answer tells; () for several."""
    years = {name[:YEAR] for kind, name in conversation.mentions if kind == "year"}
    documents = [base.documents[name] for name in conversation.focus[:1] if name in base.documents]
    years = years or {str(document.year) for document in documents}
    facts = [base.facts[name] for name in conversation.facts if name in base.facts]
    years = years or {fact.valid_from[:YEAR] for fact in facts if fact.subject in conversation.focus[:1] and fact.valid_from}
    return (Mention("year", years.pop(), -1, -1),) if len(years) == 1 else ()


def _who_held(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> bool:
    """Return whether it is asked who was something, right behind a year: "who joined in 2017?" - "who was Secretary-General?"."""
    past = any(token.text in base.grammar.pasts for token in utterance.tokens)
    held = {m.kind for m in utterance.mentions} & {"office", "status"}
    plain = all(m.kind in {*held, "kind", "word", "body", "organisation"} for m in utterance.mentions)
    opening = min((m.start for m in utterance.mentions), default=0)
    first = any(m.kind == "kind" and m.start == opening for m in utterance.mentions)  # "who was", "how many were"
    dated = len({name for kind, name in conversation.mentions if kind == "year"}) == 1
    sided = any(kind in {"time", "now"} for kind, _ in conversation.mentions)  # "since 2017"
    return past and bool(held) and first and plain and dated and not sided and conversation.intent.partition(".")[0] in OF_YEARS


def then(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> tuple[Mention, ...]:
    """Return the time that "then" means, where something is asked of what was so: that of the talk, or of the last answer.

    Of several times none is meant for sure, and none is returned; nor where the question has a time of its own.
    """
    grammar = base.grammar
    texts = [token.text for token in utterance.tokens]
    if of_that_year(utterance, base):
        return that_year(conversation, base)
    pronouns = grammar.pronouns["it"].forms
    if any(m.id in SIDES and m.stop < len(texts) and texts[m.stop] in pronouns for m in utterance.mentions):
        return ()  # "how many were there then, after this?": after what was told, not after that day
    if _who_held(utterance, conversation, base):
        return that_year(conversation, base)
    past = any(text in grammar.pasts for text in texts) or any(m.id in MOVES for m in utterance.mentions)
    said = contains(texts[1:], grammar.thens) and past
    if not said or any(m.kind in {"year", "as-of", "now"} for m in utterance.mentions):
        return ()
    years = {name for kind, name in conversation.mentions if kind == "year"}
    facts = [base.facts[name] for name in conversation.facts if name in base.facts]
    document = base.documents.get(conversation.focus[0]) if conversation.focus else None
    years = years or ({str(document.year)} if document is not None else set())  # "how many members were there then?"
    days = years or {fact.valid_from for fact in facts if fact.subject in conversation.focus[:1] and fact.valid_from}
    return (Mention("year", days.pop(), -1, -1),) if len(days) == 1 else ()
