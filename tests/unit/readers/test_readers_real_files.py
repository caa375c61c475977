"""Every real transcript: what was read, compared with what a person finds in the file.

The figures come from the files, not from the readers. Words were counted in the lines that are left without times,
names, headers, notes of sounds, and turns of nothing but "...", removed by hand or with grep. The last time was read
off the last caption; the first and last words were looked up. A character of Japanese counts as a word.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.readers import Verdict, read_transcript, sniff


class Row(NamedTuple):
    file: str
    format: str
    words: int
    speakers: int
    duration: float | None
    first: str
    """How the first utterance begins."""
    last: str
    """How the last one ends."""
    language: str = "en"
    verdict: Verdict = Verdict.YES


KEEP = (
    Row("asr_txt_bracket-time-bold-speaker_ergo-community-call.txt", "text with times and speakers", 6083, 1, 2749,
        "Hey guys, so that was a great speech", "thanks for tuning in, guys."),
    Row("asr_txt_ja_llm-course-lecture-day7.txt", "text with times", 43862, 0, 8860,
        "はい。画面見えてますかね。", "お疲れ様でしたありがとうございます。", "ja"),
    Row("assemblyai_json_nasa-spacewalk-short.json", "AssemblyAI JSON", 60, 1, 25.14,
        "Yeah. As much as", "that we have today."),
    Row("aws-transcribe_docx_support-call.docx", "Word document with times and speakers", 467, 2, 181.94,
        "Thank you for calling", "Bye."),
    Row("aws-transcribe_json_support-call.json", "Amazon Transcribe JSON", 462, 2, 182.89,
        "Thank you for calling", "Bye."),
    Row("course_srt_redis-streams-python-example.srt", "SubRip", 624, 0, 240.2,
        "In the last two videos, you got a high level introduction to Redis Streams.", "course setup page."),
    Row("court-reporter_pdf-line-numbers_scotus-oral-argument.pdf", "PDF with speakers", 10796, 11, None,
        "We'll hear argument next in Case 25-83", "The case is submitted."),
    Row("deepgram_json_nasa-spacewalk-start.json", "Deepgram JSON", 226, 3, 163.105,
        "And, Jessica, Christina, we are so proud of you.", "Copy."),
    Row("derived_srt-utf16le-crlf_redis-consumer-groups-admin.srt", "SubRip", 977, 0, 415.01,
        "So by now, you should have a good idea", "we'll be discussing next week."),
    Row("googlemeet_md_polygon-governance-call-27.md", "Markdown with times and speakers", 6416, 7, 2700,
        "All right, awesome.", "And yeah, thanks for joining."),
    Row("msstream_vtt-note-confidence-guid_stl-code-review.vtt", "WebVTT", 3588, 0, 1908.999,
        "All right. Hello everyone.", "There we go."),
    Row("otter_txt_ladybug-podcast-git-and-github.txt", "text with times and speakers", 9244, 4, 3204,
        "Yet is both simple and complex.", "That's due next Monday."),
    Row("plain_txt-no-timestamps_ch32v003-board-build.txt", "text", 771, 0, None,
        "I decided to have a go with these WCH MCUs", "so stay tuned.", verdict=Verdict.MAYBE),
    Row("podcast_md_changelog-594.md", "Markdown with times and speakers", 29826, 5, 9599.08,
        "Alright, we're joined by Mark Russinovich, CTO of Azure.", "It was awesome."),
    Row("process_txt_employee-onboarding.txt", "text with speakers", 358, 2, None,
        "Welcome everyone to today's training on our employee onboarding process", "success from day one."),
    Row("qmsum_json-turns_ami-product-design-meeting.json", "Transcript JSON", 2614, 4, None,
        "Hmm hmm hmm.", "I think so, yeah."),
    Row("sbv_de-cp1252_perl-dancer-blog-screencast.sbv", "SBV", 2431, 0, 1055.16,
        "Hallo und willkommen zurück auf meinem Kanal.", "Bye Bye", "de"),
    Row("spacelog_txt_apollo13-air-to-ground_200k-words.txt", "Spacelog", 173301, 13, 514522,
        "10, 9, 8, 7, 6, --", "I have a clock - -"),
    Row("spacelog_txt_apollo13-co2-adapter-procedure_excerpt.txt", "Spacelog", 2621, 4, 3303,
        "Okay. I got the canisters.", "until we call you on it. Okay."),
    Row("srt_ar_3b1b-live-math-problem-solving.srt", "SubRip", 10691, 0, 4100.7,
        "مرحبًا بكم مرة أخرى، جميعًا.", "شكرًا لك.", "ar"),
    Row("teams2020_vtt-v-guid-tags_standup-chat.vtt", "WebVTT", 5104, 5, 1572.33,
        "We have like a summary for this meeting.", "Already there."),
    Row("teams_docx_project-handover-call_names-replaced.docx", "Word document with times and speakers", 991, 3, 525.49,
        "I started.", "Bye."),
    Row("w3c_vtt-bom-crlf-slide-ids_oneapi-talk.vtt", "WebVTT", 2226, 0, 764.077,
        "Hi, I'm Jeff Hammond from Intel", "'cause it's all in GitHub."),
    Row("whisper_json-python-repr-invalid_list-comprehension-tutorial.json", "Whisper JSON", 219, 0, 59.76,
        "One of the most useful things", "The first letter of each name."),
    Row("whisper_json_list-comprehension-tutorial.json", "Whisper JSON", 219, 0, 59.76,
        "One of the most useful things", "The first letter of each name."),
    Row("whisper_json_nasa-spacewalk-short.json", "Whisper JSON", 59, 0, 25.32,
        "Yeah, as much as it's worth celebrating", "that we have today."),
    Row("whisper_md_bracket-times_dash-platform-guided-onboarding-75min.md", "Markdown with times", 11554, 0, 4936,
        "All right, welcome to the first episode", "we'll catch all you guys next time."),
    Row("whisper_srt_scicomp-python-course-day3_5h-raw-stream.srt", "SubRip", 26347, 0, 18796.945,
        "Hello, hello. Welcome to day three of Scientific Computing.", "See you."),
    Row("workshop_md_bitcoin-core-debugging-workshop.md", "Markdown with speakers", 5415, 2, None,
        "First of all welcome to the debugging Bitcoin Core workshop.", "you would have to wait longer."),
    Row("youtube-auto_vtt-rolling_nixos-desktop-setup-screencast.vtt", "WebVTT", 2058, 0, 650.36,
        "Hey everyone, today we will set up Nexus using some of the latest", "I'll see you in the next one."),
    Row("youtube-paste_txt_de_rinderrouladen-kochen.txt", "text with times", 1352, 0, 642,
        "Mein Lieblingsgericht aus Großmutters Küche", "เฮ", "de"),
    Row("youtube_vtt_es_gbif-ipt-publishing-tool.vtt", "WebVTT", 1043, 0, 413.369,
        "Esta presentación presenta el Kit", "narrada por Laura Anne Russell.", "es"),
    Row("zoom_vtt_ethereum-core-devs-call_meeting.vtt", "WebVTT", 13531, 33, 6241.85, "Hello.", "Goodbye."),
    Row("zoom_vtt_vanderbilt-ai-days_5h-training.vtt", "WebVTT", 38543, 2, 18073.349,
        "I'll have that for you in just one moment.", "Yes. Okay."),
)  # fmt: skip

GOLD = (
    Row("g01_cloudflare_create-api-token/transcript.vtt", "WebVTT", 534, 0, 191.07,
        "An API token allows secure, fine grained access", "visit our developer documentation."),
    Row("g02_scicomp_python-packaging/transcript.srt", "SubRip", 2951, 0, 1432.78,
        "Hello. I hope everyone had a good break", "All right, bye."),
    Row("g04_coderefinery_git-intro-day1_2h/transcript.srt", "SubRip", 15457, 0, 6614.04,
        "So, hi to everybody.", "Bye."),
    Row("g07_aalto_releasing-a-python-package_detours/transcript.srt", "SubRip", 6623, 0, 3478.68,
        "So today, our research software engineer", "Bye."),
    Row("g08_hf_managing-a-repo-on-the-hub/transcript.srt", "SubRip", 1210, 1, 468.783,
        "In this video, we're going to understand how to manage a model repository",
        "specifying your model identifier."),
    Row("g09_hf_loading-a-custom-dataset/transcript.srt", "SubRip", 567, 0, 184.653,
        "Loading a custom dataset.", "or anywhere else want."),
    Row("g11_hf_debugger-in-a-terminal/transcript.srt", "SubRip", 589, 1, 233.273,
        "Using the Python debugger in a terminal.", "check out the video in link below."),
    Row("g12_xmpro_use-collections/transcript.md", "Markdown", 571, 0, None,
        "welcome to another training video for Mac central", "collections in the dashing design"),
    Row("g13_xmpro_pass-parameters-between-pages/transcript.md", "Markdown", 635, 0, None,
        "hello and welcome to another training video", "how to pass page parameters between pages"),
    Row("g15_xmpro_recurrent-data-streams/transcript.md", "Markdown", 339, 0, None,
        "in this video we will be looking at data stream types", "how you configure a recurrent data stream"),
    Row("g17_student_graph-plotter-install/transcript.pdf", "PDF", 636, 0, None,
        "Hello friends I am sarvesh hire form IIT BOMBAY.", "professer Mr, kavi Arya", verdict=Verdict.MAYBE),
    Row("g18_tutorialvqa_photoshop-create-a-web-banner/transcript.txt", "text", 896, 0, None,
        "In this tutorial, you will create a web banner in Adobe Photoshop", "have some fun with it.",
        verdict=Verdict.MAYBE),
    Row("g18_tutorialvqa_photoshop-record-actions/transcript.txt", "text", 999, 0, None,
        "So now that we know what actions are", "saving you a ton of time.", verdict=Verdict.MAYBE),
    Row("g19_german-rouladen_partial/transcript.txt", "text with times", 1352, 0, 642,
        "Mein Lieblingsgericht aus Großmutters Küche", "เฮ", "de"),
    Row("h01_andi_links-and-buttons/transcript.txt", "text with speakers", 321, 1, None,
        "Welcome to the ANDI Links and Buttons module.", "for more information on how to utilize ANDI.",
        verdict=Verdict.MAYBE),
    Row("h05_andi_page-title/transcript.txt", "text with speakers", 156, 1, None,
        "Welcome to the ANDI page title module.", "for more information on how to utilize ANDI.", verdict=Verdict.NO),
    Row("h07_cca_check-colour-contrast/transcript.txt", "text with speakers", 1164, 1, None,
        "Hello and welcome to the video tutorial", "for the Section 508 standards."),
    Row("h08_cookdial_basil-burgers/transcript.txt", "text with speakers", 287, 2, None,
        "Hi. what is the first step to bake basil burgers?", "Thanks for the instructions."),
    Row("h12_aalto_array-jobs/transcript.srt", "SubRip", 5933, 0, 2652,
        "Hello.", "which is about monitoring."),
    Row("h22_xmpro_integrity-check/transcript.md", "Markdown", 334, 0, None,
        "the integrated check-in data stream", "thank you for watching"),
    Row("h23_xmpro_input-mappings/transcript.md", "Markdown", 816, 0, None,
        "welcome to another training video from Exim pro", "thank you so much for watching"),
    Row("h26_xmpro_templates/transcript.md", "Markdown", 623, 0, None,
        "welcome to another training video from accent pros", "new app thank you so much"),
)  # fmt: skip
HELD_OUT = ("h04", "h10", "h14", "h16", "h24")
"""Nobody reads these."""

ROWS = [("keep", row) for row in KEEP] + [("gold", row) for row in GOLD]


def test_no_file_is_left_out(transcripts: Path):
    there = {path.name for path in (transcripts / "keep").iterdir()}
    there |= {str(path.relative_to(transcripts / "gold")) for path in (transcripts / "gold").glob("*/transcript.*")}

    there = {name for name in there if not name.startswith(HELD_OUT)}
    assert there == {row.file for _, row in ROWS}


@pytest.mark.parametrize(("folder", "row"), ROWS, ids=[row.file for _, row in ROWS])
async def test_a_real_transcript(folder: str, row: Row, transcripts: Path):
    path = transcripts / folder / row.file
    data = path.read_bytes()

    transcript = await read_transcript(data, path.name)

    assert transcript.format == row.format
    assert transcript.words == pytest.approx(row.words, rel=0.01)
    assert len(transcript.speakers) == row.speakers
    assert transcript.duration == pytest.approx(row.duration, abs=5) if row.duration else transcript.duration is None
    assert transcript.utterances[0].text.startswith(row.first)
    assert transcript.utterances[-1].text.endswith(row.last)
    assert transcript.language == row.language
    assert [utterance.id for utterance in transcript.utterances] == list(range(1, len(transcript.utterances) + 1))
    starts = [utterance.start for utterance in transcript.utterances if utterance.start is not None]
    assert starts == sorted(starts)
    assert all(utterance.text == " ".join(utterance.text.split()) for utterance in transcript.utterances)
    assert sniff(data, path.name).verdict is row.verdict


async def test_quotes_of_a_file_are_whole_sentences(transcripts: Path):
    """Captions end in the middle of sentences, but quotes in a document don't."""
    data = (transcripts / "keep" / "course_srt_redis-streams-python-example.srt").read_bytes()

    transcript = await read_transcript(data, "captions.srt")

    whole = [u for u in transcript.utterances if u.text[0].isupper() and u.text[-1] in ".?!"]
    assert len(whole) == len(transcript.utterances)


