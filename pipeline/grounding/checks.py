"""Compares a draft's lines with what they cite: which facts were looked for, where each was found, and what is
wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.cleaning import shorten
from pipeline.grounding.evidence import Evidence, mended
from pipeline.grounding.hard_facts import Fact, FactKind, facts_in
from pipeline.grounding.opposites import opposites
from pipeline.grounding.polarity import Kind, turned
from pipeline.grounding.pressed_keys import pressed_in_turn
from pipeline.grounding.stop_words import checks_something, content, deeds, distinctive
from pipeline.grounding.support import one_of, said_without_unit, unit_after, unit_agrees, where
from pipeline.grounding.tokens import fold, spell_numbers, tokenize
from pipeline.guide import Finding, FindingKind
from pipeline.sounds import heard_among

if TYPE_CHECKING:
    from pipeline.writing import StepRequest

CITED_FROM_THE_STEP = (FactKind.NAME, FactKind.LABEL, FactKind.COMMAND, FactKind.PATH)
"""What is cited from anywhere in the step if the cited utterances don't have it. A number has to be in them."""
MOST_COUNTED = 5
"""Up to this number, a writer may count what was named."""
NEIGHBOUR_UTTERANCES = 2
"""How many utterances before and after those of its step a writer may cite: as many as it is shown."""
LONGEST_ID_CHARACTERS = 10
LEAST_OVERLAP_SHARE = 0.34
"""At least this share of a line's distinctive words must be in its sources, if it has three or more."""
LEAST_INSIDE = 5
"""Letters of a stem that is looked for inside other words."""
LITTLE_OVERLAP = Finding(FindingKind.OVERLAP, "This differs a lot from what was said. Compare it with the source.")


@dataclass(frozen=True)
class Looked:
    """A fact, and where it was found."""

    kind: FactKind
    text: str
    found: str | None
    """The id of the source that holds it; None: no source that the line cites."""
    added: bool = False
    """Whether the draft didn't cite that source, while the step does."""
    elsewhere: bool = False
    """Whether it is only a doubt: a name that was said, but not in what the line cites, or a number that was said
    without the unit."""
    respelled: str | None = None
    """Where the spelling comes from, if it isn't the one in what was said: "the glossary", a passage's id, …"""

    @property
    def missing(self) -> bool:
        return self.found is None and self.respelled is None


@dataclass(frozen=True)
class Check:
    """One line of a draft, and how it was checked."""

    part: str
    """ "title", "goal", "action 2", "action 2 expected", "action 2 code", "caution 1"."""
    text: str
    citations: tuple[str, ...] = ()
    facts: tuple[Looked, ...] = ()
    overlap: float = 1.0
    """The share of its distinctive words that are in what it cites."""
    findings: tuple[Finding, ...] = ()
    removed: str | None = None
    """Why it, or a part of it, isn't in the step. None if all of it is."""
    whole: bool = False
    """Whether all of it was removed."""
    refuted: bool = False
    """Whether it was removed because a model says that something else was said, so that it can be mended."""

    @property
    def spare(self) -> bool:
        """Whether a step is complete without it. A goal or an expected result in other words is left out, and that is
        all."""
        return self.part in ("title", "goal") or self.part.endswith("expected")


