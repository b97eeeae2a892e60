"""Which addresses may be connected to: public unicast ones, in whatever dress they come."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address

# `is_global` alone lets these through, or did in some Python of those we run on
NOT_PUBLIC_4 = tuple(
    ip_network(block)
    for block in ("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "224.0.0.0/3")
)
NOT_PUBLIC_6 = tuple(
    ip_network(block)
    for block in ("::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "fc00::/7", "fe80::/9",
                  "fec0::/10", "ff00::/8")
)  # fmt: skip
NAT64 = IPv6Network("64:ff9b::/96")
SIX_TO_FOUR = IPv6Network("2002::/16")


def carried(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for (mapped, NAT64, 6to4), if any."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if address in SIX_TO_FOUR:
        return address.sixtofour
    return None


def is_public(literal: str) -> bool:
    """Whether a resolved address belongs to the public internet. False for what is no address."""
    try:
        address: Address = ip_address(literal.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        if (inner := carried(address)) is not None:
            return is_public(str(inner))
        return address.is_global and not any(address in block for block in NOT_PUBLIC_6)
    return (
        address.is_global
        and not address.is_multicast
        and not any(address in block for block in NOT_PUBLIC_4)
    )
