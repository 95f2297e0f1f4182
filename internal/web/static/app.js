// What pages do beyond their forms and links. Every page works without it.
const $ = (s, in_ = document) => in_.querySelector(s);
const $$ = (s, in_ = document) => [...in_.querySelectorAll(s)];
const english = document.documentElement.lang === 'en';
const say = (zh, en) => (english ? en : zh);

// Drafts are kept by draft.js, which comes first.
const draft = window.qinglanDraft;

// Buttons that need script are hidden until there is script.
function reveal(root) {
  $$('[data-print],[data-pick-all],[data-row-add],[data-sheet-close],[data-copy]', root).forEach((e) => { e.hidden = false; });
  $$('form[data-upload] button', root).forEach((e) => { e.hidden = true; });
  $$('[data-back]', root).forEach((e) => { e.hidden = history.length < 2; });
}

// ---- sheets and menus: one open at a time, Esc and a press outside close it
document.addEventListener('toggle', (ev) => {
  const d = ev.target;
  if (!d.matches || !d.matches('[data-sheet],.who,.menu') || !d.open) return;
  $$('[data-sheet][open],.who[open],.menu[open]').forEach((o) => { if (o !== d) o.open = false; });
  const first = $('.sheet-box input,.sheet-box textarea,.sheet-box select,.sheet-box button', d);
  if (first) first.focus();
}, true);

function shut() {
  const open = $('[data-sheet][open],.who[open],.menu[open]');
  if (!open) return false;
  open.open = false;
  $('summary', open).focus();
  return true;
}

document.addEventListener('click', (ev) => {
  const t = ev.target;
  $$('[data-sheet][open]').forEach((d) => { // the shade belongs to the box
    const box = $('.sheet-box', d), r = box && box.getBoundingClientRect();
    if (!r || $('summary', d).contains(t) || !ev.detail) return;
    if (ev.clientX < r.left || ev.clientX > r.right || ev.clientY < r.top || ev.clientY > r.bottom) d.open = false;
  });
  $$('.who[open],.menu[open]').forEach((d) => { if (!d.contains(t)) d.open = false; });
  if (t.closest('[data-sheet-close]')) shut();
  if (t.closest('[data-print]')) window.print();
  if (t.closest('[data-copy]')) copy(t.closest('[data-copy]'));
  if (t.closest('[data-back]')) history.back();
  const add = t.closest('[data-row-add]'), remove = t.closest('[data-row-remove]');
  if (add) addRow(add.closest('[data-rows]'));
  if (remove) removeRow(remove.closest('[data-row]'));
});

function copy(b) {
  const from = document.getElementById(b.dataset.copy);
  from.select();
  const done = () => { b.textContent = b.dataset.copied; };
  if (navigator.clipboard) navigator.clipboard.writeText(from.value).then(done, () => {});
  else if (document.execCommand('copy')) done();
}

// A form is sent once, however often its button is pressed.
document.addEventListener('submit', (ev) => {
  const f = ev.target;
  if (ev.defaultPrevented || f.method !== 'post') return;
  if (f.dataset.sent) { ev.preventDefault(); return; }
  f.dataset.sent = '1';
  if (f.dataset.autosave) { clearTimeout(f.timer); draft.forget(f); }
  if (f.getAttribute('action') === '/sign-out') { ev.preventDefault(); draft.leave().finally(() => f.submit()); }
});
window.addEventListener('pageshow', () => $$('form[data-sent]').forEach((f) => { delete f.dataset.sent; }));

// ---- rows of a form
function number(box) {
  const rows = $$('[data-row]', box), limit = Number(box.dataset.limit) || 20;
  rows.forEach((row, i) => {
    const head = $('.row-number', row);
    if (head) head.textContent = say('第 ' + (i + 1) + ' 条', 'No. ' + (i + 1));
    const b = $('[data-row-remove]', row);
    if (b) b.hidden = rows.length < 2;
  });
  const add = $('[data-row-add]', box);
  if (add) add.hidden = rows.length >= limit;
}

const empty = (row) => $$('input,select,textarea', row).every((e) => (e.type === 'radio' || e.type === 'checkbox' ? !e.checked : !e.value));

function addRow(box) {
  const rows = $$('[data-row]', box), last = rows[rows.length - 1];
  const next = Number(last.dataset.at || rows.length - 1) + 1;
  const row = last.cloneNode(true);
  row.dataset.at = next;
  const turn = (s) => s.replace(/\.\d+\./, '.' + next + '.');
  $$('[name],[id],[for],[aria-describedby]', row).forEach((e) => {
    for (const a of ['name', 'id', 'for', 'aria-describedby']) if (e.hasAttribute(a)) e.setAttribute(a, turn(e.getAttribute(a)));
  });
  $$('input,select,textarea', row).forEach((e) => {
    if (e.type === 'radio' || e.type === 'checkbox') e.checked = false; else e.value = '';
    e.removeAttribute('aria-invalid');
  });
  $$('.complaint', row).forEach((e) => e.remove());
  $$('.is-wrong', row).forEach((e) => e.classList.remove('is-wrong'));
  last.after(row);
  number(box);
  $('input,select,textarea', row).focus();
}

