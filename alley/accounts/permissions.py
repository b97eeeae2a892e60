"""Who may do what: one table, role by action."""

from enum import StrEnum

from django.contrib.auth.models import AnonymousUser

from alley.accounts.models import Reader, Role, Scope
from alley.refusals import Refusal, Refused


class May(StrEnum):
    """What somebody may do. Whether they may do it to this thing, now, is its own room's rule."""

    COMMENT = "comment"
    VOTE = "vote"
    REPORT = "report"
    BLOCK = "block"
    SAVE = "save"
    APPEAL = "appeal"
    SPEAK_AT_ONCE = "speak_at_once"  # not held for being new
    OPEN_DESK = "open_desk"
    MODERATE = "moderate"  # see cases and withheld text, decide, suspend, ban
    CHANGE_POLICY = "change_policy"
    EDIT_NEWS = "edit_news"  # articles, images, corrections
    BREAK_NEWS = "break_news"
    RUN_WIRE = "run_wire"
    EDIT_INSTRUMENTS = "edit_instruments"
    GIVE_ROLES = "give_roles"
    ADMINISTER = "administer"  # people's addresses, settings, everything else


READER = frozenset({May.COMMENT, May.VOTE, May.REPORT, May.BLOCK, May.SAVE, May.APPEAL})
TRUSTED = READER | {May.SPEAK_AT_ONCE}
MODERATOR = TRUSTED | {May.OPEN_DESK, May.MODERATE}
EDITOR = TRUSTED | {
    May.OPEN_DESK,
    May.EDIT_NEWS,
    May.BREAK_NEWS,
    May.RUN_WIRE,
    May.EDIT_INSTRUMENTS,
}
TABLE: dict[str, frozenset[May]] = {
    Role.READER: READER,
    Role.TRUSTED: TRUSTED,
    Role.MODERATOR: MODERATOR,
    Role.EDITOR: EDITOR,
    Role.ADMIN: frozenset(May),
}

SIGN_IN = Refusal("sign_in_required", "Please sign in first.", status=401)
NOT_ALLOWED = Refusal("not_allowed", "You may not do this.", status=403)


def may(reader: Reader | AnonymousUser | None, what: May) -> bool:
    """Whether the role has this power; a token has staff powers only with the scope for it."""
    if not isinstance(reader, Reader) or not reader.is_active:
        return False
    if what not in READER | {May.SPEAK_AT_ONCE} and Scope.MODERATE not in reader.scopes:
        return False
    return what in TABLE[reader.role]


def check(reader: Reader | AnonymousUser | None, what: May) -> None:
    """Raises Refused: `sign_in_required` for nobody, `not_allowed` without the power."""
    if not may(reader, what):
        raise Refused(NOT_ALLOWED if isinstance(reader, Reader) else SIGN_IN)
