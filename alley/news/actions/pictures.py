"""Pictures of wire stories: fetched after the story stands, checked, kept in the image library."""

import io
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image, UnidentifiedImageError
from wagtail.images import get_image_model

from alley.egress import EgressRefused, Limits, fetch
from alley.live import bus
from alley.news.actions import follow
from alley.news.models import GalleryImage

LIMITS = Limits(size=15_000_000)
MOST_PIXELS = 50_000_000  # a bomb says it has more
FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif"}
AT_ONCE = 5
TRIES = 4
FIRST_PAUSE = timedelta(minutes=2)


class NotAPicture(ValueError):
    """What was fetched is no picture that may be shown."""


def fetch_due(now: datetime) -> int:
    """Fetch the pictures that have waited longest; returns how many came."""
    due = GalleryImage.objects.filter(due__lte=now).select_related("article__section")
    return sum(_fetch(picture, now) for picture in due.order_by("due")[:AT_ONCE])


def _fetch(picture: GalleryImage, now: datetime) -> bool:
    try:
        fetched = fetch(picture.wire_url, limits=LIMITS)
        if fetched.status != 200:
            raise NotAPicture(f"the answer was {fetched.status}")
        ending = checked(fetched.body)
    except (EgressRefused, NotAPicture):
        _again(picture, now)
        return False
    _keep(picture, fetched.body, ending)
    return True


def checked(raw: bytes) -> str:
    """The file ending of a whole picture of moderate size. Raises NotAPicture."""
    try:
        with Image.open(io.BytesIO(raw)) as opened:
            if opened.width * opened.height > MOST_PIXELS or opened.format not in FORMATS:
                raise NotAPicture(f"{opened.format}, {opened.width} by {opened.height}")
            opened.load()
            return FORMATS[opened.format]
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotAPicture(str(error)) from error


@transaction.atomic
def _keep(picture: GalleryImage, raw: bytes, ending: str) -> None:
    article = picture.article
    name = PurePosixPath(urlsplit(picture.wire_url).path).stem[:60] or "picture"
    title = (picture.caption or picture.alt or article.headline)[:255]
    image = get_image_model()(title=title, file=ContentFile(raw, name=f"{name}.{ending}"))
    image.save()
    GalleryImage.objects.filter(pk=picture.pk).update(image=image, due=None)
    bus.purge(*follow.keys_of(article))


def _again(picture: GalleryImage, now: datetime) -> None:
    """Later, each time twice as long; after the last try the caption stands alone."""
    failures = picture.failures + 1
    due = now + FIRST_PAUSE * 2**failures if failures < TRIES else None
    GalleryImage.objects.filter(pk=picture.pk).update(failures=failures, due=due)