@dataclass(frozen=True)
class Sources:
    """What one step may cite, and the languages for comparing."""

    request: StepRequest
    translated: bool
    said_in: str | None
    """The transcript's language."""
    written_in: str | None
    """The guide's language."""
    everything: bool = False
    """Whether every utterance of the transcript may be cited."""
    texts: dict[str, str] = field(default_factory=dict)
    """The texts that a writer is shown, by id: the step's utterances, some around them, and passages."""
    _evidence: dict[frozenset[str], Evidence] = field(default_factory=dict)

    @classmethod
    def of(cls, request: StepRequest, *, everything: bool = False) -> Sources:
        """The sources of a request. With `everything`, every utterance may be cited, not only those that a model is
        shown."""
        transcript, options = request.transcript, request.options
        last = len(transcript.utterances)
        own = {n for n in request.step.utterance_ids if 1 <= n <= last}
        shown = sorted(
            {m for n in own for m in range(max(1, n - NEIGHBOUR_UTTERANCES), min(last, n + NEIGHBOUR_UTTERANCES) + 1)}
        )
        texts = {f"u{n}": transcript[n].text for n in shown} | {p.id: p.text for p in request.passages}
        said_in, written_in = transcript.language, options.language or transcript.language
        differs = options.language is not None and _base(options.language) != _base(said_in)
        return cls(request, differs, _base(said_in), _base(written_in), everything, texts)

    @cached_property
    def timed(self) -> bool:
        """Whether anything that was said has a time, so that the recording can be looked up there."""
        return any(utterance.start is not None for utterance in self.request.transcript.utterances)

    @cached_property
    def whole(self) -> str:
        """Everything that the step is written from, as one text."""
        return " ".join(self.texts[i] for i in (*self.own, *(p.id for p in self.request.passages)))

    def evidence(self, ids: Iterable[str]) -> Evidence:
        """The texts of these sources."""
        wanted = frozenset(ids)
        if wanted not in self._evidence:
            self._evidence[wanted] = self._gathered(wanted)
        return self._evidence[wanted]

    def _gathered(self, ids: Iterable[str]) -> Evidence:
        ordered = sorted(set(ids), key=lambda i: (i[0] != "u", int(i[1:]) if i[1:].isdigit() else 0, i))
        texts = []
        for source_id in ordered:
            text = self.texts.get(source_id)
            if text is None and source_id.startswith("u"):
                text = self.request.transcript[int(source_id[1:])].text
            if text is not None:
                texts.append((source_id, text))
        return Evidence(texts, [self.said_in or "en"], mended(texts, self.request.names))

    def beside(self, ids: Iterable[str]) -> tuple[str, ...]:
        """The utterances right before and after those cited."""
        cited = set(ids)
        numbers = {int(i[1:]) for i in cited if i.startswith("u")}
        last = len(self.request.transcript.utterances)
        near = sorted({m for n in numbers for m in (n - 1, n + 1) if 1 <= m <= last})
        return tuple(f"u{n}" for n in near if f"u{n}" not in cited)

    def citable(self, source_id: str) -> bool:
        """Whether the writer may cite this. A model can't know what it wasn't shown."""
        if source_id in self.texts:
            return True
        if source_id[:1] != "u" or not source_id[1:].isdecimal() or len(source_id) > LONGEST_ID_CHARACTERS:
            return False
        number, last = int(source_id[1:]), len(self.request.transcript.utterances)
        return 1 <= number <= last and (self.everything or number in self.request.shown)

    @cached_property
    def own(self) -> tuple[str, ...]:
        """The utterances of the step itself."""
        return tuple(f"u{n}" for n in self.request.step.utterance_ids if f"u{n}" in self.texts)

    @cached_property
    def _of_others(self) -> frozenset[int]:
        """The utterances of other steps."""
        others = (step for step in self.request.plan if step.number != self.request.step.number)
        return frozenset().union(*(step.utterance_ids for step in others))

    def of_another_step(self, citations: Sequence[str]) -> bool:
        """Whether a line rests only on what belongs to other steps. Its writer may tell it again where it is needed."""
        return bool(citations) and all(
            cited not in self.texts and cited[:1] == "u" and int(cited[1:]) in self._of_others for cited in citations
        )

    def spelling_from(self, name: str) -> str | None:
        """Where a name has this spelling, if nothing that is cited has it: the name may have been misheard."""
        for known in self.request.options.glossary:
            if Evidence([("g1", known)], ["en"]).find(name):
                return "the glossary"
        for passage in self.request.passages:
            if Evidence([(passage.id, passage.text)], ["en"]).find(name):
                return passage.id
        return self.said_anywhere(name)

    def _heard_in(self, forms: Iterable[str]) -> str | None:
        """The first utterance with one of these forms of a name, or None."""
        wanted = [form.casefold() for form in forms]
        said = (u for u in self.request.transcript.utterances if any(form in u.text.casefold() for form in wanted))
        return next((f"u{utterance.id}" for utterance in said), None)

    def said_anywhere(self, name: str) -> str | None:
        """The first utterance of the whole transcript with this name, or None. A misheard one counts as it is
        written."""
        folded = fold(name)
        for known in self.request.names:
            if re.search(rf"(?<!\w){re.escape(folded)}(?!\w)", fold(known.written)) and (
                heard := self._heard_in(known.heard)
            ):
                return heard
        for utterance in self.request.transcript.utterances:
            # The words of a file's name may be said apart: "main dot rb".
            begins = re.split(r"[./\\_-]", folded.lstrip("./\\_-"), maxsplit=1)[0]
            if begins in utterance.text.casefold() and Evidence([("u1", utterance.text)], ["en"]).find(name):
                return f"u{utterance.id}"
        return None


