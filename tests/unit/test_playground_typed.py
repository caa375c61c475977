"""What someone types on the page arrives as Slack writes it."""

from __future__ import annotations

import pytest

from bot.playground.browser import as_typed
from bot.playground.people import BOT_USER, COLLEAGUE, conversations
from bot.playground.workspace import Workspace


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("Hello", "Hello"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("<@U1> isn't a mention when typed", "&lt;@U1&gt; isn't a mention when typed"),
        ("@script2doc please", f"<@{BOT_USER.id}> please"),
        ("ask @Amara, please", f"ask <@{COLLEAGUE.id}>, please"),
        ("mail amara@amara.example", "mail amara@amara.example"),
        ("see https://a.example/b?c=d&e=f.", "see <https://a.example/b?c=d&amp;e=f>."),
        ("(https://a.example/b)", "(<https://a.example/b>)"),
        ("in #general, too", f"in <#{conversations()[0].id}|general>, too"),
        ("in #nowhere", "in #nowhere"),
    ],
)
def test_typed_text_is_marked_up(typed: str, sent: str) -> None:
    workspace = Workspace("http://127.0.0.1:1/")

    assert as_typed(workspace, typed) == sent
