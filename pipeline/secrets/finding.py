"""Finds the secrets in a text: what stands behind or before a word that announces one, and what can be nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.searching import lowered, matches
from pipeline.secrets import cues, phrases, shapes
from pipeline.secrets.about import FUNCTION_ELSEWHERE
from pipeline.secrets.cues import Kind
from pipeline.secrets.phrases import Announced

_I = re.IGNORECASE


@dataclass(frozen=True)
class Secret:
    """Where a secret stands in a text, and what it is."""

    begin: int
    end: int
    kind: Kind


_ALL = "|".join(f"(?P<{kind.name}>{nouns})" for kind, nouns in cues.NOUNS.items())
_NOUN = re.compile(rf"(?<!\w)(?=\w)(?:{_ALL})(?![\w])(?!-\w)")
"""In a text that is `lowered`."""
_FOR = rf"(?:\s{cues.WHAT_FOR}(?:\s(?!{cues.IS}\b)[\w'’-]{{1,30}}){{1,5}})?"
_BESIDE = rf"(?:,?\s{cues.BESIDE}\b){{0,3}}"
_TO_VALUE = re.compile(
    rf"(?P<asked>{_FOR}\s?\?\s*(?:(?:oh|yeah|yes|sure|okay|so|um|uh|klar|ja|sí|oui)[,.]?\s)?"
    rf"(?:(?:it'?s|it is|that'?s|es ist|das ist|es|c'est)\b)?)?"
    rf"(?:{_FOR}{cues.PREFIX}(?P<link>{_BESIDE}(?:,?\s(?:which|that|mine|ours|der|die|das|es))?\s{cues.IS}\b{_BESIDE}\s?[:,]?"
    rf"|['’]s(?:\s(?:gonna|going to) be\b)?{_BESIDE}|,?\s(?:that|it)['’]s|,?\sc['’]est\b|,?\sund zwar\b|\s?[:=]))?"
    rf"(?P<set>(?<!:)\s(?:to|auf|a)\b)?(?P<use>{cues.FIELD},?\s{cues.USE}\b)?(?P<comma>,(?=\s))?\s*",
    _I,
)
"""What may stand between the noun and the secret. `link` is a verb, a colon or nothing: "the password Xyz12". `set` is
the "to" of "set the password to Xyz12"."""
_SET = re.compile(r"\b(?:set|setze?n?|change|ändern?|reset|update|cambia|ponga)\b[^.!?]{0,40}$", _I)
_NAMES_IT = re.compile(rf"\b(?:{cues.NAMES_IT})\b|[:=]", _I)
_READ = re.compile(
    r"\b(?:is|are|was|be|equals?|colon|reads|goes|ist|lautet|heißt|sind|wäre|doppelpunkt|es|será|est|sera|zwar|that|it)\b"
    r"|['’]s\b|[:=]",
    _I,
)
"""A verb of a language in which what is said of a secret can be told from one of several words."""
_ELSEWHERE = re.compile(r"\b(?:ist|lautet|heißt|sind|es|será|est|sera)\b", _I)
_OF_CASE = re.compile(r"\b(?:lower|upper)[ -]?case\b", _I)
_USED = re.compile(rf"\b{cues.USE}\s{cues.THE}\s(?:[\w-]{{1,20}}\s){{0,2}}$", _I)
"""In front of a noun: what is typed in is named."""
_OWN = re.compile(r"\b(?:the|my|our|your|its|his|her|their|this)\s(?:[\w-]{1,30} ){0,3}$", _I)
_FOR_THE = re.compile(rf"\b{cues.AS}\s{cues.THE}\s(?:[\w-]{{1,20}}\s){{0,2}}$", _I)
_LONGEST_FOR_THE = 60
_APART = re.compile(r"[,.!?]|\s*$")
"""What ends an apposition: "the password, Xyz12, and"."""
_CLAUSE_END = re.compile(r"\s*(?:[.,;!?]|$|\b(?:and|then|so|but|all|with|in|written|spelled|as)\b)", _I)
_UNIT = re.compile(
    r"\s?-?(?:bits?|digits?|char(?:acter)?s?|letters?|bytes?|long|minutes?|seconds?|days?|hours?|weeks?|months?|times"
    r"|attempts?|tries|users?|people|percent|words?|lines?|years?|stellen|zeichen|stellig|tage|wochen|monate|jahre|mal"
    r"|versuche|stunden|minuten|wörter|ziffern|buchstaben|dígitos|caracteres|días|horas|veces|meses|años|palabras"
    r"|chiffres|caractères|jours|heures|fois|mois|ans|mots|lettres|caratteri|giorni|cifre|tekens|dagen|znaków|dni)\b",
    _I,
)
_BEFORE = re.compile(
    rf"\b{cues.USE}\s(?P<value>{shapes.TOKEN}|{shapes.DIGITS}|[^\W_][\w-]{{0,30}}(?:\s[\w-]{{1,30}}){{1,6}})\s{cues.AS}\s{cues.THE}\s(?:[\w-]{{1,20}}\s){{0,2}}$",
    _I,
)
_ONE = re.compile(rf"{shapes.TOKEN}|{shapes.DIGITS}")
_LONGEST_BEFORE = 120
_PAIR = re.compile(
    rf"\b(?:{cues.USER_NAME}\s(?:{cues.IS}\s)?|{cues.LOG_IN}\s){shapes.TOKEN},?\s(?:{cues.AND}\s)?(?:{cues.THE}\s)?$",
    _I,
)
_LOG_IN = re.compile(
    rf"\b{cues.LOG_IN}\s(?:(?:{cues.THE}\s)?(?:account|{cues.USER_NAME})\s)?[^\s,;:/\"“”]{{1,60}}"
    rf"(?:,?\s(?:{cues.AND}|{cues.SLASH})\s|\s?[/:]\s?)(?P<value>(?>{shapes.TOKEN}))(?!\s(?:was|will|can|[a-z]{{1,20}}(?<!s)s)\b)"
)
"""A name with its password in a text that is `lowered`, unless that does something itself: "log in as admin and
server01 answers"."""
_TURNS = re.compile(
    r"(?:(?:left|right|links|rechts)\s)?\d{1,2}"
    r"(?:,?\s(?:(?:to the|then|and|dann|und|nach)\s)?(?:left|right|links|rechts|\d{1,2})\b){2,10}",
    _I,
)
"""A combination with the ways in which a knob is turned."""
_TURN = re.compile(r"left|right|links|rechts", _I)
_SPELLED, _DIGITS, _TOKEN, _QUOTED, _WORD = (
    re.compile(pattern, _I)
    for pattern in (
        shapes.SPELLED,
        rf"(?:{cues.KEY_MARK}\s?)?(?P<digits>{shapes.DIGITS})(?:\s?{cues.KEY_MARK}(?!\w))?",
        shapes.TOKEN,
        shapes.QUOTED,
        shapes.WORD,
    )
)
_TO_SPELLED = re.compile(r"[,.:]?\s(?:(?:that['’]s|so|spelled|written|das ist|also)[,:]?\s)?", _I)
"""What may stand between a secret and the same, spelled."""
_LETTERS = re.compile(r"\b[^\W\d_]\b[^.]{0,30}\b[^\W\d_]\b")
_PHRASE = re.compile(r"[^\W\d_]{2,20}(?:\s[^\W\d_]{2,20}){2,23}(?=\s*(?:[.,;!?]|$))")
_FUNCTION_WORD = re.compile(
    r"\b(?:a|an|the|in|on|at|of|to|for|with|by|from|and|or|that|which|you|we|it|is|are|not|be|as|than|too|very)\b", _I
)
"""What the words of a passphrase hardly ever are, and those of a sentence about one are."""
_CARD_NUMBER = re.compile(shapes.CARD)
_CARD = re.compile(rf"(?<![\w.-]){shapes.CARD}")
_BY_ITSELF = re.compile(
    r"(?<!\w)(?:[spr]k(?<!-..)[-_](?:(?:live|test|proj|ant|or)[-_])?[\w-]{12,}"
    r"|gh[pousr]_\w{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|xox[abeprs]-[\w-]{8,}|xapp-[\w-]{8,}"
    r"|AKIA[0-9A-Z]{12,}|ASIA[0-9A-Z]{12,}|AIza[\w-]{20,}|hf_\w{16,}|npm_\w{16,}|dckr_pat_[\w-]{16,}"
    r"|SG\.[\w-]{10,}\.[\w-]{10,}|eyJ[\w-]{10,}\.[\w-]{10,}(?:\.[\w-]*)?)"
)
"""Keys that a known service makes: their beginning says what they are (as secret scanners list them)."""
_BEARER = re.compile(r"\b(?:Bearer|Basic)\s(?P<value>[\w+/=.-]{15,}[\w+/=])")
_IN_ADDRESS = re.compile(r"\b[a-z][a-z0-9+.-]{1,20}://[^\s:/@]{0,100}:(?P<value>[^\s@/]{3,100})@", _I)
_ASSIGNED = re.compile(
    r"(?<![\w$-])-{0,2}[\w-]{0,40}(?P<noun>password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key)\s?=\s?"
    r"[\"']?(?P<value>[^\s\"'<>$(){}\[\]*]{4,200})[\"']?(?![\w(.\[])",
    _I,
)
_MAY_ASSIGN = re.compile(r"(?:password|passwd|pwd|secret|token|key)\s?=")
"""What is in each text with something _ASSIGNED, when it is `lowered`. It is much faster to find."""
_EXAMPLE = re.compile(rf"{cues.EXAMPLE}[^.!?]{{0,40}}$", _I)
_CONTEXT = 80