function removeRow(row) {
  const box = row.closest('[data-rows]'), form = row.closest('form');
  row.remove();
  number(box);
  const add = $('[data-row-add]', box);
  if (add) add.focus();
  if (form) form.dispatchEvent(new Event('input', { bubbles: true }));
}

function rows(root) {
  $$('[data-rows]', root).forEach((box) => {
    const all = $$('[data-row]', box);
    all.forEach((row, i) => { row.dataset.at = i; });
    all.slice(1).reverse().every((row) => empty(row) && !$('.complaint', row) && (row.remove(), true)); // spare rows are for those without script
    number(box);
  });
}

// ---- questions that depend on another, and the count of characters
function depend(form) {
  $$('[data-when]', form).forEach((field) => {
    const values = $$('[name="' + CSS.escape(field.dataset.when) + '"]', form)
      .filter((e) => (e.type === 'radio' || e.type === 'checkbox' ? e.checked : true)).map((e) => e.value);
    field.hidden = !field.dataset.in.split('\n').some((v) => values.includes(v));
  });
}

function count(root) {
  $$('[data-runes]', root).forEach((p) => {
    const e = document.getElementById(p.dataset.runes);
    if (!e) return;
    const n = [...e.value.trim()].length, max = Number(p.dataset.max);
    p.textContent = n > max ? say('超出 ' + (n - max) + ' 字', n - max + ' too many') : say(n + ' / ' + max + ' 字', n + ' of ' + max);
    p.classList.toggle('is-over', n > max);
  });
}

// ---- whether there is a network
const link = () => $$('[data-offline]').forEach((e) => { e.hidden = navigator.onLine; });
window.addEventListener('online', link);
window.addEventListener('offline', link);

// ---- tables: j and k move, Enter opens, x picks, / searches, ? explains
function move(step) {
  const all = $$('[data-table] tbody tr');
  if (!all.length) return;
  const at = all.findIndex((r) => r.classList.contains('is-at'));
  const to = all[Math.max(0, Math.min(all.length - 1, at + step))];
  all.forEach((r) => r.classList.toggle('is-at', r === to));
  to.scrollIntoView({ block: 'nearest' });
}

function keys() {
  const old = $('.keys');
  if (old) { old.remove(); return; }
  const div = document.createElement('div'), dl = document.createElement('dl');
  div.className = 'keys';
  div.setAttribute('role', 'status');
  [['j / k', say('下一行 / 上一行', 'next / previous row')], ['Enter', say('打开', 'open')], ['x', say('选中', 'select')], ['/', say('查找', 'search')], ['Esc', say('关闭', 'close')]].forEach(([k, v]) => {
    const dt = document.createElement('dt'), dd = document.createElement('dd'), kbd = document.createElement('kbd');
    kbd.textContent = k; dd.textContent = v; dt.append(kbd); dl.append(dt, dd);
  });
  div.append(dl);
  document.body.append(div);
}

document.addEventListener('keydown', (ev) => {
  if (ev.key === 'Escape') { const k = $('.keys'); if (k) k.remove(); else if (shut()) ev.preventDefault(); return; }
  if (ev.ctrlKey || ev.metaKey || ev.altKey || ev.isComposing || ev.target.closest('input,select,textarea,[contenteditable]')) return;
  const row = $('[data-table] tbody tr.is-at');
  const beside = ev.key === 'j' ? $('a[data-next]') : ev.key === 'k' ? $('a[data-prev]') : null;
  if (beside) beside.click();
  else if (ev.key === 'j') move(1);
  else if (ev.key === 'k') move(-1);
  else if (ev.key === '?' && $('[data-table]')) keys();
  else if (ev.key === 'x' && row) { const b = $('.pick input', row); if (b) b.click(); }
  else if (ev.key === '/' && $('input[type=search]')) { ev.preventDefault(); $('input[type=search]').focus(); }
  else if (ev.key === 'Enter' && row && !ev.target.closest('a,button,summary')) { const a = $('a.row-link', row) || $('a', row); if (a) a.click(); }
});

// Enter in a field does not press the button of a sheet that is not open.
document.addEventListener('keydown', (ev) => {
  const f = ev.key === 'Enter' && ev.target.matches('input') && ev.target.form;
  if (f && $('[data-sheet]', f) && !ev.target.closest('[data-sheet]')) ev.preventDefault();
});

document.addEventListener('change', (ev) => {
  const all = ev.target.closest('[data-pick-all]');
  if (all) $$('tbody .pick input', all.closest('table')).forEach((e) => { e.checked = all.checked; });
});
document.addEventListener('input', (ev) => { const f = ev.target.closest('form') || ev.target; if (f.matches('form')) { depend(f); count(f); } });

function start(root) {
  reveal(root);
  rows(root);
  $$('form', root).forEach(depend);
  count(root);
  $$('form[data-autosave]', root).forEach((f) => draft.keep(f));
  const s = $('[data-summary]', root);
  if (s) s.focus();
}
start(document);
link();
document.addEventListener('htmx:load', (ev) => { if (ev.target !== document.body) start(ev.target); });

// What is folded is printed all the same.
addEventListener('beforeprint', () => document.querySelectorAll('[data-print-open]').forEach((e) => { e.open = true; }));
