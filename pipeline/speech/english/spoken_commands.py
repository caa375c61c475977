"""Tells the words of a spoken command from the English around it: "run npm install in your project folder"."""

from __future__ import annotations

import re

from pipeline.speech import literals
from pipeline.speech.english.open_verbs import could_be_verb
from pipeline.speech.english.vocabulary import FUNCTION_WORDS
from pipeline.speech.lexicon import word_set, words_of

MOST_COMMAND_WORDS = 8
"""A longer one isn't told from the sentence."""
_SHAPED = re.compile(r"-{1,2}\w|\S*[\w.~]?/\S|\S*\w[=@:_.]\S|\S*\d|[\"“'`]|\S*[a-z]-[a-z]")
"""A word that isn't English: an option, a path, an address, a setting, something with a digit."""
_OPTION = re.compile(r"--?[a-zA-Z]")
_TAKES_TEXT = re.compile(r"-(?:a?m|c|e)$|--message$")
"""An option with a text behind it. Without quotation marks, nobody can tell where that ends."""
_COMPLETE_ALONE = word_set("make python python3 ls vim vi nano lldb gdb node psql pytest bash")
"""Programs that do something without a word behind them."""
_ASKS_FOR_MORE = word_set("install clone add copy pull load apply import restore download create mkdir cd checkout")
"""Words of commands behind which "from the …" says what, and not where."""
_TYPED_INTO = word_set("terminal shell prompt console line")
_PURPOSES = word_set("see be have get know")
"""Verbs after "to" that can begin no command of a guide."""
_OF_COMMANDS = word_set("up down out get set use do add make try show last")
"""Words of commands that mean little in English: "docker compose up"."""
_SPELLED = words_of("english", "spoken_commands.SPELLED")
"""Signs that were read out: how the command is written isn't known then."""
_THINGS = words_of("english", "spoken_commands.THINGS")
"""Words that make a thing of a program's name: "docker containers"."""
_ENDS = words_of("english", "spoken_commands.ENDS")
"""Words of the sentence. What they begin changes no command."""
_PLACES = words_of("english", "spoken_commands.PLACES")
"""What a command is typed into or runs on, and the articles and possessives of such places."""
_ENDS_BEFORE = {
    **dict.fromkeys(("in", "on", "at", "inside", "within", "from"), _PLACES),
    "and": word_set("then you we i it that this they there wait see check press hit look watch let let's"),
    "for": word_set("me us you him her them now the this that a"),
    "as": word_set("well usual you we i it soon before always"),
    "one": word_set("more last"),
}
"""Words that end a command before these others, and in its middle could belong to it: "git commit and push"."""


def command_in(text: str, masked: literals.Masked) -> str | None:
    """The command at the beginning of a masked text, without the words of the sentence behind it. None if it can't be
    told where it ends, if something is missing in it, or if it names a thing.

    >>> [command_in(said, literals.mask(said)) for said in ("git status in the terminal", "pip install the package")]
    ['git status', None]
    """
    words = text.split()
    kept: list[str] = []
    for at, word in enumerate(words):
        bare = word.rstrip(",;:.!?")
        if kept and not _is_shaped(bare, masked):
            rest = [one.lower().rstrip(",;:.!?") for one in words[at:]]
            if _ends(kept, rest, masked):
                return _whole(kept, rest, masked)
            if not bare.isalnum() or bare.lower() in _SPELLED | (FUNCTION_WORDS - _OF_COMMANDS):
                return None
        kept.append(bare)
        if word != bare and at + 1 < len(words):
            return _whole(kept, words[at + 1 :], masked) if word[-1] in ",;" else None
    return _whole(kept, [], masked)


def _is_shaped(word: str, masked: literals.Masked) -> bool:
    return word.startswith("Qz") or _SHAPED.match(masked.restore(word)) is not None


def _ends(kept: list[str], rest: list[str], masked: literals.Masked) -> bool:
    """Whether the sentence goes on with the first word of `rest`, which the command doesn't have."""
    word, after = rest[0], rest[1] if len(rest) > 1 else ""
    if word == "to":
        return could_be_verb(after) or after in _PURPOSES
    if word == "from" and kept[-1].lower() in _ASKS_FOR_MORE:
        return not _TYPED_INTO.isdisjoint(rest[1:4])
    if word in _ENDS_BEFORE:
        return after in _ENDS_BEFORE[word] or (_ENDS_BEFORE[word] is _PLACES and _is_shaped(after, masked))
    return word in _ENDS


def _whole(kept: list[str], rest: list[str], masked: literals.Masked) -> str | None:
    """The words of a command, put together; None if they are too many or too few for one."""
    last = kept[-1].lower()
    if len(kept) > MOST_COMMAND_WORDS or last in _THINGS or (len(kept) == 1 and last not in _COMPLETE_ALONE):
        return None
    texts = [at for at, word in enumerate(kept) if _TAKES_TEXT.match(masked.restore(word))]
    quoted = all(kept[at + 1 : at + 2] and kept[at + 1].startswith("Qz") for at in texts)
    goes_on = any(_OPTION.match(masked.restore(word)) for word in rest)
    return masked.restore(" ".join(kept)) if quoted and not goes_on else None
