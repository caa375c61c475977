"""Finds the verb frame at the beginning of an English clause."""

from __future__ import annotations

from functools import lru_cache

from pipeline.speech.english.announced_verbs import announced_frame
from pipeline.speech.english.command_frames import command_frame
from pipeline.speech.english.main_verbs import main_verb_frame
from pipeline.speech.english.open_verbs import base_of_progressive, could_be_verb, is_adverb
from pipeline.speech.english.verb_frame import Frame, Mood, Token, tokens_of
from pipeline.speech.english.vocabulary import (
    ACTION_VERBS,
    NEGATIONS,
    STATE_PROGRESSIVES,
    TALK_VERBS,
    base_of_gerund,
)
from pipeline.speech.lexicon import pairs_of

_MODALS = pairs_of("english", "frame_finder.MODALS")
"""Modal verbs and the value of their mood."""
_TELL_YOU = ("tell", "ask", "remind")
"""Verbs in "I want to tell you to"."""
"""Nouns in "you have the option to"."""


@lru_cache(maxsize=512)
def find_frame(clause: str) -> Frame | None:
    """The verb frame at the beginning of a clause, for example of "you'll want to click" or "click". None if the clause
    has none, or describes instead of instructing."""
    tokens = tokens_of(clause)
    if not tokens:
        return None
    return announced_frame(clause, tokens) or _subject_frame(tokens) or command_frame(tokens)


def _subject_frame(tokens: list[Token]) -> Frame | None:
    """The frame of a clause that begins with "you", "we", "I", "let's" or "let me"."""
    i = 0
    while i < len(tokens) and (is_adverb(tokens[i].low) or tokens[i].text == ","):
        i += 1
    if i >= len(tokens):
        return None
    word, following = tokens[i].low, tokens[i + 1].low if i + 1 < len(tokens) else ""
    mood: Mood
    if word == "let" and following in ("'s", "us"):
        subject, mood, i = "we", Mood.LET, i + 2
    elif word == "let" and following == "me":
        subject, mood, i = "i", Mood.LET, i + 2
    elif word in ("you", "we", "i"):
        subject, mood, i = word, Mood.PLAIN, i + 1
        if following in ("guys", "all", "both", "folks"):
            i += 1
    else:
        return None
    return _verb_frame(tokens, i, subject, mood)


