"""The lines of all cases as questions for somebody who sees nothing but each line and its utterances, and the answers.

    python -m tests.checks.questions write FOLDER    what isn't answered yet, as files of some lines each
    python -m tests.checks.questions read FOLDER     the answers of FOLDER into tests/fixtures/checks/verdicts.jsonl

FOLDER/NN.md asks in the words of the prompt; its answer is FOLDER/NN.json. The lines stand in an order that tells
nothing of which are honest.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pipeline import prompts
from pipeline.grounding.settling import settle
from pipeline.guide import WriterKind
from pipeline.transcript import Transcript
from pipeline.writing import Claim, Verdict
from pipeline.writing.verdict_answer import read_verdicts
from tests.checks import material
from tests.checks.material import FOLDER, Case

ANSWERS = FOLDER / "verdicts.jsonl"
LINES_IN_FILE = 60


def all_claims(case: Case) -> Mapping[str, Claim]:
    """All lines of a case that a model is asked about, by the text of each."""
    return settle(case.request, case.draft, WriterKind.MODEL).claims


def claims(case: Case) -> Mapping[str, Claim]:
    """The lines of a case that a model is asked about, by the text of each: all of a step, or the one that matters."""
    settled = settle(case.request, case.draft, WriterKind.MODEL)
    if case.part is None:
        return settled.claims
    lines = {check.text for check in settled.checks if check.part == case.part}
    shown = {settled.step.title} if case.part == "title" else lines
    return {text: claim for text, claim in settled.claims.items() if text in shown}


def key(transcript: Transcript, claim: Claim) -> str:
    """What a question is kept under: a digest of the line and what was said."""
    said = [transcript[number].text for number in claim.said]
    return hashlib.sha256(json.dumps([claim.text, said], ensure_ascii=False).encode()).hexdigest()[:16]


def answers() -> dict[str, Verdict]:
    """All verdicts that are kept, by the key of their question."""
    if not ANSWERS.exists():
        return {}
    kept = [json.loads(line) for line in ANSWERS.read_text("utf-8").splitlines()]
    return {each["key"]: Verdict(each["differs"] is None, each["differs"]) for each in kept}


def verdicts(case: Case, known: Mapping[str, Verdict]) -> dict[str, Verdict]:
    """The verdicts on a case's lines, as far as they are known, by the text of each."""
    found = {text: known.get(key(case.request.transcript, claim)) for text, claim in claims(case).items()}
    return {text: verdict for text, verdict in found.items() if verdict is not None}


def cases() -> Iterator[Case]:
    yield from material.honest()
    yield from material.planted()[0]
    for some in material.twins():
        yield from some


def open_questions(known: Mapping[str, Verdict]) -> list[tuple[str, Case, Claim]]:
    """(key, case, line) of what isn't answered yet, each once, in an order by chance that is always the same."""
    found = {key(case.request.transcript, claim): (case, claim) for case in cases() for claim in claims(case).values()}
    asked = [(digest, case, claim) for digest, (case, claim) in sorted(found.items()) if digest not in known]
    random.Random(14).shuffle(asked)
    return asked


def question(asked: Iterable[tuple[str, Case, Claim]]) -> str:
    parts = [
        prompts.load("judge").text,
        "",
        "Here each line has its own utterances above it, and the lines have nothing to do with each other.",
    ]
    for number, (_, case, claim) in enumerate(asked, 1):
        said = prompts.quoted(case.request.transcript, claim.said)
        parts += ["", said, f"LINE {number} ({claim.kind}): {prompts.one_line(claim.text)}"]
    return "\n".join(parts) + "\n"


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    asked = open_questions(answers())
    for number, start in enumerate(range(0, len(asked), LINES_IN_FILE), 1):
        some = asked[start : start + LINES_IN_FILE]
        (folder / f"{number:02}.md").write_text(question(some), "utf-8")
        (folder / f"{number:02}.keys").write_text("\n".join(digest for digest, *_ in some), "utf-8")
    print(f"{len(asked)} lines in {folder}")


def read(folder: Path) -> None:
    known = answers()
    for keys in sorted(folder.glob("*.keys")):
        answer = keys.with_suffix(".json")
        if answer.exists():
            digests = keys.read_text("utf-8").split()
            known |= dict(zip(digests, read_verdicts(answer.read_text("utf-8"), len(digests)), strict=True))
    lines = (
        json.dumps({"key": digest, "differs": None if verdict.same else verdict.differs or "?"}, ensure_ascii=False)
        for digest, verdict in sorted(known.items())
    )
    ANSWERS.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    print(f"{len(known)} answers")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["write", "read"])
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args()
    (write if asked.what == "write" else read)(asked.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
