"""python -m pipeline talk.vtt -o talk.docx --url https://… --tone friendly

Exit codes: 0 done; 1 the guide couldn't be made, with the reason; 2 the command was not understood.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from dotenv import dotenv_values

from pipeline import display, progress
from pipeline.errors import OptionError, PipelineError
from pipeline.explanation import Explanation
from pipeline.guide import WriterKind
from pipeline.options import GuideOptions, Paper, Tone, WriterChoice

FORMATS = (".docx", ".md", ".json", ".pdf")


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="python -m pipeline",
        description="Turns a transcript into a step-by-step guide in Word, each line tied to the moment it was said.",
    )
    made.add_argument("file", type=Path, metavar="FILE", help="the transcript: .vtt, .srt, .txt and others")
    made.add_argument(
        "-o", "--output", type=Path, metavar="OUT", help="where to write: .docx (default), .md, .pdf, or .json"
    )
    made.add_argument("--title", help="the guide's title; found in the transcript otherwise")
    made.add_argument("--audience", help="who will follow the guide")
    made.add_argument("--tone", choices=[tone.value for tone in Tone], default="neutral")
    made.add_argument("--language", metavar="CODE", help="the guide's language, such as en or de; needs a model")
    made.add_argument("--steps", type=int, metavar="N", help="how many steps to aim at")
    made.add_argument("--url", action="append", default=[], metavar="URL", help="a reference page; several times")
    made.add_argument("--recording", metavar="URL", help="the recording's address, for links to the second")
    made.add_argument("--glossary", metavar="NAMES", help="names to spell exactly so, parted by commas")
    made.add_argument("--writer", choices=[choice.value for choice in WriterChoice], default="auto")
    made.add_argument("--paper", choices=[paper.value for paper in Paper], default="a4")
    made.add_argument("--template", type=Path, metavar="DOCX", help="a Word file that gives the document its look")
    made.add_argument("--anyway", action="store_true", help="make a guide even where nothing looks like a procedure")
    made.add_argument(
        "--explain",
        action="store_true",
        help="print for each step its citations, the facts that were looked for, and what was repaired or taken out",
    )
    made.add_argument("-v", "--verbose", action="store_true", help="log what happens")
    return made


def options_from(args: argparse.Namespace) -> GuideOptions:
    """The options that the command line asks for. Raises OptionError."""
    return GuideOptions(
        title=args.title,
        audience=args.audience,
        tone=Tone(args.tone),
        language=args.language,
        steps=args.steps,
        urls=tuple(args.url),
        recording=args.recording,
        glossary=tuple(name.strip() for name in (args.glossary or "").split(",") if name.strip()),
        writer=WriterChoice(args.writer),
        paper=Paper(args.paper),
        anyway=args.anyway,
    )


async def make(
    file: Path, out: Path, options: GuideOptions, listen: progress.Listener, template: Path | None = None
) -> str:
    """Makes the guide of a file and writes it; returns the sentence that says so. Raises PipelineError, OSError."""
    from pipeline import llm
    from pipeline.knowledge import Fetcher
    from pipeline.options import Limits
    from pipeline.run import Tools, make_guide, render_as

    cache, limits = Tools().cache, Limits()
    settings = None if options.writer is WriterChoice.EXTRACTIVE else llm.ModelSettings.from_env(environment())
    fetcher = Fetcher(limits, cache)
    client = llm.Client(settings) if settings else None
    try:
        look = await asyncio.to_thread(read_template, template) if template else None
        tools = Tools(cache=cache, limits=limits, model=client, fetcher=fetcher, template=look)
        data = await asyncio.to_thread(read_bounded, file, limits.transcript_bytes)
        guide = await make_guide(data, file.name, options, tools, listen)
        made = await render_as(out.suffix.lower(), guide, options, tools, listen)
    finally:
        await fetcher.aclose()
        if client:
            await client.aclose()
    await asyncio.to_thread(out.write_bytes, made)
    actions = sum(len(step.actions) for step in guide.steps)
    told = (
        f"{out}: “{guide.title}”, {len(guide.steps)} steps with {actions} instructions, {len(guide.to_check)} to check"
    )
    if guide.making.writer is WriterKind.EXTRACTIVE:
        told += "; no language model was used"
    elif guide.making.usage.tokens:
        usage = guide.making.usage
        told += f"; {usage.calls} model calls, {usage.tokens:,} tokens"
        told += f", ${usage.cost:.4f}" if usage.cost is not None else ""
    return told + (f"\n{guide.making.note}" if guide.making.note else "")


def read_template(file: Path) -> bytes:
    """The bytes of a company's document. Raises RenderError where it can't be used, before anything is made."""
    from pipeline.render.template import missing_styles

    data = file.read_bytes()
    missing_styles(data)
    return data


def environment() -> dict[str, str]:
    """The process's environment over what stands in `.env`, as the bot reads it."""
    kept = {name: value for name, value in dotenv_values(".env").items() if value is not None}
    return {**kept, **os.environ}


def read_bounded(file: Path, most: int) -> bytes:
    """The file's bytes, and never many more than may be read: the reader then says that it is too large."""
    with file.open("rb") as stream:
        return stream.read(most + 1)


def main(argv: Sequence[str] | None = None) -> int:
    command = parser()
    args = command.parse_args(argv)
    out = args.output or Path(args.file.with_suffix(".docx").name)
    if not args.file.is_file():
        command.error(f"there is no file {args.file}")
    if args.template and not args.template.is_file():
        command.error(f"there is no file {args.template}")
    if out.suffix.lower() not in FORMATS:
        command.error(f"the output is one of {', '.join(FORMATS)}, not {out.name}")
    if not out.absolute().parent.is_dir():
        command.error(f"there is no folder {out.parent}")
    logging.basicConfig(level=logging.INFO if args.verbose else logging.ERROR, format="%(name)s: %(message)s")
    try:
        options = options_from(args)
        explanation = Explanation()
        with display.for_stream() as shown:
            listen = progress.both(shown, explanation) if args.explain else shown
            told = asyncio.run(make(args.file, out, options, listen, args.template))
    except OptionError as error:
        command.error(error.message)
    except PipelineError as error:
        print(error.message, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename or out}: {error.strerror}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped; nothing was written.", file=sys.stderr)
        return 1
    if args.explain:
        print("\n".join(explanation.lines()))
    print(told)
    return 0


def run() -> NoReturn:
    sys.exit(main())


if __name__ == "__main__":
    run()
