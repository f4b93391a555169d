"""Words -> mentions: what a slip may be read as, and what it must never be."""

from __future__ import annotations

import pytest
from wordfreq import get_frequency_dict

from bot.knowledge import KnowledgeBase
from bot.matching import read
from bot.matching.slips import _english, candidates, is_english, restored, swaps
from bot.matching.utterance import Utterance
from bot.matching.vocabulary import Vocabulary


def understood(text: str, index: Vocabulary, base: KnowledgeBase) -> Utterance:
    """Return a text with what its words mean."""
    return read(text, index, base.grammar)


def ids(text: str, kind: str, index: Vocabulary, base: KnowledgeBase) -> set[str]:
    """Return the ids of one kind that a text mentions."""
    return {m.id for m in understood(text, index, base).mentions if m.kind == kind}


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("china", "chn"), ("chian", "chn"), ("Chinese", "chn"), ("PRC", "chn"), ("kazakstan", "kaz"), ("Kazahkstan", "kaz"),
        ("kazakh", "kaz"), ("Uzbekistn", "uzb"), ("kirghizia", "kgz"), ("Kyrgyz Republic", "kgz"), ("kyrgystan", "kgz"),
        ("Russian Federation", "rus"), ("RF", "rus"), ("rusia", "rus"), ("Türkiye", "tur"), ("turky", "tur"),
        ("tadjikistan", "tjk"),
        ("Sri Lanka", "lka"), ("srilanka", "lka"), ("sri lankan", "lka"), ("mongolla", "mng"),
        ("Byelorussia", "blr"), ("afgan", "afg"),
        ("pakstan", "pak"), ("Japan", "jpn"), ("Germany", "deu"),
    ],
)  # fmt: skip
def test_countries(text: str, country: str, index: Vocabulary, base: KnowledgeBase) -> None:
    """A country is known by its names, its adjective, and through a slip."""
    assert ids(text, "country", index, base) == {country}


PAIRS = [
    ("iran", "iraq"), ("slovakia", "slovenia"), ("austria", "australia"), ("niger", "nigeria"), ("mali", "malta"),
    ("mauritius", "mauritania"), ("gambia", "zambia"), ("guinea", "guyana"), ("tajikistan", "kazakhstan"), ("india", "indonesia"),
]  # fmt: skip
CODES = {
    "iran": "irn", "iraq": "irq", "slovakia": "svk", "slovenia": "svn", "austria": "aut", "australia": "aus", "niger": "ner",
    "nigeria": "nga", "mali": "mli", "malta": "mlt", "mauritius": "mus", "mauritania": "mrt", "gambia": "gmb", "zambia": "zmb",
    "guinea": "gin", "guyana": "guy", "tajikistan": "tjk", "kazakhstan": "kaz", "india": "ind", "indonesia": "idn",
}  # fmt: skip


def slips(word: str) -> list[str]:
    """Return each word that one letter dropped, doubled or swapped with its neighbour makes of a word."""
    dropped = [word[:i] + word[i + 1 :] for i in range(len(word))]
    doubled = [word[: i + 1] + word[i:] for i in range(len(word))]
    swapped = [word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)]
    return sorted({*dropped, *doubled, *swapped} - {word})


@pytest.mark.parametrize(("word", "other"), [*PAIRS, *((two, one) for one, two in PAIRS)], ids=str)
def test_near_names_never_cross(word: str, other: str, index: Vocabulary, base: KnowledgeBase) -> None:
    """One slip in a country's name is read as that country or as none, never as the one that looks like it."""
    crossed = [slip for slip in slips(word) if slip != other and CODES[other] in ids(slip, "country", index, base)]

    assert crossed == []


@pytest.mark.parametrize("text", ["sc", "scco", "unn", "ciss", "prcc", "csot", "oscee", "rfs"])
def test_short_forms_are_read_exactly(text: str, index: Vocabulary, base: KnowledgeBase) -> None:
    """A short form with a slip of up to three letters names no country."""
    assert ids(text, "country", index, base) == set()


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        pytest.param("rates", "body", "rats", id="rates are no RATS"),
        pytest.param("rate", "body", "rats", id="a rate is no RATS"),
        pytest.param("order", "content", "border", id="order is no border"),
        pytest.param("chine", "word", "chn", id="a country's slip is no word"),
        pytest.param("charger", "document", "charter-2002", id="a charger is no Charter"),
        pytest.param("partly", "word", "parties", id="partly is no party"),
        pytest.param("budge", "word", "budget", id="to budge is no budget"),
        pytest.param("ran", "country", "irn", id="ran is no Iran"),
        pytest.param("Chile", "country", "chn", id="Chile is no China"),
        pytest.param("remember", "status", "member", id="to remember is no member"),
    ],
)
def test_english_words_are_no_slips(text: str, kind: str, name: str, index: Vocabulary, base: KnowledgeBase) -> None:
    """A word that is English by itself is not read as another that looks like it."""
    assert name not in ids(text, kind, index, base)


