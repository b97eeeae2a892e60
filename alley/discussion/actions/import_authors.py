"""Those who wrote elsewhere become readers here: recognised by a confirmed address, or by name."""

import secrets

from allauth.account.models import EmailAddress
from django.utils.crypto import salted_hmac
from django.utils.text import slugify

from alley.accounts.models import Reader
from alley.discussion import body as bodies
from alley.discussion.imports import Exported
from alley.discussion.models import ImportedAuthor

NOBODY = "Somebody"


class Authors:
    """Of one source. A reader made here has no password and no address: nobody can be them."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.known: dict[str, Reader] = {}

    def of(self, one: Exported) -> Reader:
        digest = salted_hmac("imported author", f"{self.source}\0{one.author_key}").hexdigest()
        if digest not in self.known:
            self.known[digest] = self._found(digest, one)
        return self.known[digest]

    def _found(self, digest: str, one: Exported) -> Reader:
        kept = ImportedAuthor.objects.select_related("reader").filter(
            source=self.source, digest=digest
        )
        if author := kept.first():
            return author.reader
        reader = self._recognised(one) or self._made(one)
        ImportedAuthor.objects.create(
            source=self.source, digest=digest, username=one.username[:150], reader=reader
        )
        return reader

    def _recognised(self, one: Exported) -> Reader | None:
        """By an address that both systems have confirmed; on our own export by the user name."""
        if one.vouched:
            same = EmailAddress.objects.filter(email__iexact=one.vouched, verified=True)
            if address := same.select_related("user").first():
                return Reader.objects.get(pk=address.user.pk)
        if self.source == "alley" and one.username:
            return Reader.objects.filter(username=one.username).first()
        return None

    def _made(self, one: Exported) -> Reader:
        name = " ".join(bodies.clean(one.author[:400]).split())[:80] or NOBODY
        username = f"{self.source}-{slugify(name)[:40] or 'reader'}-{secrets.token_hex(4)}"
        return Reader.objects.create_user(username, None, None, name=name)
