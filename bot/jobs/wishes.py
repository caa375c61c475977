"""What people ask for in words beside a link: `key=value`, and the ways in which they write it otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bot.jobs.typed_words import Word, as_typed, typed_words
from bot.slack_text import shown, targets
from pipeline.languages import code_of
from pipeline.options import Paper, Secrets, SourcesForm, Tone, WriterChoice

KEYS = frozenset(
    [
        "title",
        "audience",
        "tone",
        "language",
        "steps",
        "url",
        "urls",
        "recording",
        "glossary",
        "names",
        "writer",
        "paper",
        "sources",
        "secrets",
        "anyway",
    ]
)
"""The options that people name."""
SPACED = 3
"""The words of an option with spaces around its sign."""
FREE = frozenset(("title", "audience", "glossary", "names"))
"""Those whose values are any words."""
_STEP_WORDS_TEXT = """
    step steps schritt schritte schritten étape étapes paso pasos passo passos etapa etapas passi passaggio
    passaggi stap stappen krok kroki kroków adım adımda adımlık крок кроки кроків चरण चरणों خطوة خطوات שלב שלבים
    צעד צעדים ステップ 手順 步 步骤 步驟 个步骤 個步驟 단계
    """
_STEP_WORDS = frozenset(_STEP_WORDS_TEXT.split())
"""What steps are called in the languages of Slack's messages."""
_STEPS = re.compile(rf"(\d{{1,3}}(?:[-–—]\d{{1,3}})?)(?:[ -]?(?:{'|'.join(sorted(_STEP_WORDS))}))?", re.IGNORECASE)
_ABOUT = frozenset(("about", "around", "just", "only", "roughly"))
"""Words before a number of steps that leave it as it is."""
_AT_MOST = (("at", "most"), ("up", "to"), ("no", "more", "than"), ("max",), ("maximum",))
_FILLERS = frozenset(("and", "please", "with", "a", "an", "the", "in", "on"))
_PEOPLE_WORDS = """
    accountant admin administrator agent analyst anybody anyone apprentice audience author beginner board boss buyer
    children client colleague company consultant contractor coworker co-worker crew customer department dev
    developer doctor driver editor employee engineer everybody everyone executive expert family finance folk
    freelancer friend group guest helpdesk hire hr intern joiner kid layman laymen lead leader learner management
    manager marketing member newbie newcomer novice nurse office operator organisation organization owner parent
    participant partner patient people person professional public pupil reader rep representative resident reviewer
    sales salespeople seller senior shift specialist staff starter student supervisor supplier support teacher team
    teammate technician tenant tester trainee trainer user vendor volunteer worker writer
    """
_PEOPLE = frozenset(_PEOPLE_WORDS.split())
"""Words for those who read a guide, in the singular, so that "for new hires" is told from "for the title page"."""
_WHICH_PEOPLE = frozenset(("at", "from", "in", "of", "on", "that", "who", "with", "without"))
"""What comes between such a word and more about these people."""
_MOST_AUDIENCE_WORDS = 10
_TALK_WORDS = """
    again all and a an another any anything as be can could create create do document file for from generate get give
    guide hello help hey hi i in instruction instructions into is it like love make making may me my need now of on one
    our out please produce recording some thank thanks that the them these this those to transcript turn us version
    video want we with word would write you your
    """
_TALK = frozenset(_TALK_WORDS.split())
"""Words that ask for a guide, or are only polite: nobody expects anything else of them."""
_POLITE_TEXT = """
    bitte danke nur svp seulement merci por favor solo gracias per favore grazie alsjeblieft alleen proszę tylko
    """
_POLITE = frozenset(_POLITE_TEXT.split())
_MAKE_IT = re.compile(
    r"\bmake (?:it|this|that|this one|that one|the (?:guide|document)) (?!one\b)(\S.*)", re.IGNORECASE
)
"""What the guide is to be."""
_FOR = re.compile(
    r"(?:^|\b(?:document|guide|it|one|please|this)[ ])((?:for|für|pour|para|voor|dla|для) \S.*)", re.IGNORECASE
)
"""Whom or what the guide is for."""
_LIKE = re.compile(
    r"in [A-Z][a-z]+|(?:fewer |less |more )?steps?(?: please)?"
    r"|.*\b(?:short|shorter|brief|briefer|long|longer|simple|simpler|detailed|detail)\b.*"
)
"""Words of which a guide can be had in no other way than as a wish: a language, or how much there is to be of it."""
_NOBODY_TEXT = """
    context example info information later record reference sure today tomorrow
    """
_NOBODY = frozenset(_NOBODY_TEXT.split())
"""What comes behind a "for" that is only talk."""
_MOST_WISHED_WORDS = 4
"""What has more words is talk, and no wish that wasn't understood."""
_MOST_WORDS_OF_THE_GUIDE = 6
"""The same where it is said that the guide is to be so."""


