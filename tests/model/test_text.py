"""The forms of text: the fast way to tell a good one says what the pattern says."""

import re
from typing import get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from recognition.model import text as texts
from recognition.model.text import Digest, Form

FORMS = {
    name: form
    for name, declared in vars(texts).items()
    for form in get_args(declared)[1:]
    if isinstance(form, Form) and not name.startswith("_")
}
LIKE = [
    "a" * 64,
    "A" * 64,
    "0" * 63,
    "0" * 65,
    "0" * 66,
    "ab " * 32,
    " " + "0" * 64,
    "0" * 64 + "\n",
    "g" * 64,
    "\u0660" * 64,
    "0" * 62 + "\u00e9",
    "state:A",
    "state:A\n",
    "source:a@start",
    "state:A@start",
    "en",
    "a:b",
]


@pytest.mark.parametrize("name", sorted(FORMS))
@given(text=st.sampled_from(LIKE) | st.text() | st.from_regex("[0-9a-f]{63,65}", fullmatch=True))
@example(text="0123456789abcdef" * 4)
def test_a_form_accepts_what_its_pattern_matches_and_has_no_problem_with(name: str, text: str) -> None:
    """The three ways to ask whether a text is good agree."""
    form = FORMS[name]
    accepted = form.accepts(text)
    assert accepted == (form.problem(text) is None)
    assert accepted == (re.fullmatch(form.regex, text) is not None)


@pytest.mark.parametrize(
    "text", ["A" * 64, "0" * 63 + " ", "0" * 62, "0" * 66, "00 " * 32, "0x" + "0" * 62, "_" * 64, ""]
)
def test_a_digest_is_64_digits_in_lower_case(text: str) -> None:
    """What Python reads as hexadecimal beside that is none."""
    (form,) = get_args(Digest)[1:]
    assert form.accepts("0123456789abcdef" * 4)
    assert not form.accepts(text)
