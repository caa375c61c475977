"""Finds commands: English clauses that begin with their verb."""

from __future__ import annotations

from pipeline.speech.english.motion_verbs import goes_somewhere
from pipeline.speech.english.open_verbs import (
    could_be_verb,
    is_adverb,
    is_caused,
    looks_like_verb,
    opens_object,
)
from pipeline.speech.english.verb_frame import Frame, Mood, Token
from pipeline.speech.english.vocabulary import (
    ACTION_VERBS,
    AFTER_IMPERATIVE,
    CLAUSE_OPENERS,
    CLAUSE_VERBS,
    FINITE_VERBS,
    NEGATIONS,
    VERBS_OR_NOUNS,
)
from pipeline.speech.lexicon import word_set


def command_frame(tokens: list[Token]) -> Frame | None:
    """The frame of a clause that begins with its verb, apart from adverbs, "please", "don't" or "never". None for other
    clauses."""
    i, negated = 0, False
    while i < len(tokens) and (is_adverb(tokens[i].low) or tokens[i].low in ("please", "to", "again", ",")) and i < 4:
        i += 1
    if i + 1 < len(tokens) and tokens[i].low == "do" and tokens[i + 1].low in NEGATIONS:
        negated, i = True, i + 2
        while i < len(tokens) and is_adverb(tokens[i].low):
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
    verb = {"come": "go", "see": "check"}.get(tokens[i].low, tokens[i].low)
    return Frame("", Mood.COMMAND, negated, verb, tokens[i].end, tokens[i].start)


_DONE = word_set("the a an another one two three four this that it so")
_TYPED = ("Qz", "Ctrl", "ctrl", "Control", "control", "Shift")
"""What "do" can be told of, and the beginning of what is typed then."""
_ONLY_BEFORE = {
    "be": word_set("careful sure aware certain"),
    "remember": word_set("to that"),
    "have": word_set("a"),
    "feel": word_set("free"),
    "mind": word_set(""),
}
"""Verbs that command only before these words."""
_COMMANDS_ALONE = word_set("reload restart save run log exit repeat stir")
_NUMBERED = word_set("number step page line part level version test file")
_MODALS = word_set("can cannot will wo ca could might must should")


def _has_own_verb(following: list[str]) -> bool:
    """Whether a pronoun and its verb follow, which makes a noun of the word before: "paint it cannot take"."""
    return len(following) > 1 and following[0] in ("it", "they") and following[1] in _MODALS


def commands_at(tokens: list[Token], i: int) -> bool:
    """Whether the token at index `i` is a verb that begins a command, and not a noun or an adjective."""
    word = tokens[i].low
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    after = [token.low for token in tokens[i + 1 : i + 6]]
    if word not in CLAUSE_VERBS and _has_own_verb(after[:2]):
        return False
    if word == "do" and following is not None:
        return following.low in _DONE or following.text.startswith(_TYPED)
    if is_caused(" ".join([word, *after])):
        return True
    if word in _ONLY_BEFORE and after:
        return after[0] in _ONLY_BEFORE[word]
    if word == "come":
        return goes_somewhere(tokens[i + 1 :], "")
    if word == "see":
        return after[:1] in (["if"], ["whether"]) and after[1:2] not in (["i"], ["we"])
    if word == "double-check" and after[:1] in (["that"], ["if"], ["whether"]):
        return True
    if word == "look":
        return after[:1] == ["for"]
    if word not in ACTION_VERBS:
        if not could_be_verb(word) or following is None:
            return False
        named = opens_object(following) or (following.text[0].isdigit() and looks_like_verb(word))
        return named and not _begins_statement(tokens, i + 1)
    if word == "let" and following is not None and following.low in ("you", "me", "us", "'s", "him", "them"):
        return False
    if word in VERBS_OR_NOUNS and following is not None and following.low == "of":
        return False
    if following is None:
        return word not in VERBS_OR_NOUNS or word in _COMMANDS_ALONE
    if following.low in FINITE_VERBS or following.text == "'s" or following.low == "me":
        return False
    if following.low in ("we", "i", "they", "he", "she", "you") and word not in CLAUSE_VERBS:
        return False
    if following.text[0].isdigit() and word in _NUMBERED:
        return False
    if word not in CLAUSE_VERBS and _finite_soon(tokens, i + 1):
        return False
    if word in VERBS_OR_NOUNS:
        if following.text in (",", ".", "?", "!"):
            return False
        proper = following.text[0].isupper() or following.text[0].isdigit() or not following.text[0].isalnum()
        proper = proper or (word == "type" and not following.text.isalpha())  # "type server1", "type my-app"
        return following.low in AFTER_IMPERATIVE or proper or _object_ahead(tokens, i + 1)
    return True


def _begins_statement(tokens: list[Token], i: int) -> bool:
    """Whether a subject with its verb begins at index `i`: "it's", "the test works"."""
    contracted = i + 1 < len(tokens) and tokens[i + 1].text in ("'s", "'ll", "'re", "'d")
    if contracted and tokens[i].low in ("it", "this", "that", "these"):
        return True
    return _finite_soon(tokens, i + 1, FINITE_VERBS)


_SURELY_FINITE = word_set("is are was were will should isn't returns doesn't won't means cannot")
"""Verb forms that no object of a command holds."""


def _finite_soon(tokens: list[Token], i: int, finite: frozenset[str] = _SURELY_FINITE) -> bool:
    """Whether a finite verb comes within five tokens, which makes what looks like a command the subject: "create
    identity is not going to work"."""
    for token in tokens[i : i + 5]:
        if token.low in CLAUSE_OPENERS:
            return False
        if token.low in finite:
            return True
    return False


def _object_ahead(tokens: list[Token], i: int) -> bool:
    """Whether the tokens from index `i` on, after a word that is both verb and noun, read as its object: no finite verb
    follows in the clause, and the next token is a word other than "in" or "for"."""
    for token in tokens[i : i + 5]:
        if token.low in FINITE_VERBS or token.low == "let":
            return False
        if token.text in ",.;:":
            break
    return tokens[i].low not in ("in", "for") and tokens[i].text.isalpha()