_PAPER = re.compile(
    r"(?:--)?paper[ =:]{1,3}us[ -]letter(?![\w-])|us[ -]letter(?: (?:paper|size|format))?(?![\w-])"
    r"|(?P<size>a4|letter) (?:paper|size|format)(?![\w-])"
)
_NAMED = re.compile(rf"^(?:--[A-Za-z_]+|[A-Za-z_]+=|(?:{'|'.join(sorted(KEYS))}):)", re.IGNORECASE)
"""What begins an option with its name."""
_PAIR = re.compile(rf"(?:--)?(?:{'|'.join(sorted(KEYS))})=", re.IGNORECASE)
_PART = re.compile(r"(?>[^\"“”.!?\n]+|[\"“][^\"“”\n]*[\"”]|[.!?](?!\s)|[\"“”])+")
"""A sentence; what stands in quotes may have several."""
_NAMED_PAIR = re.compile(rf"(?<!\S){_PAIR.pattern}", re.IGNORECASE)


@dataclass(frozen=True)
class Wishes:
    """What a text asks for."""

    pairs: tuple[tuple[str, str], ...]
    rest: tuple[str, ...]
    """The words that say nothing of an option, links among them."""
    pieces: tuple[str, ...] = ()
    """The same without links: what stands together is a piece, as it was written."""


def _value(key: str, value: str) -> str:
    """The value of an option as it was typed: of links the address where that is wanted, else what they show."""
    addresses = key.casefold() in ("url", "urls", "recording")
    return as_typed(targets(value) if addresses else shown(value))


def is_key(text: str) -> bool:
    return re.fullmatch(r"[A-Za-z_]+", text) is not None


def is_address(word: str) -> bool:
    return "://" in word


def wishes(text: str, is_link: Callable[[str], bool] = is_address) -> Wishes:
    """The options in a text, in the order in which they stand there. Nothing is refused here: a `key=value` with an
    unknown key is among the pairs. `is_link` tells which words are no part of a piece.

    >>> wishes('for "new hires", friendly, in German, 8-12 steps').pairs
    (('audience', 'new hires'), ('tone', 'friendly'), ('language', 'German'), ('steps', '8-12'))
    """
    words = typed_words(text)
    pairs: list[tuple[str, str]] = []
    rest: list[str] = []
    pieces: list[list[str]] = [[]]
    place = 0
    while place < len(words):
        found, taken = _wish(words[place:])
        if not found and (audience := _audience(words, place, begins=place == 0 or pieces[-1] == [])):
            found, taken = ("audience", " ".join(audience)), len(audience) + 1
        word = words[place].text
        if found and _is_free(found[0]) and taken and not _is_whole(words, place, taken):
            if more := _going_on(words, place + taken, is_link):
                first = words[place + taken - 1].text
                first = _NAMED.sub("", first, count=1) if taken == 1 else first
                found = (found[0], " ".join((first, *more)).rstrip(" ,;"))
            taken += len(more)
        if found:
            pairs.append((found[0], _value(*found)))
        elif word:
            rest.append(as_typed(word))
        if found or is_link(word):
            pieces.append([])
        elif word:
            pieces[-1].append(as_typed(shown(word)))
        place += max(1, taken)
    # Words that only join wishes are nobody's.
    if pairs:
        rest = [word for word in rest if not _joins(word)]
        pieces = [_without_joining(piece) for piece in pieces]
    told = (" ".join(piece).strip(" ,;.") for piece in pieces)
    return Wishes(tuple(pairs), tuple(word for word in rest if word.strip(",;")), tuple(filter(None, told)))


def named_options(text: str) -> tuple[tuple[str, str], ...]:
    """The options in those sentences of a text that have one with its name and a sign, which nobody writes who only
    talks.

    >>> named_options('The call in German, formal. audience="new hires", in English')
    (('audience', 'new hires'), ('language', 'English'))
    """
    meant = (part[0] for part in _PART.finditer(text) if _NAMED_PAIR.search(part[0]))
    return tuple(pair for part in meant for pair in wishes(part).pairs)


def _is_free(key: str) -> bool:
    """Whether an option takes any words, also one that is misspelled."""
    key = key.casefold()
    return key in FREE or (key not in KEYS and not FREE.isdisjoint(get_close_matches(key, KEYS, n=1)))


def _is_whole(words: Sequence[Word], place: int, taken: int) -> bool:
    """Whether a value has its end: it stands in quotes, or behind a name without a sign ("for new hires")."""
    named = _NAMED.match(words[place].text) or (taken == SPACED and words[place + 1].text == "=")
    return not named or words[place + taken - 1].quoted or (taken == 1 and words[place].text.endswith("="))


