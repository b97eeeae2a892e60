"""Listings of one ISIN are one share class; classes under one name are one issuer's."""

from collections.abc import Mapping

from alley.markets.importing.instruments import Listing
from alley.markets.models import Instrument, Issuer, ShareClass

BATCH = 2_000


def classify(wanted: Mapping[str, Listing]) -> int:
    """Give listings with an ISIN their share class, and new classes their issuer; how many listings
    that changed. The name and country are those of the best-known listing."""
    with_isin = [found for found in wanted.values() if found.isin]
    if not with_isin:
        return 0
    best: dict[str, Listing] = {}
    for found in sorted(with_isin, key=lambda listing: listing.rank, reverse=True):
        best[found.isin] = found
    known = dict(ShareClass.objects.values_list("isin", "pk"))
    fresh = {isin: listing for isin, listing in best.items() if isin not in known}
    if fresh:
        _make(fresh)
        known = dict(ShareClass.objects.values_list("isin", "pk"))
    loose = Instrument.objects.exclude(isin="").only("pk", "isin", "share_class_id")
    changed = []
    for one in loose.iterator(chunk_size=BATCH):
        if one.isin in known and one.share_class_id != known[one.isin]:
            one.share_class_id = known[one.isin]
            changed.append(one)
    Instrument.objects.bulk_update(changed, ["share_class"], batch_size=BATCH // 4)
    return len(changed)


def _make(fresh: Mapping[str, Listing]) -> None:
    issuers = dict(Issuer.objects.values_list("name", "pk"))
    new = {listing.name: listing.country for listing in fresh.values()}
    Issuer.objects.bulk_create(
        [
            Issuer(name=name, country=country)
            for name, country in new.items()
            if name not in issuers
        ],
        batch_size=BATCH,
    )
    issuers = dict(Issuer.objects.values_list("name", "pk"))
    ShareClass.objects.bulk_create(
        [
            ShareClass(isin=isin, name=listing.name, issuer_id=issuers[listing.name])
            for isin, listing in fresh.items()
        ],
        batch_size=BATCH,
    )
