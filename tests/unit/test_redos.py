"""The tool that looks for patterns growing faster than their text finds textbook ones, and passes sound ones."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import further
from tests.redos.bounded import Bound, mistakes
from tests.redos.children import Task, measure
from tests.redos.growth import grows, over
from tests.redos.patterns import Pattern
from tests.redos.possessive import has_possessive_group
from tests.redos.pumps import pumps
from tests.redos.uses import Use, needed

ROOT = Path(__file__).parents[2]
GROWING = [
    (r"(a+)+$", Use.MATCH),
    *further(
        (r"\s+$", Use.SEARCH),  # as in test_a_listed_pattern_is_measured_at_its_bound
        (r"(?:\w+|\d)*!", Use.FULLMATCH),
        (r"[\w.]+@[\w.]+\.com", Use.FINDITER),
        (r"(.*)x(.*)y", Use.SEARCH),
        (r"^(.*?),(.*?),\d+$", Use.MATCH),
        (r"<!--.*?-->", Use.FINDITER),
        (r" but[^,]*$", Use.SEARCH),
    ),
]
LINEAR = [
    (r"(?>a+)+$", Use.MATCH),
    (r"(?<!\s)\s++$", Use.SEARCH),
    (r"^\w+: \d{2}$", Use.MATCH),
    (r"<[^<>]*>", Use.FINDITER),
    (r"(?:cat|dog|\d{1,3})\b", Use.FINDITER),
    (r"\s+$", Use.MATCH),
]


@pytest.mark.slow
@pytest.mark.parametrize(("text", "use"), GROWING)
def test_a_textbook_pattern_is_found(text: str, use: Use) -> None:
    growth = grows(re.compile(text), frozenset({use}), pumps(text, 0, 1, use is not Use.MATCH))

    assert growth is not None
    assert growth.use is use


@pytest.mark.parametrize(("text", "use"), LINEAR)
def test_a_sound_pattern_passes(text: str, use: Use) -> None:
    assert grows(re.compile(text), frozenset({use}), pumps(text, 0, 5, use is not Use.MATCH)) is None


def test_a_pattern_of_bytes_is_pumped_too() -> None:
    assert grows(re.compile(rb"\s+x"), frozenset({Use.SEARCH}), pumps(rb"\s+x", 0, 1, everywhere=True))


def test_a_listed_pattern_is_measured_at_its_bound() -> None:
    pattern, uses = re.compile(r"\s+$"), frozenset({Use.SEARCH})
    made = pumps(r"\s+$", 0, 1, everywhere=True)

    assert over(pattern, uses, made, 200) is None
    assert over(pattern, uses, made, 50_000) is not None


def a_pattern(text: str) -> Pattern:
    return Pattern("app.first", "NAME", 1, text, 0, frozenset({Use.MATCH}))


@pytest.mark.slow
def test_a_pattern_that_never_ends_ends_with_its_process() -> None:
    tasks = [Task(0, a_pattern(r"(a+)+$"), None), Task(1, a_pattern(r"a+$"), None), Task(2, a_pattern(r"b+$"), 100)]

    results = {result.number: result for result in measure(tasks, 1, 0, seconds=1)}

    assert results[0].ended
    assert [(results[n].ended, results[n].growth) for n in (1, 2)] == [(False, None)] * 2
    assert results[1].pumped > 10


def test_a_list_with_patterns_or_functions_that_arent_there_is_told() -> None:
    bounds = {
        ("app.first", "NAME"): Bound(100, "tests.redos.growth:grows"),
        ("app.first", "OTHER"): Bound(100, "tests.redos.growth:shrinks"),
    }

    assert mistakes(bounds, [a_pattern("a")]) == [
        "app.first OTHER is listed with a bound, but isn't there.",
        "OTHER is listed with a bound that tests.redos.growth:shrinks sees to, but that isn't there.",
    ]


def test_a_use_that_another_one_contains_is_not_measured() -> None:
    assert needed(frozenset({Use.MATCH, Use.SEARCH, Use.FINDITER})) == {Use.FINDITER}
    assert needed(frozenset({Use.MATCH, Use.SEARCH})) == {Use.SEARCH}
    assert needed(frozenset({Use.MATCH, Use.FULLMATCH})) == {Use.MATCH, Use.FULLMATCH}


@pytest.mark.parametrize(
    ("text", "has"),
    [("(?:ab?)++", True), ("x|(y(?:a|bc)*+)", True), ("[ab]++c*+.?+", False), ("(?>ab?)+", False), ("(?:ab)+", False)],
)
def test_a_possessive_group_is_found(text: str, has: bool) -> None:
    assert has_possessive_group(text, 0) is has


FIRST = r"""
import re
FROM_START = re.compile(r"a")
ANYWHERE = re.compile(r"b")
HANDED_ON = re.compile("c")
MANY = {"x": re.compile("d")}
UNUSED = re.compile("e")
def _one_of(*words): return re.compile("|".join(words), re.I)
BUILT = _one_of("f", "g")
_WORD = "h+"
class Reader:
    OWN = re.compile("i")
    def read(self, text):
        text = re.sub(rf"{_WORD}", "", text, flags=re.M)
        return FROM_START.match(text), HANDED_ON, MANY["x"].match(text), BUILT.fullmatch(text), re.split("j", text)
def later(text):
    return re.compile(text)
"""
SECOND = """
import re
from app import first
from app.first import ANYWHERE as ANY
def read(text, name, wanted):
    known = re.search(rf"{re.escape(name)}k", text)
    return ANY.search(text), first.FROM_START.fullmatch(text), re.match(wanted, text), known
"""
FIND = """
from pathlib import Path
from tests.redos.patterns import find
found = find(Path("{root}"), ("app",), {later})
for p in found.patterns:
    print(p.module, p.name, p.text, int(p.flags), *sorted(use.value for use in p.uses))
print("unseen", *found.unseen)
"""


def found_in(folder: Path, later: str = "lambda: None") -> list[str]:
    (folder / "app").mkdir()
    for name, text in {"__init__": "", "first": FIRST, "second": SECOND}.items():
        (folder / "app" / f"{name}.py").write_text(text)
    script = FIND.format(root=folder, later=later)
    run = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": f"{ROOT}:{folder}"},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.splitlines()


def test_patterns_are_found_with_their_uses(tmp_path: Path) -> None:
    *patterns, unseen = found_in(tmp_path)

    ignorecase, multiline = int(re.IGNORECASE), int(re.MULTILINE)
    assert patterns == [
        "app.first FROM_START a 0 fullmatch match",
        "app.first ANYWHERE b 0 search",
        "app.first HANDED_ON c 0 finditer",
        "app.first MANY d 0 finditer",
        "app.first UNUSED e 0 finditer",
        f"app.first BUILT f|g {ignorecase} fullmatch",
        "app.first OWN i 0 finditer",
        f"app.first Reader.read h+ {multiline} finditer",
        "app.first Reader.read j 0 finditer",
        "app.second read wordk 0 search",
    ]
    assert unseen == ("unseen app.first:17 later: re.compile(text) app.second:7 read: re.match(wanted, text)")


def test_patterns_built_at_run_time_are_seen_when_they_are_built(tmp_path: Path) -> None:
    *patterns, unseen = found_in(tmp_path, "lambda: __import__('app.first').first.later('z+')")

    assert "app.first later z+ 0 finditer" in patterns
    assert "re.compile" not in unseen
