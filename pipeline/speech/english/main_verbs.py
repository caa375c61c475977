"""Decides whether an English verb after its subject instructs or only describes."""

from __future__ import annotations

from pipeline.speech.english.motion_verbs import GOING, goes_somewhere
from pipeline.speech.english.open_verbs import (
    BEFALLING_VERBS,
    OBJECT_OPENERS,
    could_be_verb,
    is_caused,
    looks_like_verb,
)
from pipeline.speech.english.verb_frame import Frame, Mood, Token
from pipeline.speech.english.vocabulary import (
    ACTION_VERBS,
    FREQUENCY_ADVERBS,
    FUNCTION_WORDS,
    HABIT_VERBS,
    PRESENTING_VERBS,
    STATE_VERBS,
    TALK_VERBS,
)
from pipeline.speech.lexicon import word_set, words_of

_CHOOSING = (["with", "one"], ["with", "a"], ["with", "an"], ["with", "the"])
"""What follows "go" if it means "choose": "go with the default"."""
_AFTER_NO_OBJECT = FUNCTION_WORDS - OBJECT_OPENERS
"""Words that begin no object."""
_PEOPLE = words_of("english", "main_verbs.PEOPLE")
"""Words after "tell" that mean people."""


def _tells_a_thing(tokens: list[Token], i: int) -> bool:
    """Whether "tell" is said about a program and not a person: "tell pdb to continue"."""
    ahead = [token.low for token in tokens[i + 1 : i + 7]]
    return bool(ahead) and ahead[0] not in _PEOPLE and "to" in ahead[1:]


_ON_SCREEN = word_set("""
    output outputs log logs result results queue console terminal status history preview report graph""")
_THIS = word_set("the your our this that these those its")
_GOING_ON = word_set("little over through into ahead deeper a further for with")
"""Words after "go" that lead to nothing on the screen."""
_NEAR_TOKENS = 6
"""A thing to look at is named in this many tokens."""


def _is_on_screen(tokens: list[Token], i: int) -> bool:
    """Whether what begins at index `i` is looked at to see how it went: "look at the log", not "look at an example"."""
    near = [token.low for token in tokens[i : i + _NEAR_TOKENS]]
    return not _ON_SCREEN.isdisjoint(near) and near[0] in _THIS


def _names_button(tokens: list[Token], i: int) -> bool:
    """Whether a label on the screen begins at index `i`: "OK", "the Save button"."""
    i += i < len(tokens) and tokens[i].low == "the"
    return i < len(tokens) and tokens[i].text[0].isupper()


def _is_deed(word: str, following: str) -> bool:
    """Whether a verb right after its subject says what somebody does. Of a verb that isn't known, the words after it
    must be its object."""
    if word in ACTION_VERBS:
        return True
    return could_be_verb(word) and following.replace("-", "").isalpha() and following not in _AFTER_NO_OBJECT


