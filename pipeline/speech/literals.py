"""Masks text that must not be changed (code, quotations, addresses, paths) while rules rewrite the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.speech.lexicon import word_set

_LINK = re.compile(r"!?\[([^\]\n]{1,200})\]\(<?(?:https?://|/|#|mailto:)[^)\s\[]{0,2000}>?\)")
_LITERAL = re.compile(
    r"(?<!`)`++([^`\n]+)`+|\"([^\"\n]{1,120})\"|“([^”\n]{1,120})”|„([^“”\n]{1,120})[“”]|«\s?([^»\n]{1,120}?)\s?»"
    r"|(https?://[^\s<>\"')\]]*[^\s<>\"')\].,;:!?])|((?<![\w/])(?:~?/|[A-Za-z]:\\|\./|\.\./)[\w.\\/@+-]*[\w/])"
    r"|((?<![\w-])--?[a-zA-Z][\w-]*(?:=[^\s,;]{0,300}\w)?(?=[\s,.;:)]|$))"
    r"|(\b[\w-]{1,100}(?:[./][\w-]{1,100}){0,20}\.(?:py|txt|md|json|ya?ml|toml|nix|js|ts|html|css|xml|csv|sh|conf|cfg|ini|log|exe|sql"
    r"|cpp|c|h|hpp|rs|go|java|rb|php|ipynb|pdf|docx?|xlsx?|zip|tar|gz|tt|pm|pl|lock|env|org|com|net|io|dev)\b)"
    r"|((?:\bimport \w+; ?)?\b\w+(?:\.\w+){1,20}\([^()\s]*\))|(\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b)"
)
_SIGN = re.compile(r"[`\"“„«/\\.-](?:(?<=[^.-])|(?=[\w-])(?:(?<=\.)|(?<=(?<![\w-])-)))")
"""What each literal holds one of. Most sentences have none, and that is soon found out."""
_MARK = re.compile(r"Qz(\d+)zQ")
"""What stands for a literal in a masked text. Rules take it for a word."""
_COMMAND = re.compile(
    r"^(?:\$ |> )?(?:sudo|git|npm|npx|yarn|pnpm|pip3?|pipx|conda|mamba|python3?|node|docker|kubectl|helm|cd"
    r"|ls|mkdir|rm|cp|mv|cat|echo|export|source|curl|wget|ssh|scp|apt|apt-get|brew|make|cmake|cargo|go|gcc|lldb|gdb|nix"
    r"|bash|sh|chmod|chown|tar|grep|touch|vim?|nano|code|twine|pytest|flask|uvicorn|terraform|aws|gcloud|az|psql"
    r"|redis-cli|systemctl)(?: |$)"
)


@dataclass(frozen=True)
class Literal:
    """A piece of text that must not be changed."""

    text: str
    """Code comes without its backticks, a quotation with its quotation marks."""
    code: bool
    """Whether it is code: marked as such, or a call such as `os.getcwd()`."""


@dataclass(frozen=True)
class Masked:
    """A sentence in which each literal is replaced by a mark that reads as one word."""

    text: str
    literals: tuple[Literal, ...]

    def restore(self, text: str) -> str:
        """A masked text with its literals back in place. It may be any part of this one, reworded."""
        return _MARK.sub(lambda m: self._literal_at(m).text, text)

    def codes(self, text: str) -> tuple[str, ...]:
        """The pieces of code in a masked text, in order."""
        found = (self._literal_at(m) for m in _MARK.finditer(text))
        return tuple(one.text for one in found if one.code)

    def _literal_at(self, found: re.Match[str]) -> Literal:
        number = int(found.group(1))
        return self.literals[number] if number < len(self.literals) else Literal(found.group(), False)


def codes_in(text: str) -> tuple[str, ...]:
    """The pieces of code between backticks in a sentence, and its calls if there are any; empty without backticks."""
    if "`" not in text:
        return ()
    masked = mask(text)
    return masked.codes(masked.text)


def mask(text: str) -> Masked:
    """The sentence with marks in place of its literals. A Markdown link is replaced by its text.

    >>> mask("Run `npm test` in /srv/app.").text
    'Run Qz0zQ in Qz1zQ.'
    """
    text = _MARK.sub(r"Qz \1 zQ", text)
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if not _SIGN.search(text):
        return Masked(text, ())
    literals: list[Literal] = []

    def mark_of(found: re.Match[str]) -> str:
        ticked = found.group(1) is not None
        whole = found.group(1).strip() if ticked else found.group()
        code = ticked or (whole.endswith(")") and "." in whole)
        literals.append(Literal(whole, code))
        return f"Qz{len(literals) - 1}zQ"

    return Masked(_LITERAL.sub(mark_of, text), tuple(literals))


_PROGRAM = re.compile(r"[a-z][\w.-]*")
_OPTION_OR_PATH = re.compile(r"--?[A-Za-z]|\S*/\S|\S+\.(?:py|c|cpp|app|sh|js|txt|json|md)$")


_OF_SENTENCES = word_set("""
    you we i the a is are to this that it with your and then of in on at from here there again now""")
"""Words that no command has."""


def is_bare_command(text: str) -> bool:
    """Whether a whole sentence is a command that nothing marks as code: two to ten words, the name of a program first,
    an option or a path among the others, and no common English word.

    >>> is_bare_command("attach --pid 12345"), is_bare_command("you can use --force here")
    (True, False)
    """
    words = text.split()
    if not 2 <= len(words) <= 10 or _OF_SENTENCES.intersection(words) or not _PROGRAM.fullmatch(words[0]):
        return False
    return any(_OPTION_OR_PATH.match(word) for word in words[1:])


def looks_like_command(text: str) -> bool:
    """Whether a text begins with the name of a well-known program, as a command line does."""
    return bool(_COMMAND.match(text))
