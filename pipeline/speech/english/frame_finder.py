"""Finds the verb frame at the beginning of an English clause."""

from __future__ import annotations

from functools import lru_cache

from pipeline.speech.english.announced_verbs import announced
from pipeline.speech.english.motion_verbs import goes_somewhere
from pipeline.speech.english.verb_frame import Frame, Mood, Token, tokens_of
from pipeline.speech.english.vocabulary import (
    ACTION_VERBS,
    ADJECTIVES,
    ADVERBS,
    AFTER_IMPERATIVE,
    CLAUSE_OPENERS,
    CLAUSE_VERBS,
    FINITE_VERBS,
    FREQUENCY_ADVERBS,
    HABIT_VERBS,
    PRESENTING_VERBS,
    STATE_PROGRESSIVES,
    STATE_VERBS,
    TALK_VERBS,
    VERBS_OR_NOUNS,
    base_of_gerund,
)

_MODALS = {
    "will": "will", "'ll": "will", "would": "will", "'d": "will", "shall": "will", "wo": "will", "gonna": "will",
    "can": "can", "could": "can", "ca": "can",
    "should": "need", "must": "need", "ought": "need",
}  # fmt: skip
_TELL_YOU = ("tell", "ask", "remind")
_CHANCE = ("option", "ability", "opportunity", "chance", "possibility")
_NOT = ("not", "n't", "never", "cannot")


@lru_cache(maxsize=512)
def find_frame(clause: str) -> Frame | None:
    """The verb frame at the beginning of a clause: of "you'll want to click" or of a bare "click". None if the clause
    begins otherwise, or describes instead of instructing."""
    tokens = tokens_of(clause)
    if not tokens:
        return None
    return announced(clause, tokens) or _subject_frame(tokens) or _command(tokens)


def _command(tokens: list[Token]) -> Frame | None:
    i, negated = 0, False
    while i < len(tokens) and tokens[i].low in (*ADVERBS, "please", "carefully", "to", "again", ",") and i < 4:
        i += 1
    if i + 1 < len(tokens) and tokens[i].low == "do" and tokens[i + 1].low in _NOT:
        negated, i = True, i + 2
        while i < len(tokens) and tokens[i].low in ADVERBS:
            i += 1
    elif i < len(tokens) and tokens[i].low == "never":
        negated, i = True, i + 1
    if i >= len(tokens):
        return None
    if i and tokens[i - 1].low == "to":
        return None
    if not negated and not commands_at(tokens, i):
        return None
    if negated and not tokens[i].text.isalpha():
        return None
    verb = "go" if tokens[i].low == "come" else tokens[i].low
    return Frame("", Mood.COMMAND, negated, verb, tokens[i].end, tokens[i].start)


def commands_at(tokens: list[Token], i: int) -> bool:
    """Whether the token at index `i` is a verb that begins a command, and not a noun or an adjective."""
    word = tokens[i].low
    if word == "be" and i + 1 < len(tokens):
        return tokens[i + 1].low in ("careful", "sure", "aware", "certain")
    if word == "do" and i + 1 < len(tokens):
        return tokens[i + 1].low in ("the", "a", "this", "that", "it", "so") or tokens[i + 1].text.startswith("Qz")
    if word in ("remember", "mind", "have", "feel") and i + 1 < len(tokens):
        return tokens[i + 1].low in {"remember": ("to", "that"), "have": ("a",), "feel": ("free",)}.get(word, ())
    if word == "come":
        return goes_somewhere(tokens[i + 1 :], "")
    if word == "look":
        return i + 1 < len(tokens) and tokens[i + 1].low == "for"
    if word not in ACTION_VERBS:
        return False
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if word == "let" and following is not None and following.low in ("you", "me", "us", "'s", "him", "them"):
        return False
    if word in ADJECTIVES and following is not None and following.low in ("to", "and", "of", "for", "enough", "as"):
        return False
    if following is None:
        return word not in VERBS_OR_NOUNS or word in (
            "reload",
            "restart",
            "save",
            "run",
            "log",
            "exit",
            "repeat",
            "stir",
        )
    if following.low in FINITE_VERBS or following.text == "'s" or following.low in ("him", "her", "me"):
        return False
    if following.text[0].isdigit() and word in (
        "number",
        "step",
        "page",
        "line",
        "part",
        "level",
        "version",
        "test",
        "file",
    ):
        return False
    if word not in CLAUSE_VERBS and _finite_soon(tokens, i + 1):
        return False
    if word in VERBS_OR_NOUNS:
        if following.text in (",", ".", "?", "!"):
            return False
        proper = following.text[0].isupper() or following.text[0].isdigit() or not following.text[0].isalnum()
        return following.low in AFTER_IMPERATIVE or proper or _object_ahead(tokens, i + 1)
    return True


