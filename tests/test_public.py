"""The public names: complete, documented, and loaded only when used."""

import ast
import enum
import importlib
import inspect
import json
import pkgutil
import subprocess
import sys
import types
from pathlib import Path
from typing import Any, Final

import attrs
import pytest

import recognition
import recognition.strategies
from recognition.model.registry import RECORD_CLASSES
from recognition.model.vocabulary import VOCABULARIES

INIT: Final = Path(recognition.__file__)
HEAVY: Final = ("attrs", "attr", "cattrs", "msgspec", "hypothesis", "yaml", "click", "rich")


def in_a_fresh_interpreter(code: str) -> Any:
    """Give what code prints as JSON in an interpreter of its own."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_public_names_are_sorted_and_each_once() -> None:
    """`__all__` is sorted as isort has it: constants, classes, the rest."""

    def key(name: str) -> tuple[int, str]:
        return (0 if name.isupper() else 1 if name[0].isupper() else 2), name

    assert recognition.__all__ == sorted(set(recognition.__all__), key=key)
    assert recognition.strategies.__all__ == sorted(set(recognition.strategies.__all__))


def test_the_three_lists_of_public_names_agree() -> None:
    """What is imported for type checkers, what is loaded lazily, and `__all__` are the same names."""
    tree = ast.parse(INIT.read_text(encoding="utf-8"))
    (guarded,) = (node for node in tree.body if isinstance(node, ast.If))
    typed = {
        (alias.asname or alias.name, f"{node.module}")
        for node in guarded.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    lazy = {(name, f"recognition.{module}") for name, module in recognition._WHERE.items()}
    assert typed == lazy
    assert {name for name, _ in typed} | {"__version__"} == set(recognition.__all__)
    assert dir(recognition) == sorted(recognition.__all__)


@pytest.mark.parametrize("name", recognition.__all__)
def test_every_public_name_can_be_imported_and_is_documented(name: str) -> None:
    """Every name is there, is the same object every time, and says what it is."""
    value = getattr(recognition, name)
    assert value is getattr(recognition, name)
    if inspect.isclass(value) or inspect.isfunction(value):
        assert value.__name__ == name
        assert inspect.getdoc(value)
        assert "doc" in type(value).__name__ or value.__doc__, f"{name} has no docstring of its own"


def test_every_public_class_documents_its_public_members() -> None:
    """Public methods and properties have docstrings; fields and enum members are documented in the source."""
    missing = list[str]()
    for name in recognition.__all__:
        value = getattr(recognition, name)
        if not inspect.isclass(value):
            continue
        for key, member in vars(value).items():
            inner = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
            if not key.startswith("_") and isinstance(inner, types.FunctionType) and not inspect.getdoc(inner):
                missing.append(f"{name}.{key}")
    assert missing == []


def documented(cls: type) -> set[str]:
    """Give the names in a class body that have a docstring after them."""
    (node,) = ast.parse(inspect.getsource(cls).lstrip()).body
    assert isinstance(node, ast.ClassDef)
    found = set[str]()
    for before, after in zip(node.body, node.body[1:], strict=False):
        is_text = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
        targets = [before.target] if isinstance(before, ast.AnnAssign) else getattr(before, "targets", [])
        if is_text:
            found |= {target.id for target in targets if isinstance(target, ast.Name)}
    return found


def test_every_field_and_enum_member_has_its_docstring() -> None:
    """Every field of every public class, and every member of every enumeration, says what it is."""
    missing = list[str]()
    for name in recognition.__all__:
        cls = getattr(recognition, name)
        if not inspect.isclass(cls):
            continue
        if attrs.has(cls):
            own = [field.name for field in attrs.fields(cls) if not field.inherited]
            missing += [f"{name}.{field}" for field in own if field not in documented(cls)]
        elif issubclass(cls, enum.Enum) and cls not in VOCABULARIES:
            missing += [f"{name}.{member.name}" for member in cls if member.name not in documented(cls)]
    assert missing == []
    assert all(term.meaning.endswith(".") for vocabulary in VOCABULARIES for term in vocabulary)


def test_every_module_says_in_one_sentence_what_it_is() -> None:
    """Every module has a docstring whose first line is a sentence, public names or not."""
    for info in pkgutil.walk_packages(recognition.__path__, "recognition."):
        if info.name == "recognition.__main__":
            continue
        text = importlib.import_module(info.name).__doc__
        assert text, info.name
        assert text.splitlines()[0].rstrip().endswith((".", ":", ",", ";")) or "\n" in text, info.name


def test_importing_the_package_loads_nothing_heavy() -> None:
    """`import recognition` loads neither a dependency nor any other module of the package."""
    loaded = in_a_fresh_interpreter("import json, sys, recognition; print(json.dumps(sorted(sys.modules)))")
    assert [name for name in loaded if name.partition(".")[0] in HEAVY] == []
    assert [name for name in loaded if name.startswith("recognition.")] == []


def test_the_model_needs_neither_converter_nor_decoder() -> None:
    """Records and datasets can be made without the converter, the decoder or any optional dependency."""
    code = (
        "import json, sys; from recognition import Dataset, State; Dataset([State(id='state:A', name='A')]);"
        "print(json.dumps(sorted(sys.modules)))"
    )
    loaded = in_a_fresh_interpreter(code)
    assert [name for name in loaded if name.partition(".")[0] in set(HEAVY) - {"attr", "attrs"}] == []


def test_json_needs_no_optional_dependency() -> None:
    """Loading and dumping JSON loads no optional dependency."""
    code = (
        'import json, sys, recognition; recognition.dumps(recognition.loads(\'{"format_version":1,"records":[]}\'));'
        "print(json.dumps(sorted(sys.modules)))"
    )
    loaded = in_a_fresh_interpreter(code)
    assert [name for name in loaded if name.partition(".")[0] in ("yaml", "hypothesis", "click", "rich")] == []


def test_a_name_of_each_module_can_be_the_first_one_imported() -> None:
    """No module needs another to be imported before it: there is no hidden circle."""
    code = """
