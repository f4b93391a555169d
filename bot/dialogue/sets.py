"""Which things of the talk are meant: by number ("those two together", "the other four"), by a mark ("the one from 2011")."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.completed import Completed, filled, mention
from bot.dialogue.counts import before_count, counts_something
from bot.dialogue.fragments import is_fragment
from bot.dialogue.places import one_of
from bot.dialogue.pronouns import points_at_several
from bot.dialogue.references import kept
from bot.dialogue.signs import COMPARING
from bot.intents import ENTITIES
from bot.knowledge import Document, KnowledgeBase
from bot.matching.utterance import Utterance
from bot.model import Conversation, Mention

OTHERS = frozenset({"rest", "other-org"})
"""Words for those that were not spoken of."""
PARTIES = frozenset({"country", "organisation", "year", "topic"})
"""Kinds of what chose one of several documents before."""
MARKS = frozenset({"year", "topic", "organisation", "country"})
"""Kinds of what tells one document from another."""
PAIR = 2
ORDER = "event."
"""How the intents begin that tell of the order of dated things."""
ORDERED = frozenset({"earlier", "later", "first", "last", "before", "after"})
"""Words that ask for the order of two things."""
OF_THEM = "of-them"
"""The word for a part of what was listed."""
LISTING = frozenset({"status", "joined", "overlap", "five", "roster"})
"""Families of intents that list states; what is asked of one of these is asked of the list."""
JOINED = "joined."
"""How the intents begin that tell who joined."""
CLOSE = 3  # words between "the one" and what is said of it: "the one that was signed with"
YEAR = 4  # characters of an ISO date that name its year
SINGLING = frozenset({"document.when", "document.parties", "document.content", "document.force", "document.where"})
"""Intents of what is asked of one document of a list."""
BY_PROFILE = Mention("now", "by-profile", -1, -1)
"""The time of the primary source, whose members are the whole that "the other four" leave."""


def counted(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to as many things of the talk as it counts; [] where it counts none of them.

    Those of the last list, or those that it was about; with "other" before the number, the members that are left.
    """
    for number in (m for m in utterance.mentions if m.kind == "count" and m.id.isdigit()):
        others, start = before_count(number, utterance, base)
        latest = _latest(number, utterance, conversation, base)
        start = latest[0].start - 1 if latest else start
        if start is None or counts_something(number, utterance, base):
            continue
        spoken = latest[1] if latest else _spoken_of(conversation, int(number.id), base)
        things = _left(conversation, int(number.id), base) if others else spoken
        things, start = one_of(things, start, utterance, base.grammar)
        if things:
            left = (m.stop for m in utterance.mentions if m.start == number.stop and m.id in OTHERS)  # "the two left over"
            said = filled(utterance, range(start, max(left, default=number.stop)))
            carried = (*(mention(base, thing) for thing in things), *((BY_PROFILE,) if others else ()))
            kinds = {m.kind for m in carried}
            kinds |= PARTIES if "document" in kinds else set()  # "the oldest of the four" is not of those with the UN
            words = [m for m in kept(said, conversation, base.grammar).carried if m.kind not in kinds and m not in carried]
            found = [Completed(said, carried, strict=True), Completed(said, (*carried, *words), strict=False)]
            if "document" in kinds:  # of a list, what chose it says it as well
                found.append(Completed(said, (*carried, Mention("word", "only", -1, -1)), strict=True))
                found.append(Completed(said, tuple(words), strict=False))
            asks = any(m.kind in {"word", "comparison", "rank", "force", "status"} for m in said.mentions)
            return found if asks else [found[1], found[0], *found[2:]]  # "do the other five?" asks what the last question did
    return []


def _latest(
    number: Mention, utterance: Utterance, conversation: Conversation, base: KnowledgeBase
) -> tuple[Mention, tuple[str, ...]] | None:
    """Return the word for the last ones, and the things that were spoken of one after the other: "those last two together".

    None where a list was told since: "the last two" are of it.
    """
    texts = [token.text for token in utterance.tokens]
    pointing = {*base.grammar.definite, *base.grammar.pronouns["they"].forms}
    last = next((m for m in utterance.mentions if m.kind == "rank" and m.id == "last" and m.stop == number.start), None)
    things = conversation.focus[: int(number.id)]
    spoken = len(things) == int(number.id) and len(conversation.items) < int(number.id) and _alike(things, base)
    if last is None or not spoken or last.start == 0 or texts[last.start - 1] not in pointing:
        return None
    return last, tuple(reversed(things))


def _spoken_of(conversation: Conversation, count: int, base: KnowledgeBase) -> tuple[str, ...]:
    """Return so many things of one kind that were listed, by one answer or by two, or that the talk was about."""
    both = tuple(dict.fromkeys((*conversation.earlier, *conversation.items)))
    named = tuple(name for kind, name in conversation.mentions if kind == "country")
    beside = tuple(dict.fromkeys((*named, *conversation.items)))  # "who besides Russia?" - "those two together?"
    sets = (conversation.items, conversation.focus, both, beside)
    return next((things for things in sets if len(things) == count and _alike(things, base)), ())


