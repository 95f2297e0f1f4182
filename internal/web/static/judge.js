// The pad of a judge: one candidate at a time, a live total. What is written
// and locked stays on the device until the server has it, so that a hall
// without network marks on. Locks are sent in the order they were made; the
// first that the server does not take stops the rest, for people to settle.
const $ = (s, in_ = document) => in_.querySelector(s);
const $$ = (s, in_ = document) => [...in_.querySelectorAll(s)];
const box = $('[data-pads]'), device = window.qinglanDevice, { post, words, gone, me, say } = device;
const cents = (s) => (/^\d{1,3}(\.\d{1,2})?$/.test(s) ? Math.round(Number(s) * 100) : NaN);
const fixed = (n) => (n / 100).toFixed(2);
const write = (n) => fixed(n).replace(/\.?0+$/, '');

// ---- what is kept on the device. Drafts go at sign-out, locks only when sent.
const doneKey = 'done:judge:' + me;
const draftKey = (lot) => 'draft:judge:' + me + ':' + lot;
const read = (k) => { try { return JSON.parse(localStorage.getItem(k)); } catch { return null; } };
const keep = (k, v) => { try { if (v === null) localStorage.removeItem(k); else localStorage.setItem(k, JSON.stringify(v)); } catch { /* full or forbidden */ } };
let queue = [], stopped = false, sending = false, timer = 0;
const done = read(doneKey) || {}; // what the server has taken, for a page kept here

const net = $('[data-pad-net]', box);
const tell = (text, bad) => { net.textContent = text; net.classList.toggle('is-bad', !!bad); };
const offline = () => tell(say('已存本机，恢复网络后自动上传', 'Kept on this device; sent when the network is back'));

// ---- one pad
const pads = $$('form[data-pad]', box);
const lotOf = (f) => f.dataset.pad;
const padOf = (lot) => pads.find((f) => lotOf(f) === lot);
const body = (f) => Object.fromEntries(new FormData(f));
const crits = (f) => $$('[data-step]', f);

function check(c) {
  const i = $('input', c), n = cents(i.value.trim());
  const ok = n >= 0 && n <= Number(c.dataset.max) * 100 && n % Number(c.dataset.step) === 0;
  if (i.value.trim() !== '' && !ok) i.setAttribute('aria-invalid', 'true'); else i.removeAttribute('aria-invalid');
  $$('[data-to]', c).forEach((b) => b.classList.toggle('is-on', ok && cents(b.dataset.to) === n));
  return ok ? n : NaN;
}

function total(f) {
  let sum = 0, whole = true;
  crits(f).forEach((c) => { const n = check(c); if (Number.isNaN(n)) whole = false; else sum += n; });
  $$('[data-total]', f).forEach((o) => { o.textContent = fixed(sum); });
  $$('[data-part]', f).forEach((o) => { o.hidden = whole; });
  return whole ? sum : -1;
}

function complain(f, text) {
  const p = $('[data-pad-wrong]', f);
  p.textContent = text;
  p.hidden = !text;
}

async function save(f) {
  f.timer = 0;
  const mine = JSON.stringify(body(f)), line = $('[data-pad-saved]', f);
  try {
    const r = await post(box.dataset.draft, body(f));
    if (gone(r)) { tell(say('登录已过期，请在新窗口登录后继续，内容仍在本机。', 'Signed out. Sign in again in a new window; nothing is lost.'), true); return; }
    if (r.status !== 204) return; // locked or closed meanwhile: the lock will tell
    line.textContent = say('已保存', 'Saved');
    if (JSON.stringify(body(f)) === mine) keep(draftKey(lotOf(f)), null);
    if (!queue.length) tell('');
  } catch {
    line.textContent = '';
    offline();
    if (!f.dataset.done) f.timer = setTimeout(() => save(f), 5000);
  }
}

function changed(f) {
  complain(f, '');
  total(f);
  keep(draftKey(lotOf(f)), body(f));
  clearTimeout(f.timer);
  f.timer = setTimeout(() => save(f), 700);
}

// ---- locks
async function lock(f) {
  if (f.dataset.busy) return;
  const sum = total(f), notes = $$('textarea', f).some((t) => t.value.trim());
  const sheet = $('[data-sheet]', f);
  if (sum < 0 || ((sum < 6000 || sum > 9500) && !notes)) {
    sheet.open = false;
    complain(f, sum < 0 ? say('每项都要评分，不超过满分。', 'Mark every criterion, up to its maximum.') : say('低于60分或高于95分的，请写明意见。', 'Below 60 or above 95, please write a remark.'));
    const at = sum < 0 ? $('input', crits(f).find((c) => Number.isNaN(check(c)))) : $('textarea', f);
    if (sum >= 0) $('details.pad-notes', f).open = true;
    at.focus();
    return;
  }
  f.dataset.busy = '1';
  const sent = await device.lock(body(f), f.dataset.sheetId, $('[data-pin] input', f)).catch((e) => { pinWrong(f, e.message); return null; });
  const held = sent && await device.hold({ lot: lotOf(f), sum, seen: body(f).seen, body: sent }).catch(() => null);
  delete f.dataset.busy;
  if (!sent) return;
  if (!held) { f.submit(); return; } // nothing can be kept here
  clearTimeout(f.timer);
  f.dataset.done = '1';
  queue.push(held);
  keep(draftKey(lotOf(f)), null);
  mark(lotOf(f), fixed(sum), 'pending');
  sheet.open = false;
  next();
  flush();
}

function pinWrong(f, why) {
  const p = $('[data-pin-wrong]', f), i = $('[data-pin] input', f), again = why === 'pin';
  p.textContent = again ? device.why(why) : '';
  p.hidden = !again;
  i.value = '';
  if (again) { i.focus(); return; }
  $('[data-sheet]', f).open = false;
  complain(f, device.why(why));
  device.show();
}

