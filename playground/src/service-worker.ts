/** What the site is made of; the build puts it here. Another build has another version. */
declare const OFFLINE_SITE: { readonly version: string; readonly files: readonly string[] };

const worker = globalThis as unknown as ServiceWorkerGlobalScope;
const { version, files } = OFFLINE_SITE;
const cacheName = `tidegate-${version}`;

async function install(): Promise<void> {
  const cache = await caches.open(cacheName);
  // Of what has its hash in its name, what the page has loaded already will do.
  const freshness = (file: string) => (file.startsWith("assets/") ? "default" : "no-cache");
  await cache.addAll(files.map((file) => new Request(file, { cache: freshness(file) })));
  await worker.skipWaiting();
}

async function activate(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith("tidegate-") && name !== cacheName) await caches.delete(name);
  }
  await worker.clients.claim();
}

/** The page itself is asked for anew, so that a new version shows; all else never changes. */
async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(request, { ignoreSearch: true });
  if (kept && request.mode !== "navigate") return kept;
  return fetch(request).catch((error) => kept ?? Promise.reject(error));
}

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(answer(event.request));
});
