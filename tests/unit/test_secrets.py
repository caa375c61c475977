"""Secrets that were said aloud are masked, and nothing else is."""

from __future__ import annotations

import io

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.guide import Guide
from pipeline.options import GuideOptions, Secrets
from pipeline.progress import Event, TranscriptRead
from pipeline.render.disclosures import disclosures
from pipeline.render.formats import render
from pipeline.render.localization import Words
from pipeline.render.markdown import render_markdown
from pipeline.run import make_guide
from pipeline.searching import PIECE_CHARACTERS
from pipeline.secrets import masked, noted, shown
from pipeline.secrets.finding import Secret, find
from pipeline.tools import Tools
from pipeline.transcript import Transcript, Utterance

LONG = "".join(f"q{n}" for n in range(12))
"""Long enough for a key."""


def said(*lines: str, title: str | None = None) -> Transcript:
    return Transcript("t", tuple(Utterance(n, text, None, 10.0 * n) for n, text in enumerate(lines, 1)), title=title)


def after(*lines: str) -> list[str]:
    return [utterance.text for utterance in masked(said(*lines)).utterances]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Use the name kiosk and the password Walnut88 there.", "name kiosk and the password <password> there."),
        ("The password for the printer is Walnut#88, all one.", "The password for the printer is <password>,"),
        ("Our password is pelican.", "Our password is <password>."),
        ("The password is Pelican with a capital P.", "The password is <password> with a capital P."),
        ("Sign in as root, password gazelle.", "Sign in as root, password <password>."),
        ("Set the password to Walnut88 and save.", "Set the password to <password> and save."),
        ("For the password, type Walnut!88.", "For the password, type <password>."),
        ("Type Walnut88 as the admin password.", "Type <password> as the admin password."),
        ("The password, Walnut88, is on the label.", "The password, <password>, is on the label."),
        ("The password is capital W, a, l, n, u, t, eight eight.", "The password is <password>."),
        ("The password is “open the barn”.", "The password is “<password>”."),
        ("The passphrase is purple tractor hidden lantern.", "The passphrase is <passphrase>."),
        ("password: pelican", "password: <password>"),
        ("In the password box, I'm typing Walnut88.", "In the password box, I'm typing <password>."),
        ("Log in with kiosk and Walnut88.", "Log in with kiosk and <password>."),
        ("Her password's just pelican.", "Her password's just <password>."),
        ("Enter your PIN, mine is 8306.", "Enter your PIN, mine is <pin>."),
        ("The PIN is 8306, then press OK.", "The PIN is <pin>, then press OK."),
        ("Your PIN is eight three zero six.", "Your PIN is <pin>."),
        ("Enter PIN 8306.", "Enter PIN <pin>."),
        ("The passcode for this call is 730 114.", "The passcode for this call is <code>."),
        ("The door code is 8, 3, 0, 6.", "The door code is <code>."),
        ("Type the verification code 730114 and press Next.", "Type the verification code <code> and press Next."),
        ("The card number is 4000 0000 0000 0002, the CVV is 306.", "is <card-number>, the CVV is <code>."),
        ("Pay with 4000-0000-0000-0002.", "Pay with <card-number>."),
        (f"Paste the API key {LONG} there.", "Paste the API key <key> there."),
        ("The licence key is QQQQ-1111-RRRR-2222.", "The licence key is <key>."),
        (f"Then type sk-test-{LONG} into it.", "Then type <key> into it."),
        (f"Send the header Authorization: Bearer {LONG}.", "Send the header Authorization: Bearer <key>."),
        (f"Run export SERVICE_API_KEY={LONG} first.", "Run export SERVICE_API_KEY=<key> first."),
        ("Connect to ftp://kiosk:walnut@files.example/in.", "Connect to ftp://kiosk:<password>@files.example/in."),
        ("Das Passwort für den Drucker lautet Walnuss.", "Das Passwort für den Drucker lautet <password>."),
        ("Geben Sie das Kennwort Walnuss88 ein.", "Geben Sie das Kennwort <password> ein."),
        ("Die PIN ist 8306.", "Die PIN ist <pin>."),
        ("La contraseña de la impresora es Nogal88.", "La contraseña de la impresora es <password>."),
        ("Le mot de passe est Noyer88.", "Le mot de passe est <password>."),
        ("The wifi code is elm-barn-31.", "The wifi code is <password>."),
        ("the wifi code is elm barn thirty one", "the wifi code is <password>"),
        ("Our guest code is Walnut88.", "Our guest code is <code>."),
        ("The code for the back door is 8306, then press hash.", "The code for the back door is <code>, then"),
        ("The gate code is 8306 hash.", "The gate code is <code>."),
        ("Key in the alarm code star 8306.", "Key in the alarm code <code>."),
        ("The safe combination is 11 left, 42 right, 7 left.", "The safe combination is <code>."),
        ("Log in with kiosk slash Walnut88 and go on.", "Log in with kiosk slash <password> and go on."),
        ("Sign in to the router as kiosk / Walnut88.", "Sign in to the router as kiosk / <password>."),
        ("The login is kiosk colon Walnut88.", "The login is kiosk colon <password>."),
        ("Meldet euch am Server mit kiosk und Walnuss88 an.", "Meldet euch am Server mit kiosk und <password> an."),
        ("Der WLAN-Code lautet Ulme-Scheune-31.", "Der WLAN-Code lautet <password>."),
        ("Der Code für die Haustür ist 8306 Raute.", "Der Code für die Haustür ist <code>."),
        ("Inicia sesión con kiosk y Nogal88.", "Inicia sesión con kiosk y <password>."),
        ("El código de la puerta es 8306 almohadilla.", "El código de la puerta es <code>."),
        ("Connectez-vous avec kiosk et Noyer88.", "Connectez-vous avec kiosk et <password>."),
        ("Le code wifi est Orme-Grange-31.", "Le code wifi est <password>."),
    ],
)  # fmt: skip
def test_a_secret_is_masked(text: str, shown: str):
    [found] = masked(said(text)).utterances

    assert found.text.startswith(shown) or found.text.endswith(shown)
    assert found.masked
    assert all(mask in found.text for mask in found.masked)


