"""One name for one browser and one system, whoever names it.

In comes the name a client hint or a parser uses, out comes the one a front-end
developer would write in a rule: what a browser is called, not where it runs (`device`
and `os` say that). Names that stand in neither table are kept as they are; none is
longer than 64 characters.
"""

LONGEST = 64

BROWSERS = {
    "Google Chrome": "Chrome",
    "Chrome Mobile": "Chrome",
    "Chrome Mobile iOS": "Chrome",
    "Chrome Mobile WebView": "Android WebView",
    "HeadlessChrome": "Chrome",
    "Mobile Safari": "Safari",
    "Mobile Safari UI/WKWebView": "Safari",
    "Firefox Mobile": "Firefox",
    "Firefox iOS": "Firefox",
    "Microsoft Edge": "Edge",
    "Microsoft Edge WebView2": "Edge",
    "Edge Mobile": "Edge",
    "Edge WebView2": "Edge",
    "Opera Mobile": "Opera",
    "OperaMobile": "Opera",
    "Opera GX": "Opera",
    "Opera Mini Android": "Opera Mini",
    "IE": "Internet Explorer",
    "IE Mobile": "Internet Explorer",
    "Samsung Browser": "Samsung Internet",
    "Silk": "Amazon Silk",
    "Yandex": "Yandex Browser",
    "YaBrowser": "Yandex Browser",
    "UCBrowser": "UC Browser",
    "Brave Mobile": "Brave",
    "DuckDuckGo Mobile": "DuckDuckGo",
    "MiuiBrowser": "Miui Browser",
    "XiaoMiBrowser": "Miui Browser",
    "Oculus Browser": "Meta Quest Browser",
    "Chrome Mobile iOS WebView": "Chrome",
}
SYSTEMS = {
    "Mac OS X": "macOS",
    "Mac OS": "macOS",
    "Chrome OS": "ChromeOS",
    "Chromium OS": "ChromeOS",
    "iPadOS": "iOS",
    "Windows Mobile": "Windows Phone",
    **dict.fromkeys(
        (
            "Arch Linux",
            "CentOS",
            "Debian",
            "Fedora",
            "Gentoo",
            "Kubuntu",
            "Linux Mint",
            "Mandriva",
            "Red Hat",
            "SUSE",
            "Slackware",
            "Ubuntu",
        ),
        "Linux",
    ),
}
FAMILIES = {"browser": BROWSERS, "os": SYSTEMS}
SAID = {  # the same, however an author capitalises them
    fact: {alias.casefold(): name for alias, name in names.items()}
    for fact, names in FAMILIES.items()
}


def named(fact: str, name: object) -> str | None:
    """Give the one name of a browser or a system."""
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST:
        return None
    return FAMILIES[fact].get(name, name)


def meant(fact: str, word: str) -> str | None:
    """Tell the one name of what a rule calls by another; no visit has that other."""
    return SAID.get(fact, {}).get(word.casefold())
