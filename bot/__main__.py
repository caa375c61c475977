"""python -m bot [serve | worker | run | playground | doctor | new-key | move-database FROM TO]

`serve` (the default) serves Slack: over Socket Mode with SLACK_BOT_TOKEN and SLACK_APP_TOKEN, over HTTP with
SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET. `worker` runs jobs beside it, on a PostgreSQL database that they share.
`playground` opens a Slack workspace on loopback, which needs no tokens. `run` serves where any token is set, and else
opens the playground. `doctor` looks at all that the app needs. `new-key` prints a key for SCRIPT2DOC_TOKEN_KEYS.
`move-database` copies one database to another. Exit codes: 0 stopped as asked; 1 Slack or the database can't be
reached, or something is wrong (doctor); 2 settings that can't be used, said in a line each; 141 nobody reads on
(doctor). `doctor`, `new-key` and `move-database` end with 130 where Ctrl-C breaks them off, and for other signals with
128 and the signal's number.
"""

from __future__ import annotations

import os
import sys

from bot.signals_at_first import end_at_once

TYPE_CHECKING = False  # not from `typing`, which takes a while to load: signals aren't handled yet
if TYPE_CHECKING:
    import argparse
    from collections.abc import Awaitable, Callable, Sequence

    from bot.signals import Stop

MOVE = "move-database"

WORDS = """\
commands:
  serve       serve Slack, using the tokens in the environment or .env (the default)
  worker      run jobs beside it, in as many processes and on as many machines as you like; takes a PostgreSQL database
  playground  open a Slack workspace on this machine to try the app in; needs no tokens
  run         serve Slack if tokens are set, otherwise open the playground
  doctor      check .env, settings, tokens, scopes, connection, model, template, LibreOffice for PDF, database, queue,
              disk, limits, ports and proxy, and print a line for each
  new-key     print a new key for SCRIPT2DOC_TOKEN_KEYS, which encrypts the tokens of several workspaces
  move-database FROM TO
              copy everything from one database to another, empty one, such as from SQLite to PostgreSQL; both are
              addresses as SCRIPT2DOC_DATABASE_URL has them. Stop all processes first
"""

UNREAD_EXIT_CODE = 141
"""The exit code of a program that writes where nobody reads any more (SIGPIPE), as shells give it."""

PATIENCE_SECONDS = 1.0
"""Seconds after which a start says that it is under way: loading takes longer on a machine that has just begun."""


def main(argv: Sequence[str] | None = None) -> int:
    end_at_once(serves=_is_server(sys.argv[1:] if argv is None else argv))
    import gc

    # What is loaded stays, and to look for garbage meanwhile is an eighth of the time. `runtime` sets it for serving.
    gc.set_threshold(100_000)
    parser = _parser()
    args = parser.parse_args(argv)
    if len(args.addresses) != (2 if args.what == MOVE else 0):
        parser.error("give the two addresses, FROM and TO" if args.what == MOVE else f"only {MOVE} takes addresses")
    try:
        return _done(args)
    except ModuleNotFoundError as error:
        from pipeline.missing_packages import told

        if (said := told(error, "bot")) is None:
            raise
        print(said, file=sys.stderr)
        return 2


def _is_server(argv: Sequence[str]) -> bool:
    """Whether the command is one that runs until it is stopped; that has to be known before anything is loaded."""
    what = next((word for word in argv if not word.startswith("-")), "serve")
    return what not in ("doctor", "new-key", MOVE)


def _done(args: argparse.Namespace) -> int:
    """Does what was asked, and returns the exit code."""
    from bot.settings import SettingsError, Unavailable

    try:
        if args.what == "doctor":
            return _examine()
        if args.what == "new-key":
            from bot.store.encryption import new_key

            print(new_key())
            return 0
        if args.what == MOVE:
            return _move(*args.addresses)
        return _serve(args.what, open_browser=args.browser)
    except SettingsError as error:
        from bot.observe import say_problems

        say_problems(error.problems)
        # Whoever starts it again after a failure, such as systemd, must not give up for an outage.
        return 1 if isinstance(error, Unavailable) else 2


