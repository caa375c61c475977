"""Where the app is installed: tokens that nobody reads without a key, and which installation serves which team."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select, update

from bot.store import Store, StoreError, WrongKey
from bot.store.encryption import TokenCipher, is_key, new_key
from bot.store.installations import Installations, Installed, count
from bot.store.oauth_states import SECONDS, OAuthStates, purge
from bot.store.tables import installations

KEY, NEWER = new_key(), new_key()
LONG = "xoxe.xoxb-" + "1" * 290
"""A token with rotation: Slack's have some 300 characters."""


def installed(workspace: str = "T1", **fields: object) -> Installed:
    made = Installed(workspace, f"Company {workspace}", LONG, "B1", "U0BOT", installed=1_700_000_000.5)
    return replace(made, **fields)  # type: ignore[arg-type]


def opened(store: Store, *keys: str) -> Installations:
    return Installations(store.database, TokenCipher(keys or (KEY,)))


async def test_a_token_of_300_characters_comes_back_as_it_was(store: Store):
    there = opened(store)
    made = installed(refresh_token="xoxe-1-" + "r" * 293, expires=1.7e9 + 43_200, scopes="chat:write,files:read")
    await there.put(made)

    assert await there.of("T1") == made
    assert await count(store.database) == 1


async def test_no_token_stands_in_the_database_as_it_is(store: Store):
    await opened(store).put(installed(refresh_token="xoxe-1-refresh"))

    async with store.database.reading() as connection:
        row = (await connection.execute(select(installations))).mappings().one()
    assert LONG not in str(row)
    assert "xoxe" not in str(dict(row))
    assert "xox" not in repr(installed(refresh_token="xoxe-1-refresh"))


async def test_who_installs_again_replaces_what_was_there(store: Store):
    there = opened(store)
    await there.put(installed(refresh_token="old", expires=1.0))
    await there.put(installed(token="xoxb-new", name="Renamed"))

    found = await there.of("T1")
    assert found is not None
    assert (found.token, found.name, found.refresh_token, found.expires) == ("xoxb-new", "Renamed", None, None)
    assert len(await there.all()) == 1


@pytest.mark.both_databases
async def test_a_wrong_key_is_told_in_words(store: Store):
    await opened(store).put(installed())

    for reading in (opened(store, NEWER).of("T1"), opened(store, NEWER).all(), opened(store, NEWER).encrypt_anew()):
        with pytest.raises(WrongKey, match="SCRIPT2DOC_TOKEN_KEYS"):
            await reading
    assert await opened(store).of("T1") == installed()


async def test_a_key_is_replaced_while_both_are_set(store: Store):
    await opened(store).put(installed(refresh_token="xoxe-1-r"))

    assert await opened(store, NEWER, KEY).of("T1") == installed(refresh_token="xoxe-1-r")
    assert await opened(store, NEWER, KEY).encrypt_anew() == 1
    assert await opened(store, NEWER, KEY).encrypt_anew() == 0
    assert await opened(store, NEWER).of("T1") == installed(refresh_token="xoxe-1-r")
    with pytest.raises(WrongKey):
        await opened(store).of("T1")


@pytest.mark.both_databases
async def test_a_changed_token_is_no_token(store: Store):
    await opened(store).put(installed())
    async with store.database.writing() as connection:
        await connection.execute(update(installations).values(token="xoxb-put-there-by-hand"))

    with pytest.raises(StoreError):
        await opened(store).of("T1")


async def test_a_team_is_served_by_its_own_installation_before_its_organizations(store: Store):
    there = opened(store)
    await there.put(installed("E1", enterprise="E1", token="xoxb-of-all"))
    await there.put(installed("T1", enterprise="E1", token="xoxb-of-one"))

    async def token(team: str | None, enterprise: str | None = None) -> str | None:
        found = await there.of(team, enterprise)
        return found.token if found else None

    assert await token("T1", "E1") == "xoxb-of-one"
    assert await token("T2", "E1") == "xoxb-of-all"
    assert await token(None, "E1") == "xoxb-of-all"
    assert await token("E1") == "xoxb-of-all"
    assert await token("T2") is None, "nobody has said yet where it belongs"
    assert await token("T2", "E2") is None
    assert await token(None) is None
    await there.note_team("T2", "E1")
    await there.note_team("T2", "E1")
    assert await token("T2") == "xoxb-of-all"
    assert await there.teams_of("E1") == ["T2"]
    found = await there.of("T2")
    assert found is not None
    assert found.for_organization


@pytest.mark.both_databases
async def test_of_two_that_renew_a_token_the_second_takes_what_the_first_has_got(store: Store):
    there = opened(store)
    before = installed(refresh_token="r1", expires=1.0)
    await there.put(before)

    first = await there.renew(before, "xoxe.xoxb-2", "r2", 2.0)
    second = await there.renew(before, "xoxe.xoxb-3", "r3", 3.0)

    assert first == second == replace(before, token="xoxe.xoxb-2", refresh_token="r2", expires=2.0)
    assert await there.of("T1") == first
    await store.forgetting.forget_workspaces(["T1"])
    assert (await there.renew(first, "xoxe.xoxb-4", "r4", 4.0)) == first
    assert await there.of("T1") is None, "who has uninstalled the app isn't brought back"


@pytest.mark.both_databases
async def test_a_state_serves_once_and_not_for_long(store: Store):
    states = OAuthStates(store.database, TokenCipher([NEWER, KEY]))
    state, another = states.issue(), states.issue()
    late = Fernet(NEWER).encrypt_at_time(b"install 1", int(time.time()) - SECONDS - 1).decode()

    for wrong in ("", "made up", "\udc80\x00", late, TokenCipher([new_key()]).encrypt("install 1")):
        assert not await states.consume(wrong)
    assert not await states.consume(TokenCipher([NEWER]).encrypt("xoxb-1")), "something else that was encrypted"
    assert [await states.consume(state) for _ in range(3)] == [True, False, False]
    assert await states.consume(another)
    assert await OAuthStates(store.database, TokenCipher([KEY])).consume(
        OAuthStates(store.database, TokenCipher([KEY])).issue()
    )

    assert await purge(store.database, time.time()) == 0
    assert await purge(store.database, time.time() + SECONDS + 1) == 3


def test_what_has_the_form_of_a_key():
    assert is_key(new_key())
    assert not any(map(is_key, ("", "secret", new_key()[:-2], "ä" * 44)))
