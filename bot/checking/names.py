"""One form for two things, of which the reader cannot know which was meant."""

from __future__ import annotations

from bot.checking.faults import Faults
from bot.checking.reading import NAMED
from bot.forms import expand
from bot.knowledge import Form, KnowledgeBase
from bot.text import words

_SECTIONS = {"country": "countries", "place": "places", "city": "cities", "organisation": "organisations", "chat": "chat"}


def check(base: KnowledgeBase, faults: Faults) -> None:
    """Note forms that two entities share, unless `ambiguous` lists them."""
    meant = {words(text) for text in base.entries.sections.get("ambiguous", {})}
    owners: dict[tuple[str, ...], dict[str, Form]] = {}
    for form in base.forms:
        if form.kind in NAMED or form.kind == "document":
            for text in expand(form.text):
                owners.setdefault(words(text), {}).setdefault(form.id, form)
    for parts, forms in owners.items():
        if len(forms) > 1 and parts not in meant:
            first, *others = sorted(forms)
            problem = f'The form "{" ".join(parts)}" stands for {first} and for {", ".join(others)}.'
            faults.add(_section(base, forms[first]), first, problem, "Take it from all but one, or list it under `ambiguous`.")


def _section(base: KnowledgeBase, form: Form) -> str:
    """Return the section of the files in which a form's entry stands."""
    section = _SECTIONS.get(form.kind, "names")
    if (section, form.id) in base.entries.places:
        return section
    return "words" if ("words", form.id) in base.entries.places else "names"
