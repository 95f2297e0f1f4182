// Signing in again in place, and what was posted when nobody was signed in any
// more. <body data-who> says whose page it is, as a mark that tells nothing else:
// what one person wrote is never shown to, nor sent for, another.
const $ = (s, in_ = document) => in_.querySelector(s);
const $$ = (s, in_ = document) => [...in_.querySelectorAll(s)];
const say = (zh, en) => (document.documentElement.lang === 'en' ? en : zh);
const who = document.body.dataset.who || '';
const draft = window.qinglanDraft;

// again opens the form to sign in over the page and ends when the same person is
// signed in. For another person the page is left, and nothing of it stays.
let asking = null;
const again = () => (asking = asking || ask().finally(() => { asking = null; }));

async function ask() {
  const d = document.createElement('dialog'), h = document.createElement('h2'), p = document.createElement('p'), box = document.createElement('div');
  d.className = 'again';
  h.textContent = say('登录已过期，请重新登录', 'Signed out: please sign in again');
  p.textContent = say('填写的内容都还在本页，登录后接着办。', 'This page keeps what you wrote; you go on when you are signed in.');
  d.append(h, p, box);
  document.body.append(d);
  d.addEventListener('cancel', (ev) => ev.preventDefault());
  if (d.showModal) d.showModal(); else d.setAttribute('open', '');
  try {
    await new Promise((done) => { fill(d, box, done); });
    const r = await fetch('/who.txt'), now = r.ok ? (await r.text()).trim() : '';
    if (now !== who) {
      await draft.leave();
      location.replace('/');
      await new Promise(() => {}); // the page is gone
    }
  } finally {
    d.remove();
  }
}

function fill(d, box, done) {
  const show = async (r) => {
    if (r.redirected || r.type === 'opaqueredirect') { done(); return; } // signed in
    const page = new DOMParser().parseFromString(await r.text(), 'text/html'), form = $('main .narrow', page);
    if (form) box.replaceChildren(document.adoptNode(form));
    const first = $('[autofocus]', box);
    if (first) first.focus();
  };
  const get = (url) => fetch(url).then(show, lost);
  const lost = () => {
    const b = document.createElement('button');
    b.className = 'btn btn-normal';
    b.type = 'button';
    b.textContent = say('没有网络，点此重试', 'No network: try again');
    b.onclick = () => get(start);
    box.replaceChildren(b);
  };
  const start = 'staff' in document.body.dataset ? '/sign-in?as=staff' : '/sign-in';
  d.addEventListener('submit', (ev) => {
    ev.preventDefault();
    ev.stopPropagation();
    const body = new URLSearchParams(new FormData(ev.target));
    fetch(ev.target.getAttribute('action'), { method: 'POST', body, redirect: 'manual' }).then(show, lost);
  });
  d.addEventListener('click', (ev) => {
    const a = ev.target.closest('a');
    if (a) { ev.preventDefault(); get(a.getAttribute('href')); }
  });
  get(start);
}

window.qinglanAgain = again;

// ---- a form that was posted when the session had ended is filled in again
const slot = 'sent';
const read = () => { try { return JSON.parse(sessionStorage.getItem(slot)); } catch { return null; } };
const drop = () => { try { sessionStorage.removeItem(slot); } catch { /* no storage */ } };
const write = (x) => { try { sessionStorage.setItem(slot, JSON.stringify(x)); } catch { /* full or forbidden */ } };

document.addEventListener('submit', (ev) => {
  const f = ev.target;
  if (ev.defaultPrevented || f.method !== 'post' || !who || $('input[type=file]', f) || /^\/(sign-|language|join)/.test(f.getAttribute('action') || '')) return;
  const kept = draft.fields(f);
  if (kept.some(([, v]) => v)) write({ who, path: location.pathname, action: f.getAttribute('action'), kept, cut: false });
});

function restore() {
  const x = read();
  if (!x) return;
  if (/^\/(sign-in|join)\b/.test(location.pathname) || $('main .problem')) { write({ ...x, cut: true }); return; }
  if (x.who !== who || !x.cut) { drop(); return; }
  if (x.path !== location.pathname) return;
  const f = $$('form').find((e) => e.getAttribute('action') === x.action);
  drop();
  if (!f) return;
  draft.restore(f, x.kept);
  const sheet = f.closest('details');
  if (sheet) sheet.open = true;
  const inside = $('details[data-sheet]', f);
  if (inside) inside.open = true;
  const p = document.createElement('p');
  p.className = 'hint restored';
  p.setAttribute('role', 'status');
  p.textContent = say('已恢复刚才没有提交成的内容，请核对后重新提交。', 'What you had written is here again. Please look it over and send it.');
  (inside ? $('.sheet-box', inside) || f : f).prepend(p);
}
restore();