def _parser() -> argparse.ArgumentParser:
    import argparse

    from bot.called import BOT
    from pipeline import __version__
    from pipeline.command.misunderstood import Parser

    parser = Parser(
        prog=BOT,
        description="Runs Script2Doc, the Slack app.",
        epilog=WORDS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "what",
        nargs="?",
        choices=["serve", "worker", "playground", "run", "doctor", "new-key", MOVE],
        default="serve",
        metavar="COMMAND",
        help="serve (the default), worker, playground, run, doctor, new-key, or move-database: see below",
    )
    parser.add_argument("addresses", nargs="*", metavar="ADDRESS", help="of two databases, for move-database")
    parser.add_argument(
        "--no-browser",
        dest="browser",
        action="store_false",
        help="don't open the playground's page in a browser (or set SCRIPT2DOC_OPEN_BROWSER=0)",
    )
    parser.add_argument("--version", action="version", version=f"Script2Doc {__version__}")
    return parser


def _serve(what: str, *, open_browser: bool) -> int:
    """Serves until it is told to stop. Raises SettingsError."""
    from bot import observe, preflight, runtime
    from bot.settings import environment, validated
    from bot.tokens import any_set
    from pipeline.setting_names import PREFIX, unknown_names

    env = environment()
    if env.get("SCRIPT2DOC_LOG_FORMAT", "").strip().lower() == "json":
        observe.configure(format="json")  # what is wrong with the other settings is said in it, too
    playground = what == "playground" or (what == "run" and not any_set(validated(env)[0]))
    settings = preflight.checked(env, playground=playground, worker=what == "worker")
    if playground:
        from bot.idle_settings import idle

        slips = [line for line in unknown_names(env) if not line.upper().startswith(PREFIX)]
        for line in [*slips, *idle(settings, env, playground=True)]:
            print(f"script2doc: {line}", file=sys.stderr)
    if not open_browser:
        settings = settings.model_copy(update={"open_browser": False})

    # Loaded here and not on the loop, where nothing could end it meanwhile.
    if playground:
        if what == "run":
            print("No Slack tokens are set, so this opens the playground.", flush=True)
        import threading

        note = threading.Timer(PATIENCE_SECONDS, lambda: print("Starting …", file=sys.stderr, flush=True))
        note.daemon = True
        note.start()
        from bot.serve_playground import in_playground

        runtime.prepare()
        return _run(lambda stop: in_playground(settings, env, stop, note.cancel))
    from bot.serve import as_worker, in_slack, through_outages

    runtime.prepare()
    serving = as_worker if what == "worker" else in_slack
    return _run(lambda stop: through_outages(lambda: serving(settings, env, stop), stop))


def _move(source: str, target: str) -> int:
    """Copies all rows of a database to another, and says how many. Raises SettingsError."""
    from bot.settings import SettingsError
    from bot.store import StoreError
    from bot.store.moving import move

    try:
        moved = move(source, target, tell=lambda line: print(line, flush=True))
    except StoreError as error:
        raise SettingsError(str(error)) from None
    print(f"Moved {sum(each.rows for each in moved):,} rows in {len(moved)} tables; each was compared.")
    print("Set SCRIPT2DOC_DATABASE_URL to the new address. The old database is as it was.")
    return 0


def _examine() -> int:
    """Prints what the doctor finds; 1 where something is wrong."""
    from bot.doctor import examine

    well: list[bool] = []
    stops: list[Stop] = []

    async def examined(stop: Stop) -> None:
        stops.append(stop)
        well.append(await examine())

    try:
        _run(examined, serves=False)
    except BrokenPipeError:  # `doctor | head`
        # What Python has yet to write goes nowhere, or it would complain at its end ("Note on SIGPIPE" in its manual).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNREAD_EXIT_CODE
    return stops[0].exit_code if not well else 0 if well[0] else 1


def _run(work: Callable[[Stop], Awaitable[None]], *, serves: bool = True) -> int:
    """Runs it until it ends or is told to stop. Raises SettingsError."""
    import asyncio

    from bot.settings import SettingsError, Unavailable
    from bot.signals import until_stopped
    from bot.store import DatabaseAway, DatabaseBusy, StoreError

    try:
        asyncio.run(until_stopped(work, serves=serves))
    except (DatabaseAway, DatabaseBusy) as error:
        raise Unavailable(str(error)) from None
    except StoreError as error:
        raise SettingsError(str(error)) from None
    return 0


if __name__ == "__main__":
    sys.exit(main())