def find(text: str) -> list[Secret]:
    """The secrets in a text, in order, without overlaps. Line breaks count as blanks, so that a secret may stand in the
    utterance after the word that announces it."""
    announced = list(_all(text))
    found = sorted((*announced, *_said_again(text, announced)), key=lambda one: (one.begin, -one.end))
    kept: list[Secret] = []
    for one in found:
        if not kept or one.begin >= kept[-1].end:
            kept.append(one)
    return kept


def _said_again(text: str, announced: list[Secret]) -> Iterator[Secret]:
    """The same secrets where nothing announces them: "that's Xyz12 again". A plain word may mean itself elsewhere."""
    kinds = {text[one.begin : one.end].rstrip("!?"): one.kind for one in announced}
    again = [value for value in kinds if shapes.is_recognizable(value)]
    if again:
        values = "|".join(map(re.escape, sorted(again, key=len, reverse=True)))
        for match in re.finditer(rf"(?<!\w)(?:{values})(?!\w)", text):
            yield Secret(*match.span(), kinds[match[0]])


def _all(text: str) -> Iterator[Secret]:
    in_lower_case = lowered(text)
    for match in matches(_BY_ITSELF, text):
        yield Secret(*match.span(), Kind.KEY)
    for match in matches(_BEARER, text) if "Bearer" in text or "Basic" in text else ():
        if shapes.is_key(match["value"]):
            yield Secret(*match.span("value"), Kind.KEY)
    for match in matches(_IN_ADDRESS, text) if "@" in text and "://" in text else ():
        if match["value"].strip("*x.") and not match["value"].startswith(("$", "<", "{")):
            yield Secret(*match.span("value"), Kind.PASSWORD)
    for match in matches(_LOG_IN, in_lower_case):
        begin, end = match.span("value")
        if shapes.is_strong(text[begin:end]):
            yield Secret(begin, begin + _end_of(text[begin:end]), Kind.PASSWORD)
    for match in matches(_ASSIGNED, text) if any(matches(_MAY_ASSIGN, in_lower_case)) else ():
        if shapes.is_strong(match["value"]):
            word = match["noun"].lower()
            yield Secret(*match.span("value"), Kind.PASSWORD if word[0] == "p" else Kind.KEY)
    for match in matches(_CARD, text):
        if shapes.is_card(match[0]):
            yield Secret(*match.span(), Kind.CARD)
    for match in matches(_NOUN, in_lower_case):
        kind = Kind[match.lastgroup or ""]
        if secret := _after(text, match, kind) or _before(text, match, kind):
            yield secret
            link = _TO_SPELLED.match(text, secret.end)
            spelled = _SPELLED.match(text, link.end()) if link else None
            if spelled and _LETTERS.search(spelled[0]):
                yield Secret(*spelled.span(), kind)


