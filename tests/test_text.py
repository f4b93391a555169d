"""Text as typed -> words: what is dropped, folded, cut and joined, and which language it is in."""

from __future__ import annotations

import pytest

from bot.knowledge import KnowledgeBase
from bot.text import LONGEST, RAW, clean, cut, fold, language, words


def cut_words(text: str, base: KnowledgeBase | None = None) -> list[str]:
    """Return the words that a text is cut into."""
    return [token.text for token in cut(text, base.grammar.contractions if base else {}).tokens]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param("  members \n", "members", id="spaces around"),
        pytest.param("mem\u200bbers", "members", id="zero width space"),
        pytest.param("\u202emembers\u202c", "members", id="right-to-left override"),
        pytest.param("mem\x00bers\x07", "members", id="control characters"),
        pytest.param("ｍｅｍｂｅｒｓ", "members", id="full-width letters"),
        pytest.param("<b>members</b>", "members", id="tags"),
        pytest.param("{{7*7}} who ${7*7} is <%= 7*7 %> #{x} in", "who   is     in", id="tags of templates"),
        pytest.param("who\tpays", "who pays", id="a tab is a space"),
        pytest.param("one\ntwo", "one\ntwo", id="a line break stays"),
        pytest.param("5 < 6 members > 4", "5 < 6 members > 4", id="signs of comparison are no tags"),
        pytest.param("\ud800members", "members", id="half a surrogate pair"),
    ],
)
def test_clean(text: str, kept: str) -> None:
    """Control, format and invisible characters and tags are dropped; the rest stays as typed."""
    assert clean(text) == kept


@pytest.mark.parametrize(
    ("word", "folded"),
    [("Türkiye", "turkiye"), ("TÜRKİYE", "turkiye"), ("U.N.", "un"), ("Straße", "strasse"), ("Côte", "cote"), ("Işık", "isik")],
)
def test_fold(word: str, folded: str) -> None:
    """A word is compared in lower case, without accents and dots."""
    assert fold(word) == folded


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("Who are the members?", ["who", "are", "the", "members"], id="a plain question"),
        pytest.param("China's share", ["china", "share"], id="genitive"),
        pytest.param("the members' shares", ["the", "members", "shares"], id="genitive in the plural"),
        pytest.param("good-neighbourly/mutual", ["good", "neighbourly", "mutual"], id="hyphen and slash divide"),
        pytest.param("4,000,000", ["4000000"], id="thousands"),
        pytest.param("24%", ["24", "%"], id="a sign beside a number"),
        pytest.param("s c o", ["sco"], id="three dictated letters"),
        pytest.param("o s c e members", ["osce", "members"], id="four dictated letters"),
        pytest.param("what is a s c o member", ["what", "is", "a", "sco", "member"], id="an article before dictated letters"),
        pytest.param("plan b", ["plan", "b"], id="a single letter stays"),
        pytest.param("u n", ["u", "n"], id="two letters are not joined"),
        pytest.param("S.C.O. and U.N.", ["sco", "and", "un"], id="dots in short forms"),
        pytest.param("👋🏽 members 🙏", ["members"], id="emoji are no words"),
    ],
)
def test_cut(text: str, parts: list[str]) -> None:
    """Punctuation divides, dictated letters are joined, genitives lose their ending."""
    assert cut_words(text) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("isn't", ["is", "not"], id="with its apostrophe"),
        pytest.param("isnt", ["is", "not"], id="without it"),
        pytest.param("isn\u2019t", ["is", "not"], id="with a typographic one"),
        pytest.param("wat dose it", ["what", "does", "it"], id="slips of function words"),
        pytest.param("u n r", ["unr"], id="dictated letters are not undone"),
        pytest.param("r they", ["are", "they"], id="a lone short form"),
    ],
)
def test_contractions(text: str, parts: list[str], base: KnowledgeBase) -> None:
    """Contractions and short forms are written out, spelled letters are left alone."""
    assert cut_words(text, base) == parts


def test_sentences_and_clauses_are_counted() -> None:
    """A comma ends a clause, a mark a sentence; only those with a question mark are asked."""
    text = cut("Well, hello! Who pays? Fine", {})

    assert [(t.text, t.clause, t.sentence) for t in text.tokens] == [
        ("well", 0, 0), ("hello", 1, 0), ("who", 2, 1), ("pays", 2, 1), ("fine", 3, 2),
    ]  # fmt: skip
    assert text.asked == {1}


