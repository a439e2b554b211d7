// Runs a Worker on a port of its own, before an origin: node worker.mjs FILE ORIGIN TOKEN
//
// A stand-in for what Cloudflare has around it. `caches` refuses what the real one
// refuses. `fetch` goes to the origin, and keeps by its address alone whatever may be
// kept, unless it is told not to: as with a rule that caches everything.
import http from "node:http";
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";

const [file, origin, token] = process.argv.slice(2);
const shelf = new Map();
const everything = new Map();
let later = 0; // milliseconds that the clock is ahead
const now = Date.now.bind(Date);
Date.now = () => now() + later;

const seconds = (said) => Number(/max-age=(\d+)/.exec(said ?? "")?.[1] ?? 0);
const copy = ({ body, status, headers }) => new Response(body, { status, headers });

globalThis.caches = {
  default: {
    async match(request) {
      const found = shelf.get(request.url);
      return found && found.until > Date.now() ? copy(found) : undefined;
    },
    async put(request, response) {
      if (request.method !== "GET") throw new TypeError("only GET is kept");
      if (response.status === 206) throw new TypeError("no part is kept");
      if (response.headers.get("Vary")?.includes("*")) throw new TypeError("Vary: *");
      const body = await response.arrayBuffer();
      const age = seconds(response.headers.get("Cache-Control"));
      if (response.headers.has("Set-Cookie") || !age) return;
      const { status, headers } = response;
      shelf.set(request.url, { body, status, headers, until: Date.now() + age * 1000 });
    },
  },
};

globalThis.fetch = async (asked, init = {}) => {
  const request = new Request(asked, { ...init, duplex: "half" });
  const isKept = request.method === "GET" && request.cache !== "no-store";
  const found = everything.get(request.url);
  if (isKept && found?.until > Date.now()) return copy(found);
  const answer = await sent(request);
  const says = answer.headers.get("CDN-Cache-Control") ?? answer.headers.get("Cache-Control");
  if (!isKept || /private|no-store/.test(says) || !seconds(says)) return answer;
  const body = await answer.arrayBuffer();
  const kept = { body, status: answer.status, headers: answer.headers };
  everything.set(request.url, { ...kept, until: Date.now() + seconds(says) * 1000 });
  return copy(kept);
};

// Node's own fetch() chooses the Host, and adds headers: this one does not.
function sent(request) {
  return new Promise((done, failed) => {
    const url = new URL(request.url);
    const headers = [["host", url.host], ...request.headers].flat();
    const options = { method: request.method, headers, setHost: false, agent: false };
    const out = http.request(origin + url.pathname + url.search, options, (answer) => {
      const said = new Headers();
      for (let at = 0; at < answer.rawHeaders.length; at += 2) {
        said.append(answer.rawHeaders[at], answer.rawHeaders[at + 1]);
      }
      const isBare = [101, 204, 205, 304].includes(answer.statusCode);
      const body = isBare ? null : Readable.toWeb(answer);
      done(new Response(body, { status: answer.statusCode, headers: said }));
    });
    out.on("error", failed);
    request.signal?.addEventListener("abort", () => out.destroy(new Error("too late")));
    if (request.body) Readable.fromWeb(request.body).pipe(out);
    else out.end();
  });
}

const worker = (await import(pathToFileURL(file))).default;

async function answered(peer, out) {
  const headers = new Headers();
  for (let at = 0; at < peer.rawHeaders.length; at += 2) {
    headers.append(peer.rawHeaders[at], peer.rawHeaders[at + 1]);
  }
  later = Number(headers.get("Test-Later") ?? later);
  const country = headers.get("Test-Country") ?? undefined;
  for (const name of ["host", "connection", "test-later", "test-country"]) headers.delete(name);
  if (!headers.has("CF-Connecting-IP")) headers.set("CF-Connecting-IP", "192.0.2.1");
  const hasBody = !["GET", "HEAD"].includes(peer.method);
  const body = hasBody ? Readable.toWeb(peer) : undefined;
  const address = new URL(peer.url, `http://${peer.headers.host}`);
  const request = new Request(address, { method: peer.method, headers, body, duplex: "half" });
  Object.defineProperty(request, "cf", { value: country && { country } });
  const waited = [];
  const context = { waitUntil: (each) => waited.push(each) };
  const env = token ? { SARTO_EDGE_TOKEN: token } : {};
  const answer = await worker.fetch(request, env, context);
  const whole = Buffer.from(await answer.arrayBuffer());
  await Promise.all(waited);
  out.writeHead(answer.status, [...answer.headers].flat());
  out.end(whole);
}

const server = http.createServer((peer, out) => {
  answered(peer, out).catch((error) => {
    out.writeHead(599, { "content-type": "text/plain" });
    out.end(String(error.stack));
  });
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
