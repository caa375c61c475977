"""The form with a guide's options: it shows what was asked for, and what is sent back is read with its mistakes."""

from __future__ import annotations

import pytest

from bot.messages.language import ENGLISH
from bot.messages.options import FieldErrors, Form, options_view, read_options
from pipeline.options import GuideOptions, Paper, SourcesForm, Tone, WriterChoice
from tests.unit.sent_form import sent

ASKED = GuideOptions(
    title="T",
    audience="A",
    tone=Tone.FORMAL,
    steps=8,
    language="de",
    urls=("https://a.example", "https://b.example"),
    recording="https://r.example",
    glossary=("kubectl",),
    writer=WriterChoice.EXTRACTIVE,
    paper=Paper.LETTER,
    sources=SourcesForm.SHORT,
    anyway=True,
)


@pytest.mark.parametrize("model", [True, False])
def test_a_form_sent_as_it_was_changes_nothing(model: bool):
    view = options_view(ENGLISH, Form("j0b", "C1", "1.2"), ASKED, model=model)
    assert read_options(sent(view)).over(ASKED) == ASKED


def test_the_form_changes_what_it_shows_and_keeps_the_rest():
    view = options_view(ENGLISH, Form("j0b", "C1", "1.2"), ASKED, model=True)
    made = read_options(sent(view, title="", steps="20", urls="")).over(ASKED)
    assert made == GuideOptions(**{**vars(ASKED), "title": None, "steps": 20, "max_steps": 20, "urls": ()})


def test_fewer_steps_do_not_keep_the_bounds_of_many():
    before = GuideOptions(steps=30)
    view = options_view(ENGLISH, Form("j0b", "C1", "1.2"), before, model=False)
    assert read_options(sent(view, steps="")).over(before) == GuideOptions()


def test_without_a_model_the_form_offers_only_what_works_without_one():
    fields = [
        block["block_id"]
        for block in options_view(ENGLISH, Form("j", "C1", None), ASKED, model=False).to_dict()["blocks"]
    ]
    assert fields == ["title", "audience", "steps", "recording", "sources", "paper", "secrets"]


def test_with_a_template_that_has_its_paper_the_form_offers_none():
    view = options_view(ENGLISH, Form("j", "C1", None), ASKED, model=True, template=True)
    assert "paper" not in [block["block_id"] for block in view.to_dict()["blocks"]]
    assert read_options(sent(view)).over(ASKED) == ASKED


def test_a_form_names_its_guide_and_every_language_once():
    view = options_view(
        ENGLISH, Form("j", "C1", None), GuideOptions(language="pt-br"), model=True, guide="Set up <it>"
    ).to_dict()

    assert view["blocks"][0]["text"]["text"] == "*Set up &lt;it&gt;*"
    (languages,) = (block["element"] for block in view["blocks"] if block.get("block_id") == "language")
    names = [option["text"]["text"] for option in languages["options"]]
    assert names[:3] == ["That of the recording", "Brazilian Portuguese", "Arabic"]
    assert len(names) == len(set(names)) <= 100
    assert languages["initial_option"]["value"] == "pt-br"


@pytest.mark.parametrize("language", ["no", "nb", "de", None])
def test_the_language_of_a_form_sent_as_it_was_stays(language: str | None):
    before = GuideOptions(language=language, writer=WriterChoice.MODEL)

    assert read_options(sent(options_view(ENGLISH, Form("j", "C1", None), before, model=True))).over(before) == before


def test_what_is_too_long_for_a_form_stays_as_it_is():
    long = GuideOptions(urls=tuple(f"https://a.example/{n}/{'x' * 1900}" for n in range(10)), steps=4)
    view = options_view(ENGLISH, Form("j", "C1", None), long, model=True)

    assert "urls" not in [block.get("block_id") for block in view.to_dict()["blocks"]]
    assert "so it stays as it is: Reference pages." in str(view.to_dict()["blocks"])
    assert read_options(sent(view)).over(long) == long


def test_every_field_that_cannot_be_used_is_named():
    view = options_view(ENGLISH, Form("j0b", "C1", "1.2"), GuideOptions(), model=True)
    form = sent(view, steps="many", recording="klingon speech", urls="https://a.example\nnowhere", title="Fine")
    with pytest.raises(FieldErrors) as caught:
        read_options(form)
    assert set(caught.value.messages) == {"steps", "recording", "urls"}
    assert "“nowhere”" in caught.value.messages["urls"]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("steps", "many", "“Number of steps” takes a number from 1 to 40 or a range such as 8-12, not “many”."),
        ("steps", "steps", "“Number of steps” takes a number from 1 to 40 or a range such as 8-12, not “steps”."),
        ("steps", "99", "“Number of steps” must be from 1 to 40, not 99."),
        ("title", 201 * "x", "“Title” can have at most 200 characters; this one has 201."),
    ],
)
def test_a_mistake_in_the_form_is_told_by_the_label_that_stands_there(name: str, value: str, said: str):
    form = sent(options_view(ENGLISH, Form("j0b", "C1", "1.2"), GuideOptions(), model=True), **{name: value})
    with pytest.raises(FieldErrors) as caught:
        read_options(form)
    assert caught.value.messages == {name: said}
