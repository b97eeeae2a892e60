"""What a comment says elsewhere."""

from datetime import UTC, datetime, timedelta

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from alley.crossposts import rules
from alley.crossposts.services.bluesky import record_key
from alley.crossposts.writing import post_text

LINK = "https://alley.example/comments/1/"


def test_a_short_comment_goes_whole_with_the_way_back() -> None:
    assert post_text("Brent holds.", LINK, 500, 23) == f"Brent holds.\n\n{LINK}"


def test_nobody_elsewhere_is_called_by_a_name_from_here() -> None:
    assert post_text("@bo look, a@b.example", LINK, 500, 23).startswith("bo look, a@b.example")


@given(st.text(max_size=1500), st.sampled_from([(500, 23), (300, len(LINK))]))
def test_it_never_is_longer_than_the_network_takes(body: str, network: tuple[int, int]) -> None:
    limit, link = network
    words = post_text(body, LINK, limit, link).removesuffix(LINK)
    assert len(regex.findall(r"\X", words)) + link <= limit


def test_record_keys_sort_by_time_and_are_tids() -> None:
    noon = datetime(2026, 11, 25, 12, tzinfo=UTC)
    keys = [record_key(noon + timedelta(seconds=n), n) for n in range(50)]
    assert keys == sorted(keys)
    assert all(regex.fullmatch("[234567a-j][234567a-z]{12}", key) for key in keys)


@pytest.mark.parametrize(
    ("entered", "host"),
    [
        ("mastodon.example", "mastodon.example"),
        (" HTTPS://Mastodon.Example/ ", "mastodon.example"),
        ("@me@mastodon.example", "mastodon.example"),
        ("localhost", None),
        ("mastodon.example/path", None),
        ("mastodon.example:22", None),
        ("a b.example", None),
        ("", None),
    ],
)
def test_what_people_enter_as_their_server(entered: str, host: str | None) -> None:
    assert rules.host_of(entered) == host


def test_after_five_tries_it_is_given_up() -> None:
    pauses = [rules.next_pause(attempts) for attempts in range(1, 7)]
    assert all(pauses[:5])
    assert pauses[5] is None
