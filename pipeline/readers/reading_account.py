"""What became of the letters of a file: those that were said, and those that were taken away, counted by kind."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.readers import non_speech
from pipeline.readers.cue import Cue, Source
from pipeline.readers.letter_count import letters_of
from pipeline.transcript import Account, Member, Taken, Utterance

MUCH = 0.05
"""From this share of a file's letters on, people are told that they weren't used."""


def account_of(source: Source, utterances: Sequence[Utterance]) -> Account:
    """The account of a file, from what its reader found and what was made of that."""
    said = letters_of(cue.text for cue in source.cues)
    kept = letters_of(utterance.text for utterance in utterances)
    taken = {each.kind: Taken(each.kind, 0, 0) for each in source.taken}
    for each in source.taken:
        before = taken[each.kind]
        taken[each.kind] = Taken(each.kind, before.pieces + each.pieces, before.letters + each.letters)
    for mark in _marks(source.cues):
        taken.setdefault(mark.kind, mark)
    before = taken.get("sound", Taken("sound", 0, 0))
    pieces = before.pieces + _without_speech(source.cues)
    taken["sound"] = Taken("sound", pieces, before.letters + max(0, said - kept))
    return Account(
        said=kept,
        taken=tuple(each for each in taken.values() if each.pieces or each.letters),
        letters=source.letters,
        cut=source.cut,
        member=source.member,
    )


def _marks(cues: Sequence[Cue]) -> list[Taken]:
    """Times and names beside what is said, where the reader doesn't count them. It alone knows their letters."""
    return [
        Taken("time", sum(1 for cue in cues if cue.start is not None), 0),
        Taken("name", sum(1 for cue in cues if cue.speaker), 0),
    ]


def _without_speech(cues: Sequence[Cue]) -> int:
    return sum(1 for cue in cues if cue.text.strip() and not non_speech.is_spoken(cue.text))


def note_of(account: Account | None) -> str | None:
    """What the document says of the file, in sentences, if it is incomplete or not all of it was used. None if all is
    well."""
    if account is None:
        return None
    return " ".join(filter(None, (_of_member(account.member), _of_letters(account)))) or None


def _of_member(member: Member | None) -> str | None:
    if member is None:
        return None
    others = ", ".join(member.others)
    return f"The transcript's file holds several texts: only “{member.name}” was read, not {others}."


def _of_letters(account: Account) -> str | None:
    if account.cut:
        return "The transcript's file ends in the middle, so what was said after that is missing."
    again = sum(each.letters for each in account.taken if each.kind.startswith("repeated"))
    once = (account.letters or 0) - again
    if account.unaccounted and account.unaccounted > once * MUCH:
        share = round(100 * account.unaccounted / once)
        return f"About {share}% of the text in the transcript's file couldn't be read as speech and wasn't used."
    return None
