"""The contract's words, by another hand than the code's: what edits are judged by."""

import re


def words(text):
    return text.split()


AUTHORED = {"audiences", "slots", "layouts", "signals", "preferences", "personas"}
REFERENCES = {  # how a file speaks of what it declares
    "audiences": r'(?:to|all)\s*=[^\n]*"{}"',
    "signals": r'signals\.{0}\b(?![\]])|since\s*=\s*"{0}"',
    "preferences": r"preference\.{}\b",
}
FREE = {"attrs", "traits", "query", "facts", "map"}  # names in them are anybody's

FACTS = words("""device browser os bot language country region continent eu zone city time days
date daypart holiday channel campaign source medium name term content host path query
save_data color_scheme reduced_motion signed_in traits visits days_since_last returning
level levels stage signals value interest often preference arm consent undecided facts
within since any all not""")
KEYS = words("""version languages timezone site_timezone prefix https site origins folders
fragments layouts location database headers trusted_proxies language path cookie
preferences values audiences slots why owner pages default stable show to when fragment
experiment attrs layout serve from until cap times per off selector signals on status
points area level regular expert half_life lead freeze journey stages name interests min
never experiments arms goal guardrails traffic holdout allocate holdouts events url
consent source map regime gpc settings needs app reads dev personas cache edge
max_variants bands hold_cap cookies""")
KNOWN = {*FACTS, *KEYS}

DEVICES = words("mobile tablet desktop tv console wearable other")
CHANNELS = words("direct search social email paid referral internal app")
LEVELS = words("novice regular expert")
PURPOSES = words("personalization analytics")
DAYS = words("mon tue wed thu fri sat sun")


def is_country(word, data):
    """Two capitals may be somebody's code; anything else is nobody's."""
    return re.fullmatch("[A-Z]{2}", word) is not None


def is_days(word, data):
    return all(part in DAYS for part in word.split("-")) and word.count("-") <= 1


def is_stage(word, data):
    return word in [stage["name"] for stage in data["journey"]["stages"]]


ENUMERATED = {  # whether a word is a value of a fact
    "device": lambda word, data: word in DEVICES,
    "country": is_country,
    "channel": lambda word, data: word in CHANNELS,
    "level": lambda word, data: word in LEVELS,
    "stage": is_stage,
    "days": is_days,
    "language": lambda word, data: word in data["languages"],
    "consent": lambda word, data: word in PURPOSES,
    "preference.view": lambda word, data: word in data["preferences"]["view"]["values"],
}

NO_TEXT = ("7", "true", "2026-12-01", "1.5")
NO_FLAG = ('"yes"', "1", '"true"')
NO_NUMBER = ('"five"', "true", "[5]")
NO_DATE = ('"soon"', "7", "true")
OTHER_TYPES = {
    **dict.fromkeys(
        words(
            "timezone site_timezone fragment default layout selector path serve on area "
            "why owner cookie app within since device country channel stage days time to"
        ),
        NO_TEXT,
    ),
    **dict.fromkeys(["bot", "signed_in"], NO_FLAG),
    **dict.fromkeys(["points", "regular", "expert", "times", "version"], NO_NUMBER),
    **dict.fromkeys(["from", "until"], NO_DATE),
    **dict.fromkeys(["languages", "values"], ("7", '"en"', "true")),
}
