"""The options of the command line are those of a guide."""

from __future__ import annotations

import pytest

from pipeline.command.arguments import FORMATS, options_from, parser
from pipeline.options import GuideOptions, Paper, Secrets, SourcesForm, Tone, WriterChoice


def asked(*arguments: str) -> GuideOptions:
    return options_from(parser().parse_args(["talk.vtt", *arguments]))


def test_without_arguments_all_options_have_their_defaults() -> None:
    assert asked() == GuideOptions()


def test_help_names_each_form_of_a_guide() -> None:
    told = parser().format_help().partition("where the guide goes:")[2].partition("-o FOLDER")[0]

    assert [suffix for suffix in FORMATS if suffix not in told] == []


def test_choices_are_read() -> None:
    made = asked(
        "--tone", "formal", "--writer", "extractive", "--paper", "letter", "--sources", "short", "--secrets", "keep"
    )

    assert made == GuideOptions(
        tone=Tone.FORMAL,
        writer=WriterChoice.EXTRACTIVE,
        paper=Paper.LETTER,
        sources=SourcesForm.SHORT,
        secrets=Secrets.KEEP,
    )


def test_another_form_of_the_sources_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        asked("--sources", "none")

    assert capsys.readouterr().err.startswith("--sources can be full or short, not “none”. See ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--stepz", "3"), "Not understood: --stepz 3. Did you mean --steps?"),
        (("--mongoose",), "Not understood: --mongoose."),
        (("--force", "-x", "--titel"), "Not understood: -x --titel. Did you mean --title?"),
        (("--s", "3"), "--s can be any of --steps, --sources, --secrets. Write it out."),
        (("--title",), "--title needs a value."),
        (("--force=yes",), "--force takes no value, but “yes” is given."),
    ],
)
def test_words_that_are_not_understood_are_told_in_one_line(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        asked(*words)

    assert ended.value.code == 2
    assert capsys.readouterr().err == f"{said} See {parser().prog} --help.\n"