@pytest.mark.parametrize("word", ["rates", "found", "order", "chile", "charger", "member"])
def test_english(word: str) -> None:
    """Words in common use are English."""
    assert is_english(word)


@pytest.mark.parametrize("word", ["untied", "memebr", "kazakstan", "bugdet", "xqzt", ""])
def test_not_english(word: str) -> None:
    """Slips and rare words are not in common use."""
    assert not is_english(word)


@pytest.mark.parametrize(
    ("text", "organisation"),
    [
        pytest.param("Untied Nations", "un", id="an English word within a name"),
        pytest.param("the United Nations", "un", id="the name"),
        pytest.param("CSTO", "csto", id="a short form"),
        pytest.param("collective security treaty organisation", "csto", id="written out"),
        pytest.param("colective security treaty organization", "csto", id="with a slip"),
        pytest.param("shanghai co-operation organisation", "sco", id="hyphenated"),
        pytest.param("s c o", "sco", id="dictated"),
        pytest.param("o s c e", "osce", id="dictated, four letters"),
        pytest.param("NATO", "nato", id="one that no source speaks of"),
    ],
)
def test_organisations(text: str, organisation: str, index: Vocabulary, base: KnowledgeBase) -> None:
    """An organisation is known by its names; a slip that is a word of its own is undone within a longer one."""
    assert organisation in ids(text, "organisation", index, base)


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        pytest.param("memberstates", "status", "member", id="joined words"),
        pytest.param("ob servers", "status", "observer", id="a split word"),
        pytest.param("dialogue part ners", "status", "partner", id="a split word in a longer name"),
        pytest.param("headquaters", "word", "seat", id="a letter lost"),
        pytest.param("bugdet", "word", "budget", id="letters swapped"),
        pytest.param("contribtutes", "word", "pay", id="two slips in a long word"),
        pytest.param("secretarait", "body", "secretariat", id="a body"),
        pytest.param("obsrevers", "status", "observer", id="a status"),
        pytest.param("trafiking", "topic", "trafficking", id="nearer to one of two"),
    ],
)
def test_slips_and_cuts(text: str, kind: str, name: str, index: Vocabulary, base: KnowledgeBase) -> None:
    """Words that were joined, cut or misspelled are put right."""
    assert name in ids(text, kind, index, base)


@pytest.mark.parametrize("word", ["bugdte", "ofifec", "tresay", "osci", "cuontyr"])
def test_two_slips_in_a_short_word_are_not_undone(word: str, index: Vocabulary) -> None:
    """Of up to seven letters too little is left for a guess when two are wrong."""
    assert candidates(word, index) == ()


@pytest.mark.parametrize("word", ["natabase", "aaintain", "tgreement"])
def test_another_first_letter_is_another_word(word: str, index: Vocabulary) -> None:
    """A first letter typed for another is not undone, and no farther word is found instead."""
    assert candidates(word, index) == ()


def test_two_slips_in_a_word_of_eight_letters_are_undone(index: Vocabulary) -> None:
    """From eight letters on, two slips still tell which word was meant."""
    assert [word for word, _ in candidates("obsrevre", index)] == ["observer"]


@pytest.mark.parametrize(("slip", "word"), [("fivve", "five"), ("bodyy", "body"), ("pllan", "plan")])
def test_a_slip_in_a_word_of_four_letters_is_undone(slip: str, word: str, index: Vocabulary) -> None:
    """Four letters are enough for one slip."""
    assert [other for other, _ in candidates(slip, index)] == [word]


@pytest.mark.parametrize("text", ["memorandum with the CSTO", "memorandum with the CSTO in full", "the memorandum with CSTO"])
def test_an_article_may_stand_within_a_name(text: str, index: Vocabulary, base: KnowledgeBase) -> None:
    """A name is known with "the" before its last word, at the end of a text too."""
    assert ids(text, "document", index, base) == {"mou-2007"}
    assert ids(text, "organisation", index, base) == set()


