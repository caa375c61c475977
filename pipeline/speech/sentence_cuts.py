"""Where sentences end in speech without punctuation, by weights that were learned from punctuated transcripts.

The model is a logistic regression over the words around the gap between two words, and the pause there. Rare words
count by their endings only, so that it knows how people begin and end sentences, and not what they talk about. The
weights are in a data file for each language; `python -m tests.sentence_cuts` makes it and scores it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

LANGUAGES = ("en",)
"""Languages with learned weights."""
LONGEST_WORDS = 40
"""A sentence with more words is cut once more, where that is likeliest: hardly anybody says a longer one."""
SHORTEST_WORDS = 3
"""A shorter sentence doesn't stand alone: "okay" and "there" go with what follows."""
_JOINTS = frozenset({"and", "but", "now", "so", "then"})
"""No sentence ends with these: they begin the next one."""
_OPENERS = _JOINTS | {"okay", "ok", "well", "um", "uh", "or", "also", "even", "only"}
_CONDITIONS = frozenset({"if", "unless", "when", "whenever", "once", "until", "before", "after", "while", "as"})
_IFS = frozenset({"if", "unless"})
_WHENS = frozenset({"when", "whenever", "once"})
_RELATIVE = frozenset({"that", "which", "who", "whose", "where", "what", "how", "because", "than", "as"})
"""Words after which a subject belongs to a clause inside the condition."""
_NO_JOINT = frozenset(
    {"see", "know", "check", "as", "even", "only", "what", "sure", "wonder", "ask", "tell", "and", "or"}
)
"""Words that an "if" belongs to."""
_OBJECTS_TOO = frozenset({"it", "this", "that"})
"""These are subjects only before a verb."""
_SUBJECTS = frozenset({"i", "you", "we", "he", "she", "they", "it", "there", "this", "that"})
MOST_CONDITION_WORDS = 26
"""A condition with more words already has its main clause."""
LONGEST_KEPT = 30
"""Characters of a word whose class is kept for the next time. Hostile words are a megabyte long."""
_TRIMMED = "\"'“”‘’()[]{},;:.!?…—–-*`<>«»"
_ENDINGS = ("ing", "ed", "ly", "tion", "ment", "er", "s", "e", "y")
_PAUSES = ((0.05, "P0"), (0.5, "P1"), (1.0, "P2"), (2.0, "P3"))
"""Silences are told apart by these bounds, in seconds."""
_BEFORE, _AFTER = "<", ">"
"""What stands for a word before the first and after the last."""


@dataclass(frozen=True)
class CutModel:
    """Learned weights for one language."""

    common: frozenset[str]
    """Words that count as themselves in patterns of several words. Others count by their ending."""
    weights: dict[str, float]
    """By feature, in log odds."""
    threshold: float
    """A sentence ends where the weights add up to more than this."""

    def scores(self, words: Sequence[str], pauses: Sequence[float | None]) -> list[float]:
        """For each gap between two words, by how much the weights exceed the threshold. `pauses` has an entry for each
        word: the seconds of silence before it if a caption or paragraph begins there, below 0 if the silence isn't
        known; None inside of a caption."""
        weight = self.weights.get
        return [
            sum([weight(feature, 0.0) for feature in gap]) - self.threshold
            for gap in features([plain_word(word) for word in words], pauses, self.common)
        ]


