"""How a banned reader's address is known again without keeping it: one form, one keyed hash."""

import hashlib
import hmac
import unicodedata

DOTLESS = frozenset({"gmail.com", "googlemail.com"})


def canonical(email: str) -> str:
    """One mailbox, one form: no capitals, no +tag, and no dots where the provider ignores them."""
    name, _, domain = unicodedata.normalize("NFKC", email).strip().lower().rpartition("@")
    domain = domain.rstrip(".")
    name = name.partition("+")[0]
    if domain in DOTLESS:
        name, domain = name.replace(".", ""), "gmail.com"
    return f"{name}@{domain}"


def digest_of(email: str, secret: str) -> str:
    key = hashlib.sha256(b"ban-marks\0" + secret.encode()).digest()
    return hmac.new(key, canonical(email).encode(), hashlib.sha256).hexdigest()
