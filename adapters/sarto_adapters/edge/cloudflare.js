// Cloudflare in front of Sarto: a Worker, written by `sarto edge cloudflare`.
// Write it anew whenever the site's rules change. `wrangler.toml` says how to deploy it.
//
// What proves it to the site is the secret SARTO_EDGE_TOKEN: where it is missing nothing
// is shared. A page that differs by class is asked for in steps: the look-up (what is the
// visitor? kept by the raw headers that tell it), then the page of those classes, and
// the request as it came where only that will do. Both are kept in `caches.default`
// under addresses of their own that nobody can guess, and that are never asked for.
//
// Trap: fetch() goes through Cloudflare's cache, which knows pages by their address only.
// What is made of classes, or for one visitor, is fetched with `no-store` alone: then a
// rule that caches everything does not touch it.

const SITE = {};

const TOKEN = /^[a-z0-9_-]{1,32}$/;
const OURS = /^x[-_]sarto[-_]/i;
const LEAVING = ["CDN-Cache-Control", "Cloudflare-CDN-Cache-Control", "Cache-Tag",
  "Surrogate-Control", "Surrogate-Key", "X-Accel-Expires", "X-Accel-Redirect"];
const OWN_WAYS = ["Authorization", "Upgrade", "Content-Length", "Transfer-Encoding",
  "If-Match", "If-Unmodified-Since", "X-Requested-With", "HX-Request", "Turbo-Frame",
  "X-Inertia", "X-PJAX", "X-Up-Version", ...SITE.overriding];
const pattern = (text) => new RegExp(text);
const PAGES = pattern(SITE.pages);
const WANTED = pattern(SITE.wanted);
const OWNED = pattern(SITE.owned);
const NOTED = pattern(SITE.noted);
const PRIVATE = pattern(SITE.private);
const IGNORED = pattern(SITE.ignored);
const KEYS = SITE.keys.map((key) => ({ ...key, pages: pattern(key.pages) }));
const VIA = SITE.origin ? { cf: { resolveOverride: SITE.origin } } : {};

export default {
  async fetch(request, env, context) {
    const asked = new Asked(request, env.SARTO_EDGE_TOKEN ?? "", context);
    if (asked.isClosed) {
      const headers = { "Cache-Control": "no-store", "Content-Type": "text/plain" };
      return new Response("Not found\n", { status: 404, headers });
    }
    if (!asked.isOfClass) {
      return asked.isAnybodys ? fetch(asked.cleaned()) : passed(asked);
    }
    try {
      return (await shared(asked)) ?? (await passed(asked));
    } catch (error) {
      console.error("sarto", error);
      return passed(asked); // whatever fails, it is the site's own page that comes
    }
  },
};

// One request, as its visitor sent it.
class Asked {
  constructor(request, token, context) {
    this.request = request;
    this.token = token;
    this.context = context;
    this.url = new URL(request.url);
    this.target = this.url.pathname + this.url.search;
    this.cookie = cookies(request.headers.get("Cookie") ?? "");
  }

  get isClosed() {
    const path = this.url.pathname;
    return ["key", "fragment", "cache"].some((name) => {
      const closed = `${SITE.prefix}/${name}`;
      return path.startsWith(closed) && /^(?:[/;]|$)/.test(path.slice(closed.length));
    });
  }

  // Whether it is for a page that nothing of ours touches: Cloudflare's own way.
  get isAnybodys() {
    const isOurs = this.url.pathname.startsWith(`${SITE.prefix}/`);
    return !isOurs && !WANTED.test(this.target) && !PRIVATE.test(this.target);
  }

  get isOfClass() {
    const { method, headers } = this.request;
    if (!this.token || !["GET", "HEAD"].includes(method)) return false;
    if (!WANTED.test(this.target) || PRIVATE.test(this.target)) return false;
    const accept = headers.get("Accept") ?? "*/*";
    const isPart = !/text\/html|\*\/\*/i.test(accept);
    const isAny = (headers.get("If-None-Match") ?? "").trim() === "*";
    return !isPart && !isAny && !OWN_WAYS.some((name) => headers.has(name));
  }