def sentence_starts(
    words: Sequence[str], pauses: Sequence[float | None], language: str, margin: float = 0.0
) -> list[int]:
    """The indexes of the words with which a sentence begins, without the first word. `pauses` as for `scores`, which
    must exceed `margin`. Raises KeyError for a language without weights. The time it takes grows with the number of
    words."""
    starts = starts_by_scores([score - margin for score in model_for(language).scores(words, pauses)])
    plain = [plain_word(word) for word in words]
    kept: list[int] = []
    learned = {start - 1 if plain[start - 1] in _JOINTS else start for start in starts}
    for at in sorted(learned.union(_prohibitions(plain))):
        begin = kept[-1] if kept else 0
        last = plain[at - 1] in _NEVER_LAST or _lacks_object(plain, at)
        if last or plain[at] in _NEVER_FIRST or _denies(plain, at) or _goes_on_in_warning(plain, at):
            continue
        if _lacks_thing(plain, at):
            at -= 1  # "open the door | press the button", and not "open the door press | the button"
            if at - begin < SHORTEST_WORDS or plain[at - 1] in _LEADS_TO_VERB:
                continue
        if kept and _only_lists(plain[begin:at]):
            kept.pop()  # "enter your name | and your date of birth"
            begin = kept[-1] if kept else 0
        if _is_condition(plain[begin:at]):
            continue
        late = _condition_at_end(plain, begin, at)
        if late is None:
            kept.append(at)
        elif late - begin >= SHORTEST_WORDS:
            kept.append(late)  # "it uses the latest one now if you want another | you can select it"
    return kept


_NEVER_LAST = frozenset(
    {"because", "never", "the", "a", "an", "of", "your", "my", "our", "their", "every", "than", "if", "unless", "until"}
)
"""Words with which no sentence ends."""
_NEVER_FIRST = frozenset({"until", "till", "unless"})
"""Words with which hardly any sentence begins in speech: they limit what was said before."""
_BARE = frozenset({"not", "don't", "never", "can't", "won't"})
_DETERMINERS = frozenset({"the", "a", "an", "this", "that", "these", "those", "your", "my", "our"})
_NO_NEW_OBJECT = frozenset({"worry", "know", "care", "mind", "work", "forget", "panic", "matter", "yet", "it", "go"})


def _lacks_object(words: Sequence[str], at: int) -> bool:
    """Whether what is forbidden before a cut has its object after it: "do not close | this page"."""
    forbidden = at > 1 and words[at - 2] in _BARE and words[at - 1] not in _NO_NEW_OBJECT
    following = words[at + 1] if at + 1 < len(words) else ""
    return forbidden and words[at] in _DETERMINERS and following not in _FINITE


def _denies(words: Sequence[str], at: int) -> bool:
    """Whether a cut stands between what was wrong and what is right: "sorry not five | it's eight"."""
    denied = next((place for place in range(at - 1, max(at - 4, 0), -1) if words[place] == "not"), 0)
    return denied > 0 and words[denied - 1] in _SORRY


_SORRY = frozenset({"sorry", "oops", "whoops", "wait", "no", "mean"})


_TAKES_THING = frozenset(
    {"add", "attach", "choose", "click", "close", "cut", "drag", "empty", "enter", "fill", "fit", "hold", "insert"}
    | {"lift", "loosen", "open", "place", "pour", "press", "pull", "push", "put", "remove", "rinse", "select", "slide"}
    | {"stick", "take", "tap", "tighten", "turn", "twist", "type", "unplug", "unscrew", "use", "wipe"}
)
MOST_WORDS_TO_MAIN = 14
"""How many words of a condition may stand before the verb of its main clause."""
_LEADS_TO_VERB = (
    _JOINTS | _SUBJECTS | {"to", "can", "must", "should", "will", "just", "please", "don't", "not", "never"}
)


def _lacks_thing(words: Sequence[str], at: int) -> bool:
    """Whether a verb stands before a cut and its object after it: "press | the green button"."""
    verb = words[at - 1] in _TAKES_THING and at > 1 and words[at - 2] not in _DETERMINERS
    following = words[at + 1 : at + 3]
    states = not (_FINITE - {"one"}).isdisjoint(following) or not _SUBJECTS.isdisjoint(following)
    return verb and words[at] in _DETERMINERS and not states


def _goes_on_in_warning(words: Sequence[str], at: int) -> bool:
    """Whether what happens otherwise, or to whoever isn't careful, would be cut off: "be careful | you can"."""
    minded = at > 2 and words[at - 3] in ("mind", "watch") and words[at - 2] in _DETERMINERS
    warned = (
        minded or words[at - 1] in ("careful", "otherwise", "lest") or words[max(0, at - 2) : at] == ["watch", "out"]
    )
    if words[at - 1] in ("you", "we") and not _IFS.isdisjoint(words[max(0, at - MOST_WORDS_TO_MAIN) : at - 3]):
        return True  # "if you add it too fast you | kill the yeast"
    if words[at - 1] == "too" and (
        words[at].endswith("ly") or words[at] in ("much", "many", "hard", "fast", "far", "long")
    ):
        return True
    return (warned and words[at] in _SUBJECTS) or (words[at] == "otherwise" and words[at + 1 : at + 2] != [])


