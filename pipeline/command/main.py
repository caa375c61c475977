"""From the words of a command to its exit code."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.command.advice import told
from pipeline.command.ahead import without_effect
from pipeline.command.arguments import options_from, parser
from pipeline.command.stopping import Stop
from pipeline.environment import environment
from pipeline.errors import NoModel, OptionError, PipelineError, RenderError
from pipeline.options import OF_ONE_RECORDING, GuideOptions, WriterChoice

if TYPE_CHECKING:
    from pipeline.command.making import Order
    from pipeline.llm import ModelSettings
    from pipeline.settings import GuideSettings


def main(argv: Sequence[str] | None = None, stop: Stop | None = None) -> int:
    """Does what the words ask, and gives the exit code. Raises SystemExit for words that aren't understood."""
    known = parser()
    args = known.parse_intermixed_args(_plain_names(sys.argv[1:] if argv is None else argv))
    if not all(name.strip() for name in args.files):  # a variable of the shell that isn't set is no folder
        known.error("the following arguments are required: FILE")
    try:
        return _carried_out(order_from(args), args.verbose, stop or Stop())
    except PipelineError as error:
        print(told(error), file=sys.stderr)
        return 2


def _plain_names(words: Sequence[str]) -> list[str]:
    """The words without "--": files after it that begin with a dash get a path, since options and files may be mixed
    here, which argparse can't do beside it."""
    if "--" not in words:
        return list(words)
    at = list(words).index("--")
    names = words[at + 1 :]
    return [*words[:at], *(os.path.join(os.curdir, w) if w.startswith("-") and w != "-" else w for w in names)]


def order_from(args: argparse.Namespace) -> Order:
    """The command with everything looked at that can be known before the work. Raises OptionError."""
    from pipeline.command.inputs import inputs_of, others_in, unread_subfolders
    from pipeline.command.outputs import outputs_of

    options = options_from(args)
    inputs, unread = inputs_of(args.files)
    _check_for_one(options, len(inputs) + len(unread))
    others: list[str] = []
    for folder in dict.fromkeys(each.path.parent for each in inputs if each.path and not each.chosen):
        others += others_in(folder, inputs)
        if note := unread_subfolders(folder):
            print(f"{folder}: {note}", file=sys.stderr)
    several = len(args.files) > 1 or not all(each.chosen for each in inputs)
    env = environment()
    settings = settings_from(env)
    given = ("--template", args.template) if args.template else ("SCRIPT2DOC_TEMPLATE", settings and settings.template)
    look = Path(given[1]) if given[1] else None
    outputs = outputs_of(inputs, args.output, several=several, template=look, force=args.force)
    if any(out.is_pdf for out in outputs):
        from pipeline.render import pdf

        if not pdf.available():
            raise OptionError("PDF needs LibreOffice, which isn't installed here. Install it, or write a .docx.")
    model = model_from(options, env)
    if options.writer is not WriterChoice.EXTRACTIVE:
        from pipeline.idle_settings import idle_settings

        for line in idle_settings(env):
            print(line, file=sys.stderr)
    if ahead := without_effect(
        options,
        [target.suffix for target in outputs],
        model=model is not None,
        template=look is not None,
        named=args.template is not None,
    ):
        print(ahead, file=sys.stderr)
    template, notes = read_template(look, given[0]) if look else (None, ())

    from pipeline.command.making import Order

    jobs = tuple(zip(inputs, outputs, strict=True))
    return Order(jobs, options, settings, model, template, notes, args.explain, unread, tuple(others))


def _check_for_one(options: GuideOptions, files: int) -> None:
    """Raises OptionError where several files would get what is of one recording."""
    given = [f"--{name}" for name in OF_ONE_RECORDING if files > 1 and getattr(options, name) is not None]
    if given:
        both = " and ".join(given)
        raise OptionError(
            f"{both} can only be for one transcript, and there are {files}. Name one, or leave out {both}."
        )


def settings_from(env: Mapping[str, str]) -> GuideSettings | None:
    """What an environment sets for each guide; None if it sets nothing. Raises OptionError with a line for each setting
    that can't be used, and for each name that is misspelled."""
    if not any(name.upper().startswith("SCRIPT2DOC_") for name in env):
        return None  # what checks them takes longer to load than everything else here
    from pipeline.setting_names import unknown_names, without_service_links
    from pipeline.settings import GuideSettings, proxy_problem, validated

    settings, problems = validated(GuideSettings, without_service_links(env))
    problems = [*unknown_names(env), *problems]
    if problem := proxy_problem(settings.proxy):
        problems.append(problem)
    if problems:
        raise OptionError("\n".join(problems))
    return settings


def model_from(options: GuideOptions, env: Mapping[str, str]) -> ModelSettings | None:
    """The model's settings, where it is to write and is configured. Raises OptionError."""
    if options.writer is WriterChoice.EXTRACTIVE:
        return None
    from pipeline.llm import ModelSettings

    settings = ModelSettings.from_env(env)
    if settings is not None:
        from pipeline.settings import outgoing_proxy_problem

        if problem := outgoing_proxy_problem(env):
            raise OptionError(problem)
    if settings is None and options.writer is WriterChoice.MODEL:
        raise NoModel
    return settings


def read_template(file: Path, named_by: str) -> tuple[bytes, tuple[str, ...]]:
    """The bytes of a company's document, and what its author may not expect. `named_by` is the option or the setting
    that names it. Raises OptionError where it is missing or unusable."""
    from pipeline.render.template import fitting

    try:
        data = file.read_bytes()
        return data, fitting(data).notes
    except FileNotFoundError:
        raise OptionError(f"{named_by}: there is no file {file}.") from None
    except OSError as error:
        raise OptionError(f"{named_by}: {file} can't be read: {error.strerror}.") from None
    except RenderError as error:
        raise OptionError(f"{named_by}: {file} can't be used. {error.message}") from None


def _carried_out(order: Order, verbose: bool, stop: Stop) -> int:
    """Makes the guides, and is stopped by a signal. Raises OptionError."""
    import asyncio
    import logging

    from pipeline.command.display import say
    from pipeline.command.making import make_all

    logging.basicConfig(level=logging.INFO if verbose else logging.ERROR, format="%(name)s: %(message)s")
    # Not asyncio.run: it would wait for threads to end, and one that reads from a pipe may never do.
    loop = asyncio.new_event_loop()
    try:
        task = loop.create_task(make_all(order, stop))
        with stop.cancels(loop, task):
            code = loop.run_until_complete(task)
        loop.run_until_complete(loop.shutdown_asyncgens())
        return code
    except asyncio.CancelledError:
        say(stop.line, sys.stderr)
        return stop.code
    finally:
        loop.close()
