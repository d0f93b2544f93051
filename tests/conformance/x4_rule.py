"""What a rule of PDF/X-4 is, and a fault: who says what, where."""

import re
from dataclasses import dataclass

RULES = []


@dataclass
class Rule:
    name: str
    clause: str
    words: str
    check: object


@dataclass
class Fault:
    rule: Rule
    where: str
    words: str
    page: int = 0

    def __str__(self):
        page = f"page {self.page}, " if self.page else ""
        place = f"object {self.where}: " if re.match(r"\d", self.where) else f"{self.where}: "
        return f"[{self.rule.name}] {page}{place}{self.words} (rule: {self.rule.words}; {self.rule.clause})"


def rule(name, clause, words):
    """Registers a rule; its function yields (where, words) or (where, words, page)."""
    def register(function):
        RULES.append(Rule(name, clause, words, function))
        return function
    return register
