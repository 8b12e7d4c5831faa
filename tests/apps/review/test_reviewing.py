"""From the queue to the verdict, second review, undo, and a link corrected by hand."""

from __future__ import annotations

import re
from html import unescape

from auditor.apps.review.queue import Filter
from auditor.core.review import Decision, Rank, Stage
from tests.apps.review.desks import Place, csrf, decide, field_of


def stage(place: Place, subject: str) -> Stage:
    place.desk.refresh()
    return place.desk.ledger.standing(subject).stage


def test_the_queue_lists_findings_gravest_first(place: Place) -> None:
    client = place.owner()
    page = client.get("/").text
    listed = re.findall(r'<tr><td><span class="sev-(\w+)"', page)
    order = ["high", "medium", "low", "note"]
    assert listed == sorted(listed, key=order.index)
    assert len(listed) == len(place.desk.every()) > 2
    assert client.get("/?severity=high&q=甲").text.count("<tr><td>") == sum(
        i.severity == "high" and "甲" in i.agency for i in place.desk.every()
    )
    assert "没有符合条件" in client.get("/?q=没有这个单位").text


def test_a_finding_shows_both_places_and_the_arithmetic(place: Place) -> None:
    page = place.owner().get(f"/findings/{place.subject()}").text
    assert 'class="drawing"' in page
    assert "93.5" in page
    assert page.count("<mark>") >= 2
    assert "所述" in page
    assert "对应" in page


def test_confirm_and_it_is_still_there(place: Place) -> None:
    client, subject = place.owner(), place.subject()
    answer = decide(client, subject, "confirmed", "已电话核实")
    assert answer.status_code == 303
    target = answer.headers["location"]
    assert target.startswith("/findings/")
    assert subject not in target
    assert "刚才" in client.get(target).text
    page = client.get(f"/findings/{subject}").text
    assert "已电话核实" in page
    assert '<span class="tag st-confirmed">' in page
    assert stage(place, subject) is Stage.FIRST


def test_a_dismissal_wants_a_reason(place: Place) -> None:
    client, subject = place.owner(), place.subject()
    assert decide(client, subject, "dismissed").status_code == 422
    bare = decide(client, subject, "dismissed:other", " ")
    assert bare.status_code == 422
    assert "写明" in bare.text
    assert stage(place, subject) is Stage.OPEN
    assert decide(client, subject, "dismissed:explained").status_code == 303
    assert stage(place, subject) is Stage.FIRST


def test_two_at_once_lose_no_verdict(place: Place) -> None:
    one, two, subject = place.person("甲"), place.person("乙"), place.subject()
    assert decide(one, subject, "confirmed", seen="0").status_code == 303
    second = decide(two, subject, "dismissed:minor", "金额小", seen="0")
    assert second.status_code == 409
    assert "甲 已先处理：确认" in second.text
    assert "金额小" in second.text
    again = two.post(
        f"/findings/{subject}/verdict",
        data={
            "csrf": field_of(second.text, "csrf"),
            "seen": field_of(second.text, "seen"),
            "decision": "dismissed:minor",
            "comment": "金额小",
        },
    )
    assert again.status_code == 303
    assert stage(place, subject) is Stage.DISPUTED
    names = [e.author.name for e in place.desk.ledger.history(subject)]
    assert names == ["甲", "乙"]


def test_second_review_settles(place: Place) -> None:
    one, subject = place.person("甲"), place.subject()
    decide(one, subject, "confirmed")
    lead = place.person("审", Rank.LEAD)
    assert "将作为复核" in lead.get(f"/findings/{subject}").text
    decide(lead, subject, "dismissed:other_basis")
    known = place.desk.ledger.standing(subject)
    place.desk.refresh()
    known = place.desk.ledger.standing(subject)
    assert (known.stage, known.decision) == (Stage.SECOND, Decision.DISMISSED)
    page = one.get(f"/findings/{subject}").text
    assert 'value="confirmed"' not in page
    assert decide(one, subject, "confirmed").status_code == 422
    data = {"csrf": csrf(one), "comment": "请再看附表三"}
    assert one.post(f"/findings/{subject}/comment", data=data).status_code == 303
    assert "请再看附表三" in lead.get(f"/findings/{subject}").text


def test_undo(place: Place) -> None:
    client, subject = place.owner(), place.subject()
    target = decide(client, subject, "confirmed").headers["location"]
    number = re.search(r"done=(\d+)", target)
    assert number
    path = f"/entries/{number.group(1)}/undo"
    other = place.person("乙")
    assert other.post(path, data={"csrf": csrf(other)}).status_code == 403
    back = client.post(path, data={"csrf": csrf(client)})
    assert back.headers["location"].startswith(f"/findings/{subject}")
    assert stage(place, subject) is Stage.OPEN
    assert client.post(path, data={"csrf": csrf(client)}).status_code == 403
    page = client.get(f"/findings/{subject}").text
    assert "已撤销" in page
    assert len(place.desk.ledger.history(subject)) == 2


