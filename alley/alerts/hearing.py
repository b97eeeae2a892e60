"""What other rooms tell: a story was published, a comment can be read, two readers parted."""

from django.utils import timezone

from alley.accounts.events import SignedOut, SignedOutElsewhere
from alley.alerts import actions
from alley.alerts.models import StoryHeard
from alley.announce import hears
from alley.discussion.events import CommentChanged, CommentPublished
from alley.markets.events import PriceWithdrawn, SharesSplit
from alley.news.events import ArticlePublished


@hears(SignedOut)
def be_silent_there(event: SignedOut) -> None:
    actions.forget_device(event.reader_id, event.device)


@hears(SignedOutElsewhere)
def be_silent_elsewhere(event: SignedOutElsewhere) -> None:
    actions.forget_other_devices(event.reader_id, event.device)


@hears(ArticlePublished)
def note_story(event: ArticlePublished) -> None:
    """Only the first time it stands on the site: an update is not news again."""
    if event.first:
        StoryHeard.objects.get_or_create(
            article=event.article, defaults={"published": timezone.now()}
        )


@hears(CommentPublished)
def tell_those_it_concerns(event: CommentPublished) -> None:
    actions.fire_talk(comment_id=event.comment_id, parent_author_id=event.parent_author_id)


@hears(CommentChanged)
def tell_those_it_names_now(event: CommentChanged) -> None:
    actions.fire_talk(comment_id=event.comment_id)


@hears(PriceWithdrawn)
def note_correction(event: PriceWithdrawn) -> None:
    actions.note_correction(event)


@hears(SharesSplit)
def move_levels(event: SharesSplit) -> None:
    actions.split_levels(
        instrument=event.instrument_id, ex_date=event.ex_date, new=event.new, old=event.old
    )
