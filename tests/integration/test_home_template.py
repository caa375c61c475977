"""The workspace's Word template on the Home tab: uploaded, checked, tried out, used by guides, and removed again."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from functools import cache

import pytest
from docx import Document

from bot.jobs.requests import DropTemplate, Pressed, SetTemplate, ShowTemplate
from bot.playground import Playground
from bot.playground.workspace import Message
from bot.slack_files import SlackFile
from tests.conftest import crossed
from tests.integration.conftest import PATIENT, ROOM, SCREENCAST, Office, OpenOffice, text_of
from tests.integration.new_guide_forms import filled, opened
from tests.integration.sharing import guides, quiet
from tests.integration.slack_faults import KINDS, SCALED
from tests.integration.test_home import home

TEAM = "T0PLAYGROUND"
HEADER = "Acme Ltd, for internal use"


@cache
def house_style(text: str = "", header: str = HEADER) -> bytes:
    """A company's document with its name in the header."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = header
    if text:
        document.add_paragraph(text)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def header_of(docx: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return "".join(package.read(name).decode() for name in package.namelist() if "/header" in name)


async def upload(office: Office, data: bytes, name: str = "House.docx", user: str = "") -> dict[str, str]:
    """An admin opens the form and hands in a file; the mistakes that it shows."""
    you = office.playground.you.id
    await home(office)
    await office.playground.press_at_home(you, "home_template")
    view = await office.playground.until(lambda: office.playground.views.top(you))
    file = office.playground.store(name, data, user or you)
    await office.playground.submit_view(you, {"file": {"value": {"files": [file.id]}}})
    await quiet(office)
    return dict(view.errors)


def first_line(message: Message) -> str:
    return text_of(message).splitlines()[0]


def direct(office: Office) -> list[str]:
    """What the app has said to the admin alone, with threads."""
    place = office.playground.direct_message(office.playground.you.id)
    return [first_line(message) for message in office.playground.messages(place.id)]


def whole(office: Office) -> str:
    place = office.playground.direct_message(office.playground.you.id)
    return "\n".join(text_of(message) for message in office.playground.messages(place.id))


def samples(office: Office) -> list[bytes]:
    """The documents that the admin has got in their direct message."""
    place = office.playground.direct_message(office.playground.you.id)
    posts = office.playground.messages(place.id)
    replies = [reply for post in posts for reply in office.playground.thread(place.id, post.ts)]
    files = office.playground.workspace.files
    return [files[id].content for message in replies for id in message.files]


async def test_an_uploaded_template_is_shown_as_a_sample_and_used_by_guides_until_it_is_removed(office: Office):
    assert "There is no template for this workspace" in await home(office)
    assert await upload(office, house_style()) == {}

    (said,) = direct(office)
    assert said.startswith("From now on, guides are made with the template House.docx.")
    (sample,) = samples(office)
    assert HEADER in header_of(sample)
    assert "A sample guide" in "".join(p.text for p in Document(io.BytesIO(sample)).paragraphs)
    shown = await home(office)
    assert "House.docx" in shown
    assert f"Last changed by <@{office.playground.you.id}>" in shown

    dropped = await office.drop(SCREENCAST, text=f"<@{office.playground.app_user.id}> paper=letter")
    assert await guides(office, dropped) == 1
    (document,) = office.documents(ROOM, dropped.ts)
    assert HEADER in header_of(document.content)
    (progress,) = office.progress(ROOM, dropped.ts)
    shown_first = office.playground.edits(progress.ts)[0]
    assert "The Word template has its own paper" in str(shown_first.blocks)

    assert "paper" not in filled(await opened(office)), "the template has its own"
    await office.playground.press_at_home(office.playground.you.id, "home_template_remove")
    await quiet(office)
    assert direct(office)[-1] == "The template is removed."
    assert "There is no template for this workspace" in await home(office)
    assert await office.bot.store.templates.get(TEAM) is None
    again = await office.drop("apollo13-co2-adapter.txt", text=f"<@{office.playground.app_user.id}>")
    assert await guides(office, again) == 1
    (plain,) = office.documents(ROOM, again.ts)
    assert HEADER not in header_of(plain.content)


async def test_a_sample_is_sent_each_time_an_admin_asks_for_one(office: Office):
    await upload(office, house_style("Before the guide"))
    assert "The template has no {{guide}}, so the guide comes after its text." in whole(office)
    await home(office)
    for number in (2, 3):
        await office.playground.press_at_home(office.playground.you.id, "home_template_sample")
        await quiet(office)
        assert len(samples(office)) == number


async def test_the_sample_is_in_the_language_of_the_admin(office: Office):
    office.playground.speaks(office.playground.you.id, "de-DE")
    await upload(office, house_style("Vorspann {{author}}"))

    assert "Nicht ausfüllbare Platzhalter in der Vorlage: {{author}}." in whole(office)
    (sample,) = samples(office)
    assert "Eine Beispielanleitung" in "".join(p.text for p in Document(io.BytesIO(sample)).paragraphs)


def macros() -> bytes:
    made = io.BytesIO(house_style())
    with zipfile.ZipFile(made, "a") as package:
        package.writestr("word/vbaProject.bin", b"x")
    return made.getvalue()


def outside() -> bytes:
    """A template whose logo is fetched from elsewhere."""
    made, before = io.BytesIO(), zipfile.ZipFile(io.BytesIO(house_style()))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    logo = f'<Relationship Id="rIdX" Type="{kind}" Target="https://a.example/l.png" TargetMode="External"/>'
    with zipfile.ZipFile(made, "w") as package:
        for name in before.namelist():
            data = before.read(name)
            if name == "word/_rels/document.xml.rels":
                data = data.replace(b"</Relationships>", logo.encode() + b"</Relationships>")
            package.writestr(name, data)
    return made.getvalue()


def bomb() -> bytes:
    made = io.BytesIO(house_style())
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/more.xml", b"<a>" + b" " * 31_000_000 + b"</a>")
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (lambda: b"no ZIP at all", "The document template isn't a Word document (.docx or .dotx), or it's damaged."),
        (lambda: house_style()[:-300], "isn't a Word document"),
        (macros, "The document template contains macros. Save it as a .docx without them."),
        (outside, "The document template links to an external image. Embed it and try again."),
        (bomb, "The document template is too large when unpacked."),
    ],
)
async def test_what_can_be_no_template_is_refused_in_words_and_the_one_before_stays(
    office: Office, data: Callable[[], bytes], said: str
):
    await upload(office, house_style())
    assert await upload(office, data(), "Broken.docx") == {}

    assert said in direct(office)[-1]
    kept = await office.bot.store.templates.of(TEAM)
    assert kept is not None
    assert kept.name == "House.docx"
    assert len(samples(office)) == 1


