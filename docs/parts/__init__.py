"""What of the documents is made from code and data. A page says where: between ``<!-- begin NAME -->`` and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docs.parts import clocks, codes, commands, coverage, facts, letters, medicines, policies, vocabulary, words

if TYPE_CHECKING:
    from collections.abc import Callable

PARTS: dict[str, Callable[[], str]] = {
    "commands": commands.every_command,
    "exit-codes": commands.exit_codes,
    "antidepressants": medicines.antidepressants,
    "augmenting-agents": medicines.augmenting_agents,
    "other-medicines": medicines.others,
    "dose-rules": medicines.dose_rules,
    "medicine-remarks": medicines.remarks,
    "medicine-sources": medicines.sources,
    "policies": policies.index,
    "criterion-aloud": policies.criterion_aloud,
    "criteria-kinds": policies.kinds_of_criteria,
    "coverage": coverage.every_policy,
    "criteria": vocabulary.every_kind,
    "nodes": vocabulary.every_node,
    "response-words": facts.response_words,
    "instruments": facts.instrument_bands,
    "label": facts.label,
    "codes": codes.billing_codes,
    "lines-of-business": codes.lines_of_business,
    "diagnosis-codes": codes.diagnosis_codes,
    "clocks": clocks.decisions,
    "answer-days": clocks.answers,
    "appeal-days": clocks.appeal_days,
    "literature": facts.literature,
    "fact-sources": facts.sources,
    "letter-kinds": letters.every_kind,
    "letter-words": words.of_letters,
    "letter-helpers": words.helpers,
    "word-names": words.of_word_templates,
    "form-words": words.of_forms,
}
"""What makes each part, by the part's name."""
