"""Whatever Slack does: the job ends, the person has the guide or knows why not, and nothing is there twice.

`make test` takes a seventh of some of the cells, in which are all methods and those ways to fail; `make tables` takes
the rest of them, with each way to fail at each method; `make slack` takes all cells.
"""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from bot.playground import Playground
from bot.playground.rates import Limits
from tests.conftest import further
from tests.integration.conftest import PATIENT, OpenOffice
from tests.integration.slack_faults import BRIEF, Cell, Table, cells

PARTS = 15
EVERY = list(cells())


LEFT_TO_ALL = frozenset(
    {"cut body", "fatal_error", "rate_limited", "429 long", "500 for ever", "done, then cut body", "done, no answer"}
)
"""Ways to fail that take long, or are much like another."""


def some(every: list[Cell]) -> list[Cell]:
    """One cell of each other way to fail at each method, with the moments and the ways in taking turns."""
    grouped: dict[tuple[str, str], list[Cell]] = {}
    for cell in every:
        grouped.setdefault((cell.method, cell.kind), []).append(cell)
    kept = [group for (_, kind), group in grouped.items() if kind not in LEFT_TO_ALL]
    return [group[n % len(group)] for n, group in enumerate(kept)]


ALL = os.environ.get("SLACK_CELLS") == "all"
CHOSEN = EVERY if ALL else some(EVERY)
FIRST = range(PARTS) if ALL else (0, 5)
"""The parts that `make test` takes."""


def test_the_first_parts_have_each_method_and_each_way_to_fail():
    taken = [cell for part in FIRST for cell in CHOSEN[part::PARTS]]

    assert {cell.method for cell in taken} == {cell.method for cell in CHOSEN}
    assert {cell.kind for cell in taken} == {cell.kind for cell in CHOSEN}


@pytest.mark.slow
@pytest.mark.parametrize("part", [*FIRST, *further(*(part for part in range(PARTS) if part not in FIRST))])
async def test_whatever_slack_does_the_job_ends_and_the_person_knows(open_office: OpenOffice, part: int):
    playground = Playground(timing=replace(PATIENT, share=0.0), limits=Limits.unlimited())
    async with open_office(playground, waiting=BRIEF, SCRIPT2DOC_EDITS_PER_MINUTE="100000") as office:
        table = Table(office)
        wrong = [said for cell in CHOSEN[part::PARTS] if (said := await table.wrong(cell))]
        running = await table.listed_as_running()
    print(f"{len(CHOSEN[part::PARTS])} of {len(EVERY)} cells, of which {table.met.total()} met their fault")
    assert wrong == []
    assert running == []
    assert table.met, "a table whose faults nothing meets says nothing"