@pytest.mark.parametrize("name", ["talk.vtt", "House.docm", "House.doc"])
async def test_a_file_of_another_kind_is_told_at_its_field(office: Office, name: str):
    errors = await upload(office, house_style(), name)
    assert list(errors) == ["file"]
    assert "Choose a Word file (.docx or .dotx)." in errors["file"]


async def test_a_file_that_somebody_else_has_uploaded_is_not_taken(office: Office):
    await upload(office, house_style(), user=office.playground.colleague.id)
    assert direct(office) == ["I can use only a file that you upload here yourself. Choose the template again."]
    assert await office.bot.store.templates.of(TEAM) is None


@pytest.mark.parametrize("who", ["colleague", "guest", "stranger"])
async def test_only_admins_have_it_or_get_anywhere_with_it(office: Office, who: str):
    await upload(office, house_style())
    other = getattr(office.playground, who).id
    said = await home(office, other)
    assert "House.docx" not in said
    for action in ("home_template", "home_template_sample", "home_template_remove"):
        with pytest.raises(KeyError):
            await office.playground.press_at_home(other, action)
    file = office.playground.store("Theirs.docx", house_style(), other)
    taken = SlackFile(file.id, file.name, 9, "", None, other)
    pressed = Pressed(TEAM, "", other, "", "1.2.3", None)
    for request in (SetTemplate(TEAM, other, (taken,), "V1"), ShowTemplate(pressed), DropTemplate(pressed)):
        assert await office.bot.service.take(request)
        await quiet(office)

    kept = await office.bot.store.templates.of(TEAM)
    assert kept is not None
    assert kept.name == "House.docx"
    place = office.playground.direct_message(other)
    messages = office.playground.messages(place.id)
    assert {first_line(message) for message in messages} == {"Only admins can change the settings of the workspace."}
    assert not [message for message in messages if message.files or office.playground.thread(place.id, message.ts)]


async def test_an_admin_of_another_workspace_gets_and_changes_nothing(office: Office):
    await upload(office, house_style())
    pressed = Pressed("T0OTHER", "", office.playground.you.id, "", "1.2.3", None)
    for request in (ShowTemplate(pressed), DropTemplate(pressed)):
        assert await office.bot.service.take(request)
        await quiet(office)

    assert direct(office)[1:] == ["There is no template for this workspace any more."] * 2
    assert await office.bot.store.templates.get(TEAM) is not None


async def test_it_goes_when_the_app_is_uninstalled(office: Office):
    await upload(office, house_style())
    await office.bot.store.forgetting.forget_workspaces([TEAM])
    assert await office.bot.store.templates.get(TEAM) is None


@pytest.mark.parametrize(
    ("kind", "method"),
    crossed(
        ["cut", "500", "429", "lasting", "done, then cut"],
        ["files.info", "download", "chat.postMessage", "files.completeUploadExternal", "views.publish"],
    ),
)
async def test_whatever_slack_does_it_is_kept_or_its_admin_told_and_nothing_is_sent_twice(
    open_office: OpenOffice, method: str, kind: str
):
    if method == "download" and kind in ("429", "lasting", "done, then cut"):
        return
    planned = KINDS[kind] | ({"error": "fatal_error"} if kind == "lasting" else {})
    async with open_office(Playground(timing=PATIENT), waiting=SCALED) as office:
        await home(office)
        fault = office.playground.fail_next(method, **planned)
        await upload(office, house_style())

        assert fault.met.is_set()
        kept = await office.bot.store.templates.of(TEAM)
        assert kept or direct(office)
        assert len(samples(office)) <= 1
        assert len([said for said in direct(office) if said.startswith("From now on")]) <= 1


async def test_the_buttons_are_on_the_tab_of_admins_as_the_form_says(office: Office):
    await upload(office, house_style())
    await home(office)
    shown = json.dumps(office.playground.views.homes[office.playground.you.id].payload)
    for action in ("home_template", "home_template_sample", "home_template_remove"):
        assert f'"{action}"' in shown
