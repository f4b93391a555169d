"""The knowledge folder -> `KnowledgeBase`: shapes checked, references resolved, look-ups ready."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from bot.errors import Fault, KnowledgeError
from bot.knowledge.cldr import long_date as long_date
from bot.knowledge.files import Entries, read
from bot.knowledge.moments import Moment, first_of, held
from bot.knowledge.naming import OCCASION as OCCASION
from bot.knowledge.naming import Form as Form
from bot.knowledge.naming import vocabulary
from bot.knowledge.shapes import FactShape, GrammarShape, HorizonShape, LanguageShape, RuleShape
from bot.knowledge.soundness import Known, check_dates, check_forms, check_frames, check_share, check_small_words
from bot.model import Citation, Fact, Source

VIEWS = 200  # days of which a view of the knowledge is kept
KEPT = 2000  # relations of days whose facts are kept: some 30 of each day
_CITE = re.compile(r"^(?P<source>[\w-]+): (?P<section>.+?)(?:, (?P<item>\d+))?$")


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the Telegram menu: it asks a question."""

    command: str
    description: str
    question: str


@dataclass(frozen=True, slots=True)
class Document:
    """An agreement or another document, with what questions may filter by."""

    id: str
    year: int
    month: int | None
    day: int | None
    type: str
    force: str
    topics: tuple[str, ...]
    touches: tuple[str, ...]
    partners: tuple[str, ...]
    bodies: tuple[str, ...]
    sides: tuple[str, ...]
    """Words for those between whom it is by its title, where these are no names: the governments."""
    place: str
    """Id of the city where a source says that it was signed; "" where none does."""
    cite: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Plain:
    """A plain question-and-answer entry."""

    text: str
    cite: tuple[Citation, ...]


