import json
import os
from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from alley.discussion import body

FAMILY = "👩‍👩‍👧"
FLAG = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize(
    ("written", "cleaned", "length"),
    [
        ("a\u200db", "ab", 2),
        (FAMILY, FAMILY, 1),
        ("❤️‍🔥", "❤️‍🔥", 1),
        (FLAG, FLAG, 1),
        ("e\u0301", "é", 1),
        ("x\u202ey\u2066z", "xyz", 3),
        ("one\r\n\r\n\r\n\r\ntwo", "one\n\ntwo", 8),
        ("\U000e0061hidden", "hidden", 6),
        ("\x00nul\x1b", "nul", 3),
    ],
)
def test_what_nobody_sees_is_removed(written: str, cleaned: str, length: int) -> None:
    assert body.clean(written) == cleaned
    assert body.length(cleaned) == length


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert body.clean(body.clean(text)) == body.clean(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("x" * 1000, None),
        (FAMILY * 500, None),
        ("x" * 1001, "too_long"),
        (FAMILY * 900, "too_long"),
        ("e" + "\u0301" * 9, "too_many_marks"),
    ],
)
def test_how_much_may_be_said(text: str, code: str | None) -> None:
    refusal = body.cannot_post(text, 1000)
    assert (refusal.code if refusal else None) == code


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<b>&", "&lt;b&gt;&amp;"),
        ("a\nb", "a<br>b"),
        ("@ada!", '<a class="mention" href="/readers/ada/">@ada</a>!'),
        ("me@ada.org", "me@ada.org"),
        ("$cvx $5", '<a class="symbol" href="/markets/CVX/">$cvx</a> $5'),
        (
            "(https://x.org/a).",
            '(<a href="https://x.org/a" rel="nofollow ugc noopener">x.org/a</a>).',
        ),
        ("https://bank.org@evil.org", "https://bank.org@evil.org"),
        ("javascript:alert(1)", "javascript:alert(1)"),
    ],
)
def test_what_becomes_clickable(text: str, html: str) -> None:
    assert body.as_html(text) == html


def test_a_host_in_look_alike_letters_is_shown_as_the_network_knows_it() -> None:
    assert ">xn--pple-43d.com<" in body.as_html("https://аpple.com")


OURS = regex.compile(
    r'<br>|</a>|<a class="(?:mention|symbol)" href="/[^"<>]*">'
    r'|<a href="https?://[^"<>]*" rel="nofollow ugc noopener">',
    regex.IGNORECASE,
)


def hostile() -> list[str]:
    texts = ["<script>alert(1)</script>", 'https://x.org/"onclick=alert(1)', "@<img src=x>"]
    shared = Path(os.environ.get("ALLEY_SHARED", "../shared")) / "data" / "adversarial"
    for file in [*shared.glob("naughty-strings/*.json"), *shared.glob("xss-payloadbox/**/*.txt")]:
        text = file.read_text(errors="replace")
        found = json.loads(text) if file.suffix == ".json" else text.splitlines()
        texts += [each for each in found if isinstance(each, str)]
    return texts


def test_no_text_becomes_a_tag_of_its_own() -> None:
    for text in hostile():
        rest = OURS.sub("", body.as_html(body.clean(text)))
        assert "<" not in rest, text
        assert ">" not in rest, text


@given(st.text(alphabet=st.sampled_from("<>\"'&@$ahtps:/.()\n \\")))
def test_nor_does_any_other(text: str) -> None:
    assert "<" not in OURS.sub("", body.as_html(text))
