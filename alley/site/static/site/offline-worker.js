// Keeps the pages a reader opened last and the stories they saved, for when there is no network.
// Network first, always: what is kept is only shown where nothing answers.
const PAGES = "alley-pages-1";
const FILES = "alley-files-1";
const MOST = 60;
const KEPT = /^\/($|news\/|saved\/|markets\/|watchlists\/)/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (event.request.mode === "navigate" && KEPT.test(url.pathname)) event.respondWith(page(event.request));
  else if (url.pathname.startsWith("/static/")) event.respondWith(file(event.request));
});

self.addEventListener("message", ({ data }) => {
  if (data.forget) caches.delete(PAGES); // signed out: nothing personal stays behind
  for (const address of data.keep ?? []) keep(address);
});

async function page(request) {
  try {
    const answer = await fetch(request);
    if (answer.ok && answer.type === "basic" && !answer.redirected) await put(request.url, answer.clone());
    return answer;
  } catch {
    const pages = await caches.open(PAGES);
    return (await pages.match(request.url)) ?? (await pages.match(request.url, { ignoreSearch: true })) ?? nothing(pages);
  }
}

async function file(request) {
  const files = await caches.open(FILES);
  const kept = await files.match(request);
  if (kept) return kept; // names carry a digest: a kept file is the right one
  const answer = await fetch(request);
  if (answer.ok) await files.put(request, answer.clone());
  return answer;
}

async function keep(address) {
  const pages = await caches.open(PAGES);
  if (await pages.match(address)) return;
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (answer.ok && !answer.redirected) await put(new URL(address, location.origin).href, answer);
}

async function put(address, answer) {
  const pages = await caches.open(PAGES);
  await pages.delete(address); // the newest stand last
  await pages.put(address, answer);
  const kept = await pages.keys();
  await Promise.all(kept.slice(0, Math.max(0, kept.length - MOST)).map((old) => pages.delete(old)));
}

async function nothing(pages) {
  const links = (await pages.keys()).reverse().map(({ url }) => `<li><a href="${encodeURI(new URL(url).pathname)}">${encodeURI(new URL(url).pathname)}</a></li>`);
  const words = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>No connection</title><h1>No connection</h1><p>This page was not kept. These were:</p><ul>${links.join("")}</ul>`;
  return new Response(words, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
}