def _after(text: str, noun: re.Match[str], kind: Kind) -> Secret | None:
    """The secret behind the word that announces it, unless it is only an example."""
    secret = _behind(text, noun, kind)
    return secret if secret and not _EXAMPLE.search(text[max(0, noun.start() - _CONTEXT) : noun.start()]) else None


def _behind(text: str, noun: re.Match[str], kind: Kind) -> Secret | None:
    word = text[noun.start() : noun.end()]
    link = _TO_VALUE.match(text, noun.end())
    assert link is not None, "everything in it is optional"
    begin = link.end()
    linked, asked = bool(link["link"]), bool(link["asked"])
    if begin == noun.end():
        return None
    if link["set"] and not linked and not _SET.search(text[max(0, noun.start() - _CONTEXT) : noun.start()]):
        return None
    before = text[max(0, noun.start() - _CONTEXT) : noun.start()]
    used = bool(_USED.search(before) or _PAIR.search(before))
    linked = linked or bool(link["set"] or link["use"])
    if quoted := _QUOTED.match(text, begin):
        if (linked or asked) and kind is not Kind.PIN and not _UNIT.match(text, quoted.end()):
            return Secret(*quoted.span(1), kind)
        if shapes.is_strong(quoted[1]):
            return Secret(*quoted.span(1), kind)
    if kind is Kind.CODE and linked and (turns := _TURNS.match(text, begin)) and _TURN.search(turns[0]):
        return Secret(*turns.span(), kind)
    of_words = _of_words(text, noun, link, kind, used=used)
    if (
        not of_words
        and (linked or asked or kind is not Kind.KEY)
        and (digits := _digits(text, begin, kind, word, linked or asked))
    ):
        return digits
    spelled = _spelled(text, begin) if linked or asked or (used and _is_direct(kind, word)) else None
    if of_words or spelled:
        return Secret(begin, max(of_words or 0, spelled or 0), kind)
    token = _TOKEN.match(text, begin)
    if token is None:
        return None
    shaped = shapes.is_key(token[0]) if kind is Kind.KEY and not linked else shapes.is_strong(token[0])
    if kind in (Kind.PIN, Kind.CARD):
        return None
    end = begin + _end_of(token[0])
    beside = link["comma"] and not linked and not _APART.match(text, end)
    if shaped and not beside and not _UNIT.match(text, token.end()):
        return Secret(begin, end, kind)
    return _plain(text, noun, link, begin, kind)