def _going_on(words: Sequence[Word], place: int, is_link: Callable[[str], bool]) -> list[str]:
    """The words behind the first of a value that has no quotes around it: up to the next option, a link, or the end of
    the line. Options in words only count behind a comma, since titles have such words, too."""
    found: list[str] = []
    for n in range(place, len(words)):
        word, before = words[n], words[n - 1].text
        target, _, label = word.text.strip("<>").partition("|")
        named = label and label.strip("/") == target.partition("://")[2].strip("/")  # Slack makes a link of "pypi.org"
        link = is_link(word.text) and not named
        if word.breaks or _NAMED.match(word.text) or link or word.text.startswith("<@"):
            break
        if before.endswith((",", ";")) and _wish(words[n:])[0]:
            break
        if before.endswith((",", ";")) and word.text.casefold() == "for" and _audience(words, n, begins=True):
            break
        found.append(word.text)
    return found


def unclear(pieces: Sequence[str], *, of_any: bool = True) -> tuple[str, ...]:
    """Of the pieces in which no option was found, those that may have been meant as one: they are short, and say more
    than that a guide is wanted. What the guide is to be ("make it purple") is meant as one in any case; without
    `of_any`, only that.

    >>> unclear(("please make a guide", "purple, in glossy ink", "this is the call that we had on Monday"))
    ('purple', 'in glossy ink')
    >>> unclear(("could you make it purple and sing",), of_any=False)
    ('purple and sing',)
    """
    parts = (part.strip(" ,;.!?") for piece in pieces for part in re.split(r"[,;.!?](?:\s|$)", piece))
    return tuple(wish for part in parts if (wish := _unclear(part, of_any)))


def _unclear(part: str, of_any: bool) -> str:
    """What of these words may have been meant as an option; nothing if that is talk."""
    if found := _MAKE_IT.search(part):
        part, most = found[1], _MOST_WORDS_OF_THE_GUIDE
    elif found := _FOR.search(part):
        part, most = found[1], _MOST_AUDIENCE_WORDS
    elif of_any or _LIKE.fullmatch(part):
        most = _MOST_WISHED_WORDS
    else:
        return ""
    words = part.casefold().split()
    if found and not _TALK.isdisjoint(words[:1]) and _NOBODY.intersection(words):
        return ""
    part = " ".join(_without(part.split(), lambda word: word.casefold() in _POLITE | {"please"}))
    return part if 0 < len(words) <= most and not (_TALK | _POLITE).issuperset(words) else ""


def _audience(words: Sequence[Word], place: int, *, begins: bool) -> list[str]:
    """The words behind a "for" that name people, up to a comma or another wish; none where it is no audience. A "for"
    counts where a wish `begins`, after a comma or a mention, or after what is to be made: "thanks for the quick
    answers" is talk."""
    before = words[place - 1].text if place else ""
    asked = begins or before.endswith((">", *",;.:!?")) or before.casefold() in ("guide", "it", "this", "one")
    if not asked or words[place].text.casefold() != "for":
        return []
    found: list[str] = []
    for n, word in enumerate(words[place + 1 :], place + 1):
        text = word.text.strip(",;.!?")
        if word.quoted or not text or "=" in text or is_address(text) or text.casefold() in _STOPS:
            break
        if _wish(words[n:])[0] and found:
            break
        if text.casefold() == "and" and (n + 1 == len(words) or _wish(words[n + 1 :])[0]):
            break
        found.append(text)
        if text != word.text.rstrip():
            break
    if not found or len(found) > _MOST_AUDIENCE_WORDS:
        return []
    heads = [n for n, text in enumerate(found) if _names_people(text)]
    ends = any(n + 1 == len(found) or found[n + 1].casefold() in _WHICH_PEOPLE | {"and", "or"} for n in heads)
    return found if ends else []


_STOPS = frozenset(("please", *Tone))


def _names_people(word: str) -> bool:
    name = word.casefold()
    return word == "IT" or name in _PEOPLE or name.removesuffix("s") in _PEOPLE or name.removesuffix("es") in _PEOPLE


def _joins(word: str) -> bool:
    return word.strip(",;.").casefold() in _FILLERS | _POLITE


def _without_joining(piece: Sequence[str]) -> list[str]:
    """A piece without the words around it that only join it to others."""
    return _without(piece, _joins)


def _without(piece: Sequence[str], left: Callable[[str], bool]) -> list[str]:
    """A piece without those words at its beginning and its end that are `left` out."""
    kept = [n for n, word in enumerate(piece) if not left(word)]
    return list(piece[kept[0] : kept[-1] + 1]) if kept else []


