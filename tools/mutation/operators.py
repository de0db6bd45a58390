"""The mutants of a module: its syntax tree with one small thing changed, and what is left out, by its reason."""

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Any, Final

_COMPARISONS: Final[dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_BINARY: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitAnd,
}

DOCSTRING: Final = "docstrings: they are read by people, and their examples are tests"
ANNOTATION: Final = "annotations and `cast`: the type checkers judge them"
TYPE_CHECKING: Final = "under `TYPE_CHECKING`: never run"
PROSE: Final = "texts with a space in them: messages and meanings, which may change in any release"


@dataclass(frozen=True)
class Mutant:
    """One change of one module."""

    path: Path
    """The module's file."""
    number: int
    """Which of the module's mutants it is: they always come in one order."""
    line: int
    """The line of what is changed."""
    lines: tuple[int, int]
    """The lines of the statement, or of the head of the compound statement, both inclusive."""
    function: tuple[int, int]
    """The lines of the outermost function around it, both inclusive; of the whole file if there is none."""
    change: str
    """What is changed into what."""


@dataclass
class _Site:
    """A place in a tree, and what is put there."""

    holder: ast.AST
    field: str
    index: int | None
    new: ast.AST
    statement: ast.AST
    function: ast.AST | None

    def get(self) -> Any:
        value = getattr(self.holder, self.field)
        return value if self.index is None else value[self.index]

    def put(self, new: ast.AST) -> None:
        if self.index is None:
            setattr(self.holder, self.field, new)
        else:
            getattr(self.holder, self.field)[self.index] = new


class Module:
    """The mutants of one file."""

    def __init__(self, path: Path) -> None:
        """Parse the file and find what can be changed in it."""
        self._path = path
        self._tree = ast.parse(path.read_bytes(), str(path))
        self.excluded = Counter[str]()
        """How many mutants are left out, by the reason."""
        self._sites = list(self._walk(self._tree, self._tree, None))

    def mutants(self) -> Iterator[Mutant]:
        """Give every mutant."""
        for number, site in enumerate(self._sites):
            old = site.get()
            around = site.function or self._tree.body[-1]
            first = 1 if site.function is None else _first(around)
            change = f"{_shown(old)} -> {_shown(site.new)}"
            function = (first, getattr(around, "end_lineno", first))
            line = getattr(old, "lineno", _first(site.statement))
            yield Mutant(self._path, number, line, _lines(site.statement), function, change)

    def compiled(self, number: int) -> tuple[CodeType, CodeType]:
        """Give the module's code as it is, and as a mutant has it."""
        before = compile(self._tree, str(self._path), "exec", dont_inherit=True)
        site = self._sites[number]
        old = site.get()
        site.put(ast.fix_missing_locations(ast.copy_location(site.new, old)))
        try:
            return before, compile(self._tree, str(self._path), "exec", dont_inherit=True)
        finally:
            site.put(old)

    def _walk(self, node: ast.AST, statement: ast.AST, function: ast.AST | None) -> Iterator[_Site]:
        for field, value in ast.iter_fields(node):
            for index, child in enumerate(value) if isinstance(value, list) else ((None, value),):
                if not isinstance(child, ast.AST):
                    continue
                inner = child if isinstance(child, ast.stmt | ast.excepthandler) else statement
                # Decorators, defaults and annotations belong to the definition, not to the body.
                around = function
                if function is None and isinstance(node, ast.FunctionDef) and field == "body":
                    around = node
                found = [_Site(node, field, index, new, inner, around) for new in _variants(child, node, field, around)]
                below = self._walk(child, inner, around)
                reason = _reason(child, node, field)
                if reason is DOCSTRING:
                    self.excluded[reason] += 1
                elif reason:
                    self.excluded[reason] += len(found) + sum(1 for _ in below)
                else:
                    yield from found
                    yield from below


