"""Learning from decisions: make a model, look at its figures, switch it on, go back."""

from django.db import transaction
from django.utils import timezone

from alley.accounts.models import Reader
from alley.accounts.permissions import May, check
from alley.moderation import queries
from alley.moderation.actions import log
from alley.moderation.learning import model as models
from alley.moderation.models import LearnedModel
from alley.refusals import Refusal, Refused

NO_MODEL = Refusal("not_found", "There is no such model.", 404)


def learn(kind: str) -> LearnedModel:
    """A new model from the site's decisions, not switched on. Raises teaching.TooFew."""
    from alley.moderation.learning import teaching  # what fits models: no server loads it

    taught = teaching.teach(models.shipped(kind), queries.decided_texts(kind))
    with transaction.atomic():
        last = LearnedModel.objects.select_for_update().filter(kind=kind).order_by("-number")
        newest = last.first()
        return LearnedModel.objects.create(
            kind=kind,
            number=newest.number + 1 if newest else 1,
            content=taught.content,
            decisions=taught.decisions,
            figures={
                "before": taught.before.as_dict(),
                "after": taught.after.as_dict(),
                "better": taught.better,
            },
            made=timezone.now(),
        )


@transaction.atomic
def switch_model(*, kind: str, number: int, admin: Reader | None) -> None:
    """Screen with this model from now on; number 0 is the one that is shipped. Raises Refused.

    `admin` is None for the command line, where whoever runs it may do everything.
    """
    if admin is not None:
        check(admin, May.CHANGE_POLICY)
    if kind not in models.KINDS:
        raise Refused(NO_MODEL)
    rows = LearnedModel.objects.select_for_update().filter(kind=kind)
    chosen = rows.filter(number=number).first()
    if number and chosen is None:
        raise Refused(NO_MODEL)
    rows.filter(in_force=True).update(in_force=False)
    if chosen is not None:
        chosen.in_force, chosen.switched_by = True, admin
        chosen.save(update_fields=["in_force", "switched_by"])
    log.append(timezone.now(), admin, "model", "model", f"{kind} {number}")
