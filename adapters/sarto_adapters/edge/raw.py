"""Headers that tell of one visitor, or of how a request came: a class has none of them.

A cache that cannot send a chosen few takes these out of what it sends.
"""

from typing import Final

CONDITIONS: Final = (
    "If-Match",
    "If-Modified-Since",
    "If-None-Match",
    "If-Range",
    "If-Unmodified-Since",
    "Range",
)
HOPS: Final = ("X-Forwarded-For", "Forwarded")
ADDRESSES: Final = (
    "CF-Connecting-IP",
    "CF-Connecting-IPv6",
    "CF-Pseudo-IPv4",
    "CloudFront-Viewer-Address",
    "Fastly-Client-IP",
    "Fly-Client-IP",
    "True-Client-IP",
    "X-Client-IP",
    "X-Cluster-Client-IP",
    "X-Real-IP",
)
PLACES: Final = (
    "CF-IPCity",
    "CF-IPContinent",
    "CF-IPCountry",
    "CF-IPLatitude",
    "CF-IPLongitude",
    "CF-Metro-Code",
    "CF-Postal-Code",
    "CF-Region",
    "CF-Region-Code",
    "CF-Timezone",
    "CloudFront-Viewer-ASN",
    "CloudFront-Viewer-City",
    "CloudFront-Viewer-Country",
    "CloudFront-Viewer-Country-Name",
    "CloudFront-Viewer-Country-Region",
    "CloudFront-Viewer-Country-Region-Name",
    "CloudFront-Viewer-Latitude",
    "CloudFront-Viewer-Longitude",
    "CloudFront-Viewer-Metro-Code",
    "CloudFront-Viewer-Postal-Code",
    "CloudFront-Viewer-Time-Zone",
    "X-AppEngine-City",
    "X-AppEngine-CityLatLong",
    "X-AppEngine-Country",
    "X-AppEngine-Region",
    "X-Country-Code",
    "X-Geo-Country",
    "X-Vercel-IP-City",
    "X-Vercel-IP-Continent",
    "X-Vercel-IP-Country",
    "X-Vercel-IP-Country-Region",
    "X-Vercel-IP-Latitude",
    "X-Vercel-IP-Longitude",
    "X-Vercel-IP-Timezone",
)
HINTS: Final = (
    "Device-Memory",
    "Downlink",
    "DPR",
    "ECT",
    "RTT",
    "Save-Data",
    "Viewport-Width",
    "Width",
    *(
        f"Sec-CH-{name}"
        for name in (
            "Device-Memory",
            "DPR",
            "Downlink",
            "ECT",
            "Prefers-Color-Scheme",
            "Prefers-Contrast",
            "Prefers-Reduced-Data",
            "Prefers-Reduced-Motion",
            "Prefers-Reduced-Transparency",
            "RTT",
            "Save-Data",
            "UA",
            "UA-Arch",
            "UA-Bitness",
            "UA-Form-Factors",
            "UA-Full-Version",
            "UA-Full-Version-List",
            "UA-Mobile",
            "UA-Model",
            "UA-Platform",
            "UA-Platform-Version",
            "UA-WoW64",
            "Viewport-Height",
            "Viewport-Width",
            "Width",
        )
    ),
)
WISHES: Final = ("DNT", "Purpose", "Sec-GPC", "Sec-Purpose", "X-Moz", "X-Purpose")
RAW: Final = (
    "Authorization",
    "Cookie",
    "Referer",
    *HOPS,
    *ADDRESSES,
    *PLACES,
    *HINTS,
    *WISHES,
    *CONDITIONS,
)

# What a proxy further out says of how it was asked: pages may differ by it, unasked.
OUTER: Final = (
    "Front-End-Https",
    "X-Forwarded-Host",
    "X-Forwarded-Port",
    "X-Forwarded-Prefix",
    "X-Forwarded-Proto",
    "X-Forwarded-Scheme",
    "X-Forwarded-Server",
    "X-Forwarded-Ssl",
    "X-Scheme",
    "X-Url-Scheme",
)

# What some applications take for the request itself.
OVERRIDING: Final = (
    "X-HTTP-Method",
    "X-HTTP-Method-Override",
    "X-Host",
    "X-Method-Override",
    "X-Original-Host",
    "X-Original-URL",
    "X-Rewrite-URL",
)
