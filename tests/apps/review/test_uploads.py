"""A submission over the desk: kept, audited in the background, its findings in the queue."""

from __future__ import annotations

import time

from auditor.apps.review.desk import Desk, Options
from auditor.apps.review.jobs import audit_upload
from auditor.core.review import Rank
from auditor.engine.uploads import keep_upload
from tests.apps.review.desks import HONEST, Place, csrf, decide
from tests.helpers import TITLE

REPORT = (TITLE.replace("测试县", "丁县") + HONEST).encode()


def wait(desk: Desk, seconds: float = 90) -> str:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        (job,) = desk.jobs.all()
        if job.state in ("done", "failed"):
            return job.state
        time.sleep(0.2)
    raise AssertionError("the upload was not audited in time")


def test_an_upload_is_audited_in_the_background(place: Place) -> None:
    client, subject = place.owner(), place.subject()
    decide(client, subject, "confirmed")
    files = {"files": ("丁.txt", REPORT)}
    assert client.post("/uploads", data={"csrf": csrf(client)}, files=files).status_code == 303
    states = client.get("/uploads/states").json()
    assert [s["state"] in ("waiting", "running", "done") for s in states.values()] == [True]
    assert wait(place.desk) == "done"
    page = client.get("/uploads").text
    assert "丁.txt" in page
    assert "完成" in page
    place.desk.refresh()
    agencies = {item.agency[0] for item in place.desk.every()}
    assert agencies == {"甲", "乙", "丙", "丁"}
    known = place.desk.ledger.standing(subject)
    assert known.decision is not None
    assert place.desk.item(subject) is not None
    decide(client, place.subject(agency="丁"), "confirmed")


def test_what_cannot_be_read_is_said(place: Place) -> None:
    client = place.owner()
    files = {"files": ("坏.docx", b"PK\x03\x04 no archive")}
    client.post("/uploads", data={"csrf": csrf(client)}, files=files)
    assert wait(place.desk) == "failed"
    (job,) = place.desk.jobs.all()
    assert job.message
    assert "失败" in client.get("/uploads").text
    place.desk.refresh()
    assert {item.agency[0] for item in place.desk.every()} == {"甲", "乙", "丙"}


def test_failures_of_earlier_inputs_stay(place: Place) -> None:
    import io

    bad = keep_upload(place.out, "坏.docx", io.BytesIO(b"PK\x03\x04 no archive"), 1000)
    assert "error" in audit_upload(place.out, bad.id)
    good = keep_upload(place.out, "丁.txt", io.BytesIO(REPORT), 100_000)
    assert [key for _, key in audit_upload(place.out, good.id)["reports"]] == [
        f"uploads/{good.id}/丁.txt"
    ]
    place.desk.refresh()
    assert [r["file"] for r in place.desk.view.failed] == [f"uploads/{bad.id}/坏.docx"]


def test_what_was_waiting_is_taken_up_again(place: Place) -> None:
    import io

    person = place.desk.people.add("甲", Rank.REVIEWER)
    upload = keep_upload(place.out, "丁.txt", io.BytesIO(REPORT), 100_000)
    place.desk.jobs.close()
    place.desk.jobs.add(upload, person.author)
    (job,) = place.desk.jobs.all()
    assert job.state == "waiting"
    later = Desk(Options(out=place.out))
    assert wait(later) == "done"
    later.close()
