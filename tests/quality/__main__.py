"""make quality: guides from every real transcript, measured without a judge; a row each, and a total.

Which transcripts teach something stands in the folder's INDEX.md ("procedural": YES, PARTLY or NO), and what a person
wrote for the same content in `gold/`. Transcripts of YES and gold are measured and added up; PARTLY and mixed ones are
measured apart, since a guide of them is a matter of taste; NO must give NoProcedure. A line "**Held out**: g07 …" names
those that nobody read while rules were written; they are added up apart too, and only they tell what to expect of a
recording that nobody has seen. Labels by hand are in tests/fixtures/labels, by the transcript's SHA-256.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pipeline import llm
from pipeline.errors import NoProcedure, PipelineError
from pipeline.guide import Guide, Step, WriterKind
from pipeline.options import GuideOptions, Limits, WriterChoice
from pipeline.readers import read_transcript
from pipeline.run import make_guide
from pipeline.tools import Tools
from pipeline.transcript import Transcript
from tests.quality import (
    Bound,
    Gold,
    Labels,
    Report,
    Row,
    coverage,
    measure,
    read_gold,
    restraint,
    total,
)
from tests.quality.printing import markdown_overview, print_overview, print_report

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "bot" / "playground" / "samples"
LABELS = ROOT / "tests" / "fixtures" / "labels"


class Teaches(StrEnum):
    YES = "procedural"
    PARTLY = "partly"
    NO = "not procedural"


@dataclass(frozen=True)
class Case:
    name: str
    file: Path
    teaches: Teaches
    gold: Path | None = None
    held_out: bool = False
    """Whether rules are written without a look at it."""


@dataclass(frozen=True)
class Outcome:
    """What became of one transcript."""

    case: Case
    guide: Guide | None
    report: Report | None
    trouble: str | None
    """Why there is no guide."""
    declined: bool
    labelled: bool
    seconds: float


def cases(folder: Path) -> Iterator[Case]:
    """The transcripts of the folder and the samples in the repository; those with gold first. Raises OSError."""
    index = (folder / "INDEX.md").read_text(encoding="utf-8")
    held_out = set(re.findall(r"\b[a-z]\d+\b", " ".join(re.findall(r"^\*\*Held out\*\*:.*$", index, re.M))))
    for gold in sorted((folder / "gold").glob("*/")):
        for file in sorted(gold.glob("transcript.*")):
            yield Case(gold.name, file, Teaches.YES, gold, gold.name.split("_")[0] in held_out)
    for row in index.splitlines():
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        if len(cells) == 10 and (folder / "keep" / cells[0]).is_file():
            yield Case(cells[0], folder / "keep" / cells[0], _teaches(cells[8]))
    for sample in sorted(SAMPLES.iterdir()):
        if sample.suffix != ".md":
            yield Case(f"samples/{sample.name}", sample, Teaches.YES)


def _teaches(cell: str) -> Teaches:
    if re.match(r"YES\b", cell):
        return Teaches.YES
    if re.match(r"NO\b(?!/PARTLY)", cell):
        return Teaches.NO
    return Teaches.PARTLY


async def one(case: Case, transcript: Transcript, options: GuideOptions, tools: Tools, keep: Path | None) -> Outcome:
    """Makes and measures the guide of one transcript."""
    began = time.perf_counter()
    labels = _labels(transcript)
    try:
        guide = await make_guide(case.file.read_bytes(), case.file.name, options, tools)
    except PipelineError as error:
        declined = isinstance(error, NoProcedure)
        trouble = _named(error)
        missed = coverage(None, transcript, labels)
        rows = (Row("guides made", 0, 1, Bound(least=1), (trouble,)), *(missed.rows() if missed else ()))
        report = Report(case.name, rows)
        return Outcome(case, None, report, trouble, declined, labels is not None, time.perf_counter() - began)
    if keep:
        (keep / f"{case.name.replace('/', '_')}.json").write_bytes(guide.to_json())
    gold: Gold | None = read_gold(case.gold) if case.gold else None
    measured = measure(guide, transcript, gold, labels, case.name)
    rows = (Row("guides made", 1, 1, Bound(least=1)), *measured.rows)
    if options.writer is WriterChoice.MODEL:
        fallen = [f"{s.number} “{s.title}”: {s.fallback or guide.making.note}" for s in guide.steps if not _by_model(s)]
        rows += (Row("steps by the model", len(guide.steps) - len(fallen), len(guide.steps), None, tuple(fallen)),)
    report = Report(case.name, rows)
    return Outcome(case, guide, report, None, False, labels is not None, time.perf_counter() - began)


def _named(error: PipelineError) -> str:
    return f"{type(error).__name__}: {error.message}"


def _by_model(step: Step) -> bool:
    return step.writer is WriterKind.MODEL


def _labels(transcript: Transcript) -> Labels | None:
    """The labels of a transcript, unless they are of other utterances than those that are read now."""
    for path in sorted(LABELS.glob("*.json")):
        given = json.loads(path.read_bytes())
        if given.get("transcript") == transcript.id:
            if given.get("utterances") == len(transcript.utterances):
                return Labels.from_json(path.read_bytes())
            there = f"{given.get('utterances')} utterances, and there are {len(transcript.utterances)}"
            print(f"{path.name} isn't used: it labels {there}", file=sys.stderr)
    return None


async def run(args: argparse.Namespace, chosen: list[Case]) -> list[Outcome]:
    writer = WriterChoice(args.writer)
    settings = llm.ModelSettings.from_env(os.environ) if writer is WriterChoice.MODEL else None
    if writer is WriterChoice.MODEL and settings is None:
        raise SystemExit("No model is configured: set OPENAI_API_KEY, or the address of a compatible server.")
    client = llm.Client(settings) if settings else None
    tools = Tools(limits=Limits(), model=client)
    outcomes: list[Outcome] = []
    seen: set[str] = set()
    try:
        for case in chosen:
            if not (args.json or args.markdown):
                print(f"\r\x1b[K{case.name}", end="", file=sys.stderr, flush=True)
            try:
                transcript = await read_transcript(case.file.read_bytes(), case.file.name, tools.limits)
            except PipelineError as error:
                outcomes.append(Outcome(case, None, None, _named(error), False, False, 0))
                continue
            said = "\n".join(u.text for u in transcript.utterances)
            if said not in seen:  # some are there in several formats
                seen.add(said)
                outcomes.append(await one(case, transcript, GuideOptions(writer=writer), tools, args.keep))
    finally:
        if client:
            await client.aclose()
        if not (args.json or args.markdown):
            print("\r\x1b[K", end="", file=sys.stderr)
    return outcomes


def show(outcomes: list[Outcome], listed: int) -> tuple[str, ...]:
    """Prints everything; returns the names of what is over its bound in the totals."""
    reports = {teaches: [o.report for o in outcomes if o.case.teaches is teaches and o.report] for teaches in Teaches}
    print_overview(reports[Teaches.YES], "Guides from procedural transcripts")
    if partly := [o.report for o in outcomes if o.case.teaches is Teaches.PARTLY and o.guide and o.report]:
        print()
        print_overview(partly, "Guides from transcripts that partly teach (not in the total)")
    without = [o for o in outcomes if o.guide is None and o.case.teaches is not Teaches.NO]
    if without:
        print("\nNo guide")
        for outcome in without:
            print(f"  {outcome.case.name} ({outcome.case.teaches}): {outcome.trouble}")
    missed: list[str] = []
    labelled = [o.report for o in outcomes if o.labelled and o.report and o.case.teaches is Teaches.YES]
    unseen = held_out(outcomes)
    for name, some, many in (
        ("Labelled by hand", labelled, listed),
        ("Total", reports[Teaches.YES], listed),
        ("Held out", unseen, 0),
    ):
        if some:
            print()
            added = total(f"{name} ({len(some)})", some)
            print_report(added, many)
            missed += added.missed if some is not unseen else ()
    held = held_back(outcomes)
    if held.rows:
        print()
        print_report(held, listed)
        missed += held.missed
    slowest = max(outcomes, key=lambda o: o.seconds, default=None)
    if slowest:
        took = sum(o.seconds for o in outcomes)
        print(
            f"\n{len(outcomes)} transcripts in {took:.0f} s, the slowest {slowest.case.name} in {slowest.seconds:.1f} s"
        )
    return tuple(dict.fromkeys(missed))


def held_out(outcomes: list[Outcome]) -> list[Report]:
    """Those of transcripts that nobody read while rules were written."""
    return [o.report for o in outcomes if o.case.held_out and o.report]


def held_back(outcomes: list[Outcome]) -> Report:
    """Restraint on the files that teach nothing. A file that can't be read is neither a guide nor restraint."""
    asked = {o.case.name: o.guide for o in outcomes if o.case.teaches is Teaches.NO and (o.guide or o.declined)}
    return Report("Restraint", restraint(asked).rows() if asked else ())


