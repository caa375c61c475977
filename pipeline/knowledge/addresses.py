"""Which addresses may be fetched: the rules for a URL, its host, and every IP address of the host.

The special-purpose blocks are those of IANA's registries for IPv4 and IPv6 (RFC 6890 and its updates). `ipaddress`
alone isn't enough, since what it calls global differs between versions of Python.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from yarl import URL

from pipeline.errors import ReferenceUnavailable
from pipeline.options import Limits

LONGEST_URL_CHARACTERS = 2000
"""The longest URL."""

_NOT_PUBLIC_4 = [
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by carriers; also Alibaba's metadata
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # looks public, but is Azure's own server for its machines
        "169.254.0.0/16",  # link-local; also the metadata of most clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments; also Oracle's metadata
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays, withdrawn
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
]
_PUBLIC_6 = IPv6Network("2000::/3")
_NOT_PUBLIC_6 = [
    IPv6Network(block)
    for block in (
        "2001::/23",  # protocol assignments, with Teredo and ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, withdrawn: it carries any IPv4 address
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
]
_NAT64 = IPv6Network("64:ff9b::/96")
# Addresses that an operator's list can't allow. They belong to the machine or the cloud, never to a wiki.
_NEVER_4 = [IPv4Network(b) for b in ("0.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3", "168.63.129.16/32", "192.0.0.0/24")]
_NEVER_4 += [IPv4Network("100.100.100.200/32")]
_NEVER_6 = [IPv6Network(block) for block in ("fe80::/10", "ff00::/8", "fd00:ec2::/32", "::/128")]

_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?")
_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether anyone on the internet can reach an address, and all reach the same host."""
    if isinstance(address, IPv4Address):
        return not any(address in block for block in _NOT_PUBLIC_4)
    if address.scope_id is not None:
        return False
    if address in _NAT64:  # what DNS64 answers for hosts with IPv4 only
        return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    isatap = (int(address) >> 32) & 0xFDFFFFFF == 0x00005EFE  # a tunnel to the IPv4 address in its last 32 bits
    return address in _PUBLIC_6 and not isatap and not any(address in block for block in _NOT_PUBLIC_6)


def is_never_fetched(address: IPv4Address | IPv6Address) -> bool:
    """Whether not even an allowed private host may have this address: link-local, metadata, multicast."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or (IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None)
        if inner is None:
            return address.scope_id is not None or any(address in block for block in _NEVER_6)
        address = inner
    return any(address in block for block in _NEVER_4)


@dataclass(frozen=True)
class Rules:
    """Which hosts and ports may be fetched. A host in a list means itself and everything below it. A literal address
    means only itself."""

    ports: Collection[int] = (80, 443)
    private_hosts: Collection[str] = ()
    allow_hosts: Collection[str] = ()
    """If not empty: no other hosts are allowed."""
    deny_hosts: Collection[str] = ()
    """Hosts that are never allowed."""
    _private: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_private", frozenset(normal_host(h) for h in self.private_hosts))

    @classmethod
    def of(cls, limits: Limits, allow_hosts: Collection[str], deny_hosts: Collection[str]) -> Rules:
        return cls(limits.allowed_ports, limits.allow_private_hosts, allow_hosts, deny_hosts)

    def check(self, url: str | URL) -> URL:
        """The URL without its fragment, if it may be fetched, as far as that is known without DNS. Raises
        ReferenceUnavailable with the reason."""
        checked = read_url(url)
        host = checked.raw_host
        assert host is not None
        host = normal_host(host)
        if checked.port not in self.ports:
            raise ReferenceUnavailable(f"Port {checked.port} isn't allowed for reference pages.")
        if _listed(host, self.deny_hosts):
            raise ReferenceUnavailable(f"Pages from {host} are blocked by the settings here.")
        if self.allow_hosts and not _listed(host, self.allow_hosts):
            raise ReferenceUnavailable(f"{host} isn't one of the hosts allowed by the settings here.")
        literal = literal_address(host)
        if literal is not None:
            self.check_address(literal, host)
        elif (host == "localhost" or host.endswith(".localhost")) and not self.is_private_host(host):
            raise _private(host)
        return checked

    def check_address(self, address: IPv4Address | IPv6Address, host: str) -> None:
        """Raises ReferenceUnavailable unless this address of the host may be connected to."""
        if is_public(address):
            return
        if not self.is_private_host(host) or is_never_fetched(address):
            raise _private(host)

    def is_private_host(self, host: str) -> bool:
        """Whether the operator allows this host although its addresses aren't public."""
        return normal_host(host) in self._private


def read_url(url: str | URL) -> URL:
    """An absolute http or https URL without password, fragment or tricks. Raises ReferenceUnavailable."""
    text = str(url)
    if len(text) > LONGEST_URL_CHARACTERS:
        raise ReferenceUnavailable(f"The address is longer than {LONGEST_URL_CHARACTERS} characters.")
    if _INVISIBLE.search(text) or "\\" in text:
        raise ReferenceUnavailable("The address contains spaces, backslashes or invisible characters.")
    try:
        read = url if isinstance(url, URL) else URL(url)
        host, port = read.raw_host, read.port
    except ValueError:
        raise ReferenceUnavailable("This isn't a web address.") from None
    if read.scheme not in ("http", "https"):
        scheme = read.scheme or "no scheme"
        raise ReferenceUnavailable(f"Only http and https addresses can be fetched, not {scheme[:20]}.")
    authority = text.split("://", 1)[-1].split("/", 1)[0].split("?", 1)[0].split("#", 1)[0]
    if "@" in authority or read.raw_user is not None or read.raw_password is not None:
        raise ReferenceUnavailable("Addresses with a user name or password in them aren't fetched.")
    if not host or port is None:
        raise ReferenceUnavailable("This isn't a web address.")
    literal_address(normal_host(host))
    return read.with_fragment(None)


def normal_host(host: str) -> str:
    """A host in the form for comparing: in lower case, without the root's dot and the brackets of IPv6."""
    return host.strip("[]").lower().removesuffix(".")


def literal_address(host: str) -> IPv4Address | IPv6Address | None:
    """The address that a host is by itself; None for a name. Raises ReferenceUnavailable for hosts that are neither,
    such as 0x7f.1 or 2130706433, which some libraries take for a name and others for an address."""
    if ":" in host:
        try:
            return ip_address(host)
        except ValueError:
            raise ReferenceUnavailable("The address in brackets isn't an IPv6 address.") from None
    labels = host.split(".")
    if re.fullmatch(r"[0-9]+|0x[0-9a-f]*", labels[-1]):  # the WHATWG URL standard: such a host ends in a number
        try:
            return IPv4Address(host)
        except ValueError:
            raise ReferenceUnavailable(f"{host[:60]} is an unusual way to write an IP address.") from None
    if len(host) > 253 or not all(len(label) <= 63 and _LABEL.fullmatch(label) for label in labels):
        raise ReferenceUnavailable("This isn't a web address: its host isn't a valid name.")
    return None


def _listed(host: str, hosts: Collection[str]) -> bool:
    for entry in hosts:
        name = normal_host(entry.strip()).removeprefix("*.").removeprefix(".")
        if host == name or (name and host.endswith("." + name)):
            return True
    return False


def _private(host: str) -> ReferenceUnavailable:
    return ReferenceUnavailable(f"{host[:100]} is on a private network, so it isn't fetched.")
