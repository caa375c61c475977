"""make cuts: scores the learned ends of sentences on transcripts that nothing was learned from; `--fit` learns anew.

The transcripts are those of SCRIPT2DOC_TRANSCRIPTS. `material` names those that are learned from, with their licences.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from pipeline.speech import sentence_cuts
from tests.sentence_cuts.material import (
    A_SENTENCE_A_LINE,
    HELD_OUT,
    TESTED_ON,
    TRAINED_ON,
    Speech,
    files_named,
    read_lines,
    read_speech,
)
from tests.sentence_cuts.scoring import Score, at_utterances, score
from tests.sentence_cuts.training import fit

WEIGHTS = Path(sentence_cuts.__file__).with_name("sentence_cuts.en.json")
THRESHOLDS = [-level / 10 for level in range(31)]
NEARLY = 0.01


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.sentence_cuts", description=__doc__)
    parser.add_argument("--fit", action="store_true", help="learn the weights and write the data file")
    args = parser.parse_args(argv)
    folder = Path(os.environ.get("SCRIPT2DOC_TRANSCRIPTS") or "")
    if not (folder / "INDEX.md").is_file():
        print("Set SCRIPT2DOC_TRANSCRIPTS to a folder of real transcripts with an INDEX.md.", file=sys.stderr)
        return 2
    if args.fit:
        learn(
            {name: read_speech(folder / name) for name in TRAINED_ON}
            | {name: read_lines(file) for name, file in A_SENTENCE_A_LINE.items()}
        )
    for title, names in (("Not learned from", TESTED_ON), ("Held out", HELD_OUT)):
        show(title, folder, files_named(folder, names))
    return 0


def learn(files: dict[str, list[Speech]]) -> None:
    """Writes the data file. The threshold is the highest whose F1 is nearly the best when each half of the transcripts
    is cut by what the other half teaches: a wrong cut does more harm than a missing one."""
    names = sorted(files, key=lambda name: -sum(len(speech.words) for speech in files[name]))
    halves = [{name: files[name] for name in names[part::2]} for part in (0, 1)]
    judged = [
        (fit(taught), [speech for speeches in tested.values() for speech in speeches])
        for taught, tested in (halves, halves[::-1])
    ]

    def f1(threshold: float) -> float:
        scores = [
            score(speeches, partial(_cut, model=replace(model, threshold=threshold))) for model, speeches in judged
        ]
        return sum(scores, Score()).f1

    tried = {threshold: f1(threshold) for threshold in THRESHOLDS}
    threshold = max(threshold for threshold, reached in tried.items() if reached >= max(tried.values()) - NEARLY)
    model = fit(files)
    weights = {feature: round(weight * 100) for feature, weight in sorted(model.weights.items())}
    common = " ".join(sorted(model.common))
    data = {"trained on": list(files), "threshold": threshold, "common": common, "weights": weights}
    WEIGHTS.write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    sentence_cuts.model_for.cache_clear()
    print(f"{WEIGHTS.name}: {len(weights)} weights, {WEIGHTS.stat().st_size:,} bytes, threshold {threshold}")


def _cut(speech: Speech, model: sentence_cuts.CutModel) -> list[int]:
    return sentence_cuts.starts_by_scores(model.scores(speech.words, speech.pauses))


def show(title: str, folder: Path, files: list[Path]) -> None:
    """Prints precision, recall and F1 for each file, and beside it those of cutting where utterances begin."""
    print(f"\n{title:60}  ends    prec.  recall F1       at utterances")
    total, plain = Score(), Score()
    for file in files:
        speeches = read_speech(file)
        learned = score(speeches, lambda one: sentence_cuts.sentence_starts(one.words, one.pauses, "en"))
        given = score(speeches, at_utterances)
        name = f"{file.parent.name}/{file.name}".removesuffix("/" + file.name if file.stem == "transcript" else "")
        print(f"  {name[:58]:58}  {learned.found + learned.missed:5d}   {learned}   {given}")
        total, plain = total + learned, plain + given
    print(f"  {'together':58}  {total.found + total.missed:5d}   {total}   {plain}")


if __name__ == "__main__":
    sys.exit(main())
