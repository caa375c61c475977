"""make tower: how large the rules of speech are: lines, regular expressions and listed words, those in data files too.

Learned weights aren't counted. First each language alone, then all of `pipeline/speech`; with a folder, only what is
below it there."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline import speech

ROOM = Path(speech.__file__).parent
FEWEST_LISTED = 3
"""Strings in a row that are a list of words."""


def count(folder: Path) -> tuple[int, int, int]:
    """(lines of code, regular expressions, listed words) of all files of a folder."""
    lines = expressions = words = 0
    for file in sorted(folder.rglob("*.py")):
        text = file.read_text("utf-8")
        lines += text.count("\n")
        tree = ast.parse(text)
        expressions += sum(_is_expression(node) for node in ast.walk(tree))
        words += sum(_listed(tree))
    for file in sorted(folder.rglob("words.txt")):
        rows = [row for row in file.read_text("utf-8").splitlines() if row[:1] not in ("[", "#")]
        words += sum(len(row.replace(":", " ").split()) for row in rows)
    for file in sorted(folder.rglob("phrases.txt")):
        lines += sum(bool(row.strip()) for row in file.read_text("utf-8").splitlines())
    return lines, expressions, words


def _called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _is_expression(node: ast.AST) -> bool:
    """Whether it makes a regular expression, or uses one that has no name."""
    name = _called(node)
    if name in ("compile", "phrase_of"):
        return True
    return name in ("match", "search", "sub", "fullmatch", "finditer", "findall", "split") and (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
    )


def _listed(tree: ast.AST) -> Iterator[int]:
    """The words of each list: strings in a row, or one text that is split into words."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Set | ast.Tuple | ast.List):
            texts = [one for one in node.elts if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            yield len(texts) if len(texts) >= FEWEST_LISTED else 0
        elif _called(node) == "word_set" and isinstance(node, ast.Call):
            yield sum(len(str(one.value).split()) for one in node.args if isinstance(one, ast.Constant))


def main(argv: Sequence[str]) -> int:
    folders = [] if argv else sorted(file.parent for file in ROOM.glob("*/__init__.py"))
    for folder in (*folders, ROOM.joinpath(*argv[:1])):
        lines, expressions, words = count(folder)
        name = "all" if folder == ROOM else folder.name
        print(f"{name:8} {lines:6,} lines, {expressions:3} regular expressions, {words:5,} listed words")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
