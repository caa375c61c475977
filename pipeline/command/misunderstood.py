"""What a command line says of words that it doesn't understand: one sentence, and where to read what it does."""

from __future__ import annotations

import argparse
import difflib
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

MISUSED_EXIT_CODE = 2
"""The exit code of a command that can't be run as given."""

_CHOICE = re.compile(r"argument ([^:]+): invalid choice: '(.*)' \(choose from (.*)\)", re.DOTALL)
_NO_VALUE = re.compile(r"argument ([^:]+): expected .*arguments?")
_VALUE_TOO_MUCH = re.compile(r"argument ([^:]+): ignored explicit argument '(.*)'", re.DOTALL)
_UNKNOWN = re.compile(r"unrecognized arguments: (.*)", re.DOTALL)
_MISSING = re.compile(r"the following arguments are required: (.*)")
_AMBIGUOUS = re.compile(r"ambiguous option: (.*) could match (.*)", re.DOTALL)


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line. argparse prints the names of all options before it, and that line is lost."""

    _left: Sequence[str] = ()
    """The words that were looked at last. Where files and options are mixed, those are what no option took."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        self._left = tuple(sys.argv[1:] if args is None else args)
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        unknown = [word for word in self._left if word.startswith("-") and word != "-"]
        if unknown and _MISSING.fullmatch(message):  # argparse misses the file first, and never gets to the option
            message = f"unrecognized arguments: {' '.join(unknown)}"
        said = sentence(message, self._option_string_actions)
        print(f"{said} See {self.prog} --help.", file=sys.stderr)
        sys.exit(MISUSED_EXIT_CODE)


def sentence(message: str, options: Iterable[str] = ()) -> str:
    """What argparse says, in our words. `options` are the names that there are, such as --tone.

    >>> sentence("argument --tone: invalid choice: 'loud' (choose from 'neutral', 'formal')")
    '--tone can be neutral or formal, not “loud”.'
    >>> sentence("unrecognized arguments: --stepz")
    'Not understood: --stepz.'
    >>> sentence("unrecognized arguments: --stepz=3", ["--steps", "--tone"])
    'Not understood: --stepz=3. Did you mean --steps?'
    """
    if found := _CHOICE.fullmatch(message):
        *others, last = found[3].replace("'", "").split(", ")
        return f"{found[1]} can be {', '.join(others)} or {last}, not “{found[2]}”."
    if found := _UNKNOWN.fullmatch(message):
        return f"Not understood: {found[1]}.{_meant(found[1], options)}"
    if found := _MISSING.fullmatch(message):
        return f"{found[1]} is missing."
    if found := _NO_VALUE.fullmatch(message):
        return f"{found[1]} needs a value."
    if found := _VALUE_TOO_MUCH.fullmatch(message):
        return f"{found[1]} takes no value, but “{found[2]}” is given."
    if found := _AMBIGUOUS.fullmatch(message):
        return f"{found[1]} can be any of {found[2]}. Write it out."
    return f"{message[:1].upper()}{message[1:]}."


def _meant(words: str, options: Iterable[str]) -> str:
    """Which option the first of these words may mean that is like one. The dashes, which all have, make none alike."""
    known = [option.removeprefix("--") for option in options if option.startswith("--")]
    for word in words.split():
        name = word.partition("=")[0]
        if name.startswith("--") and (close := difflib.get_close_matches(name.removeprefix("--"), known, n=1)):
            return f" Did you mean --{close[0]}?"
    return ""
