"""What a reader has linked, and what became of what they sent there."""

from alley.accounts.models import Reader
from alley.crossposts.models import Crosspost, LinkedAccount, Service
from alley.discussion.elsewhere import Offer

SHOWN = 20


def offers(reader: Reader) -> list[Offer]:
    """Where this reader's next comment may go too."""
    linked = LinkedAccount.objects.filter(reader=reader, broken=False).order_by("service")
    return [
        Offer(account.service, str(Service(account.service).label), account.handle)
        for account in linked
    ]


def linked_accounts(reader: Reader) -> list[LinkedAccount]:
    return list(LinkedAccount.objects.filter(reader=reader).order_by("service"))


def recent(reader: Reader) -> list[Crosspost]:
    """The newest cross-posts, with their comments and accounts. One query."""
    sent = Crosspost.objects.filter(account__reader=reader).select_related("account", "comment")
    return list(sent.order_by("-id")[:SHOWN])