function mark(lot, word, state) {
  const li = $('[data-lot-state="' + lot + '"]', box);
  if (!li) return;
  li.className = 'lot-' + state;
  const w = $('[data-lot-word]', li) || $('span span, span', li);
  if (w) w.textContent = state === 'pending' ? word + say(' 待传', ' to send') : word;
}

const later = () => { offline(); timer = setTimeout(flush, 4000); };
async function flush() {
  if (sending || stopped || !queue.length) return;
  sending = true;
  clearTimeout(timer);
  while (queue.length && !stopped) {
    const e = queue[0];
    let r;
    try { r = await post(box.dataset.lock, e.body); } catch { later(); break; }
    if (r.status === 204) {
      done[e.lot] = { seen: e.seen, sum: e.sum };
      keep(doneKey, done);
      await release();
      mark(e.lot, fixed(e.sum), 'locked');
      if (!queue.length) tell('');
    } else if (gone(r)) {
      stopped = true;
      tell(say('登录已过期，请在新窗口登录后刷新本页，锁分仍在本机。', 'Signed out. Sign in again in a new window and reload; the locks are kept here.'), true);
    } else if ([502, 503, 504].includes(r.status)) {
      later();
      break;
    } else {
      stopped = true;
      conflict(e, await words(r));
    }
  }
  sending = false;
}

// A failed release harms nothing: the server knows a lock again.
const release = () => device.release(queue.shift()).catch(() => {});

// A lock that the server refuses stays on the device beside what the server
// has; people decide.
function conflict(e, why) {
  const no = String(e.lot).padStart(2, '0');
  tell((why || say(no + '号的锁分没有被接受，请与秘书核对。', 'The lock of No. ' + no + ' was not accepted. Please see the secretary.')) + say(' 本机保留 ', ' Kept here: ') + write(e.sum) + say(' 分。', '.'), true);
  const b = document.createElement('button');
  b.type = 'button';
  b.className = 'btn btn-normal btn-small';
  b.textContent = say('已核对，不再上传这一份', 'Settled: do not send this one');
  b.onclick = () => release().then(() => location.reload());
  net.append(' ', b);
}

// ---- which pad is in sight
const open = () => pads.filter((f) => !f.dataset.done);
function show(f, focus) {
  const turn = $('.turn span');
  if (turn && pads.length) { turn.textContent = turn.textContent.replace(/\d+/, open().length); turn.closest('.turn').hidden = !open().length; }
  pads.forEach((p) => p.classList.toggle('is-now', p === f));
  $$('[data-pad-of]', box).forEach((p) => { p.hidden = !f || p.dataset.padOf !== lotOf(f); });
  $$('[data-lot-state]', box).forEach((li) => { const a = $('a', li); if (a) { if (f && li.dataset.lotState === lotOf(f)) a.setAttribute('aria-current', 'true'); else a.removeAttribute('aria-current'); } });
  if (f && focus) { box.scrollIntoView(); $('h2', f).focus(); }
}
function next() {
  const rest = open();
  show(rest[0], true);
  if (!rest.length && !queue.length) location.reload();
}
const asked = () => open().find((f) => '#' + f.id === location.hash);

pads.forEach((f) => {
  const old = read(draftKey(lotOf(f)));
  if (old) {
    $$('input:not([type=hidden]),textarea', f).forEach((e) => { if (typeof old[e.name] === 'string') e.value = old[e.name]; });
    f.timer = setTimeout(() => save(f), 200);
  }
  $('h2', f).tabIndex = -1;
  f.addEventListener('input', () => changed(f));
  f.addEventListener('submit', (ev) => { ev.preventDefault(); lock(f); });
  crits(f).forEach((c) => {
    const i = $('input', c), step = Number(c.dataset.step), top = Number(c.dataset.max) * 100;
    $$('[data-by]', c).forEach((b) => {
      b.hidden = false;
      b.addEventListener('click', () => {
        const n = cents(i.value.trim());
        const to = Number.isNaN(n) ? (b.dataset.by > 0 ? 0 : top) : n + step * Number(b.dataset.by);
        i.value = write(Math.max(0, Math.min(top, to)));
        changed(f);
      });
    });
    $('.crit-anchors', c).hidden = false;
    $$('[data-to]', c).forEach((b) => b.addEventListener('click', () => { i.value = b.dataset.to; changed(f); }));
  });
  total(f);
});

Object.entries(done).forEach(([lot, d]) => {
  const f = padOf(lot);
  if (f && body(f).seen === d.seen) { f.dataset.done = '1'; mark(lot, fixed(d.sum), 'locked'); }
});
box.classList.add('is-live');
$$('[data-lot-state] a', box).forEach((a) => a.addEventListener('click', (ev) => {
  const f = open().find((p) => '#' + p.id === a.getAttribute('href'));
  ev.preventDefault();
  if (f) { show(f, true); history.replaceState(null, '', a.getAttribute('href')); }
}));
window.addEventListener('online', () => { flush(); pads.forEach((f) => { if (f.timer) save(f); }); });
window.addEventListener('offline', offline);

// begin takes up what waited when the page was left.
function begin(waiting) {
  queue = waiting;
  queue.forEach((e) => {
    const f = padOf(e.lot);
    if (f) { f.dataset.done = '1'; mark(e.lot, fixed(e.sum), 'pending'); }
  });
  show(asked() || pads.find((f) => $('.summary', f)) || open()[0]);
  if (queue.length) offline();
  flush();
}
device.waiting().then(begin, () => begin([]));
