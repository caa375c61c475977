"""Every regular expression of some packages: those compiled when they were imported, and those in functions."""

from __future__ import annotations

import ast
import contextlib
import importlib
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from tests.redos.uses import METHODS, UNSURE, Use, uses_by_name

_RUN_BY_ALEMBIC = "env.py"
"""Can't be imported by itself, and has no patterns: if it had, they would be found in its text."""


@dataclass(frozen=True)
class Pattern:
    module: str
    name: str
    """What it is assigned to, or the function that it stands in."""
    line: int
    text: str | bytes
    flags: int
    uses: frozenset[Use]

    @property
    def place(self) -> str:
        return f"{self.module}:{self.line} {self.name}"


@dataclass(frozen=True)
class Found:
    patterns: list[Pattern]
    unseen: list[str]
    """Places that compile what could not be found out."""


@dataclass(frozen=True)
class _Compiled:
    """One call of `re`, from the innermost place in the packages to the line of a module that led to it."""

    places: tuple[tuple[str, int], ...]
    function: str
    text: str | bytes
    flags: int


def find(root: Path, packages: tuple[str, ...], later: Callable[[], None] = lambda: None) -> Found:
    """The patterns of all modules of these packages below `root`, none of which may be imported yet. `later` is called
    when all are imported: it calls the functions that compile what only they know."""
    files = {
        ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): path
        for package in packages
        for path in sorted((root / package).rglob("*.py"))
        if path.name != "__main__.py"
    }
    trees = {module: ast.parse(path.read_bytes()) for module, path in files.items()}
    with _recorded(frozenset(files)) as compiled:
        for module, path in files.items():
            if path.name != _RUN_BY_ALEMBIC:
                importlib.import_module(module)
        later()
    names = {module: _Names(tree) for module, tree in trees.items()}
    uses = uses_by_name(trees)
    patterns = {_pattern(each, names, uses): None for each in compiled}
    seen = {place for each in compiled for place in each.places[:1]}
    unseen = []
    for module, tree in trees.items():
        for call, function in _calls_of_re(tree):
            lines = range(call.lineno, (call.end_lineno or call.lineno) + 1)
            if any((module, line) in seen for line in lines):
                continue
            name = names[module].around(call.lineno)
            given = _given(call, function, vars(sys.modules.get(module, re)))
            if given is None:
                unseen.append(f"{module}:{call.lineno} {name}: {ast.unparse(call)}")
            else:
                use = UNSURE if function == "compile" else frozenset({METHODS[function]})
                patterns[Pattern(module, name, call.lineno, *given, use)] = None
    return Found(sorted(patterns, key=lambda p: (p.module, p.line, str(p.text))), unseen)


@contextlib.contextmanager
def _recorded(modules: frozenset[str]) -> Iterator[list[_Compiled]]:
    """Notes what these modules compile: all functions of `re` go through one."""
    compiled: list[_Compiled] = []
    original: Callable[..., Any] = vars(re)["_compile"]

    def recorder(text: Any, flags: int) -> Any:
        function = sys._getframe(1)
        places = tuple(_places(function.f_back, modules))
        result = original(text, flags)
        if places and not isinstance(text, re.Pattern):
            compiled.append(_Compiled(places, function.f_code.co_name, text, int(flags)))
        return result

    vars(re)["_compile"] = recorder
    try:
        yield compiled
    finally:
        vars(re)["_compile"] = original


def _places(frame: FrameType | None, modules: frozenset[str]) -> Iterator[tuple[str, int]]:
    while frame is not None and (module := frame.f_globals.get("__name__")) in modules:
        yield module, frame.f_lineno
        if frame.f_code.co_name == "<module>":
            return
        frame = frame.f_back


def _pattern(each: _Compiled, names: Mapping[str, _Names], uses: Mapping[tuple[str, str], frozenset[Use]]) -> Pattern:
    assigned, (module, line) = next(
        ((name, place) for place in reversed(each.places) if (name := names[place[0]].assigned(place[1]))),
        (None, each.places[-1]),  # who made it, not what helped to
    )
    if each.function != "compile":
        use = frozenset({METHODS[each.function]})
    elif assigned:
        use = uses.get((module, assigned), UNSURE)
    else:
        use = UNSURE
    return Pattern(module, assigned or names[module].around(line), line, each.text, each.flags, use)


class _Names:
    """What stands where in a module."""

    def __init__(self, tree: ast.Module) -> None:
        self._assigned: list[tuple[int, int, str]] = []
        self._functions: list[tuple[int, int, str]] = []
        self._walk(tree.body, "")

    def assigned(self, line: int) -> str | None:
        """The name that a statement of the module or of a class assigns to."""
        return next((name for first, last, name in self._assigned if first <= line <= last), None)

    def around(self, line: int) -> str:
        """The innermost function or class, with what it stands in."""
        found = [name for first, last, name in self._functions if first <= line <= last]
        return found[-1] if found else "(module)"

    def _walk(self, body: list[ast.stmt], before: str) -> None:
        for node in body:
            span = node.lineno, node.end_lineno or node.lineno
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                self._assigned.append((*span, ast.unparse(target)))
            elif isinstance(node, ast.ClassDef):
                self._functions.append((*span, before + node.name))
                self._walk(node.body, f"{before}{node.name}.")
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                self._functions.append((*span, before + node.name))
                self._inner(node, f"{before}{node.name}.")

    def _inner(self, function: ast.FunctionDef | ast.AsyncFunctionDef, before: str) -> None:
        for node in ast.walk(function):
            if node is not function and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                self._functions.append((node.lineno, node.end_lineno or node.lineno, before + node.name))


def _calls_of_re(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=function)) if (
                function in METHODS or function == "compile"
            ):
                yield node, function


class _Word(str):
    """Stands for a value that only a run knows, such as a name: with any attribute and index, it is a word again."""

    __slots__ = ()

    def __getattr__(self, name: str) -> _Word:
        return self

    def __getitem__(self, key: object) -> _Word:
        return self


class _Namespace(dict[str, Any]):
    def __missing__(self, name: str) -> Any:
        builtin = vars(sys.modules["builtins"])
        return builtin[name] if name in builtin else _Word("word")


def _given(call: ast.Call, function: str, namespace: dict[str, Any]) -> tuple[str | bytes, int] | None:
    """The pattern and the flags that a call is given."""
    at = {"compile": 1, "sub": 4, "subn": 4, "split": 3}.get(function, 2)
    keywords = {each.arg: each.value for each in call.keywords}
    argument = call.args[0] if call.args else keywords.get("pattern")
    flags = call.args[at] if len(call.args) > at else keywords.get("flags")
    if argument is None:
        return None
    try:
        text = _evaluated(argument, namespace)
        return None if isinstance(text, _Word) else (text, int(_evaluated(flags, namespace)) if flags else 0)
    except (NameError, TypeError, ValueError, AttributeError, KeyError):
        return None


def _evaluated(expression: ast.expr, namespace: dict[str, Any]) -> Any:
    # A dictionary that knows every name works as the locals of an expression, and not as its globals.
    return eval(compile(ast.Expression(expression), "<pattern>", "eval"), dict(namespace), _Namespace(namespace))
