"""Who may not come in: rooms above register what they know of an address.

gate.register(moderation.recognises)    # in AppConfig.ready(): (email) -> Refusal | None
"""

from collections.abc import Callable

from alley.refusals import Refusal

Check = Callable[[str], Refusal | None]
_checks: list[Check] = []


def register(check: Check) -> Check:
    if check not in _checks:
        _checks.append(check)
    return check


def refusal_for(email: str) -> Refusal | None:
    """The first reason why this address may not sign up, or None."""
    return next((refusal for check in _checks if (refusal := check(email))), None)
