"""What can be asked on the command line."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pipeline import __version__
from pipeline.command.misunderstood import Parser
from pipeline.errors import OptionError
from pipeline.options import GuideOptions, Paper, Secrets, SourcesForm, Tone, WriterChoice, language_code

FORMATS = (".docx", ".md", ".json", ".pptx", ".pdf")

_DESCRIPTION = (
    "Turns a transcript into a step-by-step guide in Word. Every instruction shows what was said, with its time where "
    "the transcript has times."
)
_EPILOG = """\
where the guide goes:
  -o OUT.docx  to that file (also .md, .pptx, .json, or .pdf if LibreOffice is installed); if it exists, add --force
  -o FOLDER    to "NAME guide.docx" in that folder; with several files, the folder is created if needed
  without -o   to "NAME guide.docx" in the current folder, or "guide.docx" for standard input
  Nothing is replaced without --force: if "NAME guide.docx" exists, the next guide is "NAME guide 2.docx", also for
  two files of the same name. The last line says where it is. Not even --force replaces what is or may be a
  transcript, the template of this guide, a read-only file, or what a symbolic link points to: that is refused.

what is read:
  Files that you name and files in a folder are judged in the same way: what doesn't look like a transcript, or like one
  in which somebody shows how to do something, such as a meeting, isn't used without --anyway. A file that you name is
  then refused, which counts as a failure; one in a folder is skipped and listed, which doesn't.
  In a folder, only files whose names end like a transcript's are looked at. A damaged or empty file is a failure.

exit codes:
  0 done; 1 a guide couldn't be made, or there was nothing to make one from; 2 the command can't be run as given;
  130 stopped by Ctrl-C
"""


def _python() -> str:
    """The interpreter as README names it: that of .venv, or python where there is another."""
    return ".venv/bin/python" if Path(sys.prefix).name == ".venv" else "python"


def parser() -> argparse.ArgumentParser:
    """The command line's parser."""
    made = Parser(
        prog="script2doc" if Path(sys.argv[0]).stem == "script2doc" else f"{_python()} -m pipeline",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="a transcript (.vtt, .srt, .txt, .docx and others), a folder of transcripts (without its "
        "subfolders), or - for standard input",
    )
    made.add_argument("-o", "--output", metavar="OUT", help="where to write: a file or a folder (see below)")
    made.add_argument(
        "--force", action="store_true", help="replace the file that -o names, unless it may be a transcript"
    )
    made.add_argument("--title", help="the guide's title (default: found in the transcript)")
    made.add_argument("--audience", help="who will follow the guide")
    made.add_argument(
        "--tone",
        choices=[tone.value for tone in Tone],
        default="neutral",
        help="how the guide is worded (default: neutral); needs a model",
    )
    made.add_argument(
        "--language", metavar="LANGUAGE", help="the guide's language, such as de or German; needs a model"
    )
    made.add_argument("--steps", metavar="N", help="how many steps to aim for: a number, or a range such as 8-12")
    made.add_argument(
        "--url",
        action="append",
        default=[],
        metavar="URL",
        help="a reference page, to take names and values from; can be given several times; needs a model",
    )
    made.add_argument(
        "--recording",
        metavar="URL",
        help="the recording's address, so that timestamps open it at that second (on YouTube, Vimeo, Loom, Google "
        "Drive, Microsoft Stream, SharePoint, and in plain media files)",
    )
    made.add_argument(
        "--glossary", metavar="NAMES", help="names to spell exactly like this, separated by commas; needs a model"
    )
    made.add_argument(
        "--writer",
        choices=[choice.value for choice in WriterChoice],
        default="auto",
        help="auto (the default): the language model, if one is set up and answers; model: fail without it; "
        "extractive: the speaker's own words",
    )
    made.add_argument(
        "--paper", choices=[paper.value for paper in Paper], default="a4", help="the size of the pages (default: a4)"
    )
    made.add_argument(
        "--sources",
        choices=[form.value for form in SourcesForm],
        default="full",
        help="how the document lists what was said: full (the default) quotes it; short gives the times only",
    )
    made.add_argument(
        "--secrets",
        choices=[choice.value for choice in Secrets],
        default="mask",
        help="passwords, keys, PINs and card numbers that were said aloud: mask (the default) or keep",
    )
    made.add_argument("--template", type=Path, metavar="DOCX", help="a Word file that gives the document its look")
    made.add_argument(
        "--anyway",
        action="store_true",
        help="make a guide even if the file doesn't look like a transcript or doesn't show how to do something",
    )
    made.add_argument(
        "--explain",
        action="store_true",
        help="print what was taken out of the file when it was read, and how each step was checked: its citations, the "
        "facts that were looked up, and what was repaired or removed",
    )
    made.add_argument("-v", "--verbose", action="store_true", help="print log messages")
    made.add_argument("--version", action="version", version=f"Script2Doc {__version__}")
    return made


def options_from(args: argparse.Namespace) -> GuideOptions:
    """The options that the command line asks for. Raises OptionError."""
    if args.title is not None and not args.title.strip():
        raise OptionError("--title is empty. Leave it out to have the title found in the transcript.")
    steps = [("steps", args.steps)] if args.steps is not None else []
    return GuideOptions.from_pairs(
        steps,
        title=args.title,
        audience=args.audience,
        tone=Tone(args.tone),
        language=language_code(args.language) if args.language else None,
        urls=tuple(args.url),
        recording=args.recording,
        glossary=tuple(name.strip() for name in (args.glossary or "").split(",") if name.strip()),
        writer=WriterChoice(args.writer),
        paper=Paper(args.paper),
        sources=SourcesForm(args.sources),
        secrets=Secrets(args.secrets),
        anyway=args.anyway,
    )
