// What is kept

async function addressOf(asked, ...parts) {
  const text = new TextEncoder().encode(JSON.stringify([asked.token, ...parts]));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", text));
  const name = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${asked.url.origin}${SITE.prefix}/cache/${name}`;
}

async function kept(address) {
  const found = await caches.default.match(new Request(address));
  const until = Number(found?.headers.get("X-Sarto-Until") ?? 0);
  return until > Date.now() ? found : null;
}

function keep(asked, address, answer, headers) {
  const body = new Response(answer.body, { status: 200, headers });
  const put = caches.default.put(new Request(address), body);
  asked.context.waitUntil(put.catch((error) => console.error("sarto", error)));
}

function storable(headers, seconds, version) {
  const found = new Headers(headers);
  found.set("X-Sarto-Until", String(Date.now() + seconds * 1000));
  found.set("X-Sarto-Cache-Control", headers.get("Cache-Control") ?? "private, no-store");
  found.set("Cache-Control", `public, max-age=${seconds}`);
  if (!found.has("Cache-Tag")) found.set("Cache-Tag", `sarto,sarto-${version}`);
  for (const name of ["Vary", "Expires", "Age", "CDN-Cache-Control"]) found.delete(name);
  return found;
}

// Made of classes is only what says so.
function isMadeOfClasses(headers) {
  const vary = (headers.get("Vary") ?? "").toLowerCase().split(/[,\s]+/);
  const isSaid = vary.includes("x-sarto-version") && !vary.includes("*");
  return isSaid && !headers.has("Set-Cookie") && headers.get("X-Sarto-Pass") !== "1";
}

// For how many seconds it may be kept; Cloudflare's cache serves nothing stale here.
function freshness(headers) {
  const said = headers.get("CDN-Cache-Control") ?? "";
  const found = /(?:^|[,\s])max-age=([0-9]{1,9})(?:$|[,\s])/i.exec(said);
  return found && !/no-store|no-cache|private/i.test(said) ? Number(found[1]) : 0;
}

// What leaves

function shown(asked, answer, stored) {
  const { method, headers: sent } = asked.request;
  const headers = new Headers(stored);
  headers.set("Cache-Control", stored.get("X-Sarto-Cache-Control"));
  headers.set("Vary", stored.get("X-Sarto-Vary") ?? "*");
  for (const name of ["Age", "CF-Cache-Status", "Accept-Ranges"]) headers.delete(name);
  const tag = stored.get("ETag");
  const had = tags(sent.get("If-None-Match") ?? "");
  const isThere = answer.status === 200 && tag !== null && had.includes(weak(tag));
  if (isThere) {
    for (const name of ["Content-Length", "Content-Encoding"]) headers.delete(name);
  }
  const status = isThere ? 304 : answer.status;
  if (!isThere && method !== "HEAD") return left(answer, headers);
  asked.context.waitUntil(answer.body?.cancel());
  return left({ body: null, status }, headers);
}

function left({ body, status, statusText }, headers) {
  for (const name of [...headers.keys()]) {
    if (OURS.test(name)) headers.delete(name);
  }
  for (const name of LEAVING) headers.delete(name);
  return new Response(body, { status, statusText, headers });
}

const weak = (tag) => tag.trim().replace(/^W\//, "");
const tags = (said) => (said.match(/(?:W\/)?"[^"]*"/g) ?? []).map(weak);

// Leave out the cookies that change nothing.
function cookies(said) {
  const pairs = said.split(";").map((pair) => pair.trim()).filter(Boolean);
  return pairs.filter((pair) => !IGNORED.test(pair.split("=")[0].trim())).join("; ");
}
