"""Names that a person would take for another name, after the idea of UTS 39's skeletons."""

import unicodedata

# What still looks like a Latin letter once compatibility forms and accents are gone.
CONFUSED = str.maketrans(
    {
        **dict(zip("авсеһіјкԛмноӏԁрѕтԝхуԍзб", "abcehijkqmholdpstwxygзb", strict=True)),
        **dict(zip("αβγεζηικνορτυχω", "abyezhiknoptuxw", strict=True)),
        **dict(zip("աոսօցհեզյ", "anuoghеqj", strict=True)),
        **dict(zip("ıøłđħŧɑɡℓ", "ioldhtagl", strict=True)),
        **dict(zip("01|!$@", "olllsa", strict=True)),
        "i": "l",
        **dict.fromkeys("_.-' ·‐‑‒–—", ""),
    }
)
PAIRS = (("rn", "m"), ("vv", "w"))

RESERVED = frozenset(
    """
    about abuse account accounts admin administrator alerts alley anonymous api automatic
    contact deleted desk editor editors everyone exchangealley feeds guidelines health help
    hostmaster info instruments mail markets me mod moderation moderator moderators mods news
    newsdesk noreply nobody null official owner portfolio postmaster press privacy readers
    reuters root saved search security settings site staff statements static support system team
    transparency undefined webmaster afp ap associatedpress bloomberg
    """.split()  # noqa: SIM905  a list of this length is not readable any other way
)


def skeleton(name: str) -> str:
    """The same for all names that look the same: case, accents, look-alikes, dots folded away."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    seen = "".join(c for c in plain if unicodedata.category(c)[0] not in "MC")
    folded = seen.translate(CONFUSED).translate(CONFUSED)
    for pair, letter in PAIRS:
        folded = folded.replace(pair, letter)
    return folded[:200]


_RESERVED_SKELETONS = frozenset(map(skeleton, RESERVED))


def is_reserved(name: str) -> bool:
    """A name that would speak for the site, or for an agency whose stories it carries."""
    return skeleton(name) in _RESERVED_SKELETONS
