"""Where sentences begin in speech without full stops whose writer kept the capitals: "… of that flour mixture Now mix
that …". Captions that people typed are often like this."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.speech.lexicon import word_set
from pipeline.speech.sentence_cuts import SHORTEST_WORDS, plain_word
from pipeline.transcript import Transcript

FEWEST_STARTS = 3
WORDS_FOR_A_START = 80
"""Capitals tell sentences if there is at least one for so many words; a few more may be names."""
MOST_CAPITAL_CAPTIONS = 0.95
"""Where more of the captions begin with a capital, it only says that a caption begins."""
FEWEST_CAPTIONS = 6
_JOINTS = word_set("""
    now then so but finally if when while because once we you they he she it i'm i'll i've i'd we're we'll we've you're
    you'll it's that's there's here's they're let's don't okay ok well
    dann danach jetzt nun aber wenn falls sobald bevor zuerst ich du wir ihr man
    luego después ahora entonces pero si cuando puis ensuite maintenant mais quand vous nous""")
"""Words that have a capital only where a sentence begins, behind a name or a German noun as well."""
_BEGINNINGS = _JOINTS | word_set("""
    and or also next first after before since the this that these those there here a an my your our their his her its do
    in on at for with from what how why where please again remember make to of all some
    und oder er sie es der die das den dem ein eine diese dieser dieses hier da dort
    y el los las un una esto este esta para con en
    et le la les une ce cette ces il elle on pour dans avec""")
"""Words that have a capital only where a sentence begins, or inside of a name."""
_FOLLOW_VERB = word_set("""
    the a an this that these those it them your my our each all any some one two three in on at up down with to
    der die das den dem ein eine einen el los las un una le la les une des""")
_FOLLOW_NAME = word_set("and or is are was has have will can does then so but which for und oder ist y o es et ou est")
_NOT_BEFORE = word_set("""
    the a an this that these those your my our his her their its of to for with and or in on at by from called named
    says click press select choose tap hit type der die das den dem eine el la los las un una le les de du""")
"""No sentence ends with these, or what follows is a label."""


@dataclass(frozen=True)
class Capitals:
    """How the capitals of one transcript tell where sentences begin."""

    known: frozenset[str]
    """Words that the transcript has in lower case, too: they are no names."""
    at_captions: bool
    """Whether a capital at the beginning of a caption says that a sentence begins."""

    def starts(self, words: Sequence[str], pauses: Sequence[float | None]) -> Iterator[int]:
        """The indexes of the words with which a sentence begins, without the first, in order. `pauses` has None for
        each word inside of a caption, as for `sentence_cuts.sentence_starts`."""
        last = 0
        for at in range(1, len(words)):
            if at - last >= SHORTEST_WORDS and self._begins(words, at, pauses[at] is not None):
                yield at
                last = at

    def _begins(self, words: Sequence[str], at: int, caption: bool) -> bool:
        word, before = words[at].lstrip("\"'“‘(¿¡"), words[at - 1]
        if not (word[:1].isupper() and word[1:].islower()) or plain_word(before) in _NOT_BEFORE:
            return False
        plain = plain_word(word)
        following = words[at + 1] if at + 1 < len(words) else ""
        goes_on = following[:1].islower() or plain_word(following).partition("'")[0] == "i"
        if before[:1].isupper() and plain_word(before).partition("'")[0] != "i":
            return plain in _JOINTS and goes_on  # not in "Save As", "The Open button"
        if plain in _BEGINNINGS:
            return goes_on or not following
        if caption and self.at_captions:
            return goes_on and following not in _FOLLOW_NAME
        return plain in self.known and following in _FOLLOW_VERB


def capitals_of(transcript: Transcript) -> Capitals | None:
    """How capitals tell sentences in a transcript without full stops; None if they don't: automatic captions have
    them only for names."""
    captions = [words for one in transcript.utterances if (words := one.text.split())]
    capital = sum(words[0][:1].isupper() for words in captions)
    known = frozenset(plain_word(word) for words in captions for word in words if word[:1].islower())
    told = len(captions) >= FEWEST_CAPTIONS and capital <= len(captions) * MOST_CAPITAL_CAPTIONS
    capitals = Capitals(known, at_captions=told)
    found = 0
    for words in captions:
        found += sum(1 for _ in capitals.starts(words, [None] * len(words)))
        found += told and plain_word(words[0]) in _BEGINNINGS and words[0][:1].isupper()
    many = sum(map(len, captions))
    return capitals if found >= max(FEWEST_STARTS, many / WORDS_FOR_A_START) else None