def _base(language: str | None) -> str | None:
    return language.split("-")[0].lower() if language else None


def look(text: str, sources: Sources, citations: Sequence[str], language: str | None) -> tuple[Looked, ...]:
    """Each hard fact of a line, and where it was found: in what the line cites, in an utterance beside that, or, for a
    name, anywhere in the step."""
    cited = sources.evidence(citations)
    verbatim = cited.find(text)  # a line that was copied has all its facts there
    whole: Evidence | None = None
    looked = []
    for fact in facts_in(text, language):
        found, added, spelt = _where(text, fact, cited, language) or verbatim, False, None
        if found is None and citations:
            for beside in sources.beside(citations):
                if _where(text, fact, sources.evidence([*citations, beside]), language):
                    found, added = beside, True
                    break
        if found is None and is_guess(text, fact):
            continue
        if found is None and citations and _is_spoken_word_by_word(fact, cited):
            found = citations[0]
        if found is None and citations and fact.kind in CITED_FROM_THE_STEP:
            whole = whole or sources.evidence(sources.own)
            found = _where(text, fact, whole, language)
            added = found is not None
            if found is None and fact.kind in (FactKind.NAME, FactKind.LABEL):
                spelt = respelled(fact.text, sources, cited)
        if found is None and counts_what_is_listed(text, fact, cited, language):
            continue
        translated = sources.translated and language == sources.written_in
        if found is None and translated and _is_word_before_number(text, fact):
            continue
        if found is None and fact.kind is FactKind.LABEL and _names_a_step(fact.text, sources):
            continue
        elsewhere = found is None and (
            (fact.kind in (FactKind.NAME, FactKind.PATH) and sources.said_anywhere(fact.text) is not None)
            or (unit_after(text, fact) is not None and said_without_unit(fact, cited, language))
        )
        looked.append(Looked(fact.kind, _with_unit(text, fact), found, added, elsewhere, spelt))
    return tuple(looked)


_POINTED_AT = re.compile(
    r"\b(?:the|these|those|all|both|die|diese|den|diesen|alle|les|ces|los|las|estos|estas|os|as|i|le|de|deze)\s+"
    r"(?:(?:last|first|next|previous|other|remaining|same|letzten|ersten|nächsten|vorigen|anderen|últimos|últimas"
    r"|primeros|primeras|otros|otras|mismos|mismas|derniers|dernières|premiers|premières|autres|mêmes)\s+)?$",
    re.IGNORECASE,
)