def main_verb_frame(tokens: list[Token], i: int, subject: str, mood: Mood, negated: bool, bare: bool) -> Frame | None:
    """The frame of the verb at index `i` after its subject; None if it describes, or says what the speaker does with
    the listeners. `bare` says whether a modal or "to" came before it."""
    word = tokens[i].low
    if not tokens[i].text.isalpha() and "-" not in tokens[i].text:
        return None
    written = bare and tokens[i].text.istitle() and looks_like_verb(word) and tokens[i + 1 : i + 2]
    if not tokens[i].text.islower() and word not in ACTION_VERBS and not (written and tokens[i + 1].text.islower()):
        return None  # a name
    if word in GOING and goes_somewhere(tokens[i + 1 :], subject):
        return Frame(subject, mood, negated, "go", tokens[i].end, tokens[i].start)
    if word == "go" and mood is not Mood.PLAIN and [t.low for t in tokens[i + 1 : i + 3]] in _CHOOSING:
        return Frame(subject, mood, negated, word, tokens[i].end, tokens[i].start)
    if word == "look" and subject == "you" and tokens[i + 1 : i + 2] and tokens[i + 1].low == "for":
        return Frame(subject, mood, negated, word, tokens[i].end, tokens[i].start)
    if word == "look" and tokens[i + 1 : i + 2] and tokens[i + 1].low == "at" and _is_on_screen(tokens, i + 2):
        return Frame(subject, mood, negated, word, tokens[i].end, tokens[i].start)
    if word == "tell" and subject != "i" and _tells_a_thing(tokens, i):
        return Frame(subject, mood, negated, word, tokens[i].end, tokens[i].start)
    following = tokens[i + 1].low if i + 1 < len(tokens) else ""
    if is_caused(" ".join(t.low for t in tokens[i : i + 6])) and subject != "i":
        return Frame(subject, mood, negated, word, tokens[i].end, tokens[i].start)
    if word == "work" and following == "with" and "to" in [t.low for t in tokens[i + 2 : i + 9]] and subject == "we":
        return Frame(subject, mood, negated, word, tokens[i].end, tokens[i].start)
    if word in STATE_VERBS and not (
        (word in ACTION_VERBS and word not in ("find", "try", "end")) or word in ("try", "find", "get")
    ):
        return None
    if word in BEFALLING_VERBS and not (word in ACTION_VERBS or mood in (Mood.NEED, Mood.LET, Mood.ASK)):
        return None
    if not bare and mood is Mood.PLAIN and (not _is_deed(word, following) or word in ("get", "find")):
        return None
    if word == "get" and following in ("started", "going") and subject != "you":
        return None
    if (
        word in ("get", "find")
        and subject == "you"
        and (mood in (Mood.WILL, Mood.CAN) or any(t.low == "should" for t in tokens[:i]))
    ):
        return None
    if word == "let" and following in ("'s", "me", "us", "you"):
        return None
    if following in ("him", "her", "me") and word in ("give", "send", "let", "ask", "tell", "stop", "join", "follow"):
        return None
    same = [t.low for t in tokens[i + 1 : i + 3]] == ["the", "same"]
    if word == "do" and following in ("this", "that", "it", "the", "so", "one", "all", "some", "these") and not same:
        return None
    if subject == "i" and mood is Mood.LET and word in TALK_VERBS:
        return None
    if subject in ("i", "we") and word in PRESENTING_VERBS:
        return None
    if subject in ("i", "we") and following in ("you", "whatever", "everybody", "everyone"):
        return None
    typed = i + 1 < len(tokens) and tokens[i + 1].text.startswith("Qz")
    if (
        subject == "i"
        and mood is Mood.PLAIN
        and not typed
        and not (word == "hit" and _names_button(tokens, i + 1))
        and (word in HABIT_VERBS or any(t.low in FREQUENCY_ADVERBS for t in tokens[:i]))
    ):
        return None
    if word == "do" and following in ("whatever", "what", "anything", "stuff", "things", "more", "something"):
        return None
    if word in TALK_VERBS and subject != "you" and mood not in (Mood.ASK, Mood.RECOMMEND):
        if word not in ACTION_VERBS:
            return None
        if word == "start" and mood is Mood.NEED and following == "with":
            return Frame(subject, mood, negated, word, tokens[i].end, tokens[i].start)
        if following in ("", "with", "by", "off", "to", "into", "about", "at", "over", "through", "you", "back", ".",
                         ",", "and", "from", "there", "here", "on", "up", "in", "as"):  # fmt: skip
            return None
    if word in TALK_VERBS and word not in ACTION_VERBS and subject == "you" and mood is not Mood.ASK:
        return None
    if word in ("run", "get", "move", "step") and following in ("through", "around", "on") and subject != "you":
        return None
    if word == "go" and following in _GOING_ON:
        return None
    if word == "take" and [t.low for t in tokens[i + 1 : i + 5] if t.low != "quick"][:2] == ["a", "look"]:
        return None if subject != "you" else Frame(subject, mood, negated, "take", tokens[i].end, tokens[i].start)
    return Frame(subject, mood, negated, word, tokens[i].end, tokens[i].start)
