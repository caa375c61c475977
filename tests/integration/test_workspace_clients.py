"""The tokens of workspaces: taken from the database, renewed in time, and once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from slack_sdk.errors import SlackApiError

from bot.playground.several import Slack
from bot.slack_client import Waiting
from bot.slack_errors import Meaning, SlackUnreachable, code_of, meaning
from bot.store import Store
from bot.store.encryption import TokenCipher, new_key
from bot.store.installations import Installations, Installed
from bot.workspace_clients import NOT_INSTALLED, RENEWED_SECONDS, AppClient, Tokens, WorkspaceClient
from tests.databases import database_in
from tests.integration.companies import ACME, BOLT

NOW = 1_800_000_000.0


async def at_once(seconds: float) -> None:
    """Waits for nothing."""


@dataclass
class Office:
    slack: Slack
    installations: Installations
    tokens: Tokens
    waiting: Waiting
    now: float = NOW

    def client(self, team: str = ACME.id) -> WorkspaceClient:
        return WorkspaceClient(team, self.tokens, self.slack.api_url, self.waiting)

    def calls(self, method: str) -> int:
        return sum(call.method == method for call in self.slack.app_calls)

    async def installed(self, *, left: float) -> Installed:
        """The app with a token that lives for so many seconds, as Slack gave it."""
        given = self.slack.grant(ACME.id)
        made = Installed(ACME.id, "Acme", given["access_token"], "B1", "U1", NOW, refresh_token=given["refresh_token"])
        made = replace(made, expires=NOW + left)
        await self.installations.put(made)
        return made


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with opened(tmp_path) as made:
        yield made


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Office]:
    waiting = Waiting(pause=at_once)
    async with Slack(ACME, BOLT, rotating=True) as slack, Store.open(database_in(folder)) as store:
        installations = Installations(store.database, TokenCipher([new_key()]))
        asking = AppClient(slack.api_url, waiting)
        office = Office(slack, installations, Tokens(installations, asking, "", "", lambda: NOW), waiting)
        office.tokens = Tokens(installations, asking, slack.client_id, slack.client_secret, lambda: office.now)
        yield office


async def test_a_token_is_left_alone_as_long_as_it_lives(office: Office):
    before = await office.installed(left=RENEWED_SECONDS + 1)

    assert (await office.client().auth_test())["team_id"] == ACME.id
    assert await office.installations.of(ACME.id) == before
    assert office.calls("oauth.v2.access") == 0


async def test_of_many_calls_one_renews_the_token(office: Office):
    before = await office.installed(left=RENEWED_SECONDS - 1)
    client = office.client()

    await asyncio.gather(*(client.auth_test() for _ in range(20)))

    assert office.calls("oauth.v2.access") == 1
    after = await office.installations.of(ACME.id)
    assert after is not None
    assert after.token != before.token
    assert after.refresh_token != before.refresh_token


async def test_a_token_that_cannot_be_renewed_is_used_until_it_ends(office: Office):
    await office.installed(left=60)
    office.slack.client_secret = "another one by now"
    client = office.client()
    for _ in range(3):
        assert (await client.auth_test())["ok"]
    assert office.calls("oauth.v2.access") == 1, "not with each call"

    office.now += 61
    with pytest.raises(SlackApiError) as caught:
        await client.auth_test()
    assert code_of(caught.value) == "bad_client_secret"


async def test_a_refresh_token_that_slack_does_not_know_is_no_token(office: Office):
    made = await office.installed(left=-1)
    await office.installations.put(replace(made, refresh_token="xoxe-1-unknown"))
    client = office.client()

    with pytest.raises(SlackApiError) as caught:
        await client.auth_test()
    assert meaning(caught.value) is Meaning.REJECTED
    assert not await client.usable()
    await office.installed(left=43_200)
    assert await client.usable()
    assert (await client.auth_test())["ok"]


async def test_where_the_app_is_not_installed_slack_is_not_asked(office: Office):
    client = office.client(BOLT.id)
    with pytest.raises(SlackApiError) as caught:
        await client.auth_test()

    assert code_of(caught.value) == NOT_INSTALLED
    assert client.rejection == NOT_INSTALLED
    assert office.slack.app_calls == []


async def test_a_token_that_somebody_has_replaced_is_taken_from_the_database(office: Office):
    await office.installed(left=43_200)
    client = office.client()
    await client.auth_test()
    await office.installed(left=43_200)  # the first one isn't taken any more

    assert (await client.auth_test())["ok"]
    assert client.rejection is None


async def test_a_database_that_is_away_is_waited_for(office: Office):
    await office.installed(left=43_200)
    wrong = Installations(office.installations._database, TokenCipher([new_key()]))
    tokens = Tokens(wrong, AppClient(office.slack.api_url), "", "")
    with pytest.raises(SlackUnreachable, match="can't be read"):
        await WorkspaceClient(ACME.id, tokens, office.slack.api_url).auth_test()


async def test_what_belongs_to_a_workspace_is_not_called_without_one(office: Office):
    with pytest.raises(RuntimeError, match=r"chat\.postMessage"):
        await AppClient(office.slack.api_url).chat_postMessage(channel="C1", text="whose?")
