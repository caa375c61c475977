"""Whether a transcript shows how to do something: how-tos do, meetings don't, and mixed ones only partly."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.options import Limits
from pipeline.outline.showing import MOST_WORDS, NOT_IN_PARTS, PARTLY, UNKNOWN, Showing, Shows, showing_of
from pipeline.readers.transcript_reader import read_transcript_here
from tests.conftest import FIXTURES, SAMPLES, further
from tests.kinds_of_talks import HOW_TO, MEETING, mixed


def judged(text: str, name: str = "talk.txt") -> Showing:
    return showing_of(read_transcript_here(text.encode(), name, Limits()))


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_how_to_shows_how(language: str):
    assert judged(HOW_TO[language]) == Showing(Shows.CLEARLY)


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_meeting_does_not_and_it_is_said_what_it_is(language: str):
    found = judged(MEETING[language] * 4)

    assert found.shows is Shows.HARDLY
    assert found.doubt.startswith("This looks like a conversation, not like someone showing how to do something.")


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("guest", [True, False], ids=["three speakers", "two speakers"])
def test_a_meeting_in_which_somebody_shows_something_shows_it_partly(language: str, guest: bool):
    shown = HOW_TO[language] if guest else re.sub("^Anna?:", "Ben:", HOW_TO[language], flags=re.MULTILINE)
    around = MEETING[language] * 15

    assert judged(mixed(language)) == PARTLY
    assert judged(around + shown + around) == PARTLY
    assert judged(MEETING[language] + shown).shows is Shows.CLEARLY, "most of it is a how-to"


@pytest.mark.parametrize("where", [0.0, 0.5, 1.0])
def test_of_a_long_transcript_parts_are_looked_at(where: str):
    long = MEETING["en"] * 150
    assert len(long.split()) > MOST_WORDS * 2
    half = MEETING["en"] * round(150 * float(where))
    found = judged(half + HOW_TO["en"] * 60 + MEETING["en"] * (150 - round(150 * float(where))))

    assert judged(long) == Showing(Shows.HARDLY, NOT_IN_PARTS)
    assert found.shows is not Shows.HARDLY


@pytest.mark.parametrize(
    "text",
    [
        "Ana: A reunião foi muito boa, e todos gostaram. Clique no botão e digite o nome do arquivo.\n" * 12,
        "田中: まず設定を開いてください。次に保存をクリックします。名前を入力してください。\n" * 12,
    ],
    ids=["Portuguese", "Japanese"],
)
def test_of_a_language_without_rules_it_is_not_known(text: str):
    assert judged(text) == UNKNOWN


def test_without_a_model_a_language_without_rules_is_the_doubt():
    long = "Eva: Sätt i batteriet och vänta tills lampan lyser. Ta sedan bort locket och torka av glaset.\n" * 900
    read = read_transcript_here(long.encode(), "talk.txt", Limits())
    found = showing_of(read, model=False)

    assert read.words > MOST_WORDS
    assert found.shows is Shows.HARDLY
    assert found.doubt.startswith("This is in Swedish. Without a language model, I can find the steps only in English,")
    assert showing_of(read) == UNKNOWN


HELD = [
    *(path for path in sorted(SAMPLES.iterdir()) if path.name != "SOURCES.md"),
    FIXTURES / "transcripts" / "bitcoin-core-debugging-workshop.md",
]


@pytest.mark.parametrize("path", HELD, ids=lambda path: path.name)
def test_the_recordings_that_the_repository_holds_show_how(path: Path):
    assert showing_of(read_transcript_here(path.read_bytes(), path.name, Limits())) == Showing(Shows.CLEARLY)


@pytest.mark.parametrize(
    ("name", "shows"),
    [
        ("keep/qmsum_json-turns_ami-product-design-meeting.json", Shows.HARDLY),
        ("keep/teams2020_vtt-v-guid-tags_standup-chat.vtt", Shows.HARDLY),
        ("keep/teams_docx_project-handover-call_names-replaced.docx", Shows.HARDLY),
        ("keep/googlemeet_md_polygon-governance-call-27.md", Shows.HARDLY),
        ("keep/zoom_vtt_ethereum-core-devs-call_meeting.vtt", Shows.HARDLY),
        ("keep/asr_txt_bracket-time-bold-speaker_ergo-community-call.txt", Shows.HARDLY),
        ("keep/otter_txt_ladybug-podcast-git-and-github.txt", Shows.PARTLY),
        ("keep/asr_txt_ja_llm-course-lecture-day7.txt", Shows.UNKNOWN),
        ("keep/sbv_de-cp1252_perl-dancer-blog-screencast.sbv", Shows.CLEARLY),
        ("keep/youtube-paste_txt_de_rinderrouladen-kochen.txt", Shows.CLEARLY),
        ("keep/youtube_vtt_es_gbif-ipt-publishing-tool.vtt", Shows.CLEARLY),
        ("keep/process_txt_employee-onboarding.txt", Shows.CLEARLY),
        ("gold/g04_coderefinery_git-intro-day1_2h/transcript.srt", Shows.CLEARLY),
        ("gold/h12_aalto_array-jobs/transcript.srt", Shows.CLEARLY),
        ("gold/h26_xmpro_templates/transcript.md", Shows.CLEARLY),
        *further(
            ("keep/court-reporter_pdf-line-numbers_scotus-oral-argument.pdf", Shows.HARDLY),
            ("keep/podcast_md_changelog-594.md", Shows.HARDLY),
            ("keep/msstream_vtt-note-confidence-guid_stl-code-review.vtt", Shows.HARDLY),
            ("keep/w3c_vtt-bom-crlf-slide-ids_oneapi-talk.vtt", Shows.HARDLY),
            ("keep/aws-transcribe_json_support-call.json", Shows.HARDLY),
            ("keep/zoom_vtt_vanderbilt-ai-days_5h-training.vtt", Shows.HARDLY),
            ("keep/spacelog_txt_apollo13-air-to-ground_200k-words.txt", Shows.PARTLY),
            ("keep/srt_ar_3b1b-live-math-problem-solving.srt", Shows.UNKNOWN),
            ("keep/course_srt_redis-streams-python-example.srt", Shows.CLEARLY),
            ("keep/whisper_srt_scicomp-python-course-day3_5h-raw-stream.srt", Shows.CLEARLY),
            ("gold/g01_cloudflare_create-api-token/transcript.vtt", Shows.CLEARLY),
            ("gold/g15_xmpro_recurrent-data-streams/transcript.md", Shows.CLEARLY),
            ("gold/h22_xmpro_integrity-check/transcript.md", Shows.CLEARLY),
        ),
    ],
)
def test_real_recordings(transcripts: Path, name: str, shows: Shows):
    path = transcripts / name
    assert showing_of(read_transcript_here(path.read_bytes(), path.name, Limits())).shows is shows