def as_json(outcomes: list[Outcome]) -> str:
    measured = [o.report for o in outcomes if o.report and o.case.teaches is Teaches.YES]
    labelled = [o.report for o in outcomes if o.report and o.labelled and o.case.teaches is Teaches.YES]
    made = {
        "guides": [o.report.to_dict() | {"teaches": o.case.teaches.value} for o in outcomes if o.guide and o.report],
        "without": {o.case.name: o.trouble for o in outcomes if o.guide is None},
        "labelled": total("labelled", labelled).to_dict(),
        "total": total("total", measured).to_dict(),
        "held out": total("held out", held_out(outcomes)).to_dict(),
        "restraint": held_back(outcomes).to_dict(),
    }
    return json.dumps(made, ensure_ascii=False, indent=1)


def as_markdown(outcomes: list[Outcome]) -> str:
    measured = [o.report for o in outcomes if o.report and o.case.teaches is Teaches.YES]
    unseen = held_out(outcomes)
    tables = [markdown_overview(measured, total("total", measured))]
    if unseen:
        tables.append(markdown_overview(unseen, total("held out", unseen)))
    return "\n\n".join(tables)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.quality", description=__doc__)
    parser.add_argument("--writer", choices=["extractive", "model"], default="extractive")
    parser.add_argument("--only", metavar="TEXT", help="only transcripts whose name has this in it")
    parser.add_argument(
        "--seen", action="store_true", help="leave out what is held out, to read while rules are written"
    )
    parser.add_argument("--list", type=int, default=3, metavar="N", help="how much of what spoils each figure to list")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="write the guides' JSON there")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.add_argument("--markdown", action="store_true", help="print the tables of RESULTS.md")
    parser.add_argument("--strict", action="store_true", help="exit with 1 when a total is over its bound")
    args = parser.parse_args(argv)
    folder = Path(os.environ.get("SCRIPT2DOC_TRANSCRIPTS") or ROOT.parent / "shared" / "transcripts")
    if not (folder / "INDEX.md").is_file():
        print("Set SCRIPT2DOC_TRANSCRIPTS to a folder of real transcripts with an INDEX.md.", file=sys.stderr)
        return 2
    if args.keep:
        args.keep.mkdir(parents=True, exist_ok=True)
    chosen = [
        case
        for case in cases(folder)
        if (not args.only or args.only in case.name) and not (args.seen and case.held_out)
    ]
    outcomes = asyncio.run(run(args, chosen))
    if args.json or args.markdown:
        print(as_json(outcomes) if args.json else as_markdown(outcomes))
        return 0
    missed = show(outcomes, args.list)
    print("\nEvery demanded total is kept." if not missed else f"\nOver: {', '.join(missed)}")
    return 1 if missed and args.strict else 0


if __name__ == "__main__":
    sys.exit(main())
