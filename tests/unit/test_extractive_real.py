"""Guides of real transcripts without a model: what they cover, and of which there is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import FIXTURES, further
from tests.quality.coverage import DEMANDED_WORDS
from tests.unit.extractive_guides import make, read

LABELS = sorted((FIXTURES / "labels").glob("*.json"))
LEAST_COVERED, MOST_NOISE = 0.85, 0.1
"""For all labelled transcripts together, the least coverage where it is demanded, and the most noise. `make quality`
also counts as covered what only repeats a cited line."""


def test_what_instructs_is_in_the_guides_and_chatter_is_not(transcripts: Path) -> None:
    sentences = covered = cited = chatter = 0
    for labels in LABELS:
        labelled = json.loads(labels.read_text("utf-8"))
        said = read(transcripts / labelled["file"])
        assert said.id == labelled["transcript"]
        assert len(said.utterances) == labelled["utterances"], "the readers have changed: look at the labels again"
        _, end, drafts = make(said)
        of_lines = [action.utterance_ids for draft in drafts for action in draft.actions]
        of_lines += [caution.utterance_ids for draft in drafts for caution in draft.cautions]
        named = {n for ids in (*of_lines, *(need.utterance_ids for need in end.prerequisites)) for n in ids}
        by_label = {
            label: {int(n) for n, given in labelled["labels"].items() if given == label}
            for label in ("instruction", "chatter")
        }
        if said.words <= DEMANDED_WORDS:
            sentences, covered = (
                sentences + len(by_label["instruction"]),
                covered + len(named & by_label["instruction"]),
            )
        cited, chatter = cited + len(named), chatter + len(named & by_label["chatter"])
    assert covered >= LEAST_COVERED * sentences
    assert chatter <= MOST_NOISE * cited


TALKS = [
    "keep/asr_txt_bracket-time-bold-speaker_ergo-community-call.txt",
    "keep/asr_txt_ja_llm-course-lecture-day7.txt",
    "keep/assemblyai_json_nasa-spacewalk-short.json",
    "keep/googlemeet_md_polygon-governance-call-27.md",
    "keep/msstream_vtt-note-confidence-guid_stl-code-review.vtt",
    "keep/qmsum_json-turns_ami-product-design-meeting.json",
    "keep/srt_ar_3b1b-live-math-problem-solving.srt",
    "keep/teams2020_vtt-v-guid-tags_standup-chat.vtt",
    "keep/teams_docx_project-handover-call_names-replaced.docx",
    "keep/w3c_vtt-bom-crlf-slide-ids_oneapi-talk.vtt",
    *further("keep/podcast_md_changelog-594.md", "keep/zoom_vtt_ethereum-core-devs-call_meeting.vtt"),
]


@pytest.mark.parametrize("name", TALKS)
def test_meetings_interviews_and_talks_make_no_guide(name: str, transcripts: Path) -> None:
    _, end, _ = make(read(transcripts / name))
    assert end.no_procedure


PROCEDURES = [
    "keep/derived_srt-utf16le-crlf_redis-consumer-groups-admin.srt",
    "keep/sbv_de-cp1252_perl-dancer-blog-screencast.sbv",
    "keep/whisper_json_list-comprehension-tutorial.json",
    "keep/workshop_md_bitcoin-core-debugging-workshop.md",
    "keep/youtube_vtt_es_gbif-ipt-publishing-tool.vtt",
    "gold/g02_scicomp_python-packaging/transcript.srt",
    "gold/g09_hf_loading-a-custom-dataset/transcript.srt",
    "gold/g12_xmpro_use-collections/transcript.md",
    "gold/g17_student_graph-plotter-install/transcript.pdf",
    "gold/g18_tutorialvqa_photoshop-create-a-web-banner/transcript.txt",
]


@pytest.mark.parametrize("name", PROCEDURES)
def test_tutorials_make_sound_guides(name: str, transcripts: Path) -> None:
    said = read(transcripts / name)
    steps, end, drafts = make(said)
    assert end.no_procedure is None
    assert 1 <= len(steps) <= 15
    assert len({step.title for step in steps}) == len(steps)
    for step, draft in zip(steps, drafts, strict=True):
        assert list(step.utterance_ids) == sorted(set(step.utterance_ids))
        assert draft.actions
        cited = [a.utterance_ids for a in draft.actions] + [c.utterance_ids for c in draft.cautions]
        assert all(cited)
        assert all(1 <= n <= len(said.utterances) for ids in cited for n in ids)
        assert all(c.before is None or 1 <= c.before <= len(draft.actions) + 1 for c in draft.cautions)
