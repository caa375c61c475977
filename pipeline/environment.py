"""The settings of the process: its environment, over what stands in the file `.env` of the folder where it runs."""

from __future__ import annotations

import os
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import OptionError

if TYPE_CHECKING:
    from dotenv.parser import Binding

FILE = Path(".env")


class EnvironmentFileError(OptionError):
    """The file with the settings can't be used as it is."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        """A sentence or two for each thing that is wrong, without what the line says: it may be secret."""
        super().__init__("\n".join(self.problems))


def environment(file: Path = FILE) -> dict[str, str]:
    """The process's environment over what stands in the file. Raises EnvironmentFileError."""
    return {**read_file(file), **os.environ}


def read_file(file: Path = FILE) -> dict[str, str]:
    """What stands in the file; nothing where there is none. Raises EnvironmentFileError that names every line that
    can't be read."""
    values, problems = readable(file)
    if problems:
        raise EnvironmentFileError(problems)
    return values


def readable(file: Path = FILE) -> tuple[dict[str, str], list[str]]:
    """What can be read of the file, and a sentence or two for each line, or for the file, that can't."""
    if os.path.isdir(file):  # what `docker run -v` makes of a file that isn't there
        return {}, [f"{file} is a folder, and settings are read from a file of that name. Delete the folder."]
    if not os.path.isfile(file):
        return {}, []
    from dotenv import dotenv_values  # loaded only where there is a file
    from dotenv.parser import parse_stream

    try:
        # The mark that Windows' editors put in front would be taken for a part of the first name.
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        return {}, [f"The file {file} can't be read: {error.strerror}."]
    except UnicodeDecodeError:
        return {}, [f"The file {file} can't be read. Save it as UTF-8 text."]
    lines = list(parse_stream(StringIO(text)))
    broken = [line for line in lines if line.error or (line.key is not None and line.value is None)]
    rest = "".join(line.original.string for line in lines if line not in broken)
    values = dotenv_values(stream=StringIO(rest))
    problems = [
        f"Line {_number(line)} of {file} can't be read. Write NAME=value, and close every quote." for line in broken
    ]
    return {name: value for name, value in values.items() if value is not None}, problems


def _number(line: Binding) -> int:
    """The number of a line of `.env`; the parser counts from the empty lines before it."""
    text = line.original.string
    return line.original.line + text[: len(text) - len(text.lstrip())].count("\n")
