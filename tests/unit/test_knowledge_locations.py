"""Where the text of a page really is."""

from __future__ import annotations

import pytest
from yarl import URL

from pipeline.knowledge.locations import locations

RAW = "https://raw.githubusercontent.com"


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("https://example.com/docs", "https://example.com/docs"),
        ("https://github.com/acme/gateway", f"{RAW}/acme/gateway/HEAD/README.md"),
        ("https://www.github.com/acme/gateway/", f"{RAW}/acme/gateway/HEAD/README.md"),
        ("https://github.com/acme/gateway/blob/main/docs/install.md", f"{RAW}/acme/gateway/main/docs/install.md"),
        ("https://github.com/acme/gateway/tree/v2/docs", f"{RAW}/acme/gateway/v2/docs/README.md"),
        ("https://github.com/acme/gateway/wiki/Install", "https://github.com/acme/gateway/wiki/Install"),
        ("https://github.com/acme/gateway/issues/7", "https://github.com/acme/gateway/issues/7"),
        ("https://gist.github.com/someone/abc123", "https://gist.githubusercontent.com/someone/abc123/raw"),
        ("https://gitlab.com/a/b/-/blob/main/README.md", "https://gitlab.com/a/b/-/raw/main/README.md"),
        (
            "https://docs.google.com/document/d/1AbC/edit?usp=sharing",
            "https://docs.google.com/document/d/1AbC/export?format=html",
        ),
        (
            "https://docs.google.com/a/acme.example/document/u/0/d/1AbC/edit",
            "https://docs.google.com/document/d/1AbC/export?format=html",
        ),
        ("https://docs.google.com/document/d/e/2PACX/pub", "https://docs.google.com/document/d/e/2PACX/pub"),
        (
            "https://docs.google.com/spreadsheets/d/1AbC/edit#gid=42",
            "https://docs.google.com/spreadsheets/d/1AbC/export?format=csv&gid=42",
        ),
        (
            "https://docs.google.com/spreadsheets/d/e/2PACX/pubhtml?gid=42&single=true",
            "https://docs.google.com/spreadsheets/d/e/2PACX/pub?output=csv&gid=42",
        ),
        ("https://docs.google.com/presentation/d/1AbC/edit", "https://docs.google.com/presentation/d/1AbC/export/txt"),
        ("https://docs.google.com/forms/d/1AbC/viewform", "https://docs.google.com/forms/d/1AbC/viewform"),
    ],
)
def test_the_first_place_to_look(asked, first):
    assert str(locations(URL(asked))[0]) == first


def test_a_readme_is_looked_for_under_its_usual_names_and_then_on_the_page_itself():
    found = [str(place) for place in locations(URL("https://github.com/acme/gateway"))]
    assert found[0].endswith("/README.md")
    assert any(place.endswith("/README.rst") for place in found)
    assert found[-1] == "https://github.com/acme/gateway"


def test_the_port_stays():
    assert locations(URL("http://github.com:8080/a/b"))[0].port == 8080
