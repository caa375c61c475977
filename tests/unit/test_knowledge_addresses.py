"""Which URLs and addresses may be asked for."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ReferenceUnavailable
from pipeline.knowledge.addresses import Rules, is_public, literal_address, normal_host

PUBLIC = [
    "8.8.8.8",
    "93.184.216.34",
    "172.15.255.255",
    "172.32.0.1",
    "100.63.255.255",
    "100.128.0.1",
    "198.17.255.255",
    "223.255.255.255",
    "2606:4700::1111",
    "2a00:1450:4001::1",
    "64:ff9b::808:808",
]
NOT_PUBLIC = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::808:808",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "2a00:1450:4001::5efe:a00:1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "2606:4700::1111%eth0",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_not_public(address):
    assert not is_public(ip_address(address))


@given(st.ip_addresses(v=4))
def test_an_address_is_never_public_in_a_disguise_if_it_isnt_public_itself(address):
    mapped = ip_address(f"::ffff:{address}")
    translated = ip_address(int(ip_address("64:ff9b::")) + int(address))
    six_to_four = ip_address((0x2002 << 112) + (int(address) << 80))
    assert not is_public(mapped)
    assert is_public(translated) == is_public(address)
    assert not is_public(six_to_four)


@given(st.ip_addresses())
def test_what_python_calls_private_is_not_public(address):
    if address.is_private or address.is_loopback or address.is_link_local or address.is_multicast:
        assert not is_public(address)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://example.com/file", "Only http and https addresses can be fetched, not ftp."),
        ("file:///etc/passwd", "Only http and https addresses can be fetched, not file."),
        ("gopher://example.com/", "not gopher"),
        ("data:text/html,hello", "not data"),
        ("//example.com/", "not no scheme"),
        ("http:///path", "This isn't a web address."),
        ("http://[::1", "This isn't a web address."),
        ("http://example.com:99999/", "This isn't a web address."),
        ("http://user@example.com/", "user name or password"),
        ("http://user:secret@example.com/", "user name or password"),
        ("http://@example.com/", "user name or password"),
        ("http://example.com:80@evil.example/", "user name or password"),
        ("http://example.com\\@evil.example/", "spaces, backslashes"),
        ("http://exa mple.com/", "spaces, backslashes"),
        ("http://exa\u200bmple.com/", "invisible characters"),
        ("http://exa\tmple.com/", "spaces, backslashes"),
        ("http://example.com/\r\nHost: evil", "spaces, backslashes"),
        ("http://loc%61lhost/", "isn't a valid name"),
        ("http://127.0.0.1%00.example.com/", "isn't a valid name"),
        ("http://-example-.com/", "isn't a valid name"),
        ("http://foo..example.com/", "isn't a valid name"),
        (f"http://{'a' * 64}.com/", "isn't a valid name"),
        ("http://example.com:22/", "Port 22 isn't allowed"),
        ("https://example.com:6379/", "Port 6379 isn't allowed"),
        ("http://example.com/" + "a" * 2000, "longer than 2000 characters"),
        ("http://2130706433/", "unusual way to write an IP address"),
        ("http://0x7f000001/", "unusual way"),
        ("http://0x7f.1/", "unusual way"),
        ("http://127.1/", "unusual way"),
        ("http://0177.0.0.1/", "unusual way"),
        ("http://127.0.0.0x1/", "unusual way"),
        ("http://1.2.3.4.5/", "unusual way"),
        ("http://example.0/", "unusual way"),
        ("http://[1:2:3]/", "web address|IPv6"),
        ("http://127.0.0.1/", "127.0.0.1 is on a private network"),
        ("http://127.0.0.1./", "private network"),
        ("http://①②⑦.⓪.⓪.①/", "private network"),
        ("http://127。0。0。1/", "private network"),
        ("http://localhost/", "localhost is on a private network"),
        ("http://LOCALHOST./", "private network"),
        ("http://db.localhost/", "private network"),
        ("http://[::ffff:10.0.0.1]/", "private network"),
        ("http://[fe80::1%25eth0]/", "private network"),
    ],
)
def test_refused_with_the_reason(url, reason):
    with pytest.raises(ReferenceUnavailable, match=reason):
        Rules().check(url)


@pytest.mark.parametrize(
    ("url", "checked"),
    [
        ("https://docs.example.com/install?x=1#part", "https://docs.example.com/install?x=1"),
        ("HTTP://Example.COM", "http://example.com"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("http://[2606:4700::1111]/", "http://[2606:4700::1111]/"),
    ],
)
def test_allowed(url, checked):
    assert str(Rules().check(url)) == checked


def test_an_operators_lists():
    rules = Rules(allow_hosts=("example.com", "*.acme.example"), deny_hosts=("old.example.com",))
    assert rules.check("https://docs.example.com/")
    assert rules.check("https://acme.example/")
    with pytest.raises(ReferenceUnavailable, match=r"Pages from old\.example\.com are blocked"):
        rules.check("https://old.example.com/")
    with pytest.raises(ReferenceUnavailable, match=r"Pages from a\.old"):
        rules.check("https://a.old.example.com./")
    with pytest.raises(ReferenceUnavailable, match="isn't one of the hosts"):
        rules.check("https://notexample.com/")


def test_an_allowed_private_host_still_has_no_metadata_address():
    rules = Rules(private_hosts=("wiki.corp.example", "10.1.2.3"))
    assert rules.check("http://10.1.2.3/")
    rules.check_address(ip_address("10.9.8.7"), "WIKI.corp.example.")
    for address in ("169.254.169.254", "fe80::1", "fd00:ec2::254", "::ffff:169.254.169.254", "168.63.129.16"):
        with pytest.raises(ReferenceUnavailable, match="private network"):
            rules.check_address(ip_address(address), "wiki.corp.example")
    with pytest.raises(ReferenceUnavailable, match="private network"):
        rules.check_address(ip_address("10.9.8.7"), "other.corp.example")


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_any_text_is_a_name_an_address_or_refused(text):
    try:
        found = literal_address(text.lower())
    except ReferenceUnavailable:
        return
    assert found is None or text.lower() in (str(found), found.exploded) or ":" in text or "." in text


@given(st.text(max_size=60))
def test_no_url_gets_past_with_a_host_that_isnt_public(tail):
    try:
        checked = Rules().check(f"http://127.0.0.1{tail}")
    except ReferenceUnavailable:
        return
    address = literal_address(normal_host(checked.raw_host or ""))
    assert address is None or is_public(address)