def _finite_soon(tokens: list[Token], i: int) -> bool:
    """Whether a word that looks like a verb is part of the subject: "create identity is not going to work"."""
    for token in tokens[i : i + 5]:
        if token.low in CLAUSE_OPENERS:
            return False
        if token.low in ("is", "are", "was", "were", "will", "should", "isn't", "returns", "doesn't", "won't", "means"):
            return True
    return False


def _object_ahead(tokens: list[Token], i: int) -> bool:
    """Whether the text after a word that is both verb and noun reads as an object: no finite verb follows in the
    clause, and the next word isn't a preposition that goes with nouns."""
    for token in tokens[i : i + 5]:
        if token.low in FINITE_VERBS or token.low == "let":
            return False
        if token.text in ",.;:":
            break
    return tokens[i].low not in ("in", "for") and tokens[i].text.isalpha()


def _subject_frame(tokens: list[Token]) -> Frame | None:
    i = 0
    while i < len(tokens) and (tokens[i].low in ADVERBS or tokens[i].text == ","):
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
    negated = bare = supposed = False
    while i < len(tokens):
        word = tokens[i].low
        ahead = [t.low for t in tokens[i + 1 : i + 5]] + ["", "", "", ""]
        if word in _NOT:
            negated, i = True, i + 1
        elif word in ADVERBS or word in (",", "uh", "um", "kind", "sort") or (word == "of" and i and not bare):
            i += 1
        elif (word == "had" and ahead[0] == "better") or (word == "'d" and ahead[0] == "better"):
            mood, bare, i = Mood.NEED, True, i + 2
        elif word in ("may", "might"):
            if "want" not in ahead[:2]:
                return None
            bare, i = True, i + 1
        elif word in _MODALS:
            supposed = supposed or (word in ("would", "'d") and subject == "you" and "like" not in ahead[:2])
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
                base = base_of_gerund(tokens[i + count].low)
                if base is None:
                    return None
                if (
                    (base in TALK_VERBS and subject != "you")
                    or base in STATE_PROGRESSIVES
                    or (base == "use" and subject == "i")
                ):
                    return None
                token = tokens[i + count]
                return Frame(subject, Mood.DOING if mood is Mood.PLAIN else mood, negated, base, token.end, token.start)
            mood, bare, i = _stronger(mood, new), True, i + 1 + count
        elif word in ("have", "'ve", "got") and ahead[0] in ("the", "an") and ahead[1] in _CHANCE:
            if ahead[2] not in ("to", "of"):
                return None
            mood, bare, i = Mood.CAN, True, i + 4
            if ahead[2] == "of":
                base = base_of_gerund(ahead[3])
                token = tokens[i]
                return (base and Frame(subject, mood, negated, base, token.end, token.start)) or None
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
                mood = Mood.WILL
            bare, i = True, i + 2
        elif word in ("start", "begin", "continue", "finish") and ahead[0] == "by":
            base = base_of_gerund(ahead[1])
            if base is None:
                return None
            token = tokens[i + 2]
            return Frame(subject, mood, negated, base, token.end, token.start)
        elif word in ("recommend", "suggest", "advise", "encourage", "propose", "urge", "ask"):
            return _recommended(tokens, i + 1, negated)
        elif word == "do" and (ahead[0] in _NOT or (ahead[0] in ACTION_VERBS and not bare)):
            i += 1
        elif word in ("go", "come") and ahead[0] == "and" and ahead[1] in ACTION_VERBS:
            bare, i = True, i + 2
        elif bare and tokens[i].text.startswith("Qz") and not negated:  # "now I can `run`"
            return Frame(subject, mood, negated, "run", tokens[i].start, tokens[i].start)
        else:
            found = _verb(tokens, i, subject, mood, negated, bare)
            return None if found is not None and supposed and mood is not Mood.WILL else found
    return None


