"""One test for each way in that issue 8 names, and some more."""

from __future__ import annotations

import builtins
import io
import os
import re
from pathlib import Path

import pytest
from sqlalchemy import select

from auditor.apps.review import passwords
from auditor.apps.review.server import Address
from auditor.core.review import Rank
from auditor.engine.verdicts.database import PERSON, SECRET
from tests.apps.review.desks import (
    HOME,
    PASSWORD,
    Place,
    csrf,
    decide,
    field_of,
    log_in,
    opened,
)

PAGES = ("/", "/progress", "/uploads", "/people", "/account", "/verdicts.csv", "/labels.zip")


# ---------- bound to loopback unless told ----------


def test_loopback_is_the_default() -> None:
    assert Address().host == "127.0.0.1"
    assert Address().is_loopback
    assert not Address(host="0.0.0.0").is_loopback  # noqa: S104 the point of the test


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "",
        "user@127.0.0.1",
        "127.0.0.1/x",
        "[::1",
        "localhost:80:80",
    ],
)
def test_other_names_are_refused(place: Place, host: str) -> None:
    """A page elsewhere can't reach the desk by a name of its own that leads here."""
    answer = place.owner().get("/", headers={"host": host})
    assert answer.status_code == 400
    assert "NAR01" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:9", "[::1]:8765", "LOCALHOST"])
def test_own_names_are_taken(place: Place, host: str) -> None:
    assert place.client().get("/login", headers={"host": host}).status_code == 200


# ---------- forms of other sites ----------


@pytest.mark.parametrize("token", [None, "", "x", "\u4e00"])
def test_a_form_needs_the_token_of_its_session(place: Place, token: str | None) -> None:
    client, other, subject = place.owner(), place.person("乙"), place.subject()
    data = {"decision": "confirmed", "seen": "0"}
    for given in (token, csrf(other)):
        full = data if given is None else {**data, "csrf": given}
        assert client.post(f"/findings/{subject}/verdict", data=full).status_code == 403
    place.desk.refresh()
    assert place.desk.ledger.entries() == []


def test_log_in_needs_the_token_of_its_page(place: Place) -> None:
    person = place.desk.people.add("甲", Rank.REVIEWER)
    place.desk.people.change(person.id, password=passwords.hashed(PASSWORD))
    stranger = place.client()
    foreign = field_of(place.client().get("/login").text, "csrf")
    for token in ("", foreign):
        data = {"csrf": token, "name": "甲", "password": PASSWORD}
        assert stranger.post("/login", data=data).status_code == 403
    assert stranger.get("/").headers["location"] == "/login"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_foreign_origin_is_refused(place: Place, headers: dict[str, str]) -> None:
    client, subject = place.owner(), place.subject()
    data = {"csrf": csrf(client), "decision": "confirmed", "seen": "0"}
    path = f"/findings/{subject}/verdict"
    assert client.post(path, data=data, headers=headers).status_code == 403
    own = {"origin": HOME, "sec-fetch-site": "same-origin"}
    assert client.post(path, data=data, headers=own).status_code == 303


def test_nothing_changes_by_a_get(place: Place) -> None:
    client, subject = place.owner(), place.subject()
    for path in (f"/findings/{subject}/verdict", "/entries/1/undo", "/logout", "/people/1"):
        assert client.get(path, params={"decision": "confirmed"}).status_code == 405


# ---------- roles ----------


@pytest.mark.parametrize("rank", [Rank.READER, Rank.REVIEWER])
def test_only_leads_manage_people(place: Place, rank: Rank) -> None:
    client = place.person("甲", rank)
    data = {"csrf": csrf(client), "name": "新", "rank": "lead", "act": "rank"}
    assert client.get("/people").status_code == 403
    assert client.post("/people", data=data).status_code == 403
    assert client.post("/people/1", data=data).status_code == 403
    assert place.desk.people.by_name("新") is None


def test_readers_upload_nothing(place: Place) -> None:
    client = place.person("看", Rank.READER)
    answer = client.post(
        "/uploads", data={"csrf": csrf(client)}, files={"files": ("a.txt", b"text")}
    )
    assert answer.status_code == 403
    assert not (place.out / "uploads").exists()


def test_a_lead_keeps_their_own_rank(place: Place) -> None:
    client = place.owner()
    me = place.desk.people.by_name("组长")
    assert me
    for act in ("disable", "rank"):
        data = {"csrf": csrf(client), "act": act, "rank": "reader"}
        assert client.post(f"/people/{me.id}", data=data).status_code == 403
    kept = place.desk.people.by_name("组长")
    assert kept
    assert (kept.active, kept.rank) == (True, Rank.LEAD)


# ---------- limits ----------


def test_forms_are_small(place: Place) -> None:
    client, subject = place.owner(), place.subject()
    data = {"csrf": csrf(client), "seen": "0", "decision": "confirmed", "comment": "长" * 100_000}
    assert client.post(f"/findings/{subject}/verdict", data=data).status_code == 413
    fields = {f"f{n}": "x" for n in range(200)}
    assert client.post(f"/findings/{subject}/verdict", data=fields).status_code in (400, 403)
    kind = {"content-type": "application/json"}
    assert (
        client.post(f"/findings/{subject}/verdict", content="{}", headers=kind).status_code == 415
    )