def test_a_slip_is_kept_for_the_explanation(index: Vocabulary, base: KnowledgeBase) -> None:
    """What was typed stands beside what it was read as, and lowers the score."""
    utterance = understood("the Secretarait", index, base)

    assert utterance.slips == (("Secretarait", "secretariat"),)
    assert {m.score < 100 for m in utterance.mentions if m.id == "secretariat"} == {True}


def test_nothing_is_a_slip_in_a_text_without_any(index: Vocabulary, base: KnowledgeBase) -> None:
    """Words as they are known leave no slips and no doubts."""
    utterance = understood("Who are the members of the SCO?", index, base)

    assert (utterance.slips, utterance.doubts) == ((), ())


@pytest.mark.parametrize(
    ("text", "kind", "hidden"),
    [
        pytest.param("UN Secretariat", "body", "secretariat", id="a longer name hides a body"),
        pytest.param("Papua New Guinea", "country", "gin", id="a longer country hides a shorter"),
        pytest.param("South Sudan", "country", "sdn", id="South Sudan is not Sudan"),
        pytest.param("Shanghai Five", "city", "shanghai", id="a group hides a city"),
        pytest.param("Dominican Republic", "country", "dma", id="Dominican Republic is not Dominica"),
    ],
)
def test_a_longer_name_hides_a_shorter(text: str, kind: str, hidden: str, index: Vocabulary, base: KnowledgeBase) -> None:
    """The words of a name belong to the longest name that they make."""
    assert hidden not in ids(text, kind, index, base)


@pytest.mark.parametrize("text", ["", "   ", "!!!", "👋🏽", "\u202e", "、。"])
def test_a_text_without_words_mentions_nothing(text: str, index: Vocabulary, base: KnowledgeBase) -> None:
    """Where there are no words there is nothing to mention."""
    assert understood(text, index, base).mentions == ()


def test_the_source_date_is_known_as_such(index: Vocabulary, base: KnowledgeBase) -> None:
    """The date of the member list is a date, and the one that the list holds for."""
    kinds = {m.kind for m in understood("as of 7 June 2012", index, base).mentions if m.id == "2012-06-07"}

    assert kinds == {"year", "as-of"}


def test_part_keeps_what_is_whole(index: Vocabulary, base: KnowledgeBase) -> None:
    """Of a part of a text the mentions that are cut through fall away, the others move along."""
    whole = understood("China and Sri Lanka", index, base)

    assert [(m.id, m.start) for m in whole.part([2, 3]).mentions if m.kind == "country"] == [("lka", 0)]
    assert [m for m in whole.part([1, 2]).mentions if m.kind == "country"] == []


def test_the_list_of_words_is_read_as_wordfreq_reads_it() -> None:
    """The words and their shares are those that the package itself gives; any other word has none."""
    every = get_frequency_dict("en", "small")

    assert {word: _english().share(word) for word in every} == every
    assert _english().share("hoodwinkle") == 0.0


@pytest.mark.parametrize(("slip", "word"), [("pya", "pay"), ("fve", "five"), ("ful", "full")])
def test_a_slip_in_three_letters(slip: str, word: str, index: Vocabulary) -> None:
    """Of three letters, two that changed places or one that was left out are read, where one word is far the likeliest."""
    assert [other for other, _ in restored(slip, index)] == [word]


@pytest.mark.parametrize(("slip", "word"), [("thr", "the"), ("wiht", "with"), ("taht", "that")])
def test_a_slip_in_a_small_word_is_mended(slip: str, word: str, index: Vocabulary, base: KnowledgeBase) -> None:
    """A small word is looked for by itself later on, so it stands as what it is: a thumb beside the key, letters changed."""
    assert [token.text for token in understood(f"is {slip} China", index, base).tokens] == ["is", word, "china"]


@pytest.mark.parametrize("word", ["npt", "adb", "imf"])
def test_a_thumb_denies_nothing(word: str, index: Vocabulary, base: KnowledgeBase) -> None:
    """A short form is no slip of a denial, nor of a word that is not beside it on the keyboard."""
    assert [token.text for token in understood(word, index, base).tokens] == [word]


@pytest.mark.parametrize(("text", "country"), [("russias share", "rus"), ("chinas part", "chn"), ("turkeys role", "tur")])
def test_a_possessive_may_have_lost_its_apostrophe(text: str, country: str, index: Vocabulary, base: KnowledgeBase) -> None:
    """The name is read, and not as a slip."""
    utterance = understood(text, index, base)

    assert country in ids(text, "country", index, base)
    assert utterance.slips == ()


