"""Who gets in, for how long, and how guessing is stopped."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from auditor.apps.review import passwords
from auditor.apps.review.limits import Attempts
from auditor.apps.review.sessions import IDLE_SECONDS, SESSION_SECONDS, Sessions
from auditor.core.errors import UsageError
from auditor.core.review import Rank
from tests.apps.review.desks import (
    PASSWORD,
    TOKEN,
    Place,
    csrf,
    field_of,
    log_in,
    opened,
)

PAGES = ("/", "/progress", "/uploads", "/people", "/account", "/verdicts.csv", "/labels.zip")


# ---------- log-in ----------


def test_nothing_without_a_session(place: Place) -> None:
    client, subject = place.client(), place.subject()
    for path in (*PAGES, f"/findings/{subject}", "/uploads/states"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/login"), path
    posts = (
        f"/findings/{subject}/verdict",
        f"/findings/{subject}/comment",
        "/uploads",
        "/people",
        "/people/1",
        "/entries/1/undo",
        "/logout",
        "/account",
        "/reports/x/link",
    )
    for path in posts:
        assert client.post(path, data={"decision": "confirmed", "seen": "0"}).status_code == 403
    place.desk.refresh()
    assert place.desk.ledger.entries() == []


def test_the_one_time_address_works_once(place: Place) -> None:
    place.owner()
    again = place.client().get(f"/enter?token={TOKEN}")
    assert again.status_code == 403
    assert "set-cookie" not in again.headers or "auditor_session" not in again.headers["set-cookie"]
    for wrong in ("", "x", TOKEN + "x", "\u4e00"):
        assert place.client().get("/enter", params={"token": wrong}).status_code == 403


def test_passwords_are_hashed_and_salted(place: Place) -> None:
    one, two = passwords.hashed(PASSWORD), passwords.hashed(PASSWORD)
    assert one != two
    assert PASSWORD not in one
    assert passwords.fits(PASSWORD, one)
    assert not passwords.fits(PASSWORD + "x", one)
    assert not passwords.fits("", None)
    for short in ("", "123456789", "x" * 201):
        with pytest.raises(UsageError):
            passwords.hashed(short)


def test_tokens_are_kept_as_digests(place: Place) -> None:
    person = place.desk.people.add("甲", Rank.REVIEWER)
    tokens = [place.desk.sessions.begin(person), place.desk.sessions.invite(person)]
    dump = "\n".join(sqlite3.connect(place.out / "run.sqlite").iterdump())
    assert all(token not in dump for token in tokens)


def test_an_invitation_sets_a_password_once(place: Place) -> None:
    owner = place.owner()
    page = owner.post(
        "/people", data={"csrf": csrf(owner), "name": "李四", "rank": "reviewer"}
    ).text
    found = re.search(r"/join\?token=([\w-]+)", page)
    assert found
    token, client = found.group(1), place.client()
    form = client.get(f"/join?token={token}").text
    data = {"csrf": field_of(form, "csrf"), "token": token, "password": PASSWORD}
    short = client.post("/join", data={**data, "password": "short", "again": "short"})
    assert short.status_code == 422
    data["csrf"] = field_of(short.text, "csrf")
    differs = client.post("/join", data={**data, "again": PASSWORD + "!"})
    assert differs.status_code == 422
    data["csrf"] = field_of(differs.text, "csrf")
    assert client.post("/join", data={**data, "again": PASSWORD}).headers["location"] == "/"
    assert "李四" in client.get("/").text
    assert place.client().get(f"/join?token={token}").status_code == 403
    again, answer = log_in(place, "李四", PASSWORD)
    assert answer.status_code == 303
    assert again.get("/").status_code == 200


def test_wrong_passwords_are_counted(place: Place) -> None:
    person = place.desk.people.add("甲", Rank.REVIEWER)
    place.desk.people.change(person.id, password=passwords.hashed(PASSWORD))
    for _ in range(5):
        assert log_in(place, "甲", "wrong wrong wrong")[1].status_code == 403
    client, answer = log_in(place, " 甲 ", PASSWORD)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert client.get("/").status_code == 303
    assert log_in(place, "没有此人", "wrong wrong wrong")[1].status_code == 403


def test_attempts_of_one_address_over_many_names(place: Place) -> None:
    place.desk.people.add("甲", Rank.REVIEWER)
    client = place.client("10.0.0.9")
    for _ in range(30):
        assert client.get("/enter?token=guess").status_code == 403
    assert client.get("/enter?token=guess").status_code == 429
    assert log_in(place, "甲", PASSWORD, "10.0.0.9")[1].status_code == 429
    assert log_in(place, "甲", PASSWORD, "10.0.0.8")[1].status_code == 403


def test_attempts_pass_with_time() -> None:
    now = [0.0]
    attempts = Attempts(2, 60, lambda: now[0])
    attempts.failed("a")
    now[0] = 30
    attempts.failed("a")
    assert attempts.wait("a") == 31
    assert attempts.wait("b") == 0
    now[0] = 61
    assert attempts.wait("a") == 0
    attempts.failed("a")
    assert attempts.wait("a") > 0
    attempts.succeeded("a")
    assert attempts.wait("a") == 0


def test_attempts_are_bounded_in_memory() -> None:
    attempts = Attempts(2, 60, lambda: 0.0)
    for number in range(10_100):
        attempts.failed(number)
    assert len(attempts._failures) == 10_000


# ---------- sessions ----------


def test_the_cookie_is_kept_from_scripts_and_strangers(place: Place) -> None:
    cookie = place.client().get(f"/enter?token={TOKEN}").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Domain" not in cookie


def test_over_https_the_cookie_is_bound_to_it(run_folder: Path, tmp_path: Path) -> None:
    place = opened(run_folder, tmp_path / "out", secure=True)
    cookie = place.client().get(f"/enter?token={TOKEN}").headers["set-cookie"]
    place.close()
    assert cookie.startswith("__Host-auditor_session_8765=")
    assert "Secure" in cookie


def test_a_planted_session_is_worth_nothing(place: Place) -> None:
    client = place.client()
    client.cookies.set("auditor_session_8765", "planted")
    assert client.get("/").headers["location"] == "/login"
    answer = client.get(f"/enter?token={TOKEN}")
    assert "planted" not in answer.headers["set-cookie"]


def test_sessions_end(place: Place) -> None:
    clock = [1_000_000.0]
    sessions = Sessions(place.desk.database, lambda: clock[0])
    person = place.desk.people.add("甲", Rank.REVIEWER)
    token = sessions.begin(person)
    assert sessions.find(token)
    clock[0] += IDLE_SECONDS + 1
    assert sessions.find(token) is None
    token = sessions.begin(person)
    for _ in range(SESSION_SECONDS // 3600):
        assert sessions.find(token)
        clock[0] += 3600
    assert sessions.find(token) is None
    for nonsense in (None, "", "x" * 500, "\ud800"):
        assert sessions.find(nonsense) is None


def test_logging_out_ends_the_session(place: Place) -> None:
    client = place.owner()
    token = client.cookies["auditor_session_8765"]
    client.post("/logout", data={"csrf": csrf(client)})
    other = place.client()
    other.cookies.set("auditor_session_8765", token)
    assert other.get("/").headers["location"] == "/login"


def test_disabling_somebody_ends_their_sessions(place: Place) -> None:
    owner, other = place.owner(), place.person("甲")
    person = place.desk.people.by_name("甲")
    assert person
    owner.post(f"/people/{person.id}", data={"csrf": csrf(owner), "act": "disable"})
    assert other.get("/").headers["location"] == "/login"
    owner.post(f"/people/{person.id}", data={"csrf": csrf(owner), "act": "enable"})
    assert other.get("/").headers["location"] == "/login"


def test_a_new_password_ends_other_sessions(place: Place) -> None:
    one = place.person("甲")
    two = place.person("甲")
    data = {"csrf": csrf(one), "password": PASSWORD, "again": PASSWORD}
    assert one.post("/account", data=data).headers["location"] == "/account?saved=1"
    assert one.get("/").status_code == 200
    assert two.get("/").headers["location"] == "/login"
    new = "another good password"
    wrong = {"csrf": csrf(one), "old": "guess", "password": new, "again": new}
    assert one.post("/account", data=wrong).status_code == 422
    assert log_in(place, "甲", PASSWORD)[1].status_code == 303