_CHOOSING = (["with", "one"], ["with", "a"], ["with", "an"], ["with", "the"])
"""What follows "go" if it means "choose": "go with the default"."""
_PEOPLE = frozenset(
    ["you", "us", "me", "him", "her", "them", "everyone", "everybody", "people", "someone", "somebody", "folks", "that"]
)


def _tells_a_thing(tokens: list[Token], i: int) -> bool:
    """Whether "tell" is said about a program and not a person: "tell pdb to continue"."""
    ahead = [token.low for token in tokens[i + 1 : i + 7]]
    return bool(ahead) and ahead[0] not in _PEOPLE and "to" in ahead[1:]


def _verb(tokens: list[Token], i: int, subject: str, mood: Mood, negated: bool, bare: bool) -> Frame | None:
    word = tokens[i].low
    if not tokens[i].text.isalpha() and "-" not in tokens[i].text:
        return None
    if word in ("come", "go") and goes_somewhere(tokens[i + 1 :], subject):
        return Frame(subject, mood, negated, "go", tokens[i].end, tokens[i].start)
    if word == "go" and mood is not Mood.PLAIN and [t.low for t in tokens[i + 1 : i + 3]] in _CHOOSING:
        return Frame(subject, mood, negated, word, tokens[i].end, tokens[i].start)
    if word == "look" and subject == "you" and tokens[i + 1 : i + 2] and tokens[i + 1].low == "for":
        return Frame(subject, mood, negated, word, tokens[i].end, tokens[i].start)
    if word == "tell" and subject != "i" and _tells_a_thing(tokens, i):
        return Frame(subject, mood, negated, word, tokens[i].end, tokens[i].start)
    if word in STATE_VERBS and not (
        (word in ACTION_VERBS and word not in ("find", "try", "end")) or word in ("try", "find", "get")
    ):
        return None
    if not bare and mood is Mood.PLAIN and (word not in ACTION_VERBS or word in ("get", "find")):
        return None
    following = tokens[i + 1].low if i + 1 < len(tokens) else ""
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
    if word == "go" and following in (
        "little",
        "over",
        "through",
        "into",
        "ahead",
        "deeper",
        "a",
        "further",
        "for",
        "with",
    ):
        return None
    if word == "take" and [t.low for t in tokens[i + 1 : i + 5] if t.low != "quick"][:2] == ["a", "look"]:
        return None if subject != "you" else Frame(subject, mood, negated, "take", tokens[i].end, tokens[i].start)
    return Frame(subject, mood, negated, word, tokens[i].end, tokens[i].start)


def _after_being(ahead: list[str]) -> tuple[Mood, int, bool] | None:
    """(mood, number of tokens to skip, whether the verb is a gerund) for the words after a form of "be"; None if they
    don't lead to an instruction."""
    skip = 0
    while ahead[skip] in ADVERBS and skip < 3:
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
    if word.endswith("ing") and base_of_gerund(word):
        return Mood.DOING, skip + 1, True
    return None


def _stronger(old: Mood, new: Mood) -> Mood:
    return old if old in (Mood.NEED, Mood.ASK) else new


def _recommended(tokens: list[Token], i: int, negated: bool) -> Frame | None:
    while i < len(tokens) and tokens[i].low in ("that", "you", "we", "to", "first", "should", "just", "always"):
        i += 1
    if i >= len(tokens):
        return None
    base = base_of_gerund(tokens[i].low) or tokens[i].low
    if base not in ACTION_VERBS and not (base == "look" and tokens[i + 1 : i + 2] and tokens[i + 1].low == "for"):
        return None
    return Frame("you", Mood.RECOMMEND, negated, base, tokens[i].end, tokens[i].start)