@pytest.mark.parametrize(
    "text",
    [
        "Set the port to 8443 and install version 2.31.",
        "Type kiosk as the user name.",
        "Click the password field, and then press Tab.",
        "The password is the one you got by mail.",
        "The password is required, and it needs at least 14 characters.",
        "The password is 14 characters long.",
        "The password is wrong.",
        "Your password expires in 60 days.",
        "The passwords are hashed with SHA512.",
        "Open the password manager and choose Export.",
        "Enter your user name and password.",
        "Use your badge number as the user name.",
        "Use the same one as the password.",
        "What's the password? I've forgotten it.",
        "Choose a password such as Walnut88 that nobody guesses.",
        "Set the password to expire after 60 days.",
        "Run the script with password = os.environ['DB_PASSWORD'].",
        "The PIN is printed on the letter.",
        "A PIN has six digits.",
        "Solder pin 130 to ground.",
        "The pin is 4 millimetres long.",
        "The error code is 8306.",
        "The postal code is 10115, and the country code is 49.",
        "The door code is in the invitation.",
        "The access token expires in 3600 seconds.",
        "The API key is shown only once.",
        "Store the API key in the variable SERVICE_API_KEY.",
        "Press the key F5.",
        "The access key is Alt+S.",
        "The password reset+recovery page opens.",
        "The private key is a file called id_rsa.",
        "The account ID is 4000 0000 0000 0003.",
        "Call 030 555 0114 or write to kiosk@example.org.",
        "The recording is at https://files.example:8443/a@b.",
        "Das Passwort ist Pflicht.",
        "La contraseña es obligatoria.",
        "Le mot de passe est obligatoire.",
        "The wifi code is on the back of the router.",
        "The guest code is valid for 24 hours.",
        "The staff code is 8 digits long.",
        "The code for the door is on page 8306.",
        "Enter the door code and press star.",
        "The code for the button is in app2.js.",
        "Log in with Google and Windows10.",
        "Log in as admin and server01 answers.",
        "The login is slow and Chrome120 hangs.",
        "Der Gästecode ist 24 Stunden gültig.",
        "Der Code für die Seite ist 120 Zeilen lang.",
        "Le code de la page est simple.",
    ],
)
def test_an_ordinary_value_stays(text: str):
    assert after(text) == [text]


