"""Which channel a link names for itself: `utm_medium`, and the ids of clicks.

The words are those of Google Analytics' default channel groups, put into Sarto's eight:
all kinds of bought links (search, social, display, video) are `paid`, affiliates are
`referral`, and what opens on the phone from a push or a text message is `app`. A word
that says nothing of the kind (`qr`, `video`, `print`) says nothing.
"""

import re

LONGEST = 64  # characters of a medium that are read
APART = re.compile(r"[\s_.+/|:-]+")
PAID = re.compile(
    r"paid\w*|cp[acelmv]|cpcv|ppc|ads?|adwords|sem|banner|display|expandable"
    r"|interstitial|programmatic|remarketing|retargeting|sponsored|payperclick"
)
PUSHED = re.compile(r"\w*push|\w*notifications?|sms|mms")
WORDS = {
    "affiliate": "referral",
    "affiliates": "referral",
    "app": "app",
    "edm": "email",
    "email": "email",
    "emailing": "email",
    "emails": "email",
    "inapp": "app",
    "link": "referral",
    "mail": "email",
    "mailing": "email",
    "mobileapp": "app",
    "newsletter": "email",
    "newsletters": "email",
    "organic": "search",
    "organicsearch": "search",
    "organicsocial": "social",
    "partner": "referral",
    "referral": "referral",
    "sm": "social",
    "social": "social",
    "socialmedia": "social",
    "socialnetwork": "social",
}
STRONG = frozenset({"affiliate", "email", "newsletter", "social"})  # among other words
UNCERTAIN = "organic"  # says unpaid, and leaves it to the source what
CLICKS = {
    "gclid": "paid",  # Google Ads, with the two for iOS
    "gbraid": "paid",
    "wbraid": "paid",
    "dclid": "paid",  # Google's display network
    "msclkid": "paid",  # Microsoft Advertising
    "yclid": "paid",  # Yandex Direct
    "ttclid": "paid",  # TikTok
    "twclid": "paid",  # X
    "li_fat_id": "paid",  # LinkedIn
    "rdt_cid": "paid",  # Reddit
    "ScCid": "paid",  # Snapchat
    "fbclid": "social",  # Facebook writes it into every link, bought or not
    "igsh": "social",  # a link shared from Instagram
    "igshid": "social",
    "mc_eid": "email",  # a mailing of Mailchimp's
}


def kind_of_medium(medium: str) -> str | None:
    """Name the channel of a `utm_medium`, however its words are joined."""
    words = [word for word in APART.split(medium.lower()[:LONGEST]) if word]
    whole = "".join(words)
    if any(PAID.fullmatch(word) for word in (*words, whole)):
        return "paid"
    if any(PUSHED.fullmatch(word) for word in (*words, whole)):
        return "app"
    strong = (word for word in words if word in STRONG)
    return WORDS.get(whole) or WORDS.get(next(strong, ""))
