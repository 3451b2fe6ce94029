"""The simulator's own paths below `/_sim`: rules, the log, a fresh start."""

from typing import Any

from instagramapi.tools.simulator.exchange import Answer, Asked
from instagramapi.tools.simulator.faults import Faults, RuleError
from instagramapi.tools.simulator.journal import Journal

PREFIX = "/_sim"


class Control:
    """Answers what concerns the simulator and no upstream.

    `GET /_sim/faults` lists rules and known faults, `POST` adds a rule (or a list of them),
    `DELETE` removes all, `DELETE /_sim/faults/<id>` one. `GET /_sim/log` tells the requests,
    `DELETE` forgets them.
    """

    def __init__(self, faults: Faults, journal: Journal) -> None:
        self._faults = faults
        self._journal = journal

    def answer(self, asked: Asked, raw: Any) -> Answer:
        """Answer one request; `raw` is its body, read as JSON."""
        path = asked.path.removeprefix(PREFIX).rstrip("/")
        if path == "":
            return Answer({"name": "simulator", "requests": self._journal.total})
        if path == "/log":
            return self._log(asked)
        if path.startswith("/faults"):
            return self._rules(asked, path.removeprefix("/faults").strip("/"), raw)
        return Answer({"error": "unknown path"}, status=404)

    def _log(self, asked: Asked) -> Answer:
        if asked.method == "DELETE":
            self._journal.clear()
        return Answer(self._journal.described(asked.query))

    def _rules(self, asked: Asked, rule_id: str, raw: Any) -> Answer:
        try:
            if asked.method == "POST":
                added = [self._faults.add(one) for one in (raw if isinstance(raw, list) else [raw])]
                return Answer({"rules": [rule.described() for rule in added]}, status=201)
            if asked.method == "DELETE":
                self._faults.remove(int(rule_id) if rule_id else None)
        except (RuleError, TypeError, ValueError, AttributeError) as error:
            return Answer({"error": str(error)}, status=400)
        rules = [rule.described() for rule in self._faults.rules]
        return Answer({"rules": rules, "known": self._faults.known()})
