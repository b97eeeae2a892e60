"""The promise that matters most: no answer for one reader is ever shown to another."""

from hypothesis import given
from hypothesis import strategies as st

from alley.edge.messages import Answer, Request
from tests.edge.asking import Behind, ask, edge, run

paths = st.sampled_from(
    ["/", "/news/a/", "/news/b/", "/accounts/settings/", "/saved/", "/api/v1/me"]
)
names = st.sampled_from(
    ["Cookie", "Authorization", "X-Forwarded-Host", "X-Original-URL", "Accept-Language",
     "User-Agent", "X_Forwarded_For", "X-Http-Method-Override", "If-None-Match", "Range"]
)  # fmt: skip
secrets = st.integers(10_000, 99_999).map(lambda n: f"secret{n}")
cookies = st.sampled_from(["alley_session", "csrftoken", "theme", "other"])
controls = st.sampled_from(
    ["public, s-maxage=60", "private, no-store", "public", "no-store",
     "public, private, s-maxage=9",     "s-maxage=60", "public, s-maxage=0", ""]
)  # fmt: skip


@st.composite
def requests(draw: st.DrawFn) -> dict[str, object]:
    secret = draw(secrets)
    headers = {draw(names): secret for _ in range(draw(st.integers(0, 3)))}
    if draw(st.booleans()):
        headers["Cookie"] = f"{draw(cookies)}={secret}"
    query = draw(st.sampled_from(["", f"cursor={secret[:2]}", f"token={secret}"]))
    return {"path": draw(paths), "headers": headers, "query": query, "secret": secret,
            "method": draw(st.sampled_from(["GET", "HEAD", "POST"]))}  # fmt: skip


@given(st.lists(requests(), min_size=2, max_size=12), controls, st.booleans())
def test_what_one_reader_sent_never_comes_back_to_another(
    everybody: list[dict[str, object]], control: str, sets_cookie: bool
) -> None:
    """The application behind echoes all it sees and may even call that public."""

    def echo(request: Request) -> Answer:
        headers = [(b"cache-control", control.encode()), (b"content-type", b"text/plain")]
        if sets_cookie:
            headers.append((b"set-cookie", b"alley_session=fresh"))
        return Answer(200, headers, repr(request).encode())

    door = edge(Behind(echo))
    for one in everybody:
        answer = run(
            ask(door, str(one["path"]), method=str(one["method"]), query=str(one["query"]),
                headers=one["headers"])  # type: ignore[arg-type]
        )  # fmt: skip
        others = {str(other["secret"]) for other in everybody} - {str(one["secret"])}
        told = answer.body.decode() + repr(answer.headers)
        assert not [secret for secret in others if secret in told]


@given(requests())
def test_whoever_may_be_signed_in_is_answered_by_the_application(one: dict[str, object]) -> None:
    behind = Behind(lambda request: Answer(200, [(b"cache-control", b"public, s-maxage=60")], b"x"))
    door = edge(behind)
    headers = {**one["headers"], "Cookie": "theme=dark; alley_session=abc"}  # type: ignore[dict-item]
    for _ in range(2):
        run(ask(door, str(one["path"]), headers=headers))

    assert len(behind.asked) == 2
    assert len(door.cache) == 0