_FINITE = frozenset({"is", "are", "was", "will", "means", "can", "one", "should", "would", "way", "time"})
_NO_PROHIBITION_AFTER = frozenset(
    {*_SUBJECTS, *_OPENERS, *_RELATIVE, *_CONDITIONS, "people", "everybody", "just", "really", "still", "please", "why"}
    | {
        "to",
        "will",
        "would",
        "can",
        "should",
        "must",
        "may",
        "might",
        "could",
        "have",
        "had",
        "very",
        "always",
        "almost",
    }
    | {"is", "are", "was", "were", "be", "been", "has", "i've", "you'll", "we've", "never", "not"}
)
_NO_DEED = frozenset(
    {"mind", "ever", "again", "been", "had", "going", "gonna", "really", "seen", "happen", "work", "the"}
)


def _prohibitions(words: Sequence[str]) -> Iterator[int]:
    """Where a prohibition or a warning begins behind a noun in the singular or a joint: "put them in the safe | don't
    lose these", "type that in | and do not close it"."""
    for at in range(SHORTEST_WORDS, len(words) - SHORTEST_WORDS + 1):
        before, following = words[at - 1], words[at + 1]
        forbids = words[at] == "don't" and following not in _SUBJECTS
        forbids = forbids or (words[at] == "never" and following not in _NO_DEED and following[-1:] not in ("s", "d"))
        forbids = forbids or (words[at], following) in (("be", "careful"), ("watch", "out"), ("do", "not"))
        if forbids and before in _JOINTS and words[at - 2] not in _NO_PROHIBITION_AFTER:
            yield at - 1
        behind_noun = before.isalpha() and before not in _NO_PROHIBITION_AFTER and not before.endswith(("s", "ly"))
        if forbids and behind_noun:
            yield at


_LISTING = frozenset(("your", "the", "a", "an", "my", "our", "their", "its", "his", "her", "some", "any"))
MOST_LISTED_WORDS = 5


def _only_lists(words: Sequence[str]) -> bool:
    """Whether words only go on with what was named before: "and your date of birth". A verb needs more of them."""
    return 3 <= len(words) <= MOST_LISTED_WORDS and words[0] in ("and", "or") and words[1] in _LISTING


def _condition_at_end(words: Sequence[str], begin: int, end: int) -> int | None:
    """Where a condition without its main clause begins at the end of a sentence, with the word that leads to it; None
    if there is none."""
    at = next((at for at in range(end - 1, begin, -1) if words[at] in _IFS | _WHENS), None)
    if at is None or not _is_condition(words[at:end]) or end - at < SHORTEST_WORDS:
        return None
    if words[at - 1] in ("and", "but", "then"):
        return at - 1  # "keep the nose up | and when the chain is hot let it cool"
    if words[at - 1] in _NO_JOINT or words[at] in _WHENS:
        return None
    following = words[end : end + 2]
    if not following or following[0].partition("'")[0] not in _SUBJECTS | {"then", "just"}:
        return None
    return at - 1 if words[at - 1] in _OPENERS else at


def _is_condition(words: Sequence[str]) -> bool:
    """Whether words are a condition without its main clause. It must not become a sentence of its own: what is to be
    done only then would be done always."""
    first = next((word for word in words if word not in _OPENERS), "")
    subjects = sum(
        word.partition("'")[0] in _SUBJECTS
        and before not in _RELATIVE
        and not (word in _OBJECTS_TOO and after not in _FINITE and not after.endswith("s"))
        for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False)
    )
    return first in _CONDITIONS and len(words) <= MOST_CONDITION_WORDS and subjects <= 1


