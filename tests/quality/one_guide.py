"""python -m tests.quality.one_guide GUIDE TRANSCRIPT: measures one guide against the transcript that it was made from.

Exit codes: 0 every bound is kept; 1 one isn't, or a file can't be read; 2 the command was not understood.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.guide import Guide
from pipeline.options import Limits
from tests.quality import Labels, Report, measure, read_gold
from tests.quality.printing import print_report


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="python -m tests.quality.one_guide", description=__doc__.splitlines()[0])
    made.add_argument("guide", type=Path, metavar="GUIDE", help="a guide's JSON: python -m pipeline FILE -o talk.json")
    made.add_argument("transcript", type=Path, metavar="TRANSCRIPT", help="the file that it was made from")
    made.add_argument("--gold", type=Path, metavar="FOLDER", help="a folder with what a person wrote for it: gold_*")
    made.add_argument("--labels", type=Path, metavar="FILE", help="a person's labels of the utterances, as JSON")
    made.add_argument("--list", type=int, default=20, metavar="N", help="how much of what spoils a figure to list")
    made.add_argument("--json", action="store_true", help="print JSON instead of a table")
    return made


async def report(args: argparse.Namespace) -> Report:
    """Raises PipelineError, OSError, ValueError."""
    from pipeline.readers import read_transcript

    guide = Guide.from_json(args.guide.read_bytes())
    transcript = await read_transcript(args.transcript.read_bytes(), args.transcript.name, Limits())
    gold = read_gold(args.gold) if args.gold else None
    labels = Labels.from_json(args.labels.read_bytes()) if args.labels else None
    if guide.origin.transcript != transcript.id:
        print("The guide was made from another transcript; its figures mean little.", file=sys.stderr)
    return measure(guide, transcript, gold, labels)


def main(argv: Sequence[str] | None = None) -> int:
    args = parser().parse_args(argv)
    try:
        made = asyncio.run(report(args))
    except PipelineError as error:
        print(error.message, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    except ValueError as error:
        print(f"The labels can't be used: {error}.", file=sys.stderr)
        return 1
    if args.json:
        print(json.dumps(made.to_dict(), ensure_ascii=False, indent=1))
    else:
        print_report(made, args.list)
    return 1 if made.missed else 0


if __name__ == "__main__":
    sys.exit(main())
