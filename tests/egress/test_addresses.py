import httpx
import pytest

from alley.egress import EgressRefused, fetch
from alley.egress.addresses import is_public
from alley.egress.transport import Rule


@pytest.mark.parametrize(
    "literal",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
     "0.0.0.0", "224.0.0.1", "255.255.255.255", "192.0.0.192", "198.18.0.1", "192.88.99.1", "::1",
     "::", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1",
     "64:ff9b:1::1", "2002:7f00:1::", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1",
     "2001:db8::1", "100::1", "not an address", ""],
)  # fmt: skip
def test_no_address_of_our_own_nets_is_public(literal: str) -> None:
    assert not is_public(literal)


@pytest.mark.parametrize(
    "literal", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "64:ff9b::101:101", "::ffff:1.1.1.1"]
)
def test_addresses_of_the_public_internet_are(literal: str) -> None:
    assert is_public(literal)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://2130706433/", "private_address"),
        ("http://0x7f000001/", "private_address"),
        ("http://0177.0.0.1/", "address"),
        ("http://127.1/", "private_address"),
        ("http://0/", "private_address"),
        ("http://localhost./", "private_address"),
        ("http://[::ffff:169.254.169.254]/", "private_address"),
        ("http://1.1.1.1:22/", "port"),
        ("http://1.1.1.1:6379/", "port"),
        ("http://somebody:secret@1.1.1.1/", "userinfo"),
        ("file:///etc/passwd", "scheme"),
        ("gopher://1.1.1.1/", "scheme"),
    ],
)
def test_no_spelling_leads_inside(url: str, reason: str) -> None:
    with pytest.raises(EgressRefused) as refused:
        fetch(url)

    assert refused.value.reason == reason


def test_one_private_address_among_public_ones_refuses_the_name() -> None:
    rule = Rule(resolve=lambda host, port: ["1.1.1.1", "::1"])

    with pytest.raises(EgressRefused, match="public internet"):
        rule.address_for(httpx.URL("http://rebinding.example/"))