import importlib, json, sys
import recognition
failed = []
for name in {module: name for name, module in recognition._WHERE.items()}.values():
    for module in [m for m in sys.modules if m.startswith("recognition")]:
        del sys.modules[module]
    try:
        getattr(importlib.import_module("recognition"), name)
    except Exception as error:
        failed.append([name, repr(error)])
print(json.dumps(failed))
"""
    assert in_a_fresh_interpreter(code) == []


def test_a_missing_extra_names_the_command_that_installs_it() -> None:
    """Without PyYAML, YAML raises MissingExtraError with the command; JSON goes on working."""
    code = """
import json, sys
sys.modules["yaml"] = None
import recognition
data = recognition.dumps(recognition.Dataset())
try:
    recognition.loads(b"", format="yaml")
except recognition.MissingExtraError as error:
    print(json.dumps([str(error), error.extra, isinstance(error, ImportError)]))
"""
    text, extra, is_import_error = in_a_fresh_interpreter(code)
    assert (extra, is_import_error) == ("yaml", True)
    assert "pip install 'recognition[yaml]'" in text


def test_strategies_without_hypothesis_name_the_command_that_installs_it() -> None:
    """Without Hypothesis, the strategies raise MissingExtraError; the rest of the library goes on working."""
    code = """
import json, sys
sys.modules["hypothesis"] = None
import recognition
recognition.Dataset()
try:
    recognition.strategies.states()
except recognition.MissingExtraError as error:
    print(json.dumps(str(error)))
"""
    assert "pip install 'recognition[testing]'" in in_a_fresh_interpreter(code)


def test_there_is_no_other_name() -> None:
    """A name that is not public raises AttributeError, as does a private one."""
    for name in ("Kosovo", "_Dataset", "io2"):
        with pytest.raises(AttributeError, match=name):
            getattr(recognition, name)
    with pytest.raises(ImportError):
        exec("from recognition import Kosovo")  # noqa: S102 - the import statement itself is what is tried


def test_the_record_classes_are_public_by_their_kinds() -> None:
    """Every record class is public, and every vocabulary."""
    for cls in (*RECORD_CLASSES.values(), *VOCABULARIES):
        assert getattr(recognition, cls.__name__) is cls
    assert {cls.kind: cls for cls in RECORD_CLASSES.values()} == recognition.RECORD_CLASSES
    assert list(RECORD_CLASSES) == sorted(RECORD_CLASSES)


def test_the_types_are_shipped() -> None:
    """The package has its marker for type checkers."""
    assert INIT.with_name("py.typed").exists()
