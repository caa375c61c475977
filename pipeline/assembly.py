"""Steps, the outline's end and the pages used -> the Guide. Every quote is copied from its source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pipeline.grounding import clean_line, clean_title, supported
from pipeline.guide import Guide, Making, Origin, Prerequisite, Reference, ReferenceStatus, Source, Step
from pipeline.knowledge import Shelf
from pipeline.knowledge.passages import Passage
from pipeline.options import GuideOptions
from pipeline.outline import OutlineEnd
from pipeline.transcript import Transcript

NO_MODEL = "Not used: only a language model can take names and values from reference pages."


def assemble(
    transcript: Transcript,
    name: str,
    options: GuideOptions,
    language: str | None,
    end: OutlineEnd,
    steps: Iterable[Step],
    shelf: Shelf,
    making: Making,
) -> Guide:
    """The guide: its steps that have actions, numbered, with the sources they cite and their quotes."""
    kept = [step for step in steps if step.actions or step.cautions]
    numbered = tuple(replace(step, number=number) for number, step in enumerate(kept, 1))
    translated = language != transcript.language
    prerequisites = tuple(
        Prerequisite(text, tuple(f"u{n}" for n in ids))
        for text, ids in ((clean_line(text), ids) for text, ids in end.prerequisites)
        if text and ids and supported(text, transcript, ids, language=language)
    )
    cited = cited_ids(numbered, prerequisites)
    return Guide(
        title=options.title
        or clean_title(end.title, transcript, wording=not translated)
        or transcript.title
        or (numbered[0].title if numbered else "Guide"),
        language=language or "en",
        steps=numbered,
        sources=gather(cited, transcript, shelf.passages),
        origin=Origin(
            transcript=transcript.id,
            name=name,
            format=transcript.format,
            words=transcript.words,
            utterances=len(transcript.utterances),
            speakers=transcript.speakers,
            duration=transcript.duration,
            language=transcript.language,
        ),
        making=making,
        audience=options.audience or clean_title(end.audience, transcript, wording=False) or None,
        prerequisites=prerequisites,
        references=shelf.references({source_id for source_id in cited if source_id.startswith("p")})
        or tuple(
            Reference(f"r{number}", url, ReferenceStatus.UNUSED, reason=NO_MODEL)
            for number, url in enumerate(options.urls, 1)
        ),
        recording=options.recording,
    )


def cited_ids(steps: Iterable[Step], prerequisites: Iterable[Prerequisite]) -> frozenset[str]:
    """The ids of all sources that anything cites."""
    return frozenset(
        [s for p in prerequisites for s in p.citations]
        + [s for step in steps for a in step.actions for s in a.citations]
        + [s for step in steps for c in step.cautions for s in c.citations]
    )


def gather(cited: Iterable[str], transcript: Transcript, passages: Mapping[str, Passage]) -> tuple[Source, ...]:
    """The cited sources: utterances in the order of the recording, then passages in the order of their pages."""
    by_number = sorted(cited, key=lambda source_id: (source_id[0] == "p", int(source_id[1:])))
    return tuple(
        _utterance_source(transcript, int(source_id[1:]))
        if source_id.startswith("u")
        else _passage_source(passages[source_id])
        for source_id in by_number
    )


def _utterance_source(transcript: Transcript, number: int) -> Source:
    said = transcript[number]
    return Source(f"u{number}", said.text, speaker=said.speaker, start=said.start, end=said.end)


def _passage_source(passage: Passage) -> Source:
    return Source(passage.id, passage.text, reference=passage.reference, heading=passage.heading)
