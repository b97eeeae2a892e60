"""The people of the demo; all have the same password and a confirmed address."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.utils import timezone

from alley.accounts.actions import give_role
from alley.accounts.models import Reader, Role

PASSWORD = "alley-demo"  # noqa: S105  (printed by `make run`; only ever made in a demo)
PEOPLE = {
    "ada": ("Ada Lindgren", Role.READER),
    "bo": ("Bo Castellanos", Role.READER),
    "cy": ("Cy Abara", Role.READER),
    "mo": ("Mo Haddad", Role.MODERATOR),
    "mia": ("Mia Ferreira", Role.MODERATOR),
    "ed": ("Ed Okonkwo", Role.EDITOR),
    "root": ("Root", Role.ADMIN),
}
GUESTS = {  # who else talks in the demo's thread
    "dee": ("Dee Marlow", Role.READER),
    "eli": ("Eli Novak", Role.READER),
    "fay": ("Fay Winters", Role.READER),
    "gus": ("Gus Tremaine", Role.TRUSTED),
    "hal": ("Hal Osei", Role.READER),
    "ivy": ("Ivy Delacroix", Role.READER),
    "jon": ("Jon Marsh", Role.READER),
    "kit": ("Kit Sorensen", Role.READER),
    "lou": ("Lou Fenwick", Role.READER),
    "max": ("Max Fenwood", Role.READER),
    "nan": ("Nan Pryor", Role.READER),
}
GENERATED = "scale-"  # names of readers made by --scale begin so


def strangers() -> bool:
    """Are there people who are not of the demo?"""
    others = Reader.objects.exclude(username__in=[*PEOPLE, *GUESTS]).exclude(
        username__startswith=GENERATED
    )
    return others.exists()


def make_people() -> dict[str, Reader]:
    return {username: _person(username, *told) for username, told in PEOPLE.items()}


def make_guests() -> dict[str, Reader]:
    return {username: _person(username, *told) for username, told in GUESTS.items()}


def _person(username: str, name: str, role: Role) -> Reader:
    address = f"{username}@example.org"
    reader = Reader.objects.filter(username=username).first()
    if reader is None:
        joined = timezone.now() - timedelta(days=30 + 3 * Reader.objects.count())
        reader = Reader.objects.create_user(
            username, address, PASSWORD, name=name, date_joined=joined
        )
    EmailAddress.objects.get_or_create(
        user=reader, email=address, defaults={"verified": True, "primary": True}
    )
    return reader if reader.role == role else give_role(reader, role)