def _left(conversation: Conversation, count: int, base: KnowledgeBase) -> tuple[str, ...]:
    """Return those of the list before the last that are not in it, else the members of the primary source, if so many."""
    others = tuple(name for name in conversation.earlier if name not in conversation.items)
    if len(others) == count and set(conversation.items) < {*conversation.earlier}:
        return others
    one = {*conversation.items} & {*conversation.focus[:1]}  # "is Turkey one?" - "and the other two?"
    if one and len(conversation.items) - len(one) == count:
        return tuple(name for name in conversation.items if name not in one)
    members = tuple(fact.subject for fact in base.related("status") if fact.value == "member")
    named = tuple(name for _, name in conversation.mentions)
    for spoken in (conversation.items, conversation.focus, named):
        left = tuple(country for country in members if country not in spoken)
        if len(left) == count and len(left) < len(members):
            return left
    return ()


def _alike(things: Sequence[str], base: KnowledgeBase) -> bool:
    kinds = {base.kinds.get(thing, "") for thing in things}
    return len(kinds) == 1 and kinds <= {"country", "document", "body", "organisation", "person"}


def described(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to "the one from 2011", "the one about weapons": of the last list, or of all documents.

    [] where no document was spoken of, or none is so.
    """
    spoken = {base.kinds.get(name) for name in (*conversation.items, *conversation.focus)}
    texts = [token.text for token in utterance.tokens]
    if "document" not in spoken or any(m.kind == "document" for m in utterance.mentions) or points_at_several(texts, base):
        return []
    for rank in (m for m in utterance.mentions if m.kind == "rank" and m.id in {"first", "last"} and m.stop < len(texts)):
        listed = sorted((base.documents[name] for name in conversation.items if name in base.documents), key=lambda d: d.year)
        definite = rank.start > 0 and texts[rank.start - 1] in base.grammar.definite
        if definite and texts[rank.stop] in base.grammar.placeholders and len(listed) > 1:  # "in the oldest one"
            chosen = listed[0 if rank.id == "first" else -1]
            said = filled(utterance, range(rank.start, rank.stop + 1))
            return [Completed(said, (mention(base, chosen.id),), strict=True)]
    for place in range(1, len(texts)):
        asks = texts[place - 1] in base.grammar.interrogatives
        if texts[place] not in base.grammar.placeholders or not (asks or texts[place - 1] in base.grammar.definite):
            continue
        marks = [m for m in utterance.mentions if m.kind in MARKS and m.id != "sco" and _follows(m, place, utterance)]
        found = _with_marks(marks, conversation, base)
        held = tuple(name for name in conversation.focus[:1] if name in base.documents and name not in found)
        if found and held and any(m.id in COMPARING for m in utterance.mentions):  # "the one on weapons, is it younger?"
            found = (*found, *held)
        if found:
            stop = max(m.stop for m in marks)
            said = filled(utterance, range(place - 1, stop))
            return [Completed(said, tuple(mention(base, name) for name in found), strict=True)]
    return []


def _follows(mark: Mention, place: int, utterance: Utterance) -> bool:
    """Return whether a mention stands close behind a place: small words alone are between."""
    between = range(place + 1, mark.start)
    others = {p for m in utterance.mentions if m.kind in MARKS for p in range(m.start, m.stop)}  # "on trafficking in weapons"
    small = utterance.fillers | utterance.light | others
    return 0 <= mark.start - place - 1 <= CLOSE and all(p in small for p in between)


def _with_marks(marks: Sequence[Mention], conversation: Conversation, base: KnowledgeBase) -> tuple[str, ...]:
    """Return the documents of the last list, else all, that have the years, topics and partners; by its title before its text."""
    if not marks:
        return ()
    listed = [base.documents[name] for name in conversation.items if name in base.documents]
    for among in (listed, list(base.documents.values())):
        for loose in (False, True):
            found = tuple(d.id for d in among if all(_has(d, mark, base, loose=loose) for mark in marks))
            if found and len(found) < max(len(among), 2):
                return found
    return ()


def _has(document: Document, mark: Mention, base: KnowledgeBase, *, loose: bool) -> bool:
    """Return whether a document is of a year, about a topic, or made with a partner."""
    if mark.kind == "year":
        return str(document.year) == mark.id[:YEAR]
    if mark.kind == "topic":
        named = {mark.id, *base.means.get(mark.id, ())}
        return bool(named & {*document.topics, *(document.touches if loose else ())})
    return mark.id in document.partners


def chosen(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to the documents that were listed, whatever was asked since: "which two are the latest?".

    So is how many of them are so: "how many of those are from 2010?".
    """
    listed = [name for name in conversation.items if name in base.documents]
    said, kinds = {m.id for m in utterance.mentions}, {m.kind for m in utterance.mentions}
    edge = any(m.kind == "rank" and m.id in {"first", "last"} for m in utterance.mentions) and "ordinal" not in kinds
    named = any(m.kind in ENTITIES | {"doctype", "year", "topic", "force", "now"} and m.id != "sco" for m in utterance.mentions)
    asks = bool(said & {"who", "which"}) or is_fragment(utterance, base.grammar)
    asks = asks and set(conversation.focus[:1]) < {*listed} and conversation.intent in SINGLING
    some = said >= {OF_THEM, "how-many"} and bool(kinds & {"year", "topic", "force"}) and "document" not in kinds
    forced = "force" in kinds and not kinds & {*ENTITIES, "doctype", "year", "topic", "now", "rank"}  # "how many are binding?"
    some = some or (
        forced and bool(said & {"who", "which", "how-many"}) and not said & {"list-word", "profile", "rest", "together"}
    )
    if len(listed) < PAIR or len(listed) < len(conversation.items) or not ((edge and asks and not named) or some):
        return []
    only = Mention("word", "only", -1, -1)
    return [Completed(utterance, (*(mention(base, name) for name in listed), only), strict=True)]


def paired(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to the two documents that were told of one after the other: "which one was first?".

    So is what a third is held against: "was the declaration later than both?".
    """
    two = (*conversation.earlier, *conversation.items) if len(conversation.items) == 1 else conversation.items
    said = {m.id for m in utterance.mentions}
    named = any(m.kind in ENTITIES | {"doctype", "year"} and m.id != "sco" for m in utterance.mentions)
    alone = sum(m.kind in ENTITIES for m in utterance.mentions) == 1 and "compare" not in said
    third = named and alone and conversation.intent.startswith(ORDER)  # "is the Charter even older?"
    ordered = bool(said & ORDERED) and ("both" in said or third if named else bool(said & {"who", "which", "both"}))
    ordered = ordered and not ("all" in said and bool({"first", "last"} & said))  # "and the newest of all?"
    named_alone = len(conversation.items) > 1 and not named  # "which is the first?", of a list
    if len(two) != PAIR or named_alone or not ordered or not set(two) <= {*base.documents}:
        return []
    texts = [token.text for token in utterance.tokens]
    gone = {place for place, text in enumerate(texts) if text in base.grammar.placeholders}
    both = (Mention("word", "both", -1, -1),) if third else ()  # "is the Charter even older?", than both
    return [Completed(filled(utterance, gone), (*(mention(base, name) for name in two), *both), strict=True)]


def among(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question whether a state is one of those that were listed, where something else was asked since: "is Iran one?".

    By its status one is of them or not.
    """
    spans = [m for m in utterance.mentions if m.id == OF_THEM]
    of_them = [m for m in utterance.mentions if any(span.start <= m.start and m.stop <= span.stop for span in spans)]
    named = [m for m in utterance.mentions if m.kind in ENTITIES]
    others = (
        m for m in utterance.mentions if m not in of_them and m not in named and m.kind in {"word", "kind", "year", "status"}
    )
    states = len(conversation.items) > 1 and all(base.kinds.get(item) == "country" for item in conversation.items)
    asked_since = conversation.intent.partition(".")[0] not in LISTING
    if not (of_them and len(named) == 1 and named[0].kind == "country" and states and asked_since) or any(others):
        return []
    said = filled(utterance, {p for m in of_them for p in range(m.start, m.stop)})
    held = [{fact.value for fact in base.line("status") if fact.subject == item} for item in conversation.items]
    alike = sorted(str(status) for status in set.intersection(*held))  # what all of them are, or once were
    statuses = tuple(Mention("status", status, -1, -1) for status in alike)
    return [Completed(said, statuses if len(statuses) == 1 else (Mention("word", "status", -1, -1),), strict=True)]


def came(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question what those were before who joined: "which of them was a dialogue partner in the profile?"."""
    said, kinds = {m.id for m in utterance.mentions}, {m.kind for m in utterance.mentions}
    states = [item for item in conversation.items if base.kinds.get(item) == "country"]
    joined = conversation.intent.startswith(JOINED) and len(states) == len(conversation.items) >= PAIR
    asked = OF_THEM in said and bool(said & {"who", "which"}) and "status" in kinds and not kinds & ENTITIES
    if not (joined and asked):
        return []
    return [Completed(utterance, tuple(mention(base, state) for state in states), strict=True)]


def seated(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> list[Completed]:
    """Return the question put to the bodies that were listed: "which one is in Uzbekistan?"."""
    bodies = len(conversation.items) > 1 and all(base.kinds.get(item) == "body" for item in conversation.items)
    kinds = {m.kind for m in utterance.mentions}
    chooses = any(m.id in {"who", "which"} for m in utterance.mentions)
    if not bodies or not chooses or not kinds & {"country", "city"} or "body" in kinds:
        return []
    return [Completed(utterance, (Mention("word", "permanent-body", -1, -1),), strict=True)]
