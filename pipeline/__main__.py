"""python -m pipeline talk.vtt -o talk.docx --url https://… --tone friendly"""

from __future__ import annotations

import _signal  # not `signal`, which loads `enum` first: Ctrl-C would end in a traceback meanwhile
import os
import sys

TYPE_CHECKING = False  # not from `typing`, which takes a while to load: see `run`
if TYPE_CHECKING:
    from typing import NoReturn


def run() -> NoReturn:
    """Does what the command line asks, and ends the process with its exit code."""
    # Before anything is loaded: Ctrl-C would end in a traceback of whatever is being loaded.
    if _signal.getsignal(_signal.SIGINT) != _signal.SIG_IGN:
        _signal.signal(_signal.SIGINT, _signal.SIG_DFL)

    import gc

    from pipeline.command.stopping import Stop
    from pipeline.missing_packages import told

    stop = Stop()
    stop.listen()
    open_streams()
    # Nearly all that a short process makes it keeps to its end. Looking for garbage is a tenth of the time of loading.
    gc.set_threshold(100_000)
    # Only now: loading takes long enough for Ctrl-C to be pressed meanwhile.
    try:
        from pipeline.command.main import main

        code = main(stop=stop)
    except ModuleNotFoundError as error:
        if (said := told(error, "pipeline")) is None:
            raise
        print(said, file=sys.stderr)
        code = 2
    except SystemExit as error:  # argparse has said why
        code = error.code if isinstance(error.code, int) else 1
    code = flushed(code)
    # All is written and flushed, and the processes that were started have ended. Taking down the interpreter, object
    # by object, would keep people waiting for up to a second after the last line, and be one more place for Ctrl-C.
    os._exit(code)


def open_streams() -> None:
    """Where a standard stream was closed (`2>&-`), its number must not go to the next file that is opened."""
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 (open until the end)
            opened = getattr(sys, name).fileno()
            if opened != number:
                os.dup2(opened, number)
    import io

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # “ isn't in every encoding


def flushed(code: int) -> int:
    """The exit code, after everything printed has gone out. Whoever stopped reading (`| head`) wants no more of it;
    any other failure means that something wasn't printed."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            pass
        except (OSError, ValueError):
            code = code or 1
    return code


if __name__ == "__main__":
    run()