def test_uploads_are_limited(run_folder: Path, tmp_path: Path) -> None:
    place = opened(run_folder, tmp_path / "out", upload_bytes=20_000)
    client = place.owner()
    data = {"csrf": csrf(client)}
    large = client.post("/uploads", data=data, files={"files": ("a.txt", b"x" * 30_000)})
    many = client.post(
        "/uploads", data=data, files=[("files", (f"{n}.txt", b"x")) for n in range(60)]
    )
    none = client.post("/uploads", data=data, files={"other": ("a.txt", b"x")})
    left = list((place.out / "uploads").glob("*")) if (place.out / "uploads").exists() else []
    place.close()
    assert large.status_code == 413
    assert many.status_code == 400
    assert none.status_code == 422
    assert left == []


# ---------- what reports hold ----------


def test_reports_are_escaped_everywhere(place: Place) -> None:
    client = place.owner()
    subject = place.subject(agency="乙")
    item = place.desk.item(subject)
    assert item
    decide(client, subject, "confirmed", '<img src=x onerror=alert(3)>"\u202e')
    page = client.get(f"/findings/{subject}").text
    link = re.search(r'href="(/reports/[^"]+/link\?[^"]+)"', page)
    assert link
    pages = [page, *(client.get(p).text for p in ("/", "/?state=all", "/progress"))]
    pages += [client.get(f"/reports/{item.report_id}.html").text]
    pages += [client.get(link.group(1).replace("&amp;", "&")).text]
    for text in pages:
        assert "<script>alert" not in text
        assert "<img" not in text
        assert "<b>粗" not in text
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]", text)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "⟦U+202E⟧" in page


def test_what_comes_back_in_an_address_is_escaped(place: Place) -> None:
    client = place.owner()
    given = '"><script>x</script>'
    for name in ("q", "report", "state", "page", "check", "order", "done", "token"):
        for path in ("/", f"/findings/{place.subject()}", "/login", "/join", "/enter"):
            assert "<script>x" not in client.get(path, params={name: given}).text
    assert "&lt;script&gt;x" in client.get("/", params={"q": given}).text
    assert "<svg" not in client.get("/findings/<svg>").text


def test_the_policy_allows_no_inline_script(place: Place) -> None:
    client = place.owner()
    for path in (*PAGES, "/nowhere", "/static/none.js", f"/findings/{place.subject()}"):
        answer = client.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in policy
        if "html" in answer.headers["content-type"]:
            scripts = re.findall(r"<script([^>]*)>", answer.text)
            assert all("src=" in s or 'type="application/json"' in s for s in scripts)
            assert not re.search(r"<[^>]+\s(on\w+|style)=", answer.text)


def test_formulas_in_what_is_taken_away(place: Place) -> None:
    client, subject = place.owner(), place.subject()
    decide(client, subject, "confirmed", '=HYPERLINK("http://evil.example")')
    text = client.get("/verdicts.csv").content.decode("utf-8-sig")
    assert "'=HYPERLINK" in text
    assert not re.search(r'(^|,)"?=', text, re.MULTILINE)


# ---------- files ----------

CLIMBS = (
    "../../../../etc/passwd",
    "..%2f..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/etc/passwd",
    "....//....//etc/passwd",
    "/etc/passwd",
    "C:%5cWindows%5cwin.ini",
    "run.sqlite",
    "%00run.json",
)


@pytest.mark.parametrize("head", ["/static/", "/findings/", "/reports/", "/uploads/", "/"])
def test_no_address_opens_a_file(place: Place, head: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client = place.owner()
    client.get("/")
    opened_files: list[str] = []

    def watch(original):  # type: ignore[no-untyped-def]
        def called(path, *rest, **more):  # type: ignore[no-untyped-def]
            opened_files.append(str(path))
            return original(path, *rest, **more)

        return called

    for module, name in ((builtins, "open"), (io, "open"), (os, "open")):
        monkeypatch.setattr(module, name, watch(getattr(module, name)))
    for climb in CLIMBS:
        for tail in ("", ".html", "/link"):
            answer = client.get(f"{head}{climb}{tail}")
            assert answer.status_code in (303, 404, 405), (head, climb, tail)
            assert "root:" not in answer.text
            assert "SQLite" not in answer.text
    assert not [p for p in opened_files if "passwd" in p or "win.ini" in p or "run.json" in p]


def test_an_uploads_name_opens_nothing(place: Place) -> None:
    client = place.owner()
    name = "../../../x/<b>\u202etxt.exe"
    answer = client.post(
        "/uploads", data={"csrf": csrf(client)}, files={"files": (name, b"text of no report")}
    )
    assert answer.status_code == 303
    place.desk.jobs.close()
    kept = sorted(p.name for p in (place.out / "uploads").iterdir())
    assert len(kept) == 2
    assert all(re.fullmatch(r"[0-9a-f]{16}\.(data|json)", n) for n in kept)
    page = client.get("/uploads").text
    assert "<b>" not in page.replace('<b class="n">', "")
    assert "\u202e" not in page


# ---------- words to the database ----------


@pytest.mark.parametrize("text", ["' OR 1=1 --", '"; DROP TABLE review_entry; --', "\x00", "%"])
def test_words_stay_words(place: Place, text: str) -> None:
    client, subject = place.owner(), place.subject()
    assert decide(client, subject, "confirmed", text).status_code == 303
    _, answer = log_in(place, text, text)
    assert answer.status_code == 403
    client.get("/", params={"q": text, "check": text, "report": text})
    place.desk.refresh()
    (entry,) = place.desk.ledger.entries()
    assert entry.comment == text.replace("\x00", "").strip()
    with place.desk.database.reading() as db:
        assert db.execute(select(PERSON)).all()
        assert db.execute(select(SECRET)).all()
