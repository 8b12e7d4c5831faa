"""The history in memory: read once, then only what is new."""

from __future__ import annotations

import hashlib
import threading
from collections import defaultdict
from collections.abc import Sequence

from auditor.core.review import Act, Entry, Standing, effective, standing
from auditor.engine.relink import LinkFix
from auditor.engine.verdicts.store import VerdictStore

_OPEN = Standing()


def link_subject(report_id: str, fix: LinkFix) -> str:
    """What corrections of one link are filed under: the claims and the cell that was wrong."""
    known = LinkFix(fix.claim_ids, fix.was, None).to_json()
    digest = hashlib.sha256(f"{report_id}\0{known}".encode()).hexdigest()
    return f"link-{digest[:24]}"


class Ledger:
    """Standings by subject, link fixes by report. Safe for many threads."""

    def __init__(self, store: VerdictStore) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._last = 0
        self._entries: dict[str, list[Entry]] = defaultdict(list)
        self._by_number: dict[int, Entry] = {}
        self._standings: dict[str, Standing] = {}
        self._links: dict[str, dict[str, None]] = defaultdict(dict)

    def refresh(self) -> int:
        """Take in what was added since, by whomever; the number of the last entry."""
        with self._lock:
            for entry in self._store.after(self._last):
                self._last = entry.number
                self._entries[entry.subject].append(entry)
                self._by_number[entry.number] = entry
                self._standings.pop(entry.subject, None)
                if entry.act is Act.LINK:
                    self._links[entry.report_id][entry.subject] = None
            return self._last

    def entries(self) -> list[Entry]:
        """Every entry of the run, in order."""
        with self._lock:
            return list(self._by_number.values())

    def entry(self, number: int) -> Entry | None:
        """The entry of this number."""
        with self._lock:
            return self._by_number.get(number)

    def history(self, subject: str) -> list[Entry]:
        """Everything that happened to one subject."""
        with self._lock:
            return list(self._entries.get(subject, ()))

    def standing(self, subject: str) -> Standing:
        """What the history of one finding comes to."""
        with self._lock:
            entries = self._entries.get(subject)
            if entries is None:
                return _OPEN
            found = self._standings.get(subject)
            if found is None:
                found = self._standings[subject] = standing(entries)
            return found

    def link_subjects(self, report_id: str) -> list[str]:
        """What the corrections of a report's links are filed under."""
        with self._lock:
            return list(self._links.get(report_id, ()))

    def link_entries(self, report_id: str) -> list[Entry]:
        """The corrections of a report's links that are in force, in order."""
        kept = [_latest(self.history(subject)) for subject in self.link_subjects(report_id)]
        return sorted((e for e in kept if e is not None), key=lambda entry: entry.number)

    def fixes(self, report_id: str) -> tuple[LinkFix, ...]:
        """The same as fixes."""
        return tuple(LinkFix.from_json(e.payload) for e in self.link_entries(report_id))

    def relinked_reports(self) -> list[str]:
        """Reports that any correction is about."""
        with self._lock:
            return list(self._links)


def _latest(history: Sequence[Entry]) -> Entry | None:
    links = [entry for entry in effective(history) if entry.act is Act.LINK]
    return links[-1] if links else None