def test_a_stop_ends_a_sentence() -> None:
    """A stop after a word ends its sentence."""
    assert [token.sentence for token in cut("I am in Asia. Who pays?", {}).tokens] == [0, 0, 0, 0, 1, 1]


def test_a_stop_within_a_number_or_short_form_ends_no_sentence() -> None:
    """A stop between figures or letters belongs to the word."""
    assert {token.sentence for token in cut("the U.N. gave 2.5 per cent", {}).tokens} == {0}


def test_only_the_beginning_is_read() -> None:
    """Of a long text no more than its first thousand characters are cut."""
    long = "member " * LONGEST

    assert len(" ".join(cut_words(long))) <= LONGEST


@pytest.mark.parametrize("dropped", ["\u200b", "<tt>", "\x00", " "], ids=repr)
def test_what_lies_beyond_the_cap_is_not_looked_at(dropped: str) -> None:
    """However much of a text is thrown away in cleaning, no more than its beginning is cleaned."""
    assert clean(dropped * RAW + "members") == ""


def test_no_more_is_cleaned_than_may_be_read() -> None:
    """A megabyte is cut before it is cleaned, and still leaves more than is read."""
    assert LONGEST < len(clean("a" * 1_000_000)) == RAW


@pytest.mark.parametrize("form", ["member states", "Member-States", "United Nations (UN)"])
def test_known_forms_are_cut_as_questions_are(form: str) -> None:
    """A wording of the knowledge and the same words in a question are cut alike."""
    assert list(words(form)) == cut_words(form)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        pytest.param("Кто входит в ШОС?", "ru", id="Russian"),
        pytest.param("上海合作组织有哪些成员国？", "zh", id="Chinese"),
        pytest.param("Які країни є членами ШОС?", "uk", id="Ukrainian"),
        pytest.param("ШЫҰ-ға қандай елдер кіреді?", "kk", id="Kazakh"),
        pytest.param("کشورهای عضو سازمان همکاری شانگهای کدامند؟ چه", "fa", id="Persian"),
        pytest.param("من هم أعضاء المنظمة؟", "ar", id="Arabic"),
        pytest.param("सदस्य देश कौन हैं?", "hi", id="Hindi"),
        pytest.param("회원국은 어디입니까?", "ko", id="Korean"),
        pytest.param("Wer sind die Mitglieder der SCO?", "de", id="German"),
        pytest.param("Quels sont les membres ?", "fr", id="French"),
        pytest.param("¿Cuáles son los miembros?", "es", id="Spanish"),
        pytest.param("Üye ülkeler hangi ülkeler ve ne zaman?", "tr", id="Turkish"),
        pytest.param("Who are the members?", "", id="English"),
        pytest.param("Die Zeit asked who pays", "", id="one foreign word is a name"),
        pytest.param("Is the ШОС the SCO?", "", id="one word in another script"),
        pytest.param("members of the Organización", "", id="an accent is not a language"),
        pytest.param("👋🏽", "", id="no letters"),
        pytest.param("", "", id="nothing"),
        pytest.param("2012?", "", id="figures"),
    ],
)
def test_language(text: str, tag: str, base: KnowledgeBase) -> None:
    """A text is of the language of most of its letters, or of two of its words."""
    assert language(text, base.languages) == tag


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("上海協力機構の加盟国はどこですか？", id="more Chinese characters than kana"),
        pytest.param("加盟国一覧の表", id="one kana"),
        pytest.param("ロシア連邦", id="katakana"),
        pytest.param("ﾛｼｱ連邦", id="half-width katakana"),
        pytest.param("これはなんですか", id="kana alone"),
    ],
)
def test_japanese_is_told_from_chinese(text: str, base: KnowledgeBase) -> None:
    """Kana between the characters show that a text is Japanese."""
    assert language(text, base.languages) == "ja"


def test_kana_in_an_english_question(base: KnowledgeBase) -> None:
    """A kana among Latin letters makes no Japanese text of it."""
    assert language("What does の mean in this?", base.languages) == ""


@pytest.mark.parametrize(
    ("text", "parts"), [("2nd", ["2nd"]), ("24pc", ["24", "pc"]), ("7th June", ["7th", "june"]), ("4mn", ["4", "mn"])]
)
def test_figures_and_their_endings(text: str, parts: list[str]) -> None:
    """Two letters stay with the figures before them only where they are an ending of the language."""
    assert [token.text for token in cut(text, {}, ["st", "nd", "rd", "th"]).tokens] == parts
