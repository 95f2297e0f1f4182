// Files beside what is written: a click on the name of a file, or f, looks at it
// within the page ([data-viewer]); what shows an identity asks why first. Without
// this a file is kept and opened outside.
const $ = (s, in_ = document) => in_.querySelector(s);
const box = $('[data-viewer]');
const part = (name) => $(`[data-viewer-${name}]`, box);
const files = () => [...document.querySelectorAll('a[data-view], a[data-why]')];

let at = null; // the link of the file that is shown
let turned = 0; // quarters
let own = ''; // address of what was handed out for a reason

function empty() {
  part('body').replaceChildren();
  part('body').classList.remove('is-large');
  if (own) URL.revokeObjectURL(own);
  own = '';
  turned = 0;
}

function shut() {
  if (!box || box.hidden) return false;
  empty();
  box.hidden = true;
  document.body.classList.remove('is-viewing');
  for (const a of files()) a.removeAttribute('aria-current');
  if (at) at.focus({ preventScroll: true });
  at = null;
  return true;
}

function show(address, picture) {
  empty();
  const state = part('state');
  state.textContent = state.dataset.slow;
  const pane = document.createElement(picture ? 'img' : 'iframe');
  pane.addEventListener('load', () => { state.textContent = ''; });
  pane.addEventListener('error', () => { state.textContent = state.dataset.failed; });
  if (picture) pane.alt = at.textContent;
  else pane.title = at.textContent;
  pane.src = address;
  part('turn').hidden = !picture;
  part('body').replaceChildren(pane);
}

function open(a) {
  const all = files();
  at = a;
  for (const other of all) other.removeAttribute('aria-current');
  a.setAttribute('aria-current', 'true');
  empty();
  box.hidden = false;
  document.body.classList.add('is-viewing');
  part('name').textContent = a.textContent;
  part('place').textContent = `${all.indexOf(a) + 1}/${all.length}`;
  part('next').hidden = all.length < 2;
  part('keep').href = a.href;
  part('state').textContent = '';
  const why = part('why');
  why.hidden = !a.dataset.why;
  if (a.dataset.why) {
    why.action = a.dataset.why;
    part('turn').hidden = true;
    why.reason.value = sessionStorage.getItem('viewer-reason') || '';
    why.reason.focus({ preventScroll: true });
  } else show(a.dataset.view, !/pdf$/i.test(kindOf(a)));
}

const kindOf = (a) => ($('.tile-kind', a.closest('.tile')) || { textContent: 'jpg' }).textContent.trim();

// ask hands out a file that shows an identity once the reason is told.
async function ask(ev) {
  ev.preventDefault();
  const why = part('why');
  const state = part('state');
  const wanted = at;
  state.textContent = state.dataset.slow;
  try {
    const answer = await fetch(why.action, { method: 'POST', body: new URLSearchParams(new FormData(why)), redirect: 'error' });
    const kind = answer.headers.get('Content-Type') || '';
    if (!answer.ok || /html/.test(kind)) throw new Error(answer.status);
    const body = await answer.blob();
    if (at !== wanted) return; // another one is looked at by now
    sessionStorage.setItem('viewer-reason', why.reason.value);
    why.hidden = true;
    show(URL.createObjectURL(body), /^image/.test(kind));
    own = ($('img,iframe', part('body')) || {}).src || '';
    part('body').focus({ preventScroll: true });
  } catch {
    state.textContent = state.dataset.failed;
  }
}

function step(by) {
  const all = files();
  const i = all.indexOf(at);
  if (all.length) open(all[i < 0 ? 0 : (i + by + all.length) % all.length]);
}

if (box) {
  document.addEventListener('click', (ev) => {
    const a = ev.target.closest('a[data-view], a[data-why]');
    if (!a || ev.ctrlKey || ev.metaKey || ev.shiftKey) return;
    ev.preventDefault();
    open(a);
  });
  document.addEventListener('keydown', (ev) => {
    if (ev.key === 'Escape') { if (shut()) ev.preventDefault(); return; }
    if (ev.ctrlKey || ev.metaKey || ev.altKey || ev.isComposing || ev.target.closest('input,select,textarea,[contenteditable]')) return;
    const go = { a: '[data-key=a]', b: '[data-key=b]' }[ev.key];
    if (ev.key === 'f' || ev.key === 'F') { ev.preventDefault(); step(ev.key === 'f' ? 1 : -1); } // not into the field it leads to
    else if (go && $(go)) { ev.preventDefault(); $(go).focus(); $(go).scrollIntoView({ block: 'nearest' }); }
  });
  part('why').addEventListener('submit', ask);
  part('next').addEventListener('click', () => step(1));
  part('shut').addEventListener('click', shut);
  part('turn').addEventListener('click', () => {
    turned = (turned + 1) % 4;
    const img = $('img', part('body'));
    if (img) img.style.transform = `rotate(${turned * 90}deg)`;
  });
  part('body').addEventListener('click', (ev) => {
    if (ev.target.matches('img')) part('body').classList.toggle('is-large');
  });
}