def starts_by_scores(scores: Sequence[float]) -> list[int]:
    """The indexes of the words with which a sentence begins, by the scores of the gaps between the words. Of two places
    that are too close to each other, the likelier one counts."""
    likely: list[int] = []
    for at in (gap + 1 for gap, score in enumerate(scores) if score > 0):
        if at < SHORTEST_WORDS or at > len(scores) + 1 - SHORTEST_WORDS:
            continue
        if likely and at - likely[-1] < SHORTEST_WORDS:
            if scores[at - 1] > scores[likely[-1] - 1]:
                likely[-1] = at
        else:
            likely.append(at)
    starts: list[int] = []
    for begin, end in pairwise([0, *likely, len(scores) + 1]):
        starts += [begin, *_starts_within(scores, begin, end)]
    return starts[1:]


def _starts_within(scores: Sequence[float], begin: int, end: int) -> Iterator[int]:
    """Where a sentence that is too long begins anew, in order."""
    while end - begin > LONGEST_WORDS:
        first, last = begin + SHORTEST_WORDS, min(begin + LONGEST_WORDS, end - SHORTEST_WORDS)
        begin = max(range(first, last + 1), key=lambda at: scores[at - 1])
        yield begin


@cache
def model_for(language: str) -> CutModel:
    """The weights for a language in `LANGUAGES`. Raises KeyError for others."""
    if language not in LANGUAGES:
        raise KeyError(language)
    data = json.loads(files("pipeline.speech").joinpath(f"sentence_cuts.{language}.json").read_bytes())
    weights = {feature: hundredths / 100 for feature, hundredths in data["weights"].items()}
    return CutModel(frozenset(data["common"].split()), weights, data["threshold"])


def plain_word(word: str) -> str:
    """A word in lower case, without punctuation around it."""
    return _plain_word(word) if len(word) <= LONGEST_KEPT else _plain_word.__wrapped__(word)


@lru_cache(maxsize=4096)
def _plain_word(word: str) -> str:
    return word.replace("’", "'").strip(_TRIMMED).lower()


def word_class(word: str, common: frozenset[str]) -> str:
    """A common word itself; else what its form tells: a number, a contraction, a usual ending, or nothing."""
    if word in common:
        return word
    return _class_by_form(word) if len(word) <= LONGEST_KEPT else _class_by_form.__wrapped__(word)


@lru_cache(maxsize=4096)
def _class_by_form(word: str) -> str:
    if any(character.isdigit() for character in word):
        return "#"
    if "'" in word:
        return "'" + word.partition("'")[2]
    return next(("-" + ending for ending in _ENDINGS if word.endswith(ending) and len(word) > len(ending) + 1), "-")


def features(words: Sequence[str], pauses: Sequence[float | None], common: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """For each gap between two words, what is known of it: words and classes of three words on both sides. The words
    are plain. A letter before them says where they stand: those before the gap, those after it, or across."""
    single = [_BEFORE] * 3 + [word_class(word, common) for word in words] + [_AFTER] * 3
    pairs = [f"{one} {two}" for one, two in pairwise(single)]
    triples = [f"{pair} {word}" for pair, word in zip(pairs, single[2:], strict=False)]
    padded = [_BEFORE, *words, _AFTER]
    for at, pause in enumerate(pauses[1:]):
        last = at + 3
        yield (
            "*",
            "a" + padded[at + 1],
            "b" + padded[at + 2],
            "c" + padded[at],
            "d" + padded[at + 3],
            "A" + single[last],
            "B" + single[last + 1],
            "C" + single[last - 1],
            "D" + single[last + 2],
            "J" + single[last + 3],
            "K" + single[last - 2],
            "E" + pairs[last - 1],
            "F" + pairs[last + 1],
            "G" + pairs[last],
            "O" + pairs[last + 2],
            "H" + triples[last + 1],
            "I" + triples[last - 2],
            "L" + triples[last],
            "M" + triples[last - 1],
            f"N{triples[last - 1]} {single[last + 2]}",
            _silence(pause),
        )


def _silence(pause: float | None) -> str:
    if pause is None:
        return "P"
    return "P?" if pause < 0 else next((name for bound, name in _PAUSES if pause < bound), "P4")
