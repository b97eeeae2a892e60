"""How a banned reader is known again without keeping who they are: one form, one keyed hash."""

import hashlib
import hmac
import ipaddress
import unicodedata

from alley.accounts.lookalikes import skeleton

DOTLESS = frozenset({"gmail.com", "googlemail.com"})
# Providers that deliver name+tag@ or name-tag@ to name@
DASHED = frozenset({"yahoo.com", "ymail.com", "rocketmail.com"})


def canonical(email: str) -> str:
    """One mailbox, one form: no capitals, no +tag, and no dots where the provider ignores them."""
    name, _, domain = unicodedata.normalize("NFKC", email).strip().lower().rpartition("@")
    domain = _ascii(domain.rstrip("."))
    name = name.partition("+")[0]
    if domain in DASHED:
        name = name.partition("-")[0]
    if domain in DOTLESS:
        name, domain = name.replace(".", ""), "gmail.com"
    return f"{name}@{domain}"


def looks_of(email: str) -> str:
    """The same for addresses that look the same: Cyrillic letters, 0 for o, dots anywhere."""
    name, _, domain = canonical(email).rpartition("@")
    return f"{skeleton(name)}@{domain}"


def network_of(address: str) -> str:
    """The network an address belongs to, as far as one household or office goes."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    size = 24 if found.version == 4 else 48
    return str(ipaddress.ip_network((found, size), strict=False))


def digest_of(kind: str, value: str, secret: str) -> str:
    key = hashlib.sha256(b"ban-marks\0" + secret.encode()).digest()
    return hmac.new(key, f"{kind}\0{value}".encode(), hashlib.sha256).hexdigest()


def _ascii(domain: str) -> str:
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain
