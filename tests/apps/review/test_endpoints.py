"""Whatever is sent to whichever address: no answer of the 500s, no verdict by accident."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.apps.review.desks import Place, csrf, opened

NAMES = (
    "csrf",
    "decision",
    "reason",
    "comment",
    "seen",
    "q",
    "back",
    "claims",
    "was",
    "cell",
    "name",
    "rank",
    "act",
    "token",
    "password",
    "again",
    "old",
    "state",
    "page",
    "done",
    "check",
)
ODD = st.text(max_size=30) | st.sampled_from(
    [
        "",
        "0",
        "-1",
        "9" * 30,
        "confirmed",
        "dismissed:",
        "dismissed:x",
        "none",
        "a:1:2:3",
        "::::",
        "\x00",
        "\ud800",
        "\u202e",
        "'",
        "<b>",
        "../..",
        "٣",
        "1e9",
        "lead",
        "invite",
        "page=1&q=%zz",
    ]
)
FIELDS = st.dictionaries(st.sampled_from(NAMES), ODD, max_size=6)


@pytest.fixture(scope="module")
def busy(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    place = opened(run_folder, tmp_path_factory.mktemp("busy") / "out")
    yield place
    place.close()


def paths(place: Place) -> list[str]:
    place.desk.refresh()
    item = next(i for i in place.desk.every() if i.check == "NAR01")
    own = [
        f"/findings/{item.subject}",
        f"/reports/{item.report_id}.html",
        f"/reports/{item.report_id}/link",
    ]
    posts = [f"{own[0]}/verdict", f"{own[0]}/comment", "/entries/1/undo", "/entries/999999/undo"]
    fixed = [
        "/",
        "/login",
        "/join",
        "/enter",
        "/account",
        "/people",
        "/people/1",
        "/people/99",
        "/progress",
        "/uploads",
        "/uploads/states",
        "/verdicts.csv",
        "/labels.zip",
        "/nowhere",
    ]
    return [*own, *posts, *fixed]


def clean(fields: dict[str, str]) -> dict[str, str]:
    """Lone surrogates can't be sent in a form; the client would refuse them."""
    return {k: v.encode("utf-8", "replace").decode() for k, v in fields.items()}


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_no_answer_of_the_500s(busy: Place, data: Any) -> None:
    if not hasattr(busy, "known"):
        busy.known = (busy.owner(), busy.person("甲"), busy.client(), paths(busy))  # type: ignore[attr-defined]
    *clients, every = busy.known  # type: ignore[attr-defined]
    client = data.draw(st.sampled_from(clients))
    path = data.draw(
        st.sampled_from(every) | st.text("abc.%~\\\u4e00", max_size=12).map("/".__add__)
    )
    fields = clean(data.draw(FIELDS))
    before = len(busy.desk.ledger.entries())
    if data.draw(st.booleans()):
        answer = client.get(path, params=fields)
        assert len(busy.desk.ledger.entries()) == before
    else:
        trusted = client is not clients[2] and data.draw(st.booleans())
        if trusted and path not in ("/account", "/people/1", "/logout"):
            fields["csrf"] = csrf(client)
        answer = client.post(path, data=fields)
        busy.desk.refresh()
        if not trusted:
            assert len(busy.desk.ledger.entries()) == before
    assert answer.status_code < 500
    assert answer.headers["content-security-policy"]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE"]),
    kind=st.sampled_from(
        [
            "",
            "text/plain",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded",
            "application/x-www-form-urlencoded; charset=klingon",
        ]
    ),
    body=st.binary(max_size=200),
    cookie=st.text("abc=;\"' \\", max_size=20),
    path=st.sampled_from(["/", "/login", "/uploads", "/findings/x/verdict", "/static/x"]),
)
def test_odd_requests(
    busy: Place, method: str, kind: str, body: bytes, cookie: str, path: str
) -> None:
    client = busy.client()
    headers = {"content-type": kind, "cookie": cookie}
    assert client.request(method, path, content=body, headers=headers).status_code < 500