def test_a_secret_may_follow_in_the_next_utterance_and_may_be_an_answer():
    assert after("Type the password, which is", "Walnut88!", "Press OK.") == [
        "Type the password, which is",
        "<password>.",
        "Press OK.",
    ]
    assert after("And what's the PIN?", "It's 8306.") == ["And what's the PIN?", "It's <pin>."]
    assert after("The PIN is 83", "06, then OK.") == ["The PIN is <pin>", "<pin>, then OK."]


def test_a_secret_is_masked_where_it_is_said_again():
    assert after("The password is Walnut88!", "Walnut88 has a capital W.", "Count 88 walnuts.") == [
        "The password is <password>.",
        "<password> has a capital W.",
        "Count 88 walnuts.",
    ]
    assert after("Your PIN is 8306.", "So type 8306, not 83065.") == ["Your PIN is <pin>.", "So type <pin>, not 83065."]
    assert after("The password is pelican.", "A pelican is a bird.")[1] == "A pelican is a bird."


def test_a_sentence_that_ends_with_its_secret_still_ends():
    assert after("The password is Walnut88! Now press Enter.") == ["The password is <password>. Now press Enter."]
    assert after("The password is Walnut88! in all of them.") == ["The password is <password> in all of them."]


def test_the_title_is_masked_too():
    assert masked(said("Hello.", title="Router, password: Walnut88")).title == "Router, password: <password>"


def test_without_a_secret_the_transcript_is_the_same():
    transcript = said("Press Save.", title="Saving")

    assert masked(transcript) is transcript


@given(st.lists(st.text(max_size=60).filter(str.strip), min_size=1, max_size=6))
def test_any_text_is_masked_without_trouble(lines: list[str]):
    transcript = said(*lines, *("The PIN is", "8306"))

    found = masked(transcript)

    assert len(found.utterances) == len(transcript.utterances)
    assert all(utterance.text for utterance in found.utterances)
    assert "8306" not in found.utterances[-1].text


TALK = b"""WEBVTT

00:00:01.000 --> 00:00:04.000
Open the admin page.

00:00:05.000 --> 00:00:08.000
Type the user name kiosk and the password Walnut88 into the form.

00:00:09.000 --> 00:00:12.000
Then enter the PIN 8306.

00:00:13.000 --> 00:00:16.000
Click Save and close the page.
"""


async def test_a_guide_shows_masks_says_where_it_was_said_and_that_a_quote_is_masked():
    heard: list[Event] = []

    guide = await make_guide(TALK, "talk.vtt", GuideOptions(), Tools(), heard.append)
    page = render_markdown(guide)
    stored = guide.to_json().decode()

    for form in (page, stored, str(heard)):
        assert "Walnut" not in form
        assert "8306" not in form
    assert [(secret.mask, secret.start) for secret in guide.origin.secrets] == [("<password>", 5.0), ("<pin>", 9.0)]
    assert "- **Secrets said aloud, masked**: \\<password> (0:05), \\<pin> (0:09)\n" in page
    assert "*\\<password> stands for a secret that was said aloud. It is masked in this document.*" in page
    assert [event.secrets for event in heard if isinstance(event, TranscriptRead)] == [2]
    cells = document_cells(await render(guide, GuideOptions(), Tools()))
    assert "the password <password> into the form. Then enter the PIN <pin>.” (with a secret masked)" in cells


def document_cells(docx_file: bytes) -> str:
    tables = docx.Document(io.BytesIO(docx_file)).tables
    return "\n".join(cell.text for table in tables for row in table.rows for cell in row.cells)


async def test_what_is_secret_is_kept_where_that_is_asked_for():
    guide = await make_guide(TALK, "talk.vtt", GuideOptions(secrets=Secrets.KEEP), Tools())

    assert "Walnut88" in render_markdown(guide)
    assert "(with a secret masked)" not in document_cells(await render(guide, GuideOptions(), Tools()))
    assert guide.origin.secrets == ()


