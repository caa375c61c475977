"""The installations' queries: where the app is installed by OAuth, and with which tokens.

slack_sdk has stores of its own for SQLAlchemy. They write through an engine of theirs, past the queue of our writers,
keep tokens as they are, and in columns of 200 characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sqlalchemy import RowMapping, delete, func, select, update

from bot.store.connection import Connection
from bot.store.database import Database
from bot.store.tables import grid_workspaces, installations

if TYPE_CHECKING:
    from bot.store.encryption import TokenCipher


@dataclass(frozen=True)
class Installed:
    """The app in a workspace, or in an organization for all of its workspaces. Times are seconds since the epoch."""

    workspace: str
    """The id of the team, or of the organization."""
    name: str
    token: str = field(repr=False)
    bot_id: str
    bot_user: str
    installed: float
    enterprise: str | None = None
    """The organization that the workspace belongs to, or is."""
    scopes: str = ""
    """Those that were granted, separated by commas."""
    refresh_token: str | None = field(default=None, repr=False)
    expires: float | None = None
    """When the token has to be a new one; None for one that stays."""
    installed_by: str = ""

    @property
    def for_organization(self) -> bool:
        return self.workspace == self.enterprise


class Installations:
    """Every method raises StoreError if the database can't be used, and those that read tokens WrongKey."""

    def __init__(self, database: Database, cipher: TokenCipher) -> None:
        self._database = database
        self._cipher = cipher

    async def put(self, installed: Installed) -> None:
        """Keeps an installation, instead of an earlier one of the same workspace."""
        values = self._row(installed)
        async with self._database.writing() as connection:
            adding = connection.insert_into(installations).values(values)
            new = {name: adding.excluded[name] for name in values if name != "workspace"}
            await connection.execute(adding.on_conflict_do_update(index_elements=["workspace"], set_=new))

    async def of(self, team: str | None, enterprise: str | None = None) -> Installed | None:
        """The installation that serves a team: its own, else its organization's, which was said with it or before."""
        async with self._database.reading() as connection:
            if team and (own := await _find(connection, team)):
                return self._installed(own)
            if team and not enterprise:
                finding = select(grid_workspaces.c.enterprise).where(grid_workspaces.c.team == team)
                enterprise = await connection.scalar(finding)
            whole = await _find(connection, enterprise) if enterprise else None
        return self._installed(whole) if whole else None

    async def note_team(self, team: str, enterprise: str) -> None:
        """Notes to which organization a team belongs."""
        async with self._database.writing() as connection:
            adding = connection.insert_into(grid_workspaces).values(team=team, enterprise=enterprise)
            new = {"enterprise": adding.excluded.enterprise}
            await connection.execute(adding.on_conflict_do_update(index_elements=["team"], set_=new))

    async def teams_of(self, enterprise: str) -> list[str]:
        """The teams of an organization that have been heard of."""
        finding = select(grid_workspaces.c.team).where(grid_workspaces.c.enterprise == enterprise)
        async with self._database.reading() as connection:
            return list((await connection.execute(finding.order_by(grid_workspaces.c.team))).scalars())

    async def all(self) -> list[Installed]:
        """All of them, by name."""
        async with self._database.reading() as connection:
            rows = (await connection.execute(select(installations).order_by(installations.c.name))).mappings().all()
        return [self._installed(row) for row in rows]

    async def renew(self, before: Installed, token: str, refresh_token: str, expires: float) -> Installed:
        """Keeps the new tokens of an installation, unless it has others than before by now. What is kept then."""
        async with self._database.writing() as connection:
            there = await _find(connection, before.workspace, lock=True)
            if there is None:
                return before
            now = self._installed(there)
            if now.refresh_token != before.refresh_token:
                return now
            now = replace(now, token=token, refresh_token=refresh_token, expires=expires)
            changing = update(installations).where(installations.c.workspace == now.workspace)
            await connection.execute(changing.values(self._row(now)))
        return now

    async def encrypt_anew(self) -> int:
        """Encrypts with the first key what another one has encrypted, and returns how many installations that were.
        Raises WrongKey where one can't be decrypted."""
        found = 0
        async with self._database.writing() as connection:
            rows = (await connection.execute(select(installations).with_for_update())).mappings().all()
            for row in rows:
                held = self._installed(row)
                tokens = [token for token in (row["token"], row["refresh_token"]) if token]
                if not all(map(self._cipher.is_current, tokens)):
                    found += 1
                    changing = update(installations).where(installations.c.workspace == held.workspace)
                    await connection.execute(changing.values(self._row(held)))
        return found

    def _row(self, installed: Installed) -> dict[str, object]:
        sealed = installed.refresh_token and self._cipher.encrypt(installed.refresh_token)
        return {**installed.__dict__, "token": self._cipher.encrypt(installed.token), "refresh_token": sealed}

    def _installed(self, row: RowMapping) -> Installed:
        sealed = row["refresh_token"]
        opened = self._cipher.decrypt(sealed) if sealed else None
        return Installed(**{**row, "token": self._cipher.decrypt(row["token"]), "refresh_token": opened})


async def remove(connection: Connection, workspaces: Sequence[str]) -> None:
    """Deletes the installations of these teams and organizations, and what was noted of them."""
    await connection.execute(delete(installations).where(installations.c.workspace.in_(workspaces)))
    gone = grid_workspaces.c.team.in_(workspaces) | grid_workspaces.c.enterprise.in_(workspaces)
    await connection.execute(delete(grid_workspaces).where(gone))


async def count(database: Database) -> int:
    """How many installations there are; it takes no key. Raises StoreError."""
    async with database.reading() as connection:
        number: int = await connection.scalar(select(func.count()).select_from(installations))
    return number


async def _find(connection: Connection, workspace: str, *, lock: bool = False) -> RowMapping | None:
    finding = select(installations).where(installations.c.workspace == workspace)
    found = await connection.execute(finding.with_for_update() if lock else finding)
    return found.mappings().one_or_none()
