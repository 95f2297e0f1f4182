// The key of a device, by which a judge signs locks, and the locks that wait
// for the network. The key is made at check-in, cannot be taken out of the
// browser, and signs only after the PIN; that needs a secure context, and where
// there is none locks are made online.
const can = !!(window.isSecureContext && window.crypto && crypto.subtle && window.indexedDB);
const rounds = 200000, tries = 5;
const bytes = (n) => crypto.getRandomValues(new Uint8Array(n));
const base64 = (b) => btoa(String.fromCharCode(...new Uint8Array(b)));

// ---- in IndexedDB: a key for each session and judge, and the locks in the
// order they were made. Strict: what a write returned for is on the disk, though
// the tablet loses its power next (localStorage keeps seconds in memory).
let opened = null;
const base = () => opened || (opened = new Promise((ok, bad) => {
  const r = indexedDB.open('qinglan-pad', 2);
  r.onupgradeneeded = (ev) => {
    if (ev.oldVersion < 1) r.result.createObjectStore('keys');
    r.result.createObjectStore('locks', { keyPath: 'i', autoIncrement: true });
  };
  r.onsuccess = () => { r.result.onversionchange = () => r.result.close(); ok(r.result); };
  r.onerror = () => bad(r.error);
}));

async function store(name, mode, act) {
  const tx = (await base()).transaction(name, mode, { durability: 'strict' });
  const r = act(tx.objectStore(name));
  return new Promise((ok, bad) => { tx.oncomplete = () => ok(r.result); tx.onerror = tx.onabort = () => bad(tx.error); });
}
const get = (name) => store('keys', 'readonly', (s) => s.get(name));
const put = (name, rec) => store('keys', 'readwrite', (s) => s.put(rec, name));
const drop = (name) => store('keys', 'readwrite', (s) => s.delete(name));

// hold keeps a lock until release; it returns only when it cannot be lost.
const hold = async (lock) => ({ ...lock, i: await store('locks', 'readwrite', (s) => s.add({ ...lock, me })) });
const release = (lock) => store('locks', 'readwrite', (s) => s.delete(lock.i));
const waiting = async () => (await store('locks', 'readonly', (s) => s.getAll())).filter((l) => l.me === me);

async function stretch(pin, salt) {
  const k = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveBits']);
  return base64(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }, k, 256));
}

// checkIn makes a key and has it registered by send, which is given its id and
// public half and returns what the server said: until and now.
async function checkIn(name, pin, send) {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const id = [...bytes(16)].map((b) => b.toString(16).padStart(2, '0')).join('');
  const said = await send(id, base64(await crypto.subtle.exportKey('spki', pair.publicKey)));
  const salt = bytes(16);
  await put(name, { id, key: pair.privateKey, salt, pin: await stretch(pin, salt), wrong: 0, n: 0, until: said.until, offset: said.now - Date.now() });
}

// state returns the id of a key that may sign now, or ''.
async function state(name) {
  const rec = can ? await get(name) : null;
  return rec && Date.now() + rec.offset < rec.until ? rec.id : '';
}

// sign signs a lock after the PIN. It throws 'pin', 'gone' or 'over'.
async function sign(name, pin, lock) {
  const rec = await get(name);
  if (!rec) throw new Error('gone');
  if (Date.now() + rec.offset >= rec.until) throw new Error('over');
  if (await stretch(pin, rec.salt) !== rec.pin) {
    rec.wrong += 1;
    await (rec.wrong >= tries ? drop(name) : put(name, rec));
    throw new Error(rec.wrong >= tries ? 'gone' : 'pin');
  }
  rec.wrong = 0;
  rec.n += 1; // kept before it is used: no number serves twice
  await put(name, rec);
  const signed = JSON.stringify({ lock: 1, ...lock, device: rec.id, n: rec.n, at: new Date(Date.now() + rec.offset).toISOString() });
  const sig = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, rec.key, new TextEncoder().encode(signed));
  return { signed, signature: base64(sig) };
}

// tick sets the clock by the server's; never by a page from the cache.
async function tick(name, now) {
  const rec = can && now ? await get(name) : null;
  if (rec) await put(name, { ...rec, offset: now - Date.now() });
}

