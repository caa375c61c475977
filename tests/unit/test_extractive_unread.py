"""In a language that the rules don't know, everything is quoted, whatever seems to be understood."""

from __future__ import annotations

import pytest

from pipeline.options import GuideOptions
from tests.unit.extractive_guides import actions, make, transcript

DUTCH = (
    "Vandaag maken we samen de koffiemachine van de kantine schoon.",
    "Druk op de groene knop naast het waterreservoir.",
    "Het water loopt dan langzaam in de onderste bak.",
    "Daarna spoelen jullie de filterhouder met warm water af.",
    "De melkslang gaat een nacht in het sop.",
    "Tot slot zet iemand de machine weer aan.",
)
"""A verb that instructs is known of one of these sentences."""
ITALIAN = (
    "Oggi prepariamo insieme la sala per la conferenza.",
    "Prima spostate i tavoli contro il muro.",
    "Poi premere il pulsante verde del proiettore.",
    "Mettete una bottiglia d'acqua davanti a ogni sedia.",
    "Non toccate mai i cavi dietro lo schermo.",
    "Alla fine chiudete le tende della finestra grande.",
)


@pytest.mark.parametrize(("language", "said", "warnings"), [("nl", DUTCH, 0), ("it", ITALIAN, 1)])
def test_all_is_quoted_where_one_sentence_is_understood_by_chance(
    language: str, said: tuple[str, ...], warnings: int
) -> None:
    _, end, drafts = make(transcript(*said, language=language), GuideOptions(anyway=True))

    warned = [caution.text for draft in drafts for caution in draft.cautions]
    assert [line[1:-1] for line in actions(drafts)] == [one for one in said if one not in warned]
    assert len(warned) == warnings
    assert all(draft.quoted for draft in drafts)
    assert end.extract is not None
    assert (end.extract.language_read, end.extract.quotes, end.extract.understood) == (False, True, 0)


def test_nothing_is_left_out_of_a_longer_recording() -> None:
    said = [f"{one.rstrip('.')} van kamer {room}." for room in range(12) for one in DUTCH]

    _, _, drafts = make(transcript(*said, language="nl"), GuideOptions(anyway=True))

    assert [line[1:-1] for line in actions(drafts)] == said


def test_what_seems_to_instruct_is_quoted_first_where_not_all_has_room() -> None:
    steps, _, drafts = make(transcript(*DUTCH, language="nl"), GuideOptions(anyway=True, steps=1))

    assert len(steps) == 1
    assert f"“{DUTCH[1]}”" in actions(drafts)
    assert len(actions(drafts)) == 4