def _digits(text: str, begin: int, kind: Kind, noun: str, linked: bool) -> Secret | None:
    digits = _DIGITS.match(text, begin)
    if kind is Kind.CARD:
        digits = _CARD_NUMBER.match(text, begin) or digits
    if digits is None or _UNIT.match(text, digits.end()):
        return None
    # "PIN 4711" is a secret, "pin 130" a part of a plug, and "password 123" may be the number of a slide.
    direct = _is_direct(kind, noun) and kind is not Kind.PASSWORD
    if kind is Kind.CARD and sum(map(str.isdigit, digits[0])) < 8:
        return None
    if not linked and not (direct and sum(map(str.isdigit, digits[0])) >= 3):
        return None
    return Secret(begin, digits.end(), kind)


def _is_direct(kind: Kind, noun: str) -> bool:
    """Whether the noun is surely what one types: a pin may also be a part of a plug, and a key something to press."""
    return kind is not Kind.KEY and (kind is not Kind.PIN or noun[:3].isupper() or len(noun) > 3)


def _of_words(text: str, noun: re.Match[str], link: re.Match[str], kind: Kind, *, used: bool) -> int | None:
    """The end of a secret of several words."""
    if kind not in (Kind.PASSWORD, Kind.PASSPHRASE, Kind.CODE):
        return None
    verb = link["link"] or ""
    if verb and not _READ.search(verb):
        return None
    if noun[0] == "clave" and not (_NAMES_IT.search(verb) or used):
        return None  # "la clave es" is what matters
    if not (verb or used or link["set"] or link["use"] or link["asked"]):
        return None
    named = bool(_NAMES_IT.search(verb))
    announced = Announced.NAMED if named else Announced.IS if verb else Announced.GIVEN
    return phrases.end_of(
        text,
        link.end(),
        announced,
        nouns_suffice=bool(verb or link["set"]) and kind is not Kind.CODE,
        of_case=bool(_OF_CASE.search(verb)),
    )


