"""What an author can do about a template that the language does not understand."""

import re
from typing import NamedTuple

from sarto.vocabulary.reading import did_you_mean

TAGS = (
    "if",
    "elif",
    "else",
    "endif",
    "for",
    "endfor",
    "set",
    "endset",
    "with",
    "endwith",
    "include",
    "extends",
    "block",
    "endblock",
    "macro",
    "endmacro",
    "call",
    "endcall",
    "filter",
    "endfilter",
    "import",
    "from",
    "raw",
    "endraw",
)
OPEN = re.compile(r"The innermost block that needs to be closed is '(\w+)'")
STRANGER = re.compile(r"Encountered unknown tag '(\w+)'")
QUOTED = re.compile(r"'([^']+)'")  # what a mistake names first
EXPRESSION = "what is written stands between {{ and }}, a statement between {% and %}"
HELP = {
    "Missing end of comment tag": "end it with #}",
    "Escaping cannot be switched off.": "leave it out: of a fragment's own HTML "
    "nothing is escaped",
}
WORDS = {"Escaping cannot be switched off.": "autoescape"}


class Advice(NamedTuple):
    """What is wrong in a line, what to do, and the word it is about."""

    message: str
    help: str = ""
    word: str = ""


def advised(message: str) -> Advice:
    """Say what jinja2 says as one would to somebody who writes HTML."""
    opened, stranger = OPEN.search(message), STRANGER.match(message)
    if opened and not stranger:
        text = f"nothing ends this `{opened[1]}`"
        return Advice(text, f"write {{% end{opened[1]} %}} where it ends", opened[1])
    if opened and stranger and stranger[1] in TAGS:
        text = f"`{stranger[1]}` cannot stand here: `{opened[1]}` is not ended yet"
        return Advice(text, f"write {{% end{opened[1]} %}} first", stranger[1])
    if stranger:
        hint = did_you_mean(stranger[1], TAGS)
        if stranger[1] in TAGS:
            hint = "what it belongs to is not open here"
        return Advice(stranger[0] + ".", hint, stranger[1])
    word = QUOTED.search(message)
    is_torn = message.startswith(("unexpected ", "expected "))
    hint = HELP.get(message, EXPRESSION if is_torn else "")
    return Advice(message, hint, WORDS.get(message, word[1] if word else ""))
