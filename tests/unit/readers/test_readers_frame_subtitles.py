"""MicroDVD, MPL2 and SAMI."""

from __future__ import annotations

from pipeline.readers import Verdict, sniff
from tests.unit.readers.spoken import read

SAID = [(2.0, "Open the settings page."), (6.0, "Then press Save now."), (20.0, "That was it.")]


async def test_microdvd_with_its_frame_rate():
    text = (
        "{1}{1}25.000\n{50}{100}Open the|settings page.\n{150}{200}{y:i}Then press Save now.\n{500}{550}That was it.\n"
    )

    transcript = await read(text, "talk.sub")

    assert [(u.start, u.text) for u in transcript.utterances] == SAID
    assert transcript.format == "MicroDVD"
    assert sniff(text.encode(), "talk.sub").verdict is Verdict.YES


async def test_microdvd_at_the_rate_of_films():
    text = "{24}{48}Open the page.\n{72}{96}Then press Save.\n{480}{500}That was it.\n"

    assert [u.start for u in (await read(text)).utterances] == [1.001, 3.003, 20.02]


async def test_mpl2():
    text = "[20][40]Open the|settings page.\n[60][80]/Then press Save now.\n[200][220]That was it.\n"

    transcript = await read(text, "talk.mpl")

    assert [(u.start, u.text) for u in transcript.utterances] == SAID
    assert transcript.format == "MPL2"


async def test_sami_in_its_first_language():
    captions = "".join(
        f"<SYNC Start={start * 1000:.0f}><P Class=ENCC>{text.replace(' ', '<br>', 1)}<P Class=FRCC>Fran&ccedil;ais.\n"
        f"<SYNC Start={start * 1000 + 3000:.0f}><P Class=ENCC>&nbsp;\n"
        for start, text in SAID
    )
    head = "<HEAD><TITLE>The settings page</TITLE><STYLE><!-- P { } --></STYLE></HEAD>"
    text = f"<SAMI>{head}<BODY>{captions}</BODY></SAMI>"

    transcript = await read(text, "talk.smi")

    assert [(u.start, u.text) for u in transcript.utterances] == SAID
    assert transcript.utterances[0].end == 5.0
    assert transcript.title == "The settings page"
    assert sniff(text.encode(), "talk.smi").verdict is Verdict.YES


async def test_lines_that_only_begin_like_it():
    text = "Ann: Open it.\nBen: Yes.\nAnn: {1}{2} is what I mean.\nBen: I see [1][2] here.\n"

    assert len((await read(text)).utterances) == 4