  // What a header says; the country is Cloudflare's word, whatever was sent.
  said(name) {
    if (SITE.countries.includes(name)) return this.request.cf?.country ?? "XX";
    if (name === "cookie") return this.cookie || null;
    const value = this.request.headers.get(name);
    if (name !== "referer" || value === null) return value;
    return value.replace(/^([A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#\\]*)[/?#\\].*$/, "$1/");
  }

  // What a look-up is made of.
  get inputs() {
    const pairs = SITE.inputs.map((name) => [name, this.said(name)]);
    const said = Object.fromEntries(pairs.filter(([, value]) => value !== null));
    if (this.cookie) said.cookie = this.cookie;
    const address = this.request.headers.get("CF-Connecting-IP") ?? "";
    if (SITE.byAddress) said["x-forwarded-for"] = said["x-real-ip"] = address;
    return said;
  }

  // The request itself, less what only this Worker may say.
  cleaned(init = {}) {
    const headers = new Headers(this.request.headers);
    for (const name of [...headers.keys()]) {
      if (OURS.test(name)) headers.delete(name);
    }
    for (const name of SITE.countries) headers.set(name, this.said(name));
    return new Request(this.request, { ...init, ...VIA, headers, redirect: "manual" });
  }

  // Ask in the name of this Worker, and of nobody else.
  fetch(address, said, seconds) {
    const headers = { ...said, "X-Sarto-Edge": this.token };
    const signal = AbortSignal.timeout(seconds * 1000);
    const init = { ...VIA, headers, redirect: "manual", cache: "no-store", signal };
    return fetch(address, init);
  }
}

// Ask as the visitor did; nothing of it is kept.
async function passed(asked) {
  const answer = await fetch(asked.cleaned({ cache: "no-store" }));
  return answer.status === 101 ? answer : left(answer, new Headers(answer.headers));
}

// Give what all visitors of the same classes are given; null: it has to be asked for raw.
async function shared(asked) {
  const needed = KEYS.filter((key) => key.pages.test(asked.target));
  const told = await lookedUp(asked, known(asked, needed));
  if (told === null) return null;
  if (!PAGES.test(asked.target)) return fetch(asked.cleaned()); // no class matters here
  const keys = needed.map(({ header }) => [header, told[header]]);
  const { origin } = asked.url;
  const address = await addressOf(asked, "page", origin, asked.target, told.version, keys);
  const found = await kept(address);
  if (found) return shown(asked, found, found.headers);
  const said = { ...Object.fromEntries(keys), "X-Sarto-Version": told.version };
  const accept = { Accept: "text/html,application/xhtml+xml,*/*;q=0.8" };
  const answer = await asked.fetch(asked.url.href, { ...accept, ...said }, 60);
  const seconds = isMadeOfClasses(answer.headers) ? freshness(answer.headers) : 0;
  if (!seconds) {
    await answer.body?.cancel();
    return null;
  }
  const headers = storable(answer.headers, seconds, told.version);
  if (answer.status === 200) keep(asked, address, answer.clone(), headers);
  return shown(asked, answer, headers);
}

// Tell the classes by exact headers, where that is enough and no cookie came. Such
// visitors share one look-up: only the site knows which version of it is served.
function known(asked, needed) {
  if (asked.cookie || !needed.every((key) => key.known)) return null;
  const told = {};
  for (const { header, known: by } of needed) {
    const value = asked.said(by.header);
    const token = value === "" ? undefined : new Map(by.tokens).get(value ?? "");
    if (!token || by.without.some((name) => asked.said(name) !== null)) return null;
    told[header] = token;
  }
  return told;
}

// Ask the site for the classes; null: it has to be asked for the page as it came.
async function lookedUp(asked, known) {
  const said = known ? {} : asked.inputs;
  const { origin } = asked.url;
  const address = await addressOf(asked, "key", origin, Object.entries(said));
  let answer = await kept(address);
  if (!answer) {
    answer = await asked.fetch(`${origin}${SITE.prefix}/key`, said, 5);
    if (answer.status !== 200) return null;
    const seconds = freshness(answer.headers);
    const version = answer.headers.get("X-Sarto-Version") ?? "";
    if (seconds) keep(asked, address, answer, storable(answer.headers, seconds, version));
  }
  return classes(asked, answer.headers, known);
}

function classes(asked, headers, known) {
  const told = { version: headers.get("X-Sarto-Version") ?? "" };
  for (const { header } of KEYS) told[header] = known?.[header] ?? headers.get(header) ?? "";
  const is = (name, value) => headers.get(name) === value;
  const isOwn = OWNED.test(asked.target) && told["X-Sarto-Own"] !== "none";
  const isNoted = NOTED.test(asked.target) && !is("X-Sarto-Noted", "0");
  const isWhole = Object.values(told).every((token) => TOKEN.test(token));
  return isWhole && is("X-Sarto-Pass", "0") && !isOwn && !isNoted ? told : null;
}
