"""Finds what restricts an instruction: a condition, an exception, or a negation. A heading without it would tell
everybody to do what only some should do, or nobody."""

from __future__ import annotations

import re

_QUOTED = re.compile(r"[\"“„«][^\"“”„«»]{1,80}[\"”“»]")
_END_OF_CLAUSE = re.compile(r";|, (?:and|but|so|then|or|und|aber|dann|oder|et|mais|puis|ou|y|pero|luego|o)\b")
_FIRST = r"(?:^|(?<=[\s,;(]))"
_CONDITIONS = {
    "en": rf"(?<!\bsee )(?<!\bcheck )(?<!\bas )(?<!\bknow )(?<!\bverify )(?<!\btest )(?<!\bdecide )(?<!\btell )"
    rf"{_FIRST}(?:[Ii]f|[Uu]nless|[Ii]n case|[Aa]ssuming|[Pp]rovided (?:that|you)|[Ee]xcept"
    r"|[Ww]ithout(?! [a-z]+ing)|[Aa]s long as|[Oo]therwise|[Dd]epending)\b",
    "de": rf"{_FIRST}(?:[Ww]enn|[Ff]alls|[Ss]ofern|[Aa]ußer|[Ss]olange|[Ee]s sei denn|[Aa]ndernfalls"
    r"|[Aa]nsonsten|[Ss]onst|[Oo]hne(?![^,]{0,60} zu ))\b",
    "es": rf"(?<!\bcompruebe )(?<!\bver )(?<!\bcomprobar ){_FIRST}(?:[Ss]i|[Ss]alvo|[Ee]xcepto|[Aa] menos que"
    r"|[Aa] no ser que|[Ss]iempre que|[Dd]e lo contrario|[Ss]in(?! [a-zñáéíóú]+[aeií]r\b))\b",
    "fr": rf"(?<!\bvérifiez )(?<!\bvoir ){_FIRST}(?:[Ss]i|[Ss]'ils?|[Ss]auf|[Àà] moins"
    r"|[Tt]ant qu|[Ss]inon|[Ss]ans(?! [a-zéèêâîç]+(?:er|ir|re)\b))(?:\b|(?<=qu))",
}
"""Words that begin a condition or an exception, by ISO 639-1 code. "When" only says in what order things are done, and
"without doing" only how."""
_NEGATIONS = {
    "en": rf"{_FIRST}(?:(?:[Dd]on't|[Dd]o not) (?!forget)|[Nn]ever |(?:mustn't|shouldn't|can't|not|no longer) )",
    "de": rf"{_FIRST}(?:[Nn]icht|[Nn]ie(?:mals)?|[Kk]eine?[nmrs]?|[Kk]einesfalls)\b",
    "es": rf"{_FIRST}(?:[Nn]o|[Nn]unca|[Jj]amás)\b",
    "fr": rf"{_FIRST}(?:[Nn]e |[Nn]'|jamais\b)",
}
_NEGATION_ENDS = re.compile(r"\b(?:and|because|since|so|in case|und|weil|damit|et|car|y|porque|para)\b|,")
"""After these, another clause or a reason begins. Its negation is none of the instruction."""
_CONDITION = {code: re.compile(pattern) for code, pattern in _CONDITIONS.items()}
_NEGATION = {code: re.compile(pattern) for code, pattern in _NEGATIONS.items()}


def has_condition(language: str, text: str) -> bool:
    """Whether a text, for example the lead of an instruction, has a condition or an exception. `language` is an ISO
    639-1 code; in a language without rules there is none.

    >>> has_condition("en", "If the light is red,"), has_condition("en", "In the menu,")
    (True, False)
    """
    return language in _CONDITION and _CONDITION[language].search(_plain(text)) is not None


def loses_restriction(language: str, text: str, title: str, lead: str | None = None) -> bool:
    """Whether a heading made of an instruction's text would say less than the instruction: its condition is missing, or
    the instruction is to leave something. `lead` is the part of the text before its verb.

    >>> loses_restriction("en", "Restart the laptop if it says error 809.", "Restart the laptop")
    True
    >>> loses_restriction("en", "Check if the light is on, and open the door.", "Check if the light is on")
    False
    """
    if language not in _CONDITION:
        return False
    if lead and has_condition(language, lead):
        return True
    clause = _END_OF_CLAUSE.split(_plain(text.removeprefix(lead or "").strip()), maxsplit=1)[0]
    conditions = len(_CONDITION[language].findall(clause))
    if conditions > len(_CONDITION[language].findall(_plain(title))):
        return True
    return _NEGATION[language].search(_NEGATION_ENDS.split(clause, maxsplit=1)[0]) is not None


def _plain(text: str) -> str:
    """The text with one kind of apostrophe and without quotations, which are names."""
    return _QUOTED.sub("Qz", text.replace("’", "'"))
