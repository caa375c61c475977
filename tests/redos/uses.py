"""How a pattern is used: from the beginning of a text only, or from every place in it."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Mapping
from enum import Enum


class Use(Enum):
    MATCH = "match"
    FULLMATCH = "fullmatch"
    SEARCH = "search"
    FINDITER = "finditer"


METHODS = {
    "match": Use.MATCH,
    "fullmatch": Use.FULLMATCH,
    "search": Use.SEARCH,
    "finditer": Use.FINDITER,
    "findall": Use.FINDITER,
    "sub": Use.FINDITER,
    "subn": Use.FINDITER,
    "split": Use.FINDITER,
}
"""The methods of a pattern, which are functions of `re` too."""
UNSURE = frozenset({Use.FINDITER})
_TELLS_NOTHING = {"pattern", "flags", "groups", "groupindex"}


def needed(uses: frozenset[Use]) -> frozenset[Use]:
    """Without those that do no more than another one does: finding all tries every place, as a search does."""
    if Use.FINDITER in uses:
        return uses - {Use.SEARCH, Use.MATCH}
    return uses - {Use.MATCH} if Use.SEARCH in uses else uses


def uses_by_name(trees: Mapping[str, ast.Module]) -> dict[tuple[str, str], frozenset[Use]]:
    """How each name of each module is used as a pattern, in its own module or where it is imported. A name that is
    handed on, looped over or indexed counts as used from every place."""
    found: defaultdict[tuple[str, str], set[Use]] = defaultdict(set)
    for module, tree in trees.items():
        names, modules = _imports(tree, trees)
        parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                owner = names.get(node.id, (module, node.id))
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
                owner = (modules[node.value.id], node.attr)
            else:
                continue
            above = parents[node]
            if not isinstance(above, ast.Attribute):
                found[owner] |= UNSURE
            elif above.attr in METHODS:
                found[owner].add(METHODS[above.attr])
            elif above.attr not in _TELLS_NOTHING:
                found[owner] |= UNSURE
    return {owner: frozenset(uses) for owner, uses in found.items()}


def _imports(tree: ast.Module, known: Mapping[str, ast.Module]) -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    """What local names stand for: names of other modules, and other modules."""
    names: dict[str, tuple[str, str]] = {}
    modules: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for each in node.names:
                if (whole := f"{node.module}.{each.name}") in known:
                    modules[each.asname or each.name] = whole
                else:
                    names[each.asname or each.name] = (node.module, each.name)
    return names, modules
