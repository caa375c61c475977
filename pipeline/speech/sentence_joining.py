"""Joins a sentence to the one before it if it corrects that one or is a part of it."""

from __future__ import annotations

from dataclasses import replace

from pipeline.speech import Hanging, LanguageRules
from pipeline.speech.sentences import MOST_SENTENCE_CHARACTERS, Sentence


def corrected(sentences: tuple[Sentence, ...], rules: LanguageRules) -> list[Sentence]:
    """Joins a sentence to the one before if it corrects that one or is a part of it. The rules of the language then
    apply the correction."""
    joined: list[Sentence] = []
    for sentence in sentences:
        place = _last(joined, past_small_talk=rules.takes_back(sentence.text))
        before = joined[place] if joined else None
        if (
            before is not None
            and before.speaker == sentence.speaker
            and len(before.text) + len(sentence.text) < MOST_SENTENCE_CHARACTERS
            and _one(before.text, sentence.text, rules)
        ):
            text = f"{before.text.rstrip(' .')}, {sentence.text[:1].lower()}{sentence.text[1:]}"
            joined[place] = replace(
                before, text=text, ids=tuple(dict.fromkeys((*before.ids, *sentence.ids))), end=sentence.end
            )
        else:
            joined.append(sentence)
    return joined


def _last(sentences: list[Sentence], *, past_small_talk: bool) -> int:
    """The index of the last sentence, counted from the end. With `past_small_talk`, sentences of one or two words are
    skipped: "Try that" may come between "Go to example.org/in" and "Actually, just example.org"."""
    for place in (-1, -2, -3) if past_small_talk else ():
        if -place <= len(sentences) and len(sentences[place].text.split()) > 2:
            return place
    return -1


def _one(before: str, text: str, rules: LanguageRules) -> bool:
    """Whether two sentences belong together: a correction, a condition and its command, or an afterthought."""
    if rules.takes_back(text) or rules.hangs(text) is Hanging.ON_LAST:
        return True
    return rules.hangs(before) is Hanging.ON_NEXT and not text.rstrip().endswith("?")
