"""The benchmark of quality beside peers, on a handful of lines: the machinery runs, no number is asserted."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from bot.assistant import Assistant
from bot.evaluation import Expect, Line
from bot.knowledge import KnowledgeBase
from bot.model import Reply, Status
from tests.benchmarks.peers import NEVER, PEERS, Peer, Variant, answers, tuned
from tests.benchmarks.quality import OURS, compare, halves, main, plain, report
from tests.benchmarks.wordings import Wordings, sentences, wordings
from tests.samples import MEMBERS, TODAY


def _line(question: str, expect: Expect, must: str = "", conversation: str | None = None) -> Line:
    groups = ((re.compile(must, re.IGNORECASE),),) if must else ()
    return Line("five.jsonl", 1, question, question, expect, must=groups, conversation=conversation)


LINES = (
    _line("Who are the members?", Expect.ANSWER, "Tajikistan"),
    _line("russia share", Expect.ANSWER, "24"),
    _line("When was the SCO founded?", Expect.ANSWER, "2001"),
    _line("Who won the cup?", Expect.DECLINE),
    _line("Boil an egg", Expect.DECLINE),
)


def _peer(peer: Peer) -> object:
    missing = peer.missing()
    skip = pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}")
    return pytest.param(peer, id=peer.name, marks=skip)


@pytest.mark.parametrize("peer", [_peer(peer) for peer in PEERS])
def test_a_peer_finds_a_wording_that_it_was_given(peer: Peer, assistant: Assistant) -> None:
    """A question that is a wording of the knowledge gets this project's answer to it, with the citation."""
    known = ("Who are the members?", "Russia share", "When was the SCO founded?", "What is RATS?", "sco staff", "sources")
    variants = peer.variants(assistant.knowledge, Wordings(known, known))
    found = tuned(variants, LINES, answers(assistant), TODAY)

    reply = found.ask("Who are the members?", today=TODAY)

    assert (reply.status, reply.text) == (Status.ANSWERED, assistant.ask("Who are the members?", today=TODAY).text)
    assert reply.citations
    assert found.ask("Fry some onions", today=TODAY).status is Status.UNKNOWN


def test_all_are_scored_on_the_same_lines(base: KnowledgeBase) -> None:
    """The table has a row for this project and each peer in each group, and "all" counts every line."""
    scores = compare(base, PEERS[:1], LINES, LINES)

    assert [score.name for score in scores] == [OURS, PEERS[0].name]
    assert all(score.groups()["all"][0].total == len(score.times) == len(LINES) for score in scores)
    assert all(sum(count.total for name, (count, _) in score.groups().items() if name != "all") == 5 for score in scores)
    assert report(scores, 5, 5).count(f"| {OURS} |") == len(scores[0].groups())
    assert [peer["name"] for peer in plain(scores, LINES)["peers"]] == [OURS, PEERS[0].name]


def _scored(scores: dict[str, float]) -> Variant:
    return Variant("by hand", lambda question: (scores[question], question))


def _knows(wording: str, _: date) -> Reply:
    return replace(MEMBERS, text={"a": "right", "b": "right"}.get(wording, "wrong"))


def test_the_threshold_weighs_wrong_answers() -> None:
    """One wrong answer above the threshold costs more than the right ones below it would bring."""
    lines = [_line(name, Expect.ANSWER, "right") for name in "abc"]

    good = tuned(iter([_scored({"a": 0.9, "b": 0.4, "c": 0.6})]), lines, _knows, TODAY)
    bad = tuned(iter([_scored({"a": 0.5, "b": 0.4, "c": 0.6})]), lines, _knows, TODAY)

    assert good.threshold == 0.9
    assert bad.threshold == NEVER


def test_of_the_variants_the_best_is_chosen() -> None:
    """The variant that is worth most on the tuning lines is taken; of equals the first."""
    lines = [_line(name, Expect.ANSWER, "right") for name in "abc"]
    apart, mixed = _scored({"a": 0.9, "b": 0.8, "c": 0.1}), _scored({"a": 0.9, "b": 0.1, "c": 0.8})

    assert tuned(iter([mixed, apart, apart]), lines, _knows, TODAY).variant is apart


def test_an_uncited_answer_is_not_right() -> None:
    """An answer that cites no section that the line wants counts as uncited, as for this project."""
    line = replace(_line("a", Expect.ANSWER, "right"), section=("Elsewhere",))
    scores = tuned(iter([_scored({"a": 1.0})]), [line], _knows, TODAY)

    assert scores.threshold == NEVER


def test_a_conversation_is_in_one_half() -> None:
    """Turns of one conversation are never divided between tuning and scoring, and no line is lost."""
    lines = [_line(f"{talk}-{turn}", Expect.ANSWER, conversation=talk) for talk in "abcdefgh" for turn in range(3)]
    tuning, scoring = halves(lines)

    assert {line.conversation for line in tuning}.isdisjoint(line.conversation for line in scoring)
    assert sorted(line.id for line in (*tuning, *scoring)) == sorted(line.id for line in lines)
    assert tuning
    assert scoring


def test_a_sample_leaves_whole_conversations_out() -> None:
    """Of one line in so many the halves hold no other, and the turns of a conversation go in or out together."""
    lines = [_line(f"{talk}-{turn}", Expect.ANSWER, conversation=str(talk)) for talk in range(60) for turn in range(3)]
    sampled = halves(lines, 3)

    assert all(half and len(half) % 3 == 0 for half in sampled)
    assert sum(map(len, sampled)) < len(lines) / 2
    assert {line.conversation for line in sampled[0]}.isdisjoint(line.conversation for line in sampled[1])


def test_other_names_are_put_into_wordings(base: KnowledgeBase) -> None:
    """A wording about one country gives wordings about the others that the facts speak of, and a sentence with a list."""
    known = wordings(base)

    assert "china share" in known.examples
    assert "Russia share" in known.filled
    assert isinstance(known, Wordings)
    written = sentences(base, ["How much does China pay?"], synonyms=False)[0]
    assert written.template == "how much does {country} pay"
    assert written.filled(["Russia"]) == "how much does Russia pay"


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a package the script says in one line which is missing, and how to get it."""
    absent = Peer("absent", {"no_such_module": "no-such-package"}, lambda _base, _known: iter(()))
    monkeypatch.setattr("tests.benchmarks.quality.PEERS", (absent,))

    assert main([]) == 2
    assert capsys.readouterr().err == "Not installed: no-such-package. Run: pip install no-such-package\n"
