"""Words that tell devices apart, in classes: nothing here is one device's whole name.

In comes nothing: this is data. A row is a kind and the words that speak for it. Rows
are read from the top and the first that holds wins: a console has a television's words
too, and a watch a phone's. All words are searched in one pass, without regard to case;
none may look around itself, so that any engine can search them.
What no word tells is left to `user-agents`.
"""

CONSOLES = (
    r"play ?station|\bps[2-5v]\b|\bpsp\b|xbox(?:;|\)| one| series| 360|_one|/)",
    r"nintendo|\bwiiu?\b|; switch(?: lite| oled)?\)|retroid|anbernic",
    r"\brg ?(?:\d{2,3}[a-z]{0,4}|cube|arc|slide)\b|powkiddy|miyoo|\bouya\b|gamepad",
    r"razer edge|shield portable|steam ?deck|\bgr0006\b|\bayn\b|ayaneo|\bjxd[_ -]",
    r"\bgpd xd|dreamcast|atari vcs|evercade",
)
THINGS = (
    r"\btesla/|qtcarbrowser|carpad|car ?play|\bauto(?:motive|radio)\b|android auto",
    r"; (?:yt\d{4}|mpc-\d|zq\d{4}|8227l|aftlbt|kzcar)|; (?:quad|octa|octopus)-?core",
    r"\bsonos\b|\becho/|alexa|; aeo[a-z]{2}\b|homepod|airpodcasts|google ?home",
    r"\byndx-|yandexstation|\bxdh?-[\da-z]{2,6}-|smart ?speaker|nest hub",
    r"\bportal\+?\b|family ?hub|projector|miproj|viewboard|\bifp\d{4}",
    r"smart ?(?:mirror|display|board)|\bek-gc\d|\bdmc-cm|coolpix|odroid|raspberry",
    r"\btc\d{2}\)|\bmc\d{4}\)|\bidata ",
    r"; (?:dt\d0|cn\d{2}|ck\d{2}|ct\d{2}|pm\d{2}|vc\d{4}|eda\d{2})\b",
)
WEARABLES = (
    r"watch ?os|\bwatch\d|[a-z]{2}watch\b",
    r"\bwatch(?: (?:\d|r|s|se|gt|fit|pro|urbane)\b|;)|apple watch|galaxy watch",
    r"samsung watch|wear ?os|\bsm-[rl][5-9]\d\d|\bgear (?:s|fit)|\bvr\b|oculus",
    r"standalone hmd|; quest|\bpico ?(?:neo|g\d|4)|hololens|magic ?leap",
    r"\bglass (?:\d|enterprise)|google glass|runiq|fitbit|garmin|amazfit|; opwwe\d",
)
SETS = (
    r"smart-?_?tv|hbbtv|ce-html|\btv\b|[a-z]tv[ /_;)-]|\bmitv",
    r"\btv[ _-]?(?:box|stick|bro|os)",
    r"(?:apple|google|android|opera|mi|web|fire|goo|philips|orange)[ _.-]?tv\b",
    r"appletv|web0s|webos\.tv|netcast|vidaa|bravia|viera|aquos|\broku|crkey",
    r"chromecast|kreatv|netrange|vstvb|vestel|\bomi/|sraf/|tizen.*tv|maple ?20",
    r"smarthub|smartcast|vizio|\baft[a-z]{1,5}\d{0,3}\b|\bkepler/|bdplayer|\bbdp\d",
    r"blu-?ray|sonycebrowser|avdn/|\b(?:opera/\d.*|; )linux mips|directfb|\bescape \d",
    r"espial|inettv|nettv|\bmb9\d/|set-?top|\bstb\d*\b|settop|\biptv|\bott[ _-]",
    r"(?:[a-z\d]|\b)-?box[ _;)]|smart box|redbox|beebox|(?:mi|tv|sber)box|movix",
    r"mecool|vontar|rombica|zidoo|pendoo|magicsee|hiremco|infomir|formuler|dreamlink",
    r"tanix|ugoos|beelink|minix neo|skystream",
    r"; (?:a95x|t95|h96|x96|tx\d|mxq|mx\d|v88|x88|q96|km\d\b|rk3\d{3}|gtv\d)",
    r"\bs9\d\dx?\b|\bshell [a-z\d]|_shell_|led-?\d{2}|\b(?:u|q|f)hd ?tv|oled\d{2}",
    r"\bqled|\bktv-",
    r"; (?:[a-z]+[ _-]){0,2}(?:19|2[248]|3[29]|4[0-39])[a-z]{1,4}[\d_-][\da-z_/-]+",
    r"; (?:[a-z]+[ _-]){0,2}(?:5[0258]|[67][05]|8[56])[a-z]{1,4}[\d_-][\da-z_/-]+",
    r"; [a-z]{1,4}(?:24|32|39|4[0-39]|5[058]|65|75)[a-z]{2,5}\d[\da-z]{2,}",
)
COMPUTERS = (
    r"microsoft office|ms-office|\bdesktop app\b|; desktop[ ;]|windows-media-player",
    r"\b(?:i?mac|power)(?:book|mini|pro)?(?:air|pro)?\d+(?:%2c|,)\d",
    r"darwin/[\d.]+ \((?:i386|x86_64|power)|^safari/?\d[\d.]* cfnetwork|; ?os=mac",
    r"[;(] ?mac os x; |\(darwin\)|osf1|irix|hp-ux|\bhaiku|\bbeos|morphos|amiga",
    r"\bsyllable|(?:net|open|free|dragonfly)bsd|sunos|cygwin",
    r"windows (?:2000|xp|vista|95|98|me)\b|\(windows; |\(2\.0\.0 windows\)",
    r"\bwin(?:9[58x]|32|nt)\b|\bos/2\b|risc ?os|\(linux x86|chrome(?:book|box|base)",
    r"crosarc|inspiron|latitude|optiplex|vostro|(?:elite|pro)book|aspire [a-z\d]+-",
    r"travelmate|\bswift s|thinkpad|thinkcentre|idea(?:pad|centre) |compaq|pavilion",
    r"satellite|vivobook|zenbook|\bvaio|macbook|\bremix|surface (?:pro|book|laptop)",
    r"\baio\b|; [a-z]\d{2}[a-z]{2}\) applewebkit.* safari|microsoft-|quicktime/.*mac",
    r"\b2in1\b|\bmacos\b|\bwayland\b|konqueror|\bk?ubuntu\b|windows-update",
    r"edge update|\bx11;",
)
TABLETS = (
    r"windows nt [\d.]+; arm;|playbook|touchpad|\btab(?:let)?(?:[ _\d;)-]|s\d)",
    r"tablet[^ p]|[a-z]tab(?:[ _\d;)-]|let)|/apad\b|[a-z\d]{2}pad\b",
    r"[a-z]{2}pad[ _-]?\d|\b(?:media|mate|ipad|zen|memo|idea|g) ?pad|\bsm-[tpx]\d{3}",
    r"\bgt-(?:p\d{4}|n5[01]\d\d|n80\d\d)|\bsch-i[789]\d\dtab|\bshw-m[134]80",
    r"\bkf[a-z]{3,6}\b|kindle|\bnook\b|\bbntv|boox|pocketbook|\bkobo|remarkable",
    r"nexus (?:7|9|10)\b|pixel (?:c\b|tablet)|xoom|\bmz60\d|iconia|transformer",
    r"\btf\d{3}[a-z]{0,3}\b",
    r"\b(?:ag[mrs]|bah|bg2|btv|btk|cmr|dby|dbr|got|jdn)\d?-[a-z]{1,2}\d{2}",
    r"\b(?:kjr|kob|mon|mrx|scm|sht|vrd|wgr)\d?-[a-z]{1,2}\d{2}",
    r"\b[a-z]{2,4}\d?-w[01]9\b|\b(?:t1|s8|s10|t2)-[a-z\d]{3,4}\b|\btb-?[\dx]\d{2}",
    r"\byt\d-|\byb1-|\b[ab]\d{4}-[fhl]v?\b|\bnabi|lenovo (?:tab|yoga)|\bsgp\d{3}",
    r"\blg-?v\d{3}|\blm-t\d{3}|\bopd\d{4}|\brmp\d{4}|\bi?pa\d{4}\b|\d{5}rp[\dk]",
    r"\bmid[-_ ]?\d{3,5}|-mid\d|\btpc[-_]?\d|\brct\d{4}|\bonn|; 1000\d{5}|; 1001\d{5}",
    r"\bpm[tp]\d{4}|\btz\d{2,3}\b",
    r"\b(?:plane|optima|citi|surftab|ursus|archos) [\da-z]|\b(?:b1|a1|a3|b3)-[78a]\d",
    r"; [89]0\d\d[a-z]?(?:_|\b)|\bet\d{2}\b|\bfz-[abg]\d|\bme\d{3}[a-z]|\btelpad",
    r"\bslate|\bgravity|\bvfd 1\d{3}|\bt(?:ad|aq|ac|iq)-\d|\b[tp]\d{2}(?:hd|t)_",
    r"\bcube |\bonda",
)
NAMED_PHONES = (
    r"coolpad|kaios|zenfone|padfone|fonepad|\biphone;|midp-|obigo|cldc|windows phone",
    r"lumia",
    r"^(?:htc|lge?|mot|sec|sie|zte|nokia|sagem|alcatel|sharp|philips)[-_/]",
    r"^(?:samsung|sony)[-_/]|^(?:huawei|haier|pantech|vodafone|doris|sanyo)[\w-]*/",
    r"^(?:kyocera|blackberry|sonyericsson)[\w-]*/",
)
PHONES = (
    r"\bsm-[acefgjmns]\d{3}|\bgt-[ins]\d{4}|\bs[pcg]h-[a-z]\d{3}",
    r"sony ?(?:c\d{4}|ericsson)|dalvik/|\bcronet/|^ucweb|\biphone|ipod ?touch|\(iph\d",
    r"docomo|kddi|up\.browser|; v\d{4}[a-z]?\)|android/\d|android.*\bmobile\b",
    r"\bdv\(iph|^nokia|symbian|series60|blackberry",
)

USUAL = (r"windows nt [\d.]+(?:;|\))|\(macintosh|\(x11|\bcros ",)

KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("console", CONSOLES),
    ("mobile", NAMED_PHONES),
    ("other", THINGS),
    ("wearable", WEARABLES),
    ("tv", SETS),
    ("desktop", COMPUTERS),
    ("tablet", TABLETS),
    ("mobile", PHONES),
    ("desktop", USUAL),
)
