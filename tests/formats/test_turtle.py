"""Turtle: what it means, what is refused, and what that costs."""

from io import BytesIO
from typing import Any

import pytest

from recognition import InvalidDataError
from recognition.convert.shapes import shapes
from recognition.formats import format_named
from recognition.formats.inputs import Input
from recognition.formats.rdf.graphs import TURTLE, statements
from recognition.formats.rdf.names import LANGUAGE_STRING, XSD, Literal, Statement
from tests.formats.rdf_files import (
    FILES,
    NAMES,
    codes_in,
    plain_records,
    read_back,
    written,
)


def _statements(text: str) -> list[Statement]:
    return list(statements(BytesIO(text.encode()), TURTLE))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("<http://a/s> <http://a/p> 1 .\n\n<http://a/t> <http://a/p> 2 .", [1, 3]),
        ('@prefix a: <http://a/> .\na:s\n  a:p 1 , 2 ;\n\n  a:q """x\ny""" .\n', [3, 3, 6]),
        ("# é\r\n<http://a/s> <http://a/p>\r\n 1 .", [3]),
    ],
)
def test_a_triple_knows_the_line_on_which_it_ends(text: str, lines: list[int]) -> None:
    """Also where it goes over several lines."""
    assert [triple.line for triple in _statements(text)] == lines


def test_texts_come_as_they_are_written() -> None:
    """No number is made shorter, and no language tag made up."""
    text = '<http://a/s> <http://a/p> 01, \'1e400\'^^<http://a/t>, \'x\'@en, """it\'s \\u00e9\n""" .'
    assert [triple.object for triple in _statements(text)] == [
        Literal("01", f"{XSD}integer"),
        Literal("1e400", "http://a/t"),
        Literal("x", LANGUAGE_STRING, "en"),
        Literal("it's é\n"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<state/A> a <b> .",
        "a:b a a:c .",
        "<http://a/s> <http://a/p> <http://a/o>",
        "<http://a/s> <http://a/p> <http://a/o> ;",
        "<http://a/s> <http://a/p> .",
        "<http://a/s> 'p' <http://a/o> .",
        "'s' <http://a/p> <http://a/o> .",
        "<http://a/s> <http://a/p> 'x\ny' .",
        "<http://a/s> <http://a/p> '''x .",
        "<http://a/s> <http://a/p> 'x'^^5 .",
        "<http://a/s> <http://a/p> 'x'^^ .",
        "<http://a/s> <http://a/p> [] .",
        "<http://a/s> <http://a/p> (1 2) .",
        "_:b <http://a/p> 1 .",
        "[ <http://a/p> 1 ] .",
        "<http://a/s> <http://a/p> '\\ud83c\\udff4' .",
        "<http://a/s> <http://a/p> '\\q' .",
        "<http://a b> <http://a/p> 1 .",
        "<http://a/\\u003c> <http://a/p> 1 .",
        "@prefix a <http://a/> .",
        "@prefix a:b <http://a/> .",
        "@prefix a: <http://a/>",
        "@base <http://[> . <x> a <y> .",
        "@keywords a .",
        "<http://a/s> <http://a/p> yes .",
        "\u0000",
        '{"@graph": []}',
    ],
)
def test_what_is_no_turtle_is_refused(text: str) -> None:
    """So are blank nodes and relative IRIs without a base, each with its line."""
    with pytest.raises(InvalidDataError) as caught:
        _statements("\n\n" + text)
    (problem,) = caught.value.problems
    assert problem.code == "syntax"
    assert problem.line is not None
    assert problem.line >= 3


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_cut_short_is_no_smaller_dataset(name: str) -> None:
    """Wherever it ends, it is refused, or what is missing is only white space, or in N-Triples whole lines."""
    data = written(name, plain_records(FILES[1])[:2]).rstrip()
    whole = read_back(name, data)
    for end in range(0, len(data), 37):
        cut = data[:end]
        if name != "ntriples" or not cut.endswith(b"\n"):
            module: Any = format_named(name)
            try:
                reading = module.read(Input(cut), shapes())
                read = [plain for batch in reading.batches for plain in batch.plain()]
            except InvalidDataError:
                continue
            assert read != whole


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "(" * 100_000,
        "@prefix a: <http://a/> . a:b" + "." * 300_000,
        "@prefix a" + "." * 300_000,
        "<http://a/s> <http://a/p> '''" + "\\'" * 300_000,
        "<http://a/s> <http://a/p> " + "'" * 300_001,
        "<http://a/s> <http://a/p> " + "1" * 300_000,
        "<" + "a" * 300_000,
        "@" + "a-" * 150_000,
        "%" * 300_000,
    ],
)
@pytest.mark.parametrize("name", ["turtle", "ntriples"])
def test_hostile_text_costs_no_more_than_its_length(name: str, text: str) -> None:
    """Deep nesting and long runs are refused at once."""
    assert "syntax" in codes_in(name, text.encode())


@pytest.mark.parametrize("name", NAMES)
def test_a_huge_text_is_a_text(name: str) -> None:
    """A literal of megabytes is read, quotes, backslashes and all."""
    plain = {"type": "state", "id": "state:A", "name": '\\"é\n' * 300_000}
    (again,) = read_back(name, written(name, [plain]))
    assert again["name"] == plain["name"]
