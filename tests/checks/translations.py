"""The app's own texts with their translations: honest lines in another language, of which there are far more than in
drafts. What is found in them is found in vain.

    python -m tests.checks.translations    the words of meanings.txt and opposed.txt that are found in vain most often
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

from pipeline.grounding import opposed
from pipeline.grounding.meanings import meanings_of, read
from pipeline.grounding.signs import Compared
from pipeline.grounding.word_lists import LANGUAGES
from pipeline.transcript import Transcript, Utterance
from tests.conftest import FIXTURES

_ROOT = FIXTURES.parents[1]
CATALOGUES = (_ROOT / "bot/messages/locale", _ROOT / "pipeline/render/locale")
LEAST_WORDS = 4
MOST_SHOWN = 40
_MARKUP = re.compile(r"\{[^{}]*\}|<[^<>]*>|[*_`]|:[a-z_]+:")


def texts() -> Iterator[dict[str, str]]:
    """Each text of some words, by language."""
    for folder in CATALOGUES:
        translated: dict[str, dict[str, str]] = {}
        for language in LANGUAGES[1:]:
            for english, text in _catalogue(folder / f"{language}.po"):
                translated.setdefault(english, {})[language] = text
        for english, others in translated.items():
            if len(english.split()) >= LEAST_WORDS:
                yield {"en": english, **others}


def _catalogue(file: Path) -> Iterator[tuple[str, str]]:
    with file.open("rb") as opened:
        for message in read_po(opened):
            if message.id and isinstance(message.id, str) and isinstance(message.string, str):
                yield _MARKUP.sub("", message.id), _MARKUP.sub("", message.string)


def lines(every: int = 1) -> Iterator[Compared]:
    """Translations as lines that cite the English text, and the other way round; of every so many texts."""
    for number, text in enumerate(texts()):
        for language in LANGUAGES[1:]:
            for written_in, said_in in ((language, "en"), ("en", language)):
                if number % every == 0 and written_in in text and said_in in text:
                    transcript = Transcript("texts", (Utterance(1, text[said_in]),), language=said_in)
                    yield Compared(text[written_in], "action", (1,), transcript, (1,), said_in, written_in)


def main() -> int:
    added: Counter[tuple[str, str]] = Counter()
    turned: Counter[tuple[str, str, str, str]] = Counter()
    pairs = 0
    for text in texts():
        for written_in in text:
            for said_in in text.keys() - {written_in}:
                pairs += 1
                said = meanings_of(text[said_in], said_in)
                for word in set(read(text[written_in], written_in)):
                    if word.meanings and not said.intersection(word.meanings + word.light):
                        added[written_in, word.text] += 1
                told = opposed.sides(text[written_in], written_in)
                heard = opposed.sides(text[said_in], said_in)
                turned.update((written_in, word, said_in, other) for _, word, other in opposed.turned(told, heard))
    print(f"{pairs} pairs of texts; {turned.total()} opposites, whatever is negated")
    for counted in (added, turned):
        for words, times in counted.most_common(MOST_SHOWN):
            print(f"{times:>6}  {' '.join(words)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
