"""Joins a sentence to the one before it if it corrects that one or is a part of it."""

from __future__ import annotations

from dataclasses import replace

from pipeline.speech import LanguageRules, Neighbour
from pipeline.speech.sentences import MOST_SENTENCE_CHARACTERS, Sentence


def with_parts_joined(sentences: tuple[Sentence, ...], rules: LanguageRules) -> list[Sentence]:
    """Joins a sentence to the one before if it corrects that one or is a part of it. The rules of the language then
    apply the correction."""
    joined: list[Sentence] = []
    for sentence in sentences:
        place = _index_before(joined, past_small_talk=rules.is_correction(sentence.text))
        before = joined[place] if joined else None
        if (
            before is not None
            and before.speaker == sentence.speaker
            and len(before.text) + len(sentence.text) < MOST_SENTENCE_CHARACTERS
            and _are_one(before.text, sentence.text, rules)
        ):
            text = f"{before.text.rstrip(' .')}, {sentence.text[:1].lower()}{sentence.text[1:]}"
            joined[place] = replace(
                before, text=text, ids=tuple(dict.fromkeys((*before.ids, *sentence.ids))), end=sentence.end
            )
        else:
            joined.append(sentence)
    return joined


def _index_before(sentences: list[Sentence], *, past_small_talk: bool) -> int:
    """The index of the last sentence, counted from the end. With `past_small_talk`, sentences of one or two words are
    skipped: "Try that" may come between "Go to example.org/in" and "Actually, just example.org"."""
    for place in (-1, -2, -3) if past_small_talk else ():
        if -place <= len(sentences) and len(sentences[place].text.split()) > 2:
            return place
    return -1


def _are_one(before: str, text: str, rules: LanguageRules) -> bool:
    """Whether two sentences belong together: a correction, a condition and its command, or an afterthought."""
    if rules.is_correction(text) or rules.neighbour_of(text) is Neighbour.PREVIOUS:
        return True
    return rules.neighbour_of(before) is Neighbour.NEXT and not text.rstrip().endswith("?")
