"""How people write what they want of a guide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.mistakes import options_of
from bot.jobs.refusal import Refused
from bot.jobs.requests import parse_command
from bot.jobs.wishes import unclear, wishes
from bot.messages.language import ENGLISH
from pipeline.errors import OptionError
from pipeline.options import GuideOptions, Paper

LINK = "https://x.slack.com/files/U1/F0ABCDEF/a.vtt"


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("title=‘Set up the router’", [("title", "Set up the router")]),
        ("title='Set up Bob's router'", [("title", "Set up Bob's router")]),
        ("title=«Set up» audience=„new ones“", [("title", "Set up"), ("audience", "new ones")]),
        ("tone = formal", [("tone", "formal")]),
        ("title=Add the printer", [("title", "Add the printer")]),
        ("title=Add the printer steps=3", [("title", "Add the printer"), ("steps", "3")]),
        ("title = Add it now --steps 3", [("title", "Add it now"), ("steps", "3")]),
        ("--title Add it now steps=3", [("title", "Add it now"), ("steps", "3")]),
        ("title: Salt, pepper and more, formal", [("title", "Salt, pepper and more"), ("tone", "formal")]),
        ("title=Bake in 5 steps and 2 hours", [("title", "Bake in 5 steps and 2 hours")]),
        ("titel=Set up the router tone=formal", [("titel", "Set up the router"), ("tone", "formal")]),
        ("title=Set up\nformal", [("title", "Set up"), ("tone", "formal")]),
        ("title=Set up, for new hires", [("title", "Set up"), ("audience", "new hires")]),
        ("audience=new hires in Berlin tone=formal", [("audience", "new hires in Berlin"), ("tone", "formal")]),
        ("glossary=kubectl, PostgreSQL tone=formal", [("glossary", "kubectl, PostgreSQL"), ("tone", "formal")]),
        ("title=Set up <http://pypi.example|pypi.example> here", [("title", "Set up pypi.example here")]),
        (r'title="Drucker \"West\"" tone=formal', [("title", 'Drucker "West"'), ("tone", "formal")]),
        (r"title=“Drucker \“West\””", [("title", 'Drucker "West"')]),
        ('title="Salt &amp; Pepper"', [("title", "Salt & Pepper")]),
        ("title=A&amp;B; tone=formal", [("title", "A&B"), ("tone", "formal")]),
        ('audience="R&amp;D, &lt;5 years"', [("audience", "R&D, <5 years")]),
        ("title=&lt;br&gt; tone=formal", [("title", "<br>"), ("tone", "formal")]),
        ('title="What &amp;lt; means"', [("title", "What &lt; means")]),
        ('title="Set up <http://pypi.example|pypi.example>"', [("title", "Set up pypi.example")]),
        ('audience="<mailto:qa@b.example|qa@b.example> and <#C1|it>"', [("audience", "qa@b.example and it")]),
        ("url=<https://a.example/?b=1&amp;c=2|a>", [("url", "https://a.example/?b=1&c=2")]),
        ("recording: <https://v.example/1>", [("recording", "https://v.example/1")]),
        ("recording <https://v.example/1>", [("recording", "https://v.example/1")]),
        ("tone: formal, language: German", [("tone", "formal"), ("language", "German")]),
        ("tone formal language German", [("tone", "formal"), ("language", "German")]),
        ("--tone formal --steps=8", [("tone", "formal"), ("steps", "8")]),
        ('for "new hires"', [("audience", "new hires")]),
        ("in german please", [("language", "german")]),
        ("for new hires", [("audience", "new hires")]),
        (
            "for new hires, friendly, in German",
            [("audience", "new hires"), ("tone", "friendly"), ("language", "German")],
        ),
        (
            "friendly for our support team in German",
            [("tone", "friendly"), ("audience", "our support team"), ("language", "German")],
        ),
        ("for admins and developers, 8 steps", [("audience", "admins and developers"), ("steps", "8")]),
        ("for people who know Linux; formal", [("audience", "people who know Linux"), ("tone", "formal")]),
        ("for IT and in French", [("audience", "IT"), ("language", "French")]),
        ("for beginners please", [("audience", "beginners")]),
        (
            "for the night shift at the bakery, formal",
            [("audience", "the night shift at the bakery"), ("tone", "formal")],
        ),
        ("nur 2 Schritte bitte", [("steps", "2")]),
        ("4 pasos, por favor", [("steps", "4")]),
        ("2ステップ", [("steps", "2")]),
        ("only 3 steps", [("steps", "3")]),
        ("about 5-7 steps please", [("steps", "5-7")]),
        ("formal, at most 4 steps", [("tone", "formal"), ("steps", "1-4")]),
        ("no more than 3 steps", [("steps", "1-3")]),
        ("8 steps", [("steps", "8")]),
        ("8-12 steps", [("steps", "8-12")]),
        ("a friendly tone", [("tone", "friendly")]),
        ("steps=", [("steps", "")]),
        ("paper=a4, tone=formal; steps=8", [("paper", "a4"), ("tone", "formal"), ("steps", "8")]),
        ('title="Set up", sources=short', [("title", "Set up"), ("sources", "short")]),
        ("for night nurses and porters, 3 steps", [("audience", "night nurses and porters"), ("steps", "3")]),
        ('title=""', [("title", "")]),
        ('title="" tone=formal', [("title", ""), ("tone", "formal")]),
        ("title=“” for “new hires”", [("title", ""), ("audience", "new hires")]),
        ('title: "", 5 steps', [("title", ""), ("steps", "5")]),
        ('title = "" steps=4', [("title", ""), ("steps", "4")]),
        ('--title "" --steps 3', [("title", ""), ("steps", "3")]),
        ("title= tone=formal", [("title", ""), ("tone", "formal")]),
        ('title:"Set up" audience:""', [("title", "Set up"), ("audience", "")]),
        ("sources short", [("sources", "short")]),
        ("US letter, please", [("paper", "letter")]),
        ("on us-letter paper, formal", [("paper", "letter"), ("tone", "formal")]),
        ("paper=US letter steps=8", [("paper", "letter"), ("steps", "8")]),
        ('paper="US letter" formal', [("paper", "letter"), ("tone", "formal")]),
        ("paper: US letter; formal", [("paper", "letter"), ("tone", "formal")]),
        ("A4 format, friendly", [("paper", "a4"), ("tone", "friendly")]),
        ("letter size", [("paper", "letter")]),
        ("letter paper, short sources, formal", [("paper", "letter"), ("sources", "short"), ("tone", "formal")]),
        ("full sources", [("sources", "full")]),
        ("mask secrets, keep secrets", [("secrets", "mask"), ("secrets", "keep")]),
        ("extractive writer in the German language", [("writer", "extractive"), ("language", "german")]),
        ("colour=blue", [("colour", "blue")]),
        ("--langauge German", [("langauge", "German")]),
    ],
)
def test_options_are_understood_however_they_are_written(text: str, pairs: list[tuple[str, str]]) -> None:
    command = parse_command(f"{LINK} {text}")

    assert (command.target, list(command.pairs), command.rest) == (LINK, pairs, ())


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("make it nice", ("make it nice",)),
        ("tone=formal quickly", ("quickly",)),
        ("for the title page", ("for the title page",)),
        ("keep secrets hidden", ("keep secrets hidden",)),
        ("steps please", ("steps please",)),
        ("in one hour", ("in one hour",)),
        ("4 people", ("4 people",)),
        ("for dragons please, formal, title=My VPN guide", ("for dragons",)),
        ("and formal, it is the best", ("it is the best",)),
        ("nice, https://a.example/b", ("nice", "https://a.example/b")),
    ],
)
def test_what_is_no_option_is_left_to_be_told(text: str, rest: tuple[str, ...]) -> None:
    command = parse_command(f"{text} {LINK}")

    assert (command.target, command.rest) == (LINK, rest)


def test_the_id_of_a_file_is_what_a_command_is_about_and_no_word_beside_it() -> None:
    command = parse_command("F0ABCDEF12 tone=formal quickly")

    assert (command.target, command.rest) == ("F0ABCDEF12", ("quickly",))


def test_a_number_of_steps_may_be_a_range_and_a_language_has_a_name() -> None:
    options = GuideOptions.from_pairs([("steps", "8–12"), ("language", "Deutsch")])

    assert (options.steps, options.min_steps, options.max_steps, options.language) == (None, 8, 12, "de")
    assert (options.wanted_steps, GuideOptions().wanted_steps) == ("8-12", "")
    assert GuideOptions.from_dict(options.to_dict()) == options


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("steps", "12-8", "smaller number first"),
        ("steps", "many", "from 1 to 40"),
        ("stpes", "4", r"no option “stpes”. Did you mean steps=4\?"),
        ("Titel", "My guide", r'Did you mean title="My guide"\?'),
        ("colour", "blue", "The options are: title"),
        ("language", "Klingon", "isn't a language that I know"),
    ],
)
def test_what_makes_no_sense_is_said(key: str, value: str, said: str) -> None:
    with pytest.raises(OptionError, match=said):
        GuideOptions.from_pairs([(key, value)])


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("please make a guide for new hires", (("audience", "new hires"),)),
        ("thanks for the quick answers", ()),
        ("thanks for helping our team", ()),
        ("for the team meeting", ()),
        ("is it for sale?", ()),
        ("for me", ()),
        ("for now", ()),
    ],
)
def test_people_are_told_from_other_things_that_something_is_for(text: str, pairs: tuple[tuple[str, str], ...]) -> None:
    assert wishes(text).pairs == pairs


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("for new hires, friendly, in Klingon", ("Klingon",)),
        ("please make a guide for new hires", ()),
        ("could you make this one friendly, thanks!", ()),
        ("friendly, and this is what we had talked about on Monday", ()),
        ("quickly, for the zorbs at the big bakery, at most 4 steps", ("quickly", "for the zorbs at the big bakery")),
        ("purple, formal, in glossy ink", ("purple", "glossy ink")),
    ],
)
def test_short_words_beside_wishes_are_no_talk(text: str, left: tuple[str, ...]) -> None:
    assert unclear(wishes(text).pieces) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("please make it purple and sing", ("purple and sing",)),
        ("make it shorter please", ("shorter",)),
        ("bitte make it short, por favor", ("short",)),
        ("make it shorter please and with bananas", ("shorter please and with bananas",)),
        ("Please make this one really short", ("really short",)),
        ("for Robin", ("for Robin",)),
        ("can you make a guide for Robin?", ("for Robin",)),
        ("für die Nachtschicht", ("für die Nachtschicht",)),
        ("in Klingon", ("in Klingon",)),
        ("fewer steps please", ("fewer steps",)),
        ("for me", ()),
        ("for now please", ()),
        ("for the record, this is the call", ()),
        ("thanks for the quick answers", ()),
        ("here are the steps", ()),
        ("this took longer than I thought it would", ()),
        ("thanks, and now?", ()),
        ("could you make it into a guide", ()),
        ("make it the way we had talked about on Monday", ()),
        ("hello team", ()),
    ],
)
def test_without_any_wish_only_what_the_guide_is_to_be_is_one(text: str, left: tuple[str, ...]) -> None:
    assert unclear(wishes(text).pieces, of_any=False) == left


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "steps=900 papr=A3",
            [
                "“steps” must be from 1 to 40, not 900.",
                "There is no option “papr”. Did you mean paper? “paper” must be one of a4, letter, not “A3”.",
            ],
        ),
        ("papr=a4", ["There is no option “papr”. Did you mean paper=a4?"]),
        ("stpes=900", ["Did you mean steps? “steps” must be from 1 to 40, not 900."]),
        ("steps=12-8 colour=red tone=sad", ["Put the smaller number first", "no option “colour”", "“tone” must be"]),
    ],
)
def test_every_mistake_is_said_and_nothing_is_suggested_that_is_one_too(text: str, said: list[str]) -> None:
    with pytest.raises(Refused) as refused:
        options_of(parse_command(f"{LINK} {text}").pairs, GuideOptions(), ("purple",))
    told = refused.value.message(ENGLISH).text

    assert all(part in told for part in [*said, "I don't understand “purple”."])
    assert "paper=A3" not in told
    assert told.count("Did you mean") <= 1


def test_a_letter_is_no_paper_by_itself() -> None:
    assert wishes("the letter from the bank, what they wrote us, letters to us").pairs == ()


def test_the_paper_of_the_united_states_is_understood_as_a_value_too() -> None:
    for written in ("US letter", "us-letter", "USLetter", "letter"):
        assert GuideOptions.from_pairs([("paper", written)]).paper is Paper.LETTER


@given(st.text(alphabet="tone=steps:8-12 \"'<>“”for in German,", max_size=80))
def test_no_text_breaks_it_and_no_word_is_lost(text: str) -> None:
    found = wishes(text)

    assert all(key for key, _ in found.pairs)
