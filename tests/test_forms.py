"""The shorthand of wordings: alternatives, options, endings."""

from __future__ import annotations

import pytest

from bot.forms import FormError, expand, inflect


@pytest.mark.parametrize(
    ("form", "wordings"),
    [
        pytest.param("joint plan", ("joint plan",), id="as it stands"),
        pytest.param("(a|b) c", ("a c", "b c"), id="alternatives"),
        pytest.param("[joint] plan", ("joint plan", "plan"), id="optional"),
        pytest.param("[joint|common] plan", ("joint plan", "common plan", "plan"), id="optional alternatives"),
        pytest.param("a [b] [c]", ("a b c", "a b", "a c", "a"), id="two options"),
        pytest.param("([very] big) plan", ("very big plan", "big plan"), id="one within another"),
        pytest.param("sign~", ("sign", "signs", "signed", "signing"), id="endings"),
        pytest.param("a  [b]", ("a b", "a"), id="spaces are tidied"),
        pytest.param("[a]", ("a",), id="nothing is no wording"),
        pytest.param("(a|a)", ("a",), id="no repeats"),
        pytest.param("organi(s|z)ation", ("organisation", "organization"), id="within a word"),
        pytest.param(
            "(a|b(c|d))~ e", tuple(f"{w}{s} e" for w in ("a", "bc", "bd") for s in ("", "s", "ed", "ing")), id="ends a group"
        ),
    ],
)
def test_expand(form: str, wordings: tuple[str, ...]) -> None:
    """A form stands for each of its wordings once, in a stable order."""
    assert set(expand(form)) == set(wordings)
    assert len(expand(form)) == len(wordings)
    assert expand(form) == expand(form)


@pytest.mark.parametrize(
    ("form", "told"),
    [
        pytest.param("(a|b", "partner", id="open bracket"),
        pytest.param("a]", "partner", id="closed bracket"),
        pytest.param("(a]", "partner", id="brackets of two sorts"),
        pytest.param("a|b", "partner", id="bar outside"),
        pytest.param("[a" + "|b" * 30 + "] " + "[c" + "|d" * 30 + "]", "more than", id="too many"),
        pytest.param(" ".join(["(a|b)"] * 40), "more than", id="would not end"),
    ],
)
def test_a_form_that_cannot_be_expanded(form: str, told: str) -> None:
    """A bracket without its partner, and a form that stands for too much, are told apart."""
    with pytest.raises(FormError, match=told):
        expand(form)


@pytest.mark.parametrize(
    ("word", "last"),
    [("carry", "carrying"), ("pledge", "pledging"), ("pass", "passing"), ("pay", "paying"), ("watch", "watching")],
)
def test_inflect(word: str, last: str) -> None:
    """A verb comes first as it is, and last with its ing."""
    found = inflect(word)

    assert (found[0], found[-1]) == (word, last)


@pytest.mark.parametrize(("word", "form"), [("carry", "carries"), ("pay", "pays"), ("watch", "watches"), ("pledge", "pledged")])
def test_inflect_minds_the_spelling(word: str, form: str) -> None:
    """A y after a consonant, a hiss and an e change what is added."""
    assert form in inflect(word)
