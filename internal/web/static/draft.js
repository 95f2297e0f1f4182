// Drafts of long forms: <form data-autosave="/address"> with a [data-saved]
// line. What is written is sent a moment after the last key. A copy without
// secret fields stays on the device until it is on the server, and is offered to
// whoever wrote it alone.
const $ = (s, in_ = document) => in_.querySelector(s);
const $$ = (s, in_ = document) => [...in_.querySelectorAll(s)];
const say = (zh, en) => (document.documentElement.lang === 'en' ? en : zh);
const pad = (n) => String(n).padStart(2, '0');
const clock = () => { const d = new Date(); return pad(d.getHours()) + ':' + pad(d.getMinutes()); };

const who = document.body.dataset.who || '';
const key = (f) => 'draft:' + f.dataset.autosave;
const secret = (e) => e.type === 'password' || e.type === 'file' || e.type === 'hidden' || e.closest('[data-secret]');

function forget(f) {
  try { localStorage.removeItem(key(f)); } catch { /* no storage: nothing kept */ }
}

const fields = (f) => $$('input[name],select[name],textarea[name]', f)
  .filter((e) => !secret(e) && (e.type !== 'radio' && e.type !== 'checkbox' || e.checked)).map((e) => [e.name, e.value]);

function store(f) {
  try { localStorage.setItem(key(f), JSON.stringify({ at: clock(), who, kept: fields(f) })); } catch { /* full or forbidden */ }
}

// save sends what is written, one sending after the other: each names the
// version that the one before has made, if the form has one.
async function save(f) {
  while (f.saving) await f.saving.catch(() => {});
  f.saving = send(f);
  try { await f.saving; } finally { f.saving = null; }
}

async function send(f) {
  const line = $('[data-saved]', f) || $('[data-saved]');
  const tell = (s) => { if (line) line.textContent = s; };
  if (f.dataset.sent) return;
  f.timer = 0;
  const body = new URLSearchParams();
  new FormData(f).forEach((v, k) => { if (typeof v === 'string') body.append(k, v); });
  try {
    const r = await fetch(f.dataset.autosave, { method: 'POST', body, redirect: 'manual', headers: { 'X-Autosave': '1' } });
    const version = r.headers.get('X-Version');
    if (version && f.elements.version) f.elements.version.value = version;
    const partly = r.status === 422 && (r.headers.get('Content-Type') || '').startsWith('text/plain');
    if (r.ok || partly) {
      tell(partly ? await r.text() : say('已保存 ', 'Saved ') + clock());
      document.body.dispatchEvent(new Event('draft-saved'));
      if (!f.timer) forget(f); // else more has been written meanwhile
    } else if (r.type === 'opaqueredirect' || r.status === 401) {
      tell(say('登录已过期，填写的内容仍在本页。', 'Signed out; this page keeps what you wrote.'));
      if (window.qinglanAgain) window.qinglanAgain().then(() => save(f));
    } else if (r.status === 409) overtaken(f, line);
    else if (r.status === 410) tell(say('已经截止，不再保存。', 'Closed: no longer saved.'));
    else tell(say('有内容暂不能保存，请检查标出的各项。', 'Something cannot be saved yet.'));
  } catch {
    tell(say('已存本机 ', 'Kept on this device ') + clock() + say('，恢复网络后自动上传', '; it is sent when you are online'));
    f.timer = setTimeout(() => save(f), 15000);
  }
}

// overtaken offers both ways on when another page or device has changed the form.
function overtaken(f, line) {
  if (!line || f.overtaken) return;
  f.overtaken = true;
  line.textContent = say('另一处已修改这份表单，本页的改动没有保存。', 'This form was changed elsewhere; the changes on this page are not saved. ');
  const button = (text, press) => {
    const b = document.createElement('button');
    b.type = 'button';
    b.className = 'btn btn-normal btn-small';
    b.textContent = text;
    b.onclick = press;
    line.append(' ', b);
  };
  const own = $$('button[formaction]', f).find((b) => b.getAttribute('formaction') === f.dataset.autosave);
  if (own) button(say('对照两处，用本页的', 'Compare, and use this page'), () => f.requestSubmit(own));
  button(say('用另一处的，放弃本页', 'Use the other, drop this page'), () => { forget(f); f.dataset.sent = '1'; location.reload(); });
}