def _spelled(text: str, begin: int) -> int | None:
    """The end of something spelled."""
    spelled = _SPELLED.match(text, begin)
    if spelled is None or _UNIT.match(text, spelled.end()):
        return None
    return spelled.end()


def _end_of(token: str) -> int:
    """How long a secret is that a mark follows: a "!" within a sentence is a part of it, one at its end may be."""
    return len(token.rstrip(".:'’‘"))


def _plain(text: str, noun: re.Match[str], link: re.Match[str], begin: int, kind: Kind) -> Secret | None:
    """A plain word or phrase as the secret: only behind "the password is", a colon or the like, and at the end of its
    clause."""
    word = _WORD.match(text, begin)
    if kind is Kind.PASSPHRASE and link["link"] and (phrase := _PHRASE.match(text, begin)):
        return None if _FUNCTION_WORD.search(phrase[0]) else Secret(begin, phrase.end(), kind)
    if word is None or not shapes.is_plain_secret(word[0]) or kind in (Kind.KEY, Kind.CODE):
        return None
    before = text[max(0, noun.start() - _CONTEXT) : noun.start()]
    if not _CLAUSE_END.match(text, word.end()):
        return None
    named = bool(link["link"] and _NAMES_IT.search(link["link"]))
    if word[0].lower() in FUNCTION_ELSEWHERE and _ELSEWHERE.search(link["link"] or ""):
        return None
    english = bool(re.search(r"\b(?:is|was|will be)\b|^['’]s", link["link"] or "", _I))
    capital = bool(link["link"]) and word[0][0].isupper() and not re.search(r"\bist\b", link["link"] or "", _I)
    owned = _OWN.search(before) or not before.strip() or before.rstrip()[-1] in ".!?,"
    if named or (english and owned) or capital or (link["use"] and _FOR_THE.search(before)):
        return Secret(*word.span(), kind)
    if not link["link"] and not link["asked"] and _PAIR.search(before):
        return Secret(*word.span(), kind)
    return None


def _before(text: str, noun: re.Match[str], kind: Kind) -> Secret | None:
    """The secret before the word: "use Xyz12 as the password"."""
    start = max(0, noun.start() - _LONGEST_BEFORE)
    if not _FOR_THE.search(text[max(0, noun.start() - _LONGEST_FOR_THE) : noun.start()]):
        return None
    found = _BEFORE.search(text[start : noun.start()])
    if found is None or _EXAMPLE.search(text[max(0, start - _CONTEXT) : start + found.start("value")]):
        return None
    value = found["value"]
    plain = _WORD.fullmatch(value) and shapes.is_plain_secret(value)
    begin = start + found.start("value")
    several = phrases.end_of(text, begin, Announced.GIVEN, nouns_suffice=False, of_case=False)
    if several is None and not _ONE.fullmatch(value):
        return None
    if shapes.is_strong(value) or _DIGITS.fullmatch(value) or plain or several == start + found.end("value"):
        return Secret(start + found.start("value"), start + found.end("value"), kind)
    return None