def test_a_possessive_may_be_a_slip_as_well(index: Vocabulary, base: KnowledgeBase) -> None:
    """The name is read through its slip, where it stands without its apostrophe."""
    assert "rus" in ids("russas share", "country", index, base)


def test_a_slip_beside_a_slip_makes_a_known_phrase(index: Vocabulary, base: KnowledgeBase) -> None:
    """The words beside a slip are taken as they are read: "mou wiht csot" is of no cost, "pont of conact" of a contact."""
    assert "mou-2007" in ids("mou wiht csot", "document", index, base)
    assert "contact" in ids("pont of conact", "word", index, base)


def test_an_epithet_names_no_state(index: Vocabulary, base: KnowledgeBase) -> None:
    """A state that leads an organisation is not what is asked about."""
    assert ids("the Russian-led CSTO", "country", index, base) == set()


def test_one_of_what_follows_is_no_document(index: Vocabulary, base: KnowledgeBase) -> None:
    """The "one" behind a document's topic may count what comes next."""
    assert "arms-2008" not in ids("arms trafficking one of its main goals", "document", index, base)
    assert "arms-2008" in ids("the arms trafficking one", "document", index, base)


def test_years_that_have_passed_ask_for_none(index: Vocabulary, base: KnowledgeBase) -> None:
    """How long something took is asked by "how many years", and told by a number."""
    assert "how-long" not in ids("two years later", "kind", index, base)
    assert "how-long" in ids("how many years later", "kind", index, base)


@pytest.mark.parametrize("word", ["cso", "soc", "gdp", "xyz"])
def test_a_short_form_is_no_slip(word: str, index: Vocabulary) -> None:
    """Three letters that are near to a short form, or to nothing, are left as they are."""
    assert (swaps(word, index), restored(word, index)) == ([], ())


@pytest.mark.parametrize(
    ("text", "country"),
    [
        pytest.param("what does Moscow pay", "rus", id="the state"),
        pytest.param("an office in Moscow", None, id="behind a word of place"),
        pytest.param("a summit of Samarkand", None, id="no capital"),
        pytest.param("what does Russia pay", None, id="no city"),
    ],
)
def test_a_capital_may_be_its_state(text: str, country: str | None, index: Vocabulary, base: KnowledgeBase) -> None:
    """A capital can be read as its state, unless it is said to be a place."""
    states = understood(text, index, base).with_states(base)

    assert (states and {m.id for m in states.mentions if m.kind == "country"}) == ({country} if country else None)


@pytest.mark.parametrize("text", ["hi who are the members", "please, who are the members please", "who are the members"])
def test_courtesies_fall_away(text: str, index: Vocabulary, base: KnowledgeBase) -> None:
    """A greeting and a please around a question are no part of it; alone they stay."""
    plain = understood(text, index, base).plain(base.grammar)

    assert [token.text for token in plain.tokens] == ["who", "are", "the", "members"]
    assert understood("hello", index, base).plain(base.grammar).tokens


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        pytest.param("who pays when a project begins", {"who"}, id="joins a clause"),
        pytest.param("who signed it and when was it signed", {"who", "when"}, id="two questions"),
        pytest.param("who signed it when exactly", {"who", "when"}, id="at the end"),
        pytest.param("when did the project begin", {"when"}, id="at the start"),
    ],
)
def test_when_joins_or_asks(text: str, kinds: set[str], index: Vocabulary, base: KnowledgeBase) -> None:
    """Behind another question word "when" with a clause asks for no date."""
    assert {"who", "when"} & ids(text, "kind", index, base) == kinds


@pytest.mark.parametrize("text", ["the members now, not in 2012", "the members by the profile of 2012"])
def test_a_time_that_is_ruled_out_is_none(text: str, index: Vocabulary, base: KnowledgeBase) -> None:
    """What is said of today or of the primary source names no year besides."""
    assert ids(text, "now", index, base)
    assert not ids("the members now, not in 2012", "year", index, base)


@pytest.mark.parametrize(
    ("text", "group"),
    [("the five binding texts", set()), ("the five were", {"five"}), ("did the Shanghai Five deal with trust", {"five"})],
)
def test_five_counts_or_names(text: str, group: set[str], index: Vocabulary, base: KnowledgeBase) -> None:
    """Before documents "the five" is a number, elsewhere the Shanghai Five."""
    assert ids(text, "group", index, base) == group
