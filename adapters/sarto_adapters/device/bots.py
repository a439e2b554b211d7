"""Programs by their words and by a list that is kept up.

The list is crawler-user-agents (MIT), released every month or so: to bring it up to
date, `pip install --upgrade crawler-user-agents` and restart; nothing here changes.
Beside it stand words that programs use of themselves, whoever wrote them, and before
both the few people the list takes for programs. What nothing at all is known of - no
browser, no system, no device - is a program too.
"""

import json
from importlib.resources import files

PEOPLE = (
    r"\b(?:code|trae|windsurf)/[\d.]+ chrome/[\d.]+ electron/|^whatsapp/.+ device/",
    r"^viber/.+ cfnetwork/|googlechirp",
    r"android[^)]*(?:cubot|butterfly|sonic|octopus|hubble|[ ;/_-]robot)[^)]*\)|^sprd-",
    r"^mozilla/[\d.]+ \(mobile; [^)]*rv:[\d.]+\) gecko/|^microsoft office|^outlook-",
    r"netnewswire/.+mac os x; http|cfnetwork/[\d.]+ darwin/|exoplayer|alamofire",
    r"dalvik/|\bcronet/|^[^m][^()]*\((?:[^()]*; ?)?(?:android|ios) [\d.]+\)",
)
PROGRAMS = (
    r"bots?(?:\b|_)|crawl|spider|spyder|slurp|scrap|harvest|extract|exractor|archiv",
    r"headless|phantomjs|lighthouse|selenium|puppeteer|playwright|cypress|synthetic",
    r"monitor|uptime|check(?:er|ing|s|\b|_|/)|validat|verif[iy]|audit|inspector",
    r"analyz|preview|externalhit|^facebook(?:plat|ext|cat)|\bcursor/\d|fetch|\bfeed",
    r"feed(?:s|er|burner|ly|bin|parser|bot)?\b|newsgator|subscriber|screenshot",
    r"thumb(?:nail|or)|expander|scan(?:ner|ning|s|\b|/)|\brecon\b|probe|\bsniff",
    r"discovery|sqlmap|nikto|burp|\boast\.",
    r"^(?:curl|wget|python|java|go|okhttp|axios|node)(?:[ /_-]|$)|libcurl/",
    r"^(?:ruby|perl|php|libwww|apache|rest|http)(?:[ /_-]|$)",
    r"http-?client|urllib|requests\b|rest-?client|\bgrpc\b|^postman|undici|\blibrary/",
    r"mediapartners|google-\w+-?\w*$|googleweblight|publisher-plugin|adsbot",
    r"transcoder|image-?proxy|imagecache|\.(?:net|com|org) proxy|prerender|cloud-",
    r"-cloud|cloudflare|clamav|dejaclick|webcollage|sparkler|xtate|research/|\bai-",
    r"download (?:manager|master)|offline|copier|httrack|grab(?:ber|\b)|\bspam",
    r"\bindexer|leadgen|semantic|like gecko; (?:(?:compatible; )?[\w.-]+/\d|google)",
    r"^winhttp|^[a-z\d ]+\||\.env\b|speed insights|partner_|[a-z]agent[ /]\d|service/",
    r"\binc\.\)|'\+|\$\{|<script|;--|\bselect\b|\.\./",
)
PLAYERS = (
    r"podcast|syndication|sonic/",
    r"^[\w .!'-]{0,40}(?:read(?:er|ly)?|play(?:er)?|radio|pod|music|audio|cast|stream)",
    r"^[\w .!'-]{0,40}(?:media|video|movie|tunes|song|vlc|book|rss)",
    r"^[\w .!'-]{0,40}(?:news|mail|chat|tv|app|office|outlook|wave)",
    r"^[\w .!'-]{0,40}(?:browser|bird|desktop|mobile|phone|player|sdk)",
)
ADDRESSES = (
    r"[+(;,] ?https?://|^[^ (]+[^(;]* https?://|^https?://",
    r"@[a-z][\w.-]*\.[a-z]{2,}[);]",
)
PLACES = r"android|cfnetwork|iphone|ios[ /]|windows|\bmac|wtos|;;|mozilla|opera"
BARE = r"mozilla/[\d.]+ (?:\([^)]*\)|[^()]*)$"
LIST = ("crawleruseragents", "crawler-user-agents.json")


def listed() -> tuple[str, ...]:
    """Read the kept list: one expression for each program, cases told apart."""
    package, name = LIST
    rows = json.loads(files(package).joinpath(name).read_bytes())
    return tuple(row["pattern"] for row in rows)