def correct(place: Place, client, subject: str, cell: str):
    page = client.get(f"/findings/{subject}").text
    link = re.search(r'class="fix" href="(/reports/[^"]+/link\?[^"]+)"', page)
    assert link
    address = unescape(link.group(1))
    form = client.get(address).text
    wanted = re.search(rf'name="cell" value="([^"]+)"[^>]*>(?:<b>)?{cell}', form)
    assert wanted
    names = ("csrf", "claims", "was", "seen", "back", "q")
    data = {name: field_of(form, name) for name in names}
    return client.post(address.split("?")[0], data={**data, "cell": wanted.group(1)})


def test_a_link_corrected_by_hand_recomputes_the_finding(place: Place) -> None:
    client, subject = place.owner(), place.subject()
    waiting = place.desk.counts()["open"]
    answer = correct(place, client, subject, "93.50")
    assert answer.status_code == 303
    page = client.get(answer.headers["location"]).text
    assert "更正对应后，该问题不再成立" in page
    assert "93.50" in page
    place.desk.refresh()
    assert place.desk.counts()["open"] == waiting - 1
    assert place.desk.counts()["gone"] == 1
    assert decide(client, subject, "confirmed", seen="0").status_code == 303
    number = re.search(r"done=(\d+)", answer.headers["location"])
    assert number
    client.post(f"/entries/{number.group(1)}/undo", data={"csrf": csrf(client), "back": subject})
    place.desk.refresh()
    assert place.desk.counts()["gone"] == 0


def test_another_wrong_cell_gives_another_finding(place: Place) -> None:
    client, subject = place.owner(), place.subject()
    correct(place, client, subject, "88.10")
    place.desk.refresh()
    new = [i for i in place.desk.every() if i.check == "NAR01" and "88.10" in i.message]
    assert len(new) == 1
    page = client.get(f"/findings/{new[0].subject}").text
    assert "新出现的问题" in page
    assert "人工" in page
    correct(place, client, new[0].subject, "66.50")
    place.desk.refresh()
    kept = [i for i in place.desk.every() if i.check == "NAR01" and not i.gone]
    assert subject in {i.subject for i in kept}
    assert new[0].subject not in {i.subject for i in kept}


def test_a_reader_looks_and_does_nothing(place: Place) -> None:
    reader, subject = place.person("看", Rank.READER), place.subject()
    page = reader.get(f"/findings/{subject}").text
    assert "只读人员" in page
    assert 'id="decide"' not in page
    data = {"csrf": csrf(reader), "seen": "0", "decision": "confirmed"}
    assert reader.post(f"/findings/{subject}/verdict", data=data).status_code == 403
    assert stage(place, subject) is Stage.OPEN
    assert reader.get("/people").status_code == 403


def test_a_later_audit_keeps_the_verdict(place: Place) -> None:
    """The finding's id changes with the report, its fingerprint does not."""
    client, subject = place.owner(), place.subject()
    decide(client, subject, "confirmed")
    item = place.desk.item(subject)
    assert item is not None
    from auditor.engine import RunOptions, audit_inputs
    from auditor.reporting import write_run

    source = place.out.parent / "again"
    source.mkdir()
    from tests.apps.review.desks import HONEST
    from tests.helpers import TITLE

    text = TITLE.replace("测试县", "甲县") + "本次自评按要求开展。\n" + HONEST
    (source / "甲.txt").write_text(text, "utf-8")
    write_run(place.out, audit_inputs([source], RunOptions(out=place.out, fresh=True)))
    place.desk.refresh()
    again = place.desk.item(subject)
    assert again is not None
    assert again.finding_id != item.finding_id
    assert stage(place, subject) is Stage.FIRST
    assert client.get(f"/findings/{subject}").status_code == 200


def test_the_whole_report_and_strangers(place: Place) -> None:
    client = place.owner()
    item = place.desk.item(place.subject())
    assert item is not None
    page = client.get(f"/reports/{item.report_id}.html").text
    assert f'href="/findings/{item.subject}' in page
    assert page.count('class="fix"') >= 2
    for path in ("/reports/x.html", "/findings/x", "/reports/x/link", "/nowhere"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "没有这个页面" in answer.text


def test_filters_are_read_from_anything() -> None:
    odd = Filter.of({"state": "x", "order": "'", "severity": "z", "q": " a  b ", "check": "N" * 99})
    assert (odd.state, odd.order, odd.severity, odd.q, len(odd.check)) == (
        "open",
        "severity",
        "",
        "a b",
        16,
    )
    assert Filter.of({}).query == ""
    assert Filter.of({"state": "todo", "q": "水&利"}).query == "state=todo&q=%E6%B0%B4%26%E5%88%A9"