function watch(f) {
  f.addEventListener('input', () => { store(f); clearTimeout(f.timer); f.timer = setTimeout(() => save(f), 1500); });
  let old = null;
  try { old = JSON.parse(localStorage.getItem(key(f))); } catch { /* not ours */ }
  if (!old || !Array.isArray(old.kept) || old.who !== who) return;
  const b = document.createElement('button');
  b.type = 'button';
  b.className = 'btn btn-normal btn-small';
  b.textContent = say('恢复本机 ' + old.at + ' 未上传的内容', 'Restore what was kept at ' + old.at);
  b.onclick = () => { restore(f, old.kept); b.remove(); };
  f.prepend(b);
}

function restore(f, kept) {
  for (const [name] of kept) { // rows that are not there yet
    const box = $$('[data-rows]', f).find((e) => $$('[name]', e).some((i) => i.name.split('.')[0] === name.split('.')[0]));
    const more = box && $('[data-row-add]', box);
    for (let i = 0; more && !more.hidden && i < 20 && !f.elements[name]; i++) more.click();
  }
  $$('input[name],select[name],textarea[name]', f).filter((e) => !secret(e)).forEach((e) => {
    const all = kept.filter(([k]) => k === e.name).map(([, v]) => v);
    if (e.type === 'radio' || e.type === 'checkbox') e.checked = all.includes(e.value); else if (all.length) e.value = all[0];
  });
  f.dispatchEvent(new Event('input', { bubbles: true }));
}

// Another form of the page, such as an upload, waits for what was just written,
// and every form for what is being sent.
document.addEventListener('submit', (ev) => {
  const f = ev.target, d = $('form[data-autosave]');
  if (!d || f.method !== 'post' || f.closest('.again') || !d.saving && (d === f || !d.timer)) return;
  ev.preventDefault();
  ev.stopImmediatePropagation();
  const first = d !== f && d.timer ? (clearTimeout(d.timer), save(d)) : d.saving;
  first.finally(() => { clearTimeout(d.timer); d.timer = 0; f.requestSubmit(ev.submitter); });
}, true);

window.addEventListener('online', () => $$('form[data-autosave]').forEach((f) => { if (f.timer) save(f); }));

// flush sends what was just written, and waits for it.
async function flush() {
  const f = $('form[data-autosave]');
  if (!f || f.dataset.sent) return;
  if (f.timer) { clearTimeout(f.timer); await save(f); } else if (f.saving) await f.saving;
}

// leave forgets what the device keeps: pads, and drafts too if whoever wrote them
// is leaving. Signed locks that wait for the network stay.
async function leave(drafts) {
  try {
    purge((k) => k.startsWith('done:') || drafts && k.startsWith('draft:'));
    if (drafts) sessionStorage.removeItem('sent');
    if (window.caches) for (const k of await caches.keys()) if (k.startsWith('pad-')) await caches.delete(k);
  } catch { /* no storage */ }
}
function purge(gone) {
  try { Object.keys(localStorage).filter(gone).forEach((k) => localStorage.removeItem(k)); } catch { /* no storage */ }
}

function anothers(k) {
  try { return k.startsWith('draft:') && JSON.parse(localStorage.getItem(k)).who !== who; } catch { return true; }
}

// Nobody signs in over what another left: a pad goes at the sign-in, a draft when
// somebody else is signed in. Until then it waits for whoever wrote it.
if (/^\/(sign-in|join|switch)\b/.test(location.pathname)) { if (window.caches) leave(false); } else if (who) purge(anothers);

window.qinglanDraft = { keep: watch, forget, leave: () => leave(true), fields, restore, flush };