def _reason(node: ast.AST, holder: ast.AST, field: str) -> str | None:
    """Say why nothing below a node is changed; ``None`` if it is."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return DOCSTRING
    if field in {"annotation", "returns"} or (
        isinstance(holder, ast.Call) and _name(holder.func) == "cast" and field == "args" and node is holder.args[0]
    ):
        return ANNOTATION
    if isinstance(node, ast.If) and _name(node.test) == "TYPE_CHECKING":
        return TYPE_CHECKING
    # What is put into a message is no part of its text.
    texts = holder.values if isinstance(holder, ast.JoinedStr) else [node]
    if isinstance(node, ast.Constant) and any(isinstance(t, ast.Constant) and " " in str(t.value) for t in texts):
        return PROSE
    return None


def _variants(node: ast.AST, holder: ast.AST, field: str, function: ast.AST | None) -> Iterator[ast.AST]:
    """Give what is put in the place of a node."""
    for kind, variants in _OPERATORS:
        if isinstance(node, kind):
            yield from variants(node)
    if isinstance(node, ast.Assign | ast.AnnAssign) and function and node.value and not _is_constant(node.value):
        yield _with(node, value=ast.Constant(None))
    if field == "decorator_list" and isinstance(holder, ast.FunctionDef):
        yield ast.parse("lambda it: it", mode="eval").body
    if field in {"test", "ifs"} and isinstance(
        node, ast.Name | ast.Attribute | ast.Call | ast.Subscript | ast.NamedExpr
    ):
        yield ast.UnaryOp(ast.Not(), node)
    if field == "body" and isinstance(holder, ast.Lambda):
        yield ast.Constant(None)
    if isinstance(holder, ast.Call) and _name(holder.func) == "isinstance" and isinstance(node, ast.BinOp):
        yield node.left
        yield node.right


def _compare(node: ast.Compare) -> Iterator[ast.AST]:
    for at, op in enumerate(node.ops):
        for new in _COMPARISONS[type(op)]:
            yield _with(node, ops=[*node.ops[:at], new(), *node.ops[at + 1 :]])


def _bool_op(node: ast.BoolOp) -> Iterator[ast.AST]:
    yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())


def _binary(node: ast.BinOp | ast.AugAssign) -> Iterator[ast.AST]:
    yield _with(node, op=_BINARY[type(node.op)]())


def _assigned(node: ast.AugAssign) -> Iterator[ast.AST]:
    yield ast.Assign([node.target], node.value)


def _unary(node: ast.UnaryOp) -> Iterator[ast.AST]:
    yield node.operand


def _constant(node: ast.Constant) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int | float):
        yield ast.Constant(node.value + 1)
    elif isinstance(node.value, str):
        yield ast.Constant(f"XX{node.value}XX")


def _call(node: ast.Call) -> Iterator[ast.AST]:
    """Leave out a keyword argument."""
    for at, keyword in enumerate(node.keywords):
        if keyword.arg is not None:
            yield _with(node, keywords=[*node.keywords[:at], *node.keywords[at + 1 :]])


def _statement(node: ast.Expr) -> Iterator[ast.AST]:
    if not isinstance(node.value, ast.Constant):
        yield ast.Pass()


def _raise(_: ast.Raise) -> Iterator[ast.AST]:
    yield ast.Pass()


def _delete(_: ast.Delete) -> Iterator[ast.AST]:
    yield ast.Pass()


def _return(node: ast.Return) -> Iterator[ast.AST]:
    if node.value and not (isinstance(node.value, ast.Constant) and node.value.value is None):
        yield ast.Return(ast.Constant(None))


def _jump(node: ast.Break | ast.Continue) -> Iterator[ast.AST]:
    yield ast.Continue() if isinstance(node, ast.Break) else ast.Break()


def _loop(node: ast.For) -> Iterator[ast.AST]:
    yield _with(node, iter=ast.Tuple([], ast.Load()))


def _while(node: ast.While) -> Iterator[ast.AST]:
    yield _with(node, test=ast.Constant(value=False))


def _handler(node: ast.ExceptHandler) -> Iterator[ast.AST]:
    """Catch what is never raised."""
    yield _with(node, type=ast.Tuple([], ast.Load()))


_OPERATORS: Final[tuple[tuple[type[ast.AST], Callable[..., Iterator[ast.AST]]], ...]] = (
    (ast.Compare, _compare),
    (ast.BoolOp, _bool_op),
    (ast.BinOp, _binary),
    (ast.AugAssign, _binary),
    (ast.AugAssign, _assigned),
    (ast.UnaryOp, _unary),
    (ast.Constant, _constant),
    (ast.Call, _call),
    (ast.Expr, _statement),
    (ast.Raise, _raise),
    (ast.Delete, _delete),
    (ast.Return, _return),
    (ast.Break, _jump),
    (ast.Continue, _jump),
    (ast.For, _loop),
    (ast.While, _while),
    (ast.ExceptHandler, _handler),
)


def _with(node: ast.AST, **fields: object) -> ast.AST:
    """Give a copy of a node with other fields."""
    return type(node)(**{**dict(ast.iter_fields(node)), **fields})


def _is_constant(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant)


def _name(node: ast.AST) -> str | None:
    return node.id if isinstance(node, ast.Name) else None


def _first(node: Any) -> int:
    """Give the first line of a statement, its decorators included."""
    first: int = min(each.lineno for each in (node, *getattr(node, "decorator_list", ())))
    return first


def _lines(statement: ast.AST) -> tuple[int, int]:
    if not hasattr(statement, "lineno"):
        return (1, 1)
    first = _first(statement)
    body = getattr(statement, "body", None)
    if isinstance(body, list) and body:
        return first, max(first, _first(body[0]) - 1)
    return first, getattr(statement, "end_lineno", first)


_LONGEST: Final = 110


def _shown(node: ast.AST) -> str:
    text = " ".join(ast.unparse(ast.fix_missing_locations(node)).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
