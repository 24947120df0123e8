"""The words and shapes that the leak check knows: dates, ages, initials, addresses, numbers. Pure.

Each pattern is written for what a British author types. They find too much rather than too little:
whoever reads a finding may keep the words with a reason, and nobody sees what was not found.
"""

import re
from typing import Final

MONTHS: Final = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = "(?:" + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS) + r"|sept)\.?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:\s?(?:st|nd|rd|th))?"
_YEAR = r"(?:19|20)\d\d"
DATE: Final = re.compile(
    rf"(?<![\w.])(?:{_DAY}\s*(?:of\s+)?{_MONTH}(?:,?\s*{_YEAR})?"
    rf"|{_MONTH}\s*{_DAY}(?:,?\s*{_YEAR})?"
    rf"|{_MONTH},?\s+{_YEAR}"
    rf"|{_YEAR}-\d\d-\d\d"
    r"|\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?(?:\d{4}|\d\d))(?![\w])",
    re.IGNORECASE,
)

_ONES = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
]
_TEENS = ["sixteen", "seventeen", "eighteen", "nineteen"]
_NUMBER = r"(?:\d{1,3}|" + "|".join(sorted([*_ONES, *_TEENS], key=len, reverse=True)) + ")"
_UNIT = r"(?:years?|months?|weeks?|days?|hours?)"
_RANGE = r"(?!\s*(?:-|–|to|or|and\s+(?:over|under|above|below))\s*\d)"
BIRTHS: Final = (
    re.compile(
        rf"\b(?:was\s+|were\s+)?(?:born|delivered)\s+(?:prematurely\s+|early\s+)?"
        rf"(?:on|in|at\s+home\s+on)?\s*(?:the\s+)?{DATE.pattern}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:date\s+of\s+birth|birth\s?date|birthday|d\.?\s?o\.?\s?b\.?)\b[^.\n]{{0,20}}?"
        rf"{DATE.pattern}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_NUMBER}[\s-]+{_UNIT}(?:,|\s+and|,\s+and)?\s+{_NUMBER}[\s-]+{_UNIT}"
        rf"(?:[\s-]+(?:old|of\s+age))?\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\b{_NUMBER}[\s-]+{_UNIT}[\s-]+(?:old|of\s+age)\b", re.IGNORECASE),
    re.compile(
        rf"\b(?:aged|at\s+the\s+age\s+of)\s+(?:just\s+|only\s+)?{_NUMBER}\b(?!\.\d){_RANGE}"
        rf"(?:[\s-]+{_UNIT}(?:\s+and\s+{_NUMBER}\s+{_UNIT})?\b)?",
        re.IGNORECASE,
    ),
)

DOTTED: Final = re.compile(r"(?<![\w.])(?:[A-Z]\.\s?){1,2}[A-Z](?:\.|\b)(?!\w)")
JOINED: Final = re.compile(r"(?<![\w&./-])[A-Z]{2,3}(?![\w&/-])")
KNOWN_SHORT: Final = frozenset(
    [
        "AM",
        "PM",
        "BST",
        "GMT",
        "UK",
        "EU",
        "GB",
        "NI",
        "US",
        "USA",
        "IT",
        "TV",
        "ID",
        "OK",
        "PDF",
        "CV",
        "HR",
        "AI",
        "QA",
        "II",
        "III",
        "IV",
        "VI",
        "NHS",
        "GP",
        "GPS",
        "ICB",
        "CCG",
        "LA",
        "LAS",
        "CSC",
        "SSC",
        "SW",
        "SWS",
        "ASC",
        "ASD",
        "MP",
        "MPS",
        "PM",
        "DFE",
        "DOH",
        "MOJ",
        "CQC",
        "HMI",
        "HSE",
        "ICO",
        "LGA",
        "ADC",
        "DCS",
        "CEO",
        "DSP",
        "LSP",
        "LSC",
        "LCR",
        "SCR",
        "CP",
        "CPP",
        "CPC",
        "CIN",
        "CYP",
        "LAC",
        "CLA",
        "EHE",
        "EHC",
        "EH",
        "CAF",
        "TAC",
        "TAF",
        "FGC",
        "PLO",
        "CPS",
        "IRO",
        "ISO",
        "PC",
        "DC",
        "DS",
        "DI",
        "DCI",
        "PPN",
        "PPU",
        "FIU",
        "CID",
        "NPS",
        "YOT",
        "YJS",
        "YJB",
        "CJS",
        "ASB",
        "MET",
        "BTP",
        "IOPC",
        "AED",
        "AE",
        "ED",
        "ENT",
        "MH",
        "AMH",
        "LD",
        "SEN",
        "DSL",
        "HV",
        "SN",
        "HVS",
        "MW",
        "NND",
        "BAF",
        "FII",
        "SUI",
        "SI",
        "SIN",
        "RR",
        "CDO",
        "PMH",
        "PR",
        "SGO",
        "ICO",
        "EPO",
        "PPO",
        "DV",
        "DA",
        "IPV",
        "FGM",
        "CSE",
        "CCE",
        "CE",
        "VCS",
        "DBS",
        "LD",
        "DHR",
        "SAR",
        "CDR",
        "NCB",
        "NSP",
        "KPI",
        "IMR",
        "TOR",
        "SMT",
        "RAG",
        "GDP",
        "DPA",
        "FOI",
        "JSA",
        "ONS",
        "ECG",
        "MRI",
        "CT",
        "IVF",
        "SPA",
        "EDT",
        "MDT",
        "SIO",
        "SPO",
    ]
)
"""Short forms of services and papers that are nobody's initials."""