def counts_what_is_listed(line: str, fact: Fact, cited: Evidence, language: str | None) -> bool:
    """Whether a number is a small count in words ("two ways") where nobody said a number that it could be instead of:
    the writer has counted what was named."""
    if fact.kind is not FactKind.NUMBER or any(c.isdigit() for c in fact.text) or unit_after(line, fact):
        return False
    spelled = spell_numbers(tokenize(fact.text, language), [_base(language) or "en"])
    small = len(spelled) == 1 and spelled[0].text.isdigit() and int(spelled[0].text) <= MOST_COUNTED
    if small and _POINTED_AT.search(line[: fact.start]):
        return True  # "the two outputs" are those that were named
    return small and not any(
        said.kind is FactKind.NUMBER for _, text in cited.texts for said in facts_in(text, cited.languages[0])
    )


_GUESSED = re.compile(
    r"\b(?:possibly|perhaps|presumably|probably|möglicherweise|vermutlich|vielleicht|wohl|posiblemente|quizás?"
    r"|peut-être|probablement|probabilmente|forse|possivelmente|talvez|mogelijk|misschien|możliwe|być może)\b"
    r"[\s:“”„\"'«»`*]{1,5}$",
    re.IGNORECASE,
)
"""Right before what the writer takes garbled words for."""
LONGEST_GUESSED_CHARACTERS = 30


def is_guess(line: str, fact: Fact) -> bool:
    """Whether a line says of a fact that it is only what garbled words may be."""
    return bool(_GUESSED.search(line[max(0, fact.start - LONGEST_GUESSED_CHARACTERS) : fact.start]))


_WORDS_IN_NAME = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def _is_spoken_word_by_word(fact: Fact, cited: Evidence) -> bool:
    """Whether the words that a name is put together from were said in their order, with talk in between: "TCP, all in
    capitals, no, and then delay" for TCPNoDelay."""
    words = [word.casefold() for word in _WORDS_IN_NAME.findall(fact.text)]
    if fact.kind is not FactKind.NAME or len(words) < 2 or "".join(words) != fold(fact.text):
        return False
    said = iter(token.text for token in cited.tokens if token.word)
    return all(word in said for word in words)


def _is_word_before_number(line: str, fact: Fact) -> bool:
    """Whether it is the word before a number, such as "Sección" in "la Sección 508", which a translation has in its own
    language. The number is looked for all the same."""
    return fact.kind is FactKind.NAME and bool(re.match(r"\s\d", line[fact.end :]))


def without_translated(looked: Sequence[Looked], of_source: Sequence[Looked]) -> tuple[Looked, ...]:
    """The facts of a translated line, without names that nobody said if as many others were said in their place:
    "Oficina de Ayuda" for "Help Desk". `of_source` are those of the line in the transcript's language."""
    here, there = ({fold(one.text) for one in some if one.kind is FactKind.NAME} for some in (looked, of_source))
    lacking = {fold(one.text) for one in looked if one.kind is FactKind.NAME and one.missing} - there
    if len(lacking) > len({fold(one.text) for one in of_source if one.kind is FactKind.NAME and one.found} - here):
        return tuple(looked)
    return tuple(one for one in looked if one.kind is not FactKind.NAME or fold(one.text) not in lacking)


def _names_a_step(label: str, sources: Sources) -> bool:
    """Whether it is the title of another step, to which the line sends the reader."""
    return any(fold(label) == fold(step.title) for step in sources.request.plan)


def _with_unit(line: str, fact: Fact) -> str:
    """A fact as it is in its line; a number with its unit."""
    unit = re.match(r"[\s‑-]?(?:[^\W\d_]+|[%°])", line[fact.end :])
    return fact.text + unit[0] if unit and unit_after(line, fact) else fact.text


def _where(line: str, fact: Fact, evidence: Evidence, language: str | None) -> str | None:
    found = where(fact, evidence, language) or pressed_in_turn(line, fact, evidence)
    if found is None and (thing := re.match(r"\s+([^\W\d_]+)", line[fact.end :])):
        return one_of(fact, thing[1], evidence)
    if found and (unit := unit_after(line, fact)) and not unit_agrees(fact, unit, evidence, language):
        return None
    return found


