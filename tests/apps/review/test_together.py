"""Many at once: every verdict is kept, or its author was told who was first."""

from __future__ import annotations

import threading
from collections import Counter

from tests.apps.review.desks import Place, csrf


def test_twelve_reviewers_at_once(place: Place) -> None:
    place.desk.refresh()
    subjects = [item.subject for item in place.desk.every()]
    clients = [place.person(f"审{number}") for number in range(12)]
    tokens = [csrf(client) for client in clients]
    answers: list[tuple[int, str, int]] = []
    start = threading.Barrier(len(clients))

    def work(number: int) -> None:
        start.wait()
        for turn in range(len(subjects)):
            subject = subjects[(number + turn) % len(subjects)]
            data = {
                "csrf": tokens[number],
                "decision": "confirmed",
                "seen": "0",
                "comment": f"{number}",
            }
            answer = clients[number].post(f"/findings/{subject}/verdict", data=data)
            answers.append((number, subject, answer.status_code))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    codes = Counter(code for _, _, code in answers)
    assert codes == {303: len(subjects), 409: len(subjects) * (len(clients) - 1)}
    place.desk.refresh()
    kept = {(e.comment, e.subject) for e in place.desk.ledger.entries()}
    assert kept == {(str(number), subject) for number, subject, code in answers if code == 303}