@pytest.mark.parametrize(
    "file",
    [
        "gold/g01_cloudflare_create-api-token/gold_article.mdx",
        "gold/g02_scicomp_python-packaging/gold_article__content_packaging.rst",
        "gold/g02_scicomp_python-packaging/gold_chapters.txt",
        "gold/g04_coderefinery_git-intro-day1_2h/gold_article__content_browsing.md",
        "gold/g04_coderefinery_git-intro-day1_2h/gold_article__content_commits.md",
        "gold/g04_coderefinery_git-intro-day1_2h/gold_article__content_merging.md",
        "gold/g04_coderefinery_git-intro-day1_2h/gold_article__content_motivation.md",
        "gold/g04_coderefinery_git-intro-day1_2h/gold_chapters.txt",
        "gold/g07_aalto_releasing-a-python-package_detours/gold_chapters.txt",
        "gold/g08_hf_managing-a-repo-on-the-hub/gold_article__chapter4_3.mdx",
        "gold/g09_hf_loading-a-custom-dataset/gold_article__chapter5_2.mdx",
        "gold/g11_hf_debugger-in-a-terminal/gold_article__chapter8_2.mdx",
        "gold/g12_xmpro_use-collections/gold_article.md",
        "gold/g13_xmpro_pass-parameters-between-pages/gold_article.md",
        "gold/g15_xmpro_recurrent-data-streams/gold_article.md",
        "gold/g18_tutorialvqa_photoshop-record-actions/gold_step_spans.json",
        "INDEX.md",
    ],
)
def test_an_article_about_the_same_is_no_transcript(file: str, transcripts: Path):
    assert sniff((transcripts / file).read_bytes(), file).verdict is not Verdict.YES
