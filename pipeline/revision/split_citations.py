"""A line that an edit splits into several: which of its utterances each of them rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.grounding import content_stems_of, supported
from pipeline.guide import MendedName
from pipeline.transcript import Transcript
from pipeline.writing import Edit, GuideLine


def split_citations(
    edits: Iterable[Edit],
    lines: Sequence[GuideLine],
    transcript: Transcript,
    language: str | None,
    names: tuple[MendedName, ...],
) -> tuple[Edit, ...]:
    """The edits, of which those that make several lines of one say what each of these cites. `language` is the guide's:
    in a translation there are no words to compare, and each line cites all."""
    given = tuple(edits)
    if (language or "").split("-")[0] != (transcript.language or "").split("-")[0]:
        return given
    made: list[Edit] = []
    for edit in given:
        ids = edit.utterance_ids or (lines[edit.line - 1].utterance_ids if 1 <= edit.line <= len(lines) else ())
        if len(edit.texts or ()) > 1 and len(ids) > 1 and not any(edit.adds):
            edit = replace(edit, apart=_apart(edit.texts or (), ids, transcript, names))
        made.append(edit)
    return tuple(made)


def _apart(
    texts: Sequence[str], ids: Sequence[int], transcript: Transcript, names: tuple[MendedName, ...]
) -> tuple[tuple[int, ...], ...]:
    """What each text cites. What shares no word with any of them belongs to those that nothing else belongs to, or,
    since nobody can tell, to all."""
    language = transcript.language
    words = [content_stems_of(text, language) for text in texts]
    said = {n: content_stems_of(transcript[n].text, language) for n in ids if 1 <= n <= len(transcript.utterances)}
    own = [_of(at, words, said) for at in range(len(texts))]
    nobodys = [n for n in said if not any(n in some for some in own)]
    to_all = all(own)
    cited: list[tuple[int, ...]] = []
    for text, some in zip(texts, own, strict=True):
        kept = tuple(n for n in said if n in some or (n in nobodys and (to_all or not some)))
        # A number or a name may be said in other words than it is written.
        lost = supported(text, transcript, tuple(ids), names=names) and not supported(
            text, transcript, kept, names=names
        )
        cited.append(tuple(ids) if lost or not kept else kept)
    return tuple(cited)


def _of(at: int, words: Sequence[frozenset[str]], said: Mapping[int, frozenset[str]]) -> frozenset[int]:
    """The utterances that say something of a text that others don't say, or that they don't say as much of another."""
    others = [other for n, other in enumerate(words) if n != at]
    only = words[at] - frozenset().union(*others)
    shared = {n: spoken & words[at] for n, spoken in said.items()}
    most = {n: max(len(spoken & other) for other in others) for n, spoken in said.items()}
    near = {n for n, some in shared.items() if some & only or (some and len(some) >= most[n])}
    for n in sorted(near, key=lambda n: len(shared[n])):
        covered = shared[n] <= frozenset().union(*(shared[m] for m in near if m != n))
        if covered and most[n] > len(shared[n]):
            near.discard(n)
    return frozenset(near)
