"""Reasons to check a line although all of it is in its sources: the speaker took it back, a page says something else,
or only a page says it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.cleaning import as_quoted
from pipeline.grounding.checks import Looked, Sources
from pipeline.grounding.evidence import Evidence
from pipeline.grounding.hard_facts import FactKind
from pipeline.grounding.tokens import fold, spell_numbers, tokenize
from pipeline.guide import Finding, FindingKind
from pipeline.speech.corrections import says_what_was_wrong, withdraws_value

ONLY_READ = Finding(FindingKind.UNCLEAR, "This is only on a reference page; nobody said it.")
_CORRECTION_UTTERANCES = 2
"""A correction is looked for in this many utterances after a value."""
_TAKEN_BACK: dict[str, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(?:no,? wait|wait,? no|oh wait|sorry|scratch that|correction|i mean|i meant|my mistake|my bad|no,? it'?s|"
        r"no,? that'?s|no,? actually|actually,? (?:no|it'?s|that'?s)|not that)\b"
    ),
    "de": re.compile(r"\b(?:nein,? warte|moment|sorry|quatsch|korrektur|ich meine|ich meinte|stimmt nicht|falsch)\b"),
    "es": re.compile(
        r"\b(?:no,? esper(?:a|e|en|ad)|perdon|correccion|mejor dicho|quiero decir|queria decir"
        r"|me equivoque|me he equivocado)\b"
    ),
    "fr": re.compile(
        r"\b(?:non,? attend(?:s|ez)|pardon|correction|ou plutot|je veux dire|je voulais dire|je me suis trompee?)\b"
    ),
}


def doubts(text: str, looked: Sequence[Looked], citations: Sequence[str], sources: Sources) -> Iterator[Finding]:
    """What to check in a line whose facts were found, in words."""
    if citations and all(source_id.startswith("p") for source_id in citations):
        yield ONLY_READ
    language = sources.said_in or "en"
    in_line = _numbers(text, sources.written_in or language)
    for one in looked:
        if one.kind is not FactKind.NUMBER or not one.found:
            continue
        if one.found.startswith("p"):
            said = [source_id for source_id in citations if source_id.startswith("u")]
            other = [n for i in said for n in _numbers(sources.request.transcript[int(i[1:])].text, language)]
            if rest := [n for n in other if n not in in_line]:
                yield Finding(
                    FindingKind.DIFFERS, f"The recording says “{rest[0]}”, but a reference page says “{one.text}”."
                )
        elif correction := _corrected(one, int(one.found[1:]), in_line, sources, language):
            yield Finding(FindingKind.UNCLEAR, f"The speaker may have corrected this: “{as_quoted(correction)}”.")


def _corrected(one: Looked, at: int, in_line: Sequence[str], sources: Sources, language: str) -> str | None:
    """What was said soon after a number and replaces it with another one that the line doesn't have; None if
    nothing."""
    pattern = _TAKEN_BACK.get(language)
    transcript = sources.request.transcript
    if pattern is None:
        return None
    for number in range(at, min(at + _CORRECTION_UTTERANCES, len(transcript.utterances)) + 1):
        text = transcript[number].text
        if number > at and says_what_was_wrong(text) and not withdraws_value(one.text, text):
            continue  # it names another value
        folded = fold(text)
        for match in pattern.finditer(folded):
            before, after = folded[: match.start()], folded[match.end() :]
            if number == at and not Evidence([("u1", before)], [language]).find(one.text):
                continue
            between = " ".join(transcript[n].text for n in range(at + 1, number))
            if number > at and _numbers(f"{between} {before}", language):
                continue  # it takes back what was said last
            given = _numbers(after, language)
            if given and given[0] not in in_line:
                return text
    return None


def _numbers(text: str, language: str) -> list[str]:
    """The numbers of a text in digits, without articles ("one")."""
    tokens = spell_numbers(tokenize(text, language), [language])
    return [token.text for token in tokens if token.text.isdigit() and not (token.spoken and int(token.text) < 2)]
