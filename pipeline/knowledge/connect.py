"""Connections that only reach addresses that the rules allow. Names are resolved here, each address is checked, and the
address that was checked is the one that is connected to."""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable
from ipaddress import IPv6Address, ip_address

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from pipeline.errors import ReferenceUnavailable
from pipeline.knowledge.addresses import Rules, is_public, normal_host

Lookup = Callable[[str, int], Awaitable[list[str]]]
"""(host, port) -> the host's addresses as text. Raises OSError if it has none."""

CONNECTIONS_PER_HOST = 10


class Refused(OSError):
    """An address that the rules don't allow. `why` can be shown to a person."""

    def __init__(self, why: ReferenceUnavailable) -> None:
        super().__init__(why.message)
        self.why = why


class CheckedResolver(AbstractResolver):
    """Resolves names. Refuses a host if any of its addresses isn't allowed."""

    def __init__(self, rules: Rules, lookup: Lookup | None = None) -> None:
        self._rules = rules
        self._lookup = lookup
        self._system: AbstractResolver | None = None
        self.opened: set[str] = set()
        """Addresses that aren't public, of hosts that the operator allows."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = await self._lookup(host, port) if self._lookup else await self._ask_system(host, port)
        if not found:
            raise OSError(f"no address for {host}")
        results = []
        for text in found:
            try:
                address = ip_address(text)
                self._rules.check_address(address, host)
            except ValueError:
                raise Refused(ReferenceUnavailable(f"The address of {host} isn't valid.")) from None
            except ReferenceUnavailable as why:
                raise Refused(why) from None
            if not is_public(address):
                self.opened.add(str(address))
            results.append(
                ResolveResult(
                    hostname=host,
                    host=str(address),
                    port=port,
                    family=socket.AF_INET6 if isinstance(address, IPv6Address) else socket.AF_INET,
                    proto=0,
                    flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
                )
            )
        return results

    async def _ask_system(self, host: str, port: int) -> list[str]:
        if self._system is None:
            # c-ares, if it is installed: a name server that hangs must not block the threads that others need.
            self._system = aiohttp.DefaultResolver()
        return [result["host"] for result in await self._system.resolve(host, port, socket.AF_UNSPEC)]

    async def close(self) -> None:
        if self._system is not None:
            await self._system.close()
            self._system = None


def connector(rules: Rules, lookup: Lookup | None = None) -> tuple[aiohttp.TCPConnector, CheckedResolver]:
    """A pool of connections under these rules, and its resolver (close both)."""
    resolver = CheckedResolver(rules, lookup)

    def checked_socket(info: aiohttp.AddrInfoType) -> socket.socket:
        """The last check: no socket is made for an address that isn't allowed, wherever the address came from."""
        family, kind, proto, _, address = info
        target = ip_address(address[0])
        if not is_public(target) and str(target) not in resolver.opened:
            # Literal addresses don't go through the resolver. `Rules.check` has seen them as hosts.
            try:
                rules.check_address(target, normal_host(str(target)))
            except ReferenceUnavailable as why:
                raise Refused(why) from None
        return socket.socket(family=family, type=kind, proto=proto)

    pool = aiohttp.TCPConnector(
        resolver=resolver,
        family=socket.AF_UNSPEC,
        limit=100,
        limit_per_host=CONNECTIONS_PER_HOST,
        ttl_dns_cache=10,
        keepalive_timeout=30,
        socket_factory=checked_socket,
    )
    return pool, resolver


def open_session(pool: aiohttp.TCPConnector, user_agent: str) -> aiohttp.ClientSession:
    """A session without cookies that ignores the environment and doesn't decompress anything itself."""
    return aiohttp.ClientSession(
        connector=pool,
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
        auto_decompress=False,
        timeout=aiohttp.ClientTimeout(total=None),
        max_line_size=8190,
        max_field_size=8190,
        max_headers=128,
        headers={"User-Agent": user_agent},
    )