def _wish(words: Sequence[Word]) -> tuple[tuple[str, str] | None, int]:
    """The option that these words begin with, if they begin with one, and how many words it has."""
    if found := _limit_of_steps(words) or _paper(words):
        return found
    first, *after = (word.text for word in words)
    next_quoted = len(words) > 1 and words[1].quoted
    key, equals, value = first.removeprefix("--").partition("=")
    if equals and is_key(key):
        value = value if words[0].quoted else value.rstrip(",;")
        if value or words[0].quoted or not after or key.casefold() not in KEYS or _PAIR.match(after[0]):
            return (key, value), 1
        return (key, after[0]), 2
    name, colon, value = first.removeprefix("--").partition(":")
    if colon and words[0].quoted and name.casefold() in KEYS:
        return (name, value), 1
    if after and after[0] == "=" and len(after) > 1 and key.casefold() in KEYS:
        return (key, after[1]), 3
    plain = [word.text.strip(",;.") for word in words[:3]]
    name = plain[0].removeprefix("--").removesuffix(":").casefold()
    dashed = first.startswith("--") or first.endswith(":")
    following = plain[1] if len(plain) > 1 else ""
    nothing = next_quoted and not following
    if name in KEYS and (nothing or (following and (dashed or _fits(name, following)))):
        return (name, following), 2
    if first.startswith("--") and len(name) > 1 and is_key(name) and following:
        return (name, following), 2  # a misspelled option, which is refused by its name
    if name == "for" and following and (" " in following or next_quoted):
        return ("audience", following), 2
    if name == "in" and code_of(following):
        return ("language", following), 2
    if name in set(Tone):
        return ("tone", name), 2 if following.casefold() in ("tone", "language") else 1
    if turned := _turned(name, words[:3]):
        return turned, 2
    if following.casefold() in _STEP_WORDS and (steps := _STEPS.fullmatch(plain[0])):
        return ("steps", steps[1]), 2
    if " " in plain[0] or not plain[0][:1].isdigit():
        return None, 1
    if not plain[0][-1:].isdigit() and (steps := _STEPS.fullmatch(plain[0])):
        return ("steps", steps[1]), 1
    return None, 1


def _paper(words: Sequence[Word]) -> tuple[tuple[str, str], int] | None:
    """The size of the pages where people name it: "US letter", "letter size", "A4 paper", "paper=US letter". By itself,
    "letter" may be something else."""
    told = [word.text.casefold().rstrip(",;.") for word in words[:4]]
    text = " ".join(told[:1] if words[0].quoted else told)
    if not (found := _PAPER.match(text)):
        return None
    taken = 1 if words[0].quoted else found[0].count(" ") + 1
    return ("paper", found["size"] or Paper.LETTER.value), taken


def _limit_of_steps(words: Sequence[Word]) -> tuple[tuple[str, str], int] | None:
    """How many steps are wanted where a word before the number says how it is meant: "at most 4 steps"."""
    told = [word.text.casefold() for word in words[:4]]
    before = next((len(sign) for sign in _AT_MOST if tuple(told[: len(sign)]) == sign), 0)
    if not before and told[0] not in _ABOUT:
        return None
    found, taken = _wish(words[before or 1 :]) if len(words) > (before or 1) else (None, 0)
    if not found or found[0] != "steps" or "=" in words[before or 1].text:
        return None
    value = f"1-{found[1]}" if before and found[1].isdigit() else found[1]
    return ("steps", value), (before or 1) + taken


def _turned(value: str, words: Sequence[Word]) -> tuple[str, str] | None:
    """The option whose value stands before its name: "short sources". Secrets are kept only where nothing follows that
    may say otherwise ("keep secrets hidden")."""
    following = words[1].text.casefold() if len(words) > 1 else ""
    match following.strip(",;."):
        case "source" | "sources" if value in set(SourcesForm):
            return "sources", value
        case "secret" | "secrets" if value == Secrets.MASK:
            return "secrets", value
        case "secrets" if value == Secrets.KEEP and (len(words) < 3 or following.endswith((",", ";", "."))):
            return "secrets", value
        case "writer" if value in set(WriterChoice):
            return "writer", value
        case "language" if code_of(value):
            return "language", value
    return None


def _fits(name: str, value: str) -> bool:
    """Whether this can be the value of an option whose name stands before it without a sign: "tone formal"."""
    value = value.casefold()
    match name:
        case "tone":
            return value in set(Tone)
        case "paper":
            return value in set(Paper)
        case "language":
            return code_of(value) is not None or re.fullmatch(r"[a-z]{2}(?:-[a-z]{2})?", value) is not None
        case "steps":
            return _STEPS.fullmatch(value) is not None
        case "title" | "audience":
            return " " in value
        case "writer" | "sources" | "secrets":
            return value in ("auto", "model", "extractive", "full", "short", "mask", "keep")
        case _:
            return value.lstrip("<").startswith(("http://", "https://"))
