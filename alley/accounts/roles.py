"""What each role may touch on the desk. Asked at every request, so a new role works at once."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AnonymousUser, Group, Permission
from wagtail.models import Collection, GroupCollectionPermission

from alley.accounts.models import Reader, Role, Scope

OPEN_DESK = "wagtailadmin.access_admin"
# Django's app labels, as they stand in the names of permissions.
DESK: dict[str, frozenset[str]] = {
    Role.MODERATOR: frozenset({"moderation"}),
    Role.EDITOR: frozenset({"news", "markets", "wagtailimages", "wagtaildocs", "taggit"}),
}
EDITORS = "Editors"  # Wagtail asks a group, not a permission, who may use a collection of images


class RoleBackend(BaseBackend):
    """Django's permissions from the role: everything for admins, their rooms for the others."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if not isinstance(user_obj, Reader) or not user_obj.is_active:
            return False
        if Scope.MODERATE not in user_obj.scopes:
            return False
        if user_obj.role == Role.ADMIN:
            return True
        rooms = DESK.get(user_obj.role)
        return rooms is not None and (perm == OPEN_DESK or perm.partition(".")[0] in rooms)

    def has_module_perms(self, user_obj: Reader | AnonymousUser, app_label: str) -> bool:
        return isinstance(user_obj, Reader) and self.has_perm(user_obj, f"{app_label}.any")


def groups_of(role: str) -> list[Group]:
    return [Group.objects.get_or_create(name=EDITORS)[0]] if role == Role.EDITOR else []


def make_groups() -> None:
    """Editors may use every image and document. Safe to run at every start."""
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    group, _ = Group.objects.get_or_create(name=EDITORS)
    powers = Permission.objects.filter(
        content_type__app_label__in=["wagtailimages", "wagtaildocs"],
        codename__regex="^(add|change|choose)_(image|document)$",
    )
    for power in powers:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=power
        )
