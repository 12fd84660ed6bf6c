"""Where highlights begin and end in a text: nothing of it is lost, whatever is marked."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.analysis.evidence import plain_text
from assessments.analysis.highlights import Spot, cut, drawn, in_plain_text
from config.templatetags.formats import emphasis


def spots_of(*given):
    return [Spot(f"u{n}", *one) for n, one in enumerate(given)]


def sketch(text, *given):
    """The pieces as a line: strong in asterisks, marked in brackets with the colour."""
    shown = ""
    for piece in drawn(text, spots_of(*given)):
        inner = "".join(
            f"[{run.colour}{'!' * run.leads}:{run.text}]" + "".join(f"({n})" for _u, n in run.notes)
            if run.colour
            else run.text
            for run in piece.runs
        )
        shown += f"*{inner}*" if piece.strong else inner
    return shown


@pytest.mark.parametrize(
    ("text", "given", "wanted"),
    [
        ("One two.", [], "One two."),
        ("One two.", [(0, 3, 1)], "[1!:One] two."),
        ("One two.", [(0, 8, 2)], "[2!:One two.]"),
        ("One two.", [(4, 7, 3, "why")], "One [3!:two](why)."),
        ("One two.", [(0, 5, 1), (2, 7, 2)], "[1!:On][2:e t][2:wo]."),
        ("A **big** cat", [(0, 13, 1)], "[1!:A ]*[1:big]*[1: cat]"),
        ("A **big** cat", [(5, 8, 1, "n")], "A *b[1!:ig](n)* cat"),
        ("A **big** cat", [(0, 9, 1, "n")], "[1!:A ]*[1:big](n)* cat"),
        ("A **big** cat", [(2, 4, 1, "n")], "A *big* cat"),
        ("A ** b", [(2, 4, 1)], "A [1!:**] b"),
        ("**x**", [(0, 5, 2)], "*[2!:x]*"),
    ],
)
def test_a_paragraph_is_cut_where_highlights_begin_and_end(text, given, wanted):
    assert sketch(text, *given) == wanted


texts = st.text(alphabet="ab .*\n<&\u00e9\U0001f600", max_size=40)


@st.composite
def marked_texts(draw):
    text = draw(texts)
    spots = []
    for number in range(draw(st.integers(0, 5)) if text else 0):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        spots.append(Spot(f"u{number}", start, end, draw(st.integers(1, 3)), "n" * (number % 2)))
    return text, spots


@given(marked_texts())
def test_whatever_is_marked_the_text_stays_as_emphasis_shows_it(marked):
    text, spots = marked
    pieces = drawn(text, spots)
    shown = "".join(run.text for piece in pieces for run in piece.runs)
    plain = re.sub(r"</?strong>", "", emphasis(text))
    assert shown == plain.replace("&lt;", "<").replace("&amp;", "&")
    bare = drawn(text, [])
    strong = ["".join(run.text for run in piece.runs) for piece in pieces if piece.strong]
    assert strong == [piece.runs[0].text for piece in bare if piece.strong]


@given(marked_texts())
def test_every_visible_character_of_a_highlight_is_drawn_with_the_latest_colour(marked):
    text, spots = marked
    runs = cut(text, [(0, len(text))], spots)[0]
    at = 0
    for run in runs:
        for place in range(at, at + len(run.text)):
            over = [spot for spot in spots if spot.start <= place < spot.end]
            assert run.colour == (over[-1].colour if over else 0)
            assert run.spots == tuple(spot.uid for spot in over)
        at += len(run.text)
    notes = [uid for run in runs for uid, _note in run.notes]
    assert sorted(notes) == sorted(spot.uid for spot in spots if spot.note)


@given(marked_texts())
def test_the_review_shows_the_same_words_as_highlighted(marked):
    text, spots = marked
    plain = plain_text(text)
    moved = {spot.uid: spot for spot in in_plain_text(text, spots)}
    for spot in spots:
        wanted = plain_text(text[spot.start : spot.end].replace("*", ""))
        found = moved.get(spot.uid)
        shown = plain[found.start : found.end] if found else ""
        assert shown.replace("*", "").split() == wanted.split()