@dataclass(frozen=True)
class KnowledgeBase:
    """Everything that is known, and how it is asked."""

    sources: Mapping[str, Source]
    facts: Mapping[str, Fact]
    documents: Mapping[str, Document]
    """Those that the primary source names."""
    later: Mapping[str, Document]
    """Those that only other sources name."""
    horizons: Mapping[str, HorizonShape]
    """Organisation id -> from when to when something is known of it."""
    names: Mapping[str, tuple[str, str]]
    """Id -> (name in a sentence, full title or long name)."""
    countries: Mapping[str, str]
    """City id -> id of its country."""
    capitals: frozenset[str]
    """Ids of the cities that stand for their country: "Moscow pays"."""
    regions: Mapping[str, tuple[str, ...]]
    """Region id -> ids of its countries, where the file lists them."""
    heads: Mapping[str, str]
    """Office id -> the body that its holder heads."""
    kinds: Mapping[str, str]
    """Entity id -> its kind."""
    forms: tuple[Form, ...]
    groups: Mapping[str, str]
    """Word id -> its group."""
    means: Mapping[str, tuple[str, ...]]
    """Word id -> the words that it stands for, where it stands for several."""
    rules: Mapping[str, RuleShape]
    plain: Mapping[str, Plain]
    """Entry id -> its answer."""
    questions: Mapping[str, str]
    """Wording of a plain entry -> its id."""
    phrases: Mapping[str, str]
    chat: Mapping[str, str]
    """Chat id -> what is said to it."""
    commands: tuple[Command, ...]
    grammar: GrammarShape
    languages: Mapping[str, LanguageShape]
    """Language tag -> how it is recognised and the line that is said in it."""
    entries: Entries
    moment: Moment | None = None
    """The day for which facts are looked up; None for the primary source as it stands."""

    def at(self, moment: Moment | None) -> KnowledgeBase:
        """Return the same knowledge as of another day."""
        view = self._views.get(moment)
        if view is None:
            if len(self._views) >= VIEWS:
                self._views.clear()
            view = self._views[moment] = replace(self, moment=moment)
            view.__dict__.update({name: getattr(self, name) for name in ("_relations", "_subjects", "_found", "_views")})
        return view

    def say(self, key: str, **values: object) -> str:
        """Return a phrase with its placeholders filled; of a single year, the phrase that ends in ".one" where there is one.

        Raises:
            KnowledgeError: The phrase is missing, or has placeholders that nothing fills.
        """
        if values.get("years") == 1 and f"{key}.one" in self.phrases:
            key = f"{key}.one"
        if self.moment is not None:
            key = next((k for k in (f"{key}.{'now' if self.moment.now else 'then'}", f"{key}.later") if k in self.phrases), key)
        try:
            return self.phrases[key].format(**values)
        except (KeyError, IndexError, ValueError, AttributeError):
            raise KnowledgeError((self._wrong_phrase(key, values),)) from None

    def _wrong_phrase(self, key: str, values: Mapping[str, object]) -> Fault:
        if key not in self.phrases:
            alike = (
                self.entries.places["phrases", near] for near in self.phrases if near.partition(".")[0] == key.partition(".")[0]
            )
            file = next(alike, ("phrases", 0))[0]
            return Fault(file, 0, key, "The phrase is missing.", f'Add {key}: "..." under phrases:, or restore its line.')
        file, line = self.entries.places["phrases", key]
        known = ", ".join(f"{{{name}}}" for name in values) or "none"
        return Fault(file, line, key, "The phrase has a placeholder that nothing fills.", f"Those that it may have: {known}.")

    def name(self, entity: str) -> str:
        """Return what an entity is called within a sentence."""
        return self.names[entity][0]

    def related(self, relation: str) -> tuple[Fact, ...]:
        """Return the facts of a relation that hold on the day, in the order of the files."""
        key = (relation, self.moment.day if self.moment is not None else "")
        found = self._found.get(key)
        if found is None:
            facts = self.line(relation)
            if len(self._found) >= KEPT:  # of days that somebody asked for
                self._found.clear()
            found = self._found[key] = first_of(facts) if self.moment is None else held(facts, self.moment.day)
        return found

    def line(self, relation: str) -> tuple[Fact, ...]:
        """Return the facts of a relation, of whatever time, in the order of the files."""
        return self._relations.get(relation, ())

    def of(self, subject: str) -> tuple[Fact, ...]:
        """Return what the primary source says of a subject; where it says nothing, what others say."""
        return first_of(self._subjects.get(subject, ()))

    @cached_property
    def _views(self) -> dict[Moment | None, KnowledgeBase]:
        """Day -> the knowledge as of that day; all views share it."""
        return {}

    @cached_property
    def _found(self) -> dict[tuple[str, str], tuple[Fact, ...]]:
        """Relation and day -> the facts that hold then; all views of the knowledge share it."""
        return {}

    @cached_property
    def _relations(self) -> Mapping[str, tuple[Fact, ...]]:
        return _grouped((fact.relation, fact) for fact in self.facts.values())

    @cached_property
    def _subjects(self) -> Mapping[str, tuple[Fact, ...]]:
        return _grouped((fact.subject, fact) for fact in self.facts.values())


def _grouped(pairs: Iterable[tuple[str, Fact]]) -> Mapping[str, tuple[Fact, ...]]:
    groups: dict[str, list[Fact]] = {}
    for key, fact in pairs:
        groups.setdefault(key, []).append(fact)
    return {key: tuple(facts) for key, facts in groups.items()}


def bundled() -> Path:
    """Return the folder that comes with the program: the checkout's, else the one in the wheel."""
    package = Path(__file__).resolve().parent.parent
    checkout = package.parent / "knowledge"
    return checkout if (checkout / "sources.yaml").is_file() else package / "_knowledge"


def load(folder: Path | None = None) -> KnowledgeBase:
    """Return the knowledge of a folder (the one that comes with the program when None).

    Raises:
        KnowledgeError: With every fault that was found.
    """
    entries = read(folder or bundled())
    base = _build(entries) if not entries.faults else None
    if entries.faults or base is None:
        raise KnowledgeError(tuple(entries.faults))
    return base


