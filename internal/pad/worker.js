// The worker of a judge's pad: it gives the pad and what it is dressed in from
// the device when the network is gone, and nothing else. config is written
// before this by the server. A copy of the pad is the last one the server gave
// to this device; anything else the server says forgets it.
const name = 'pad-' + config.version;
const longest = 12 * 3600 * 1000;
const isPad = (u) => u.origin === location.origin && /^\/judge\/[^/]+$/.test(u.pathname);
const away = new Set([502, 503, 504]);

self.addEventListener('install', (ev) => {
  ev.waitUntil(caches.open(name).then((c) => c.addAll(config.assets)).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (ev) => {
  ev.waitUntil((async () => {
    for (const k of await caches.keys()) if (k.startsWith('pad-') && k !== name) await caches.delete(k);
    await self.clients.claim();
  })());
});

// A pad that was opened before there was a worker asks to be kept.
self.addEventListener('message', (ev) => {
  const u = new URL(ev.source.url);
  if (ev.data === 'keep' && isPad(u)) ev.waitUntil(fresh(u.pathname, fetch(u.pathname, { redirect: 'manual' })).catch(() => {}));
});

self.addEventListener('fetch', (ev) => {
  const u = new URL(ev.request.url);
  if (ev.request.method !== 'GET' || u.origin !== location.origin) return;
  if (config.assets.includes(u.pathname)) ev.respondWith(asset(ev.request, u.pathname));
  else if (ev.request.mode === 'navigate' && isPad(u)) ev.respondWith(page(ev.request, u.pathname));
});

async function asset(request, path) {
  return (await (await caches.open(name)).match(path)) || fetch(request);
}

// fresh keeps what the server gives, or forgets what it no longer gives.
async function fresh(path, wait) {
  const r = await wait;
  if (away.has(r.status)) throw new Error('away');
  const c = await caches.open(name);
  if (r.status === 200 && r.headers.get('X-Pad') === '1') {
    const h = new Headers(r.headers), copy = r.clone();
    h.set('X-Pad-Kept', String(Date.now()));
    await c.put(path, new Response(await copy.blob(), { status: 200, headers: h }));
  } else if (r.status < 500) await c.delete(path);
  return r;
}

async function page(request, path) {
  try {
    const late = new Promise((_, no) => setTimeout(() => no(new Error('late')), 8000));
    return await fresh(path, Promise.race([fetch(request), late]));
  } catch {
    const kept = await (await caches.open(name)).match(path);
    if (kept && Date.now() - Number(kept.headers.get('X-Pad-Kept')) < longest) return kept;
    return Response.error();
  }
}