@pytest.mark.parametrize("kept", [True, False], ids=["kept", "masked"])
async def test_a_guide_tells_which_secrets_it_shows(kept: bool):
    guide = await make_guide(TALK, "talk.vtt", GuideOptions(secrets=Secrets.KEEP if kept else Secrets.MASK), Tools())
    document = docx.Document(io.BytesIO(await render(guide, GuideOptions(), Tools())))
    told = "Secrets said aloud, not masked: password (0:05), PIN (0:09)"

    assert (told in [paragraph.text for paragraph in document.paragraphs]) is kept
    assert (told in disclosures(Words("en"), guide)) is kept
    assert ("Secrets said aloud, not masked" in render_markdown(guide)) is kept
    assert Guide.from_json(guide.to_json()) == guide


BESIDE_IT = b"""
00:00:17.000 --> 00:00:20.000
My old door code was 730114, funny, isn't it?
"""


async def test_a_secret_that_is_kept_is_only_told_of_where_it_stands_in_the_guide():
    guide = await make_guide(TALK + BESIDE_IT, "talk.vtt", GuideOptions(secrets=Secrets.KEEP), Tools())
    document = docx.Document(io.BytesIO(await render(guide, GuideOptions(), Tools())))

    assert "730114" not in render_markdown(guide)
    assert [secret.mask for secret in guide.origin.kept_secrets] == ["<password>", "<pin>"]
    assert disclosures(Words("en"), guide) == ("Secrets said aloud, not masked: password (0:05), PIN (0:09)",)
    assert not [paragraph for paragraph in document.paragraphs if "code (0:17)" in paragraph.text]


@pytest.mark.parametrize(
    ("said_aloud", "written", "is_shown"),
    [
        ("The PIN is 8 3 0 6.", "Enter 8306.", True),
        ("The PIN is 8306.", "Enter 8 3 0 6.", True),
        ("The PIN is 830.", "Enter 18301.", False),
        ("The password is Walnut88.", "Enter walnut88.", True),
        ("The password is pelican.", "Feed the pelicans.", False),
        ("The password is pelican.", "Enter “pelican”.", True),
        ("The card number is 4000 0000 0000 0002.", "Enter 4000000000000002.", True),
    ],
)
def test_a_kept_secret_is_recognized_however_it_is_grouped(said_aloud: str, written: str, is_shown: bool):
    assert bool(list(shown(noted(said(said_aloud)), written))) is is_shown


def test_the_note_on_a_mask_is_in_the_guides_language():
    message = "{mask} stands for a secret that was said aloud. It is masked in this document."

    assert Words("de")(message, mask="<pin>").startswith("<pin> steht für etwas Geheimes")


@pytest.mark.parametrize(
    "text",
    [
        "so the password for the printer is Walnut#88, all one.",
        "and use Walnut88 as the admin password.",
        f"then type sk-test-{LONG} into it.",
        f"it says Bearer {LONG}.",
        "see https://kiosk:Walnut88@printer.example for it",
        "log in with kiosk and Walnut88.",
        f"API_KEY={LONG}",
        "pay with 4000-0000-0000-0002.",
    ],
)
def test_a_secret_is_found_wherever_the_text_is_cut_for_the_search(text: str):
    alone = find(text)

    assert alone
    for before in range(len(text) + 1):
        blanks = PIECE_CHARACTERS - before
        assert find(" " * blanks + text) == [Secret(s.begin + blanks, s.end + blanks, s.kind) for s in alone]


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("Gebt jetzt eure PIN ein, die lautet 4 8 1 5.", "4 8 1 5"),
        ("Geben Sie das Passwort ein, das lautet swordfish7.", "swordfish7"),
        ("Gebt das Kennwort ein, es heißt swordfish7.", "swordfish7"),
        ("Gib das Passwort ein, und zwar Sommer2026.", "Sommer2026"),
        ("Geben Sie die PIN ein, die Sie per Post bekommen haben.", None),
        ("Geben Sie das Passwort ein, das ist wichtig.", None),
    ],
)
def test_a_secret_behind_a_german_prefix_is_found(said: str, secret: str | None):
    assert [said[one.begin : one.end] for one in find(said)] == ([secret] if secret else [])