def _verb_frame(tokens: list[Token], i: int, subject: str, mood: Mood) -> Frame | None:
    """The frame of what follows a subject, from the token at index `i` on: modals and phrases such as "going to" change
    the mood until the main verb comes."""
    negated = bare = supposed = now = False
    while i < len(tokens):
        word = tokens[i].low
        ahead = [t.low for t in tokens[i + 1 : i + 5]] + ["", "", "", ""]
        if word in NEGATIONS:
            negated, i = True, i + 1
        elif is_adverb(word) or word in (",", "uh", "um", "kind", "sort") or (word == "of" and i and not bare):
            now, i = now or word == "now", i + 1
        elif (word == "had" and ahead[0] == "better") or (word == "'d" and ahead[0] == "better"):
            mood, bare, i = Mood.NEED, True, i + 2
        elif word in ("may", "might"):
            if "want" not in ahead[:2]:
                return None
            bare, i = True, i + 1
        elif word in _MODALS:
            supposed = supposed or (
                word in ("would", "'d") and subject == "you" and not {"like", "want"} & set(ahead[:4])
            )
            if mood in (Mood.PLAIN, Mood.WILL):
                mood = Mood(_MODALS[word])
            bare, i = True, i + 1
        elif word in ("was", "were"):
            return None
        elif word in ("are", "'re", "am", "'m", "be", "'s"):
            step = _after_being(ahead)
            if step is None:
                return None
            new, count, gerund = step
            if gerund:
                base = base_of_progressive(tokens[i + count].low)
                if base is None or supposed:
                    return None
                if (
                    (base in TALK_VERBS and subject != "you")
                    or base in STATE_PROGRESSIVES
                    or (base == "use" and subject == "i")
                ):
                    return None
                token = tokens[i + count]
                return Frame(subject, Mood.DOING if mood is Mood.PLAIN else mood, negated, base, token.end, token.start)
            mood, bare, i = _stronger_mood(mood, new), True, i + 1 + count
        elif word in ("have", "'ve", "has") and ahead[0] in ("to", "got"):
            if ahead[0] == "got" and ahead[1] != "to":
                return None
            mood, bare, i = Mood.NEED, True, i + (3 if ahead[0] == "got" else 2)
        elif (
            word in ("forgot", "wanted", "meant", "need", "want")
            and ahead[0] == "to"
            and ahead[1] in _TELL_YOU
            and ahead[2] == "you"
        ):
            if ahead[3] != "to":
                return None
            mood, bare, subject, i = Mood.ASK, True, "you", i + 5
        elif word in ("need", "want", "like", "prefer", "wish") and ahead[0] in ("you", "everyone", "us"):
            if ahead[1] != "to":
                return None
            mood, bare, subject, i = Mood.ASK, True, "you", i + 3
        elif word in ("need", "want", "like", "wish", "got", "try", "begin", "start", "proceed") and ahead[0] == "to":
            if word in ("need", "got") or (word == "want" and subject == "you"):
                mood = Mood.NEED
            elif mood is Mood.PLAIN:
                if word == "try" and subject != "you":
                    return None
                mood = Mood.PLAIN if word == "like" and not bare else Mood.WILL  # a habit, unless "we'd like to"
            bare, i = True, i + 2
        elif word in ("start", "begin", "continue", "finish") and ahead[0] == "by":
            base = base_of_gerund(ahead[1])
            if base is None:
                return None
            token = tokens[i + 2]
            return Frame(subject, Mood.WILL if mood is Mood.CAN else mood, negated, base, token.end, token.start)
        elif word in ("recommend", "suggest", "advise", "encourage", "propose", "urge", "ask"):
            return _recommended_frame(tokens, i + 1, negated)
        elif word == "do" and (ahead[0] in NEGATIONS or (ahead[0] in ACTION_VERBS and not bare)):
            i += 1
        elif word in ("go", "come") and ahead[0] == "and" and ahead[1] in ACTION_VERBS:
            bare, i = True, i + 2
        elif bare and tokens[i].text.startswith("Qz") and not negated:  # "now I can `run`"
            return Frame(subject, mood, negated, "run", tokens[i].start, tokens[i].start)
        else:
            if mood is Mood.CAN and now:
                mood = Mood.WILL  # "I can now choose Save" is said while doing it
            found = main_verb_frame(tokens, i, subject, mood, negated, bare)
            return None if found is not None and supposed and mood is not Mood.WILL else found
    return None


def _after_being(ahead: list[str]) -> tuple[Mood, int, bool] | None:
    """(mood, number of words before the verb, whether the verb is an -ing form) for the words after a form of "be". The
    number includes the verb if it is an -ing form. None if they don't lead to an instruction."""
    skip = 0
    while is_adverb(ahead[skip]) and skip < 3:
        skip += 1
    word, after = ahead[skip], ahead[skip + 1] if skip + 1 < len(ahead) else ""
    if word == "going" and after == "to":
        return Mood.WILL, skip + 2, False
    if word in ("able", "free", "allowed", "welcome") and after == "to":
        return Mood.CAN, skip + 2, False
    if word in ("supposed", "required", "advised") and after == "to":
        return Mood.NEED, skip + 2, False
    if word == "about" and after == "to":
        return Mood.WILL, skip + 2, False
    if word.endswith("ing") and base_of_progressive(word):
        return Mood.DOING, skip + 1, True
    return None


def _stronger_mood(old: Mood, new: Mood) -> Mood:
    """The old mood if it says that the listener must, else the new one."""
    return old if old in (Mood.NEED, Mood.ASK) else new


def _recommended_frame(tokens: list[Token], i: int, negated: bool) -> Frame | None:
    """The frame of what follows "recommend" or "suggest", from the token at index `i` on."""
    while i < len(tokens) and tokens[i].low in ("that", "you", "we", "to", "first", "should", "just", "always"):
        i += 1
    if i >= len(tokens):
        return None
    base = base_of_progressive(tokens[i].low) or tokens[i].low
    if not could_be_verb(base) and not (base == "look" and tokens[i + 1 : i + 2] and tokens[i + 1].low == "for"):
        return None
    return Frame("you", Mood.RECOMMEND, negated, base, tokens[i].end, tokens[i].start)