CONTACTS: Final = (
    re.compile(r"[\w.+%’'-]{1,64}\s?@\s?[\w-]+(?:\.[\w-]+)+"),
    re.compile(r"(?<![\w])(?:\+44\s?(?:\(0\))?|\(?0)(?:[\s().-]*\d){9,10}(?![\s-]?\d)"),
    re.compile(
        r"(?<![\w])(?:GIR\s?0AA|[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]?[^\S\n]*\d[ABD-HJLNP-UW-Z]{2})(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<![\w.])(?:flat\s+\w+,?\s+)?\d{1,4}[A-Za-z]?,?\s+(?:[A-Z][\w’'.-]*\s+){1,3}"
        r"(?:Road|Rd|Street|St|Avenue|Ave|Lane|Close|Drive|Way|Court|Crescent|Gardens|Place|Terrace"
        r"|Grove|Mews|Row|Walk|Rise|View|Hill|Square|Park|Green)\b"
    ),
)

_CHILDREN = (
    "children|child|kids?|girls?|boys?|siblings?|brothers?|sisters?|babies|baby|infants?|toddlers?"
    "|teenagers?|adolescents?|pupils?|students?|families|family(?!\\s+(?:support|work|hub|court|group|nurse|plan|centre|help|member))|households?|sons?|daughters?"
    "|young\\s+people|young\\s+persons?|youngsters?|newborns?"
)
SMALL: Final = re.compile(
    r"(?<![\w.,£/-])(?:[1-4]|one|two|three|four|both"
    r"|(?:[2-4]|two|three|four|both)\s+of\s+(?:the|these|those|her|his|their|our))\s+"
    r"(?P<between>(?:(?!of\b|in\b|year|month|week|day|hour|or\b|and\b)[\w’'-]+\s+){0,3}?)"
    rf"(?:{_CHILDREN})\b(?![’'-]\w)",
    re.IGNORECASE,
)
MULTIPLE: Final = re.compile(r"\b(?:twins?|triplets?|quadruplets?)\b(?!\s+track)", re.IGNORECASE)
LARGER: Final = re.compile(
    r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred\s+and|thousand\s+and|hundred"
    r"|thousand|\bin|\bsection|\bchapter|\bpart|\bfigure|\btable|\bpage|\bparagraph|\btier|\blevel"
    r"|\bstage|\brecommendation|\bno)\s+$",
    re.IGNORECASE,
)
"""What stands before a number that is part of a larger one, a share, or a number of something else."""

HIDDEN_TEXT: Final = re.compile(r"<!--.*?(?:-->|\Z)|&(?:shy|zwn?j|[lr]rm|#8203|#x200b);", re.DOTALL)
SENTENCE: Final = re.compile(r"(?<=[.!?])(?<![A-Z]\.)\s+(?=\W{0,3}[A-Z0-9])|\n\s*\n")
