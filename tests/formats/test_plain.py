"""Paths, places and what is common to the formats."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition import InvalidDataError
from recognition.formats import FORMATS, format_named
from recognition.formats import json as json_format
from recognition.formats import yaml as yaml_format
from recognition.formats.json import Locator, parse_text
from recognition.formats.plain import MAX_DEPTH, Lines, Parsed, Place, Repeated, step, steps_of, text_of


@given(steps=st.lists(st.text() | st.integers(0, 10**9), max_size=6))
def test_a_path_leads_back_to_its_steps(steps: list[str | int]) -> None:
    """The path made of keys and indexes is taken apart into the same ones, whatever the keys hold."""
    path = "$" + "".join(step(key) if isinstance(key, str) else f"[{key}]" for key in steps)
    assert list(steps_of(path)) == steps
    assert path.isascii()


@given(text=st.text(st.sampled_from("a\nb\u2028\r\U0001f3f4")), data=st.data())
def test_a_place_counts_line_feeds_and_code_points(text: str, data: st.DataObject) -> None:
    """Only a line feed ends a line; columns are code points."""
    offset = data.draw(st.integers(0, len(text)))
    found = Lines(text).place(offset)
    line, column = found.line, found.column or 0
    assert line == text[:offset].count("\n") + 1
    assert text.split("\n")[line - 1][: column - 1] == text[:offset].rsplit("\n", maxsplit=1)[-1]


def test_repeated_keys_are_kept_each_once() -> None:
    """An object with keys that stand twice has the last values, and tells the keys in order."""
    plain = Repeated.of([("a", 1), ("b", 2), ("b", 3), ("a", 4), ("a", 5)])
    assert isinstance(plain, Repeated)
    assert (plain, plain.repeated) == ({"a": 5, "b": 3}, ("b", "a"))
    assert type(Repeated.of([("a", 1)])) is dict


@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"a\n\xff", b"a\n\xed\xa0\x80", b"\n\xc0\x80"]
)
def test_only_utf_8_without_a_mark_is_text(data: bytes) -> None:
    """Other encodings are refused, with the line."""
    with pytest.raises(InvalidDataError) as caught:
        text_of(data)
    (problem,) = caught.value.problems
    assert (problem.code, problem.line) == ("encoding", data.count(b"\n") + 1)


def test_a_byte_order_mark_in_the_middle_is_a_character() -> None:
    """U+FEFF elsewhere is a character like others."""
    assert text_of(b"a\xef\xbb\xbf") == "a\ufeff"


def _json(depth: int, core: str = "") -> bytes:
    return b"[" * depth + core.encode() + b"]" * depth


@pytest.mark.parametrize("core", ["", "0", '"a"'], ids=["empty", "number", "text"])
@pytest.mark.parametrize("parse", [json_format.parse, yaml_format.parse], ids=["json", "yaml"])
def test_the_limit_of_depth_is_the_same_everywhere(parse: Callable[[bytes], Parsed], core: str) -> None:
    """As many levels of objects and lists as the limit are read, one more is refused, whatever the innermost holds."""
    parse(_json(MAX_DEPTH, core))
    with pytest.raises(InvalidDataError) as caught:
        parse(_json(MAX_DEPTH + 1, core))
    assert [problem.code for problem in caught.value.problems] == ["too-deep"]


_JSON_VALUES: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=12,
)


@given(value=_JSON_VALUES, indent=st.none() | st.integers(0, 3), ascii_only=st.booleans())
def test_every_value_is_found_at_its_place(value: Any, indent: int | None, ascii_only: bool) -> None:
    """The locator leads to the character at which a value begins, through any keys, escapes and white space."""
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    locator = Locator("\n " + text, line=3)
    lines = ["", "", "", *(" " + text).split("\n")]  # it begins on line 3, and its first character is a line feed

    def check(inner: Any, path: str) -> None:
        found = locator.place(path)
        assert found is not None
        line, column = found.line, found.column or 0
        rest = "\n".join([lines[line - 1][column - 1 :], *lines[line:]])
        assert json.JSONDecoder().raw_decode(rest)[0] == inner
        for key, item in (
            inner.items() if isinstance(inner, dict) else enumerate(inner) if isinstance(inner, list) else ()
        ):
            check(item, path + (step(key) if isinstance(key, str) else f"[{key}]"))

    check(value, "$")


def test_what_is_absent_is_placed_at_what_lacks_it() -> None:
    """A path that leads nowhere gives the place of the last thing on its way that is there."""
    locator = Locator('{"a":\n [{"b": 1}]}')
    assert locator.place("$.a[0].c") == Place(2, 3)
    assert locator.place("$.a[7].c") == Place(2, 2)
    assert locator.place("$.z.a[0]") == Place(1, 1)
    assert locator.place("$.a[0].b.c") == Place(2, 9)


def test_what_is_nested_deeply_is_found_too() -> None:
    """However deeply a value lies, and what precedes it, its place is found; brackets in texts are no brackets."""
    before = '"]}[{\\"]", ' + "[" * 30 + "{}" + "]" * 30 + ", "
    text = ('[{"a": ' + before.replace(", ", ', "b": ', 1)[:-2] + ', "c":\n [') + "[" * 20 + " 7" + "]" * 20 + "]}]"
    assert json.loads(text)
    assert Locator(text).place("$[0].c[0]" + "[0]" * 20) == Place(2, 24)


def test_numbers_of_very_many_digits_are_read_in_no_time() -> None:
    """A number of a million digits is some huge number; nobody needs its digits to refuse it."""
    assert parse_text("1" * 1_000_000) >= 10**20


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_json_number_is_refused_where_it_stands(word: str) -> None:
    """`NaN` and the infinities are refused with the line that they stand on."""
    with pytest.raises(InvalidDataError) as caught:
        parse_text(f'{{"a": 1,\n"b":\n {word}}}')
    (problem,) = caught.value.problems
    assert (problem.code, problem.line) == ("syntax", 3)


def test_yaml_places_are_those_of_values() -> None:
    """In block and flow style, through anchors and aliases."""
    parsed = yaml_format.parse(b"a: &x\n  - b: 1\n    c: {d: 2}\ne: *x\n")
    assert parsed.plain == {"a": [{"b": "1", "c": {"d": "2"}}], "e": [{"b": "1", "c": {"d": "2"}}]}
    assert parsed.place("$.a[0].b") == Place(2, 8)
    assert parsed.place("$.a[0].c.d") == Place(3, 12)
    assert parsed.place("$.a[0].z") == Place(2, 5)
    assert parsed.place("$.e[0].b") == Place(2, 8)


@given(value=_JSON_VALUES)
def test_yaml_gives_back_every_text(value: Any) -> None:
    """Texts and keys come back as they were written; numbers and flags as their text, for the field to decide."""

    def told(inner: Any) -> Any:
        if isinstance(inner, dict):
            return {key: told(item) for key, item in inner.items()}
        if isinstance(inner, list):
            return [told(item) for item in inner]
        if isinstance(inner, bool):
            return str(inner).lower()
        return str(inner) if isinstance(inner, int) else inner

    data = yaml_format.emit(value)
    try:
        assert yaml_format.parse(data).plain == told(value)
    except InvalidDataError:
        # YAML has no way to hold some characters, which no field accepts either.
        assert not json.dumps(value, ensure_ascii=False).isprintable() or "\\" in json.dumps(value)


def test_every_format_has_its_module() -> None:
    """A format has `read` and `write`, and goes by the endings that are listed."""
    for name, suffixes in FORMATS.items():
        module = format_named(name)
        assert callable(module.read)
        assert callable(module.write)
        assert suffixes == module.SUFFIXES