def _build(entries: Entries) -> KnowledgeBase | None:
    sections = entries.sections
    missing = [section for section in ("sources", "facts", "words", "grammar", "rules", "phrases") if section not in sections]
    for section in missing:
        entries.fault(section, "", f'The section "{section}" is missing.', "Restore its file.")
    if missing:
        return None
    sources = {
        key: Source(
            key, shape.title, shape.publisher, shape.url, shape.as_of, tuple(shape.dates), shape.note, shape.primary, shape.read
        )
        for key, shape in sections["sources"].items()
    }  # fmt: skip
    facts = {key: _fact(entries, sources, shape) for key, shape in sections["facts"].items()}
    check_dates(entries, sources.values(), facts.values())
    for fact in facts.values():
        check_share(entries, fact)
    documents = {
        key: Document(
            key, shape.year, shape.month, shape.day, shape.type, shape.force, tuple(shape.topics), tuple(shape.touches),
            tuple(shape.partners), tuple(shape.bodies), tuple(shape.sides), shape.place,
            _cites(entries, sources, "documents", key, shape.cite),
        )
        for key, shape in sections.get("documents", {}).items()
    }  # fmt: skip
    names, kinds, forms = vocabulary(sections)
    check_forms(entries, forms)
    grammar: GrammarShape = sections["grammar"]["grammar"]
    check_small_words(entries, (*grammar.fillers, *grammar.light))
    check_frames(entries, grammar.frames)
    return KnowledgeBase(
        sources=sources,
        facts=Known("facts", facts),
        documents={key: d for key, d in documents.items() if _primary(d.cite)},
        later={key: d for key, d in documents.items() if not _primary(d.cite)},
        horizons=sections.get("horizons", {}),
        names=Known("names", names),
        countries={key: shape.country for key, shape in sections.get("cities", {}).items()},
        capitals=frozenset(key for key, shape in sections.get("cities", {}).items() if shape.capital),
        regions={key: tuple(shape.countries) for key, shape in sections.get("places", {}).items() if shape.countries},
        heads={key: shape.heads for key, shape in sections.get("names", {}).items() if shape.heads},
        kinds=kinds,
        forms=forms,
        groups={key: shape.group for key, shape in sections["words"].items()},
        means={key: tuple(shape.means) for key, shape in sections["words"].items() if shape.means},
        rules=Known("rules", sections["rules"]),
        plain={
            k: Plain(s.answer, _cites(entries, sources, "entries", k, s.cite)) for k, s in sections.get("entries", {}).items()
        },
        questions={text: key for key, shape in sections.get("entries", {}).items() for text in shape.examples},
        phrases=sections["phrases"],
        chat={key: shape.reply for key, shape in sections.get("chat", {}).items()},
        commands=tuple(Command(c.command, c.description, c.question) for c in sections.get("commands", {}).values()),
        grammar=grammar,
        languages=sections.get("languages", {}),
        entries=entries,
    )


def _fact(entries: Entries, sources: Mapping[str, Source], shape: FactShape) -> Fact:
    cite = _cites(entries, sources, "facts", shape.id, shape.cite)
    value = tuple(shape.value) if isinstance(shape.value, list) else shape.value
    as_of = shape.as_of or (cite[0].source.as_of if cite else "")
    return Fact(
        shape.id, shape.subject, shape.relation, value, shape.say, as_of, cite, frozenset(shape.about), shape.short,
        shape.valid_from, shape.valid_until, shape.confidence, tuple(shape.updates), shape.settled, shape.event, shape.origin,
        shape.announced, shape.place,
    )  # fmt: skip


def _primary(cite: tuple[Citation, ...]) -> bool:
    return bool(cite) and cite[0].source.primary


def _cites(entries: Entries, sources: Mapping[str, Source], section: str, key: str, cites: list[str]) -> tuple[Citation, ...]:
    if not cites:
        entries.fault(section, key, "The entry cites nothing.", 'Add cite: ["source: section, item"].')
    found = []
    for text in cites:
        match = _CITE.match(text)
        if match is None:
            entries.fault(section, key, f'The citation "{text}" cannot be read.', 'Write "source: section, item".')
        elif match["source"] not in sources:
            entries.fault(
                section, key, f'The source "{match["source"]}" is not in sources.yaml.', "Add it there, or mend the spelling."
            )
        else:
            found.append(Citation(sources[match["source"]], match["section"], int(match["item"]) if match["item"] else None))
    return tuple(found)


def folder_from_environment() -> Path | None:
    """Return the folder that KNOWLEDGE_DIR names, or None."""
    named = os.environ.get("KNOWLEDGE_DIR", "").strip()
    return Path(named) if named else None
