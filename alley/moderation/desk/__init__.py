"""The moderators' part of the desk: addresses and menu."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from alley.accounts.permissions import May, may
from alley.moderation.desk import bulk, home, log, mine, models, policy, queue

__all__ = ["home"]


class ForModerators(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, May.MODERATE)


class ForAdmins(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, May.CHANGE_POLICY)


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    return [
        path("moderation/", queue.queue, name=queue.QUEUE),
        path("moderation/cases/<int:pk>/decide/", queue.decide, name="moderation_decide"),
        path("moderation/decisions/<int:pk>/undo/", queue.undo, name="moderation_undo"),
        path("moderation/cases/<int:pk>/claim/", queue.claim, name="moderation_claim"),
        path("moderation/bulk/", bulk.preview, name="moderation_bulk"),
        path("moderation/bulk/decide/", bulk.decide, name="moderation_bulk_decide"),
        path("moderation/bulk/<slug:batch>/", bulk.batch, name="moderation_batch"),
        path("moderation/mine/", mine.mine, name="moderation_mine"),
        path("moderation/log/", log.log, name=log.LOG),
        path("moderation/policy/", policy.editor, name=policy.EDITOR),
        path("moderation/policy/backtest/", policy.backtest, name="moderation_backtest"),
        path("moderation/policy/preview/", policy.preview, name="moderation_policy_preview"),
        path("moderation/models/", models.models, name=models.MODELS),
        path("moderation/models/switch/", models.switch, name="moderation_model_switch"),
        path("moderation/policy/<int:number>/", policy.version, name="moderation_policy_version"),
    ]


@hooks.register("register_admin_menu_item")
def queue_item() -> MenuItem:
    item: MenuItem = ForModerators(  # type: ignore[no-untyped-call]
        "Moderation", reverse(queue.QUEUE), icon_name="comment", order=150
    )
    return item


@hooks.register("register_admin_menu_item")
def log_item() -> MenuItem:
    item: MenuItem = ForModerators(  # type: ignore[no-untyped-call]
        "Moderation log",
        reverse(log.LOG),
        name="log",  # "moderation-log" would mark "moderation" as chosen too
        icon_name="history",
        order=153,
    )
    return item


@hooks.register("register_admin_menu_item")
def models_item() -> MenuItem:
    item: MenuItem = ForAdmins(  # type: ignore[no-untyped-call]
        "Learned models", reverse(models.MODELS), icon_name="cogs", order=152
    )
    return item


@hooks.register("register_admin_menu_item")
def policy_item() -> MenuItem:
    item: MenuItem = ForAdmins(  # type: ignore[no-untyped-call]
        "Policy", reverse(policy.EDITOR), icon_name="list-ul", order=151
    )
    return item