def respelled(name: str, sources: Sources, said: Evidence) -> str | None:
    """Where a name has this spelling, if these sources have it in another one that sounds alike. None if nothing like
    it was said."""
    return sources.spelling_from(name) if _heard(name, said) else None


def _heard(name: str, said: Evidence) -> bool:
    """Whether something that sounds like the name was said: with about the same consonants in a row."""
    return heard_among(name, (token.text for token in said.tokens if token.word))


def overlap(text: str, evidence: Evidence, language: str | None) -> tuple[float, int]:
    """(the share of a line's distinctive words that the evidence holds, the number of its distinctive words)."""
    stems = list(dict.fromkeys(content(text, language)))
    kept = distinctive(stems) if language in ("en", None) else stems
    if not kept:
        return 1.0, 0
    known = evidence.stems(language)
    found = sum(1 for word in kept if word in known or evidence.find(word))
    return found / len(kept), len(kept)


def touches(text: str, evidence: Evidence, language: str | None) -> bool:
    """Whether the evidence may say what a line does, though it has none of the line's distinctive words: "you can close
    it" for "Close the image", "see if it works" for "Test the adapter", "anschneiden" for "Schneiden Sie … an"."""
    stems = list(dict.fromkeys(content(text, language)))
    known = evidence.stems(language)
    if language in ("en", None):
        both = checks_something(stems) and checks_something(known)
        return both or any(stem in known for stem in deeds(stems))
    return any(len(stem) >= LEAST_INSIDE and any(stem in word for word in evidence.words) for stem in stems)


def problem(looked: Looked) -> Finding:
    """The finding for a fact that is in no source, or has another spelling than what was heard."""
    text = shorten(looked.text, 60)
    if looked.respelled:
        return Finding(
            FindingKind.RESPELLED,
            f"“{text}” is spelled differently in the transcript; this spelling is from {_origin(looked.respelled)}.",
        )
    if looked.kind in (FactKind.LINK, FactKind.EMAIL):
        return Finding(FindingKind.UNSUPPORTED, f"The {looked.kind} here wasn't in the sources, so it was removed.")
    kind = FindingKind.OVERLAP if looked.elsewhere else FindingKind.UNSUPPORTED
    return Finding(kind, f"The {looked.kind} “{text}” isn't in the source cited here.")


def _origin(respelled: str) -> str:
    return {"p": "a reference page", "u": "another part of the recording"}.get(respelled[0], respelled)


def polarity(
    text: str, sources: Sources, citations: Sequence[str], language: str | None, whole: str = ""
) -> tuple[Finding, ...]:
    """Findings for negations, conditions and options that a line lost or gained in comparison with what it cites, and
    for words of which it says the opposite."""
    evidence = sources.evidence(citations)
    messages = [one.message for one in turned(text, joined(evidence), language, whole)]
    for word, said in opposites(text, _said(evidence), language):
        messages.append(f"This says “{word}”, and the speaker said “{said}”.")
    return tuple(Finding(FindingKind.POLARITY, message) for message in messages)


def reverses(text: str, sources: Sources, citations: Iterable[str], language: str | None) -> bool:
    """Whether a text commands what its sources forbid or the opposite of what they command, or forbids that."""
    evidence = sources.evidence(citations)
    found = turned(text, joined(evidence), language)
    return any(one.kind is Kind.NEGATION for one in found) or any(opposites(text, _said(evidence), language))


def _said(evidence: Evidence) -> str:
    """What was said of what a line cites, without pages."""
    return " ".join(text for source_id, text in evidence.texts if source_id.startswith("u"))


def joined(evidence: Evidence) -> list[str]:
    """The cited texts. Utterances in a row are joined, since captions break inside sentences."""
    joined: list[str] = []
    last = ""
    for source_id, text in evidence.texts:
        if last.startswith("u") and source_id.startswith("u") and int(source_id[1:]) == int(last[1:]) + 1:
            joined[-1] += " " + text
        else:
            joined.append(text)
        last = source_id
    return joined
