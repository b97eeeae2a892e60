"""Links, contacts and promotion are found in every dress; companies and plain talk are not."""

import pytest

from alley.moderation.context import Context
from alley.moderation.signals.links import links
from alley.moderation.signals.promotion import promotion
from alley.moderation.words import blocklist

FOUND = [
    ("See www.example.com/deal for more", "link"),
    ("go to superprofits.xyz today", "link"),
    ("https://user@evil.example/path?q=1", "link"),
    ("check example[.]com now", "hidden_link"),
    ("check example(dot)com now", "hidden_link"),
    ("check example [dot] com now", "hidden_link"),
    ("check example dot com now", "hidden_link"),
    ("check example . com now", "hidden_link"),
    ("join t dot me slash pumpgroup", "hidden_link"),
    ("join t[.]me/pumpgroup", "hidden_link"),
    ("hxxps evil", "hidden_link"),
    ("ｗｗｗ．example．ｃｏｍ", "hidden_link"),
    ("ехаmрlе.com has it", "hidden_link"),
    ("WhatsApp +1 415 555 0100 for signals", "contact"),
    ("What's-App me: (415) 555-0100", "contact"),
    ("reach her on telegram, she is the best", "contact"),
    ("write to mrs.olivia.trades@example.org", "contact"),
    ("tele gram @olivia_trades", "contact"),
    ("send to 0x52908400098527886E0F7030069857D2E4169EE7", "contact"),
]


@pytest.mark.parametrize(("text", "signal"), FOUND)
def test_a_link_or_contact_is_found_in_every_dress(text: str, signal: str) -> None:
    marks = {mark.signal: mark for mark in links(text, Context())}

    assert signal in marks
    assert all(0 <= start < end <= len(text) for start, end in marks[signal].spans)


@pytest.mark.parametrize(
    "text",
    [
        "Amazon.com beat, Booking.com missed, C3.ai is up and JD.com flat.",
        "It went up.In my view it is over.So what?",
        "The yield is at 4.5.To be clear, I sold at 3.2.It fell.",
        "$BRK.B and BF.B, RDS.A and TSX:RY.TO",
        "OPEC+ cut by 1.5m b/d; Brent 82.50, 2-1 spread 1.20.",
        "The U.S. and the U.K. e.g. are long gas i.e. short.",
        "Call options at 415 with 5550 open interest",
        "I text my broker; he says 100.5",
        "Connect the dots: com ports and net income",
        "The 2019-2024 range was 100-150 (200 avg)",
    ],
)
def test_plain_market_talk_has_no_link(text: str) -> None:
    assert links(text, Context()) == []


@pytest.mark.parametrize(
    "text",
    [
        "Use my referral code ABC and earn $500 daily",
        "Official Elon BTC giveaway, send 0.1 BTC to this address and double your bitcoin",
        "I invested $500 and got $7,200 with Mrs Olivia trading, contact her",
        "Lost money to scammers? They recovered my stolen crypto",
        "Guaranteed profits, join our VIP signals group now",
    ],
)
def test_promotion_is_found(text: str) -> None:
    (mark,) = promotion(text, Context())

    assert mark.score >= 0.5


@pytest.mark.parametrize(
    "text",
    [
        "Dividends are my passive income, over 20 years now.",
        "Management withdrew its guidance and Netflix lost subscribers again.",
        "The platform business grew 20 % and free cash flow doubled.",
        "Robinhood signed up 2m accounts; margins are guaranteed to fall.",
    ],
)
def test_talk_of_business_is_not_promotion(text: str) -> None:
    assert all(mark.score < 0.5 for mark in promotion(text, Context()))


def test_a_listed_host_blocks_what_stands_under_it_and_nothing_else() -> None:
    assert blocklist.is_blocked("semalt.com")
    assert blocklist.is_blocked("www.semalt.com")
    assert blocklist.is_blocked("x.y.semalt.com")
    assert not blocklist.is_blocked("notsemalt.com")
    assert not any(
        map(
            blocklist.is_blocked,
            ["sec.gov", "eia.gov", "reuters.com", "github.io", "t.me", "za.com"],
        )
    )


def test_a_list_is_compiled_without_names_that_many_share() -> None:
    compiled = blocklist.digests([" Spam.example ", "spam.example.", "za.com", "word", "аpple.com"])

    assert len(compiled) == 1
