"""/watchlists and /portfolios.

A change may carry `If-Match: "<version>"`: written elsewhere meanwhile, it is refused with 409.
"""

from ninja import Router

from alley.accounts.http import signed_in
from alley.portfolios.api import files, portfolios, together, watchlists

router = Router(auth=signed_in)
for part in (watchlists, together, portfolios, files):
    router.add_router("", part.router)