// ---- what a pad is told
const say = (zh, en) => (document.documentElement.lang === 'en' ? en : zh);
const why = (what) => ({
  pin: say('PIN码不对。', 'The PIN is not right.'),
  over: say('签到的半天已过，请联网重新签到。', 'This check-in has ended. Check in again when online.'),
  gone: say('请先在本机签到，再锁分。', 'Check this device in first, then lock.'),
})[what] || say('本机不能签名，请重新签到。', 'This device cannot sign. Check in again.');

const desk = document.querySelector('[data-device]');
const me = desk ? desk.dataset.device : '';
const part = (name) => desk.querySelector('[data-device-' + name + ']');

async function post(url, body) {
  const r = await fetch(url, { method: 'POST', body: new URLSearchParams(body), redirect: 'manual', headers: { 'X-Pad': '1' } });
  tick(me, Number(r.headers.get('X-Pad-Now'))).catch(() => {});
  return r;
}
const words = async (r) => { try { return (await r.json()).say || ''; } catch { return ''; } };
const gone = (r) => r.type === 'opaqueredirect' || r.status === 401;

// lock returns what is sent for a sheet: signed by the device where that can
// be, else the form as it stands.
async function lock(body, sheet, pin) {
  if (!can) return body;
  const { lot, seen, ...marks } = body;
  for (const k of Object.keys(marks)) marks[k] = marks[k].trim();
  const s = await sign(me, pin.value, { session: me.slice(0, me.lastIndexOf('.')), sheet, lot: Number(lot), seen: Number(seen), marks });
  pin.value = '';
  return { lot, seen, ...s };
}

// ---- the device: checked in once each half day
async function show() {
  const id = await state(me).catch(() => '');
  const on = id !== '' && (id === desk.dataset.live || !navigator.onLine || !desk.dataset.live);
  part('none').hidden = can;
  part('form').hidden = !can || on;
  part('on').hidden = !on;
  if (part('out')) part('out').hidden = on;
  document.querySelectorAll('[data-pin]').forEach((p) => { p.hidden = !can; });
}

async function ask(f) {
  const pin = part('pin').value, pass = part('password'), line = part('wrong');
  const wrong = (text, at) => { line.textContent = text; line.hidden = !text; if (at) at.focus(); };
  if (!/^\d{4,6}$/.test(pin)) return wrong(say('PIN码为4至6位数字。', 'The PIN is 4 to 6 digits.'), part('pin'));
  if (pin !== part('again').value) return wrong(say('两次输入的PIN码不一样。', 'The two PINs differ.'), part('again'));
  wrong('');
  try {
    await checkIn(me, pin, async (id, key) => {
      const r = await post(desk.dataset.checkIn, { device: id, key, password: pass ? pass.value : '' });
      if (r.status !== 200) throw new Error(gone(r) ? say('登录已过期，请重新登录。', 'Signed out. Sign in again.') : await words(r) || say('签到没有成功。', 'Not checked in.'));
      desk.dataset.live = id;
      return r.json();
    });
  } catch (e) {
    return wrong(e instanceof TypeError ? say('签到需要网络，请稍后再试。', 'Checking in needs the network.') : e.message);
  }
  f.querySelectorAll('input').forEach((i) => { i.value = ''; });
  return show();
}

if (desk) {
  const f = part('form');
  f.addEventListener('submit', (ev) => { ev.preventDefault(); ask(f); });
  part('redo').addEventListener('click', () => { f.hidden = false; part('on').hidden = true; part('pin').focus(); });
  show();
}

// ---- the worker: this page can be loaded again when the network is gone
if ('serviceWorker' in navigator && window.isSecureContext) {
  navigator.serviceWorker.register('/judge/worker.js').then(() => navigator.serviceWorker.ready).then((reg) => {
    if (!performance.getEntriesByType('navigation')[0].workerStart) reg.active.postMessage('keep');
  }).catch(() => { /* without it the page works, but not from nothing */ });
}

window.qinglanDevice = { me, lock, hold, release, waiting, post, words, gone, why, show, say };
