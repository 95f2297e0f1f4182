// Files: <form data-upload> with one input. What is chosen is sent at once, in
// parts that the server keeps: when the network goes it waits and goes on where it
// was, also after the page was loaded again and the same file chosen. Large
// photographs are made smaller here first. Without this the form works as it is.
const $ = (s, in_ = document) => in_.querySelector(s);
const say = (zh, en) => (document.documentElement.lang === 'en' ? en : zh);
const draft = window.qinglanDraft;

const longest = 2400; // pixels: a page of A4 at 200 to the inch
const large = 1200 * 1024; // bytes from which a photograph is made smaller

// shrink returns a photograph smaller and upright, or the file itself if it is
// none, is small enough, or the browser cannot.
async function shrink(file) {
  if (file.type !== 'image/jpeg' || file.size < large) return file;
  const url = URL.createObjectURL(file);
  try {
    const img = new Image();
    img.src = url;
    await img.decode();
    const k = Math.min(1, longest / Math.max(img.naturalWidth, img.naturalHeight));
    const c = document.createElement('canvas');
    c.width = Math.round(img.naturalWidth * k);
    c.height = Math.round(img.naturalHeight * k);
    c.getContext('2d').drawImage(img, 0, 0, c.width, c.height);
    const small = await new Promise((done) => { c.toBlob(done, 'image/jpeg', 0.88); });
    return small && small.type === 'image/jpeg' && small.size < file.size ? small : file;
  } catch {
    return file;
  } finally {
    URL.revokeObjectURL(url);
  }
}

async function digest(blob) {
  const sum = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
  return [...new Uint8Array(sum)].map((b) => b.toString(16).padStart(2, '0')).join('');
}

// pause waits for the network, for the button, or for a while.
function pause(line, at) {
  line.textContent = say('网络断开，已传 ' + at + '，恢复后自动继续 ', 'No network; ' + at + ' sent. It goes on by itself ');
  const b = document.createElement('button');
  b.type = 'button';
  b.className = 'btn btn-quiet btn-small';
  b.textContent = say('立即重试', 'Try now');
  line.append(b);
  return new Promise((go) => {
    const t = setTimeout(go, 5000);
    const now = () => { clearTimeout(t); go(); };
    b.onclick = now;
    window.addEventListener('online', now, { once: true });
  });
}

// ask posts until there is an answer, and has whoever was signed out sign in again.
async function ask(url, body, line, at) {
  for (;;) {
    try {
      const r = await fetch(url, { method: 'POST', body, headers: body instanceof Blob ? { 'Content-Type': 'application/octet-stream' } : {} });
      if (r.status === 401) { await window.qinglanAgain(); continue; }
      if (r.status < 500) return { ok: r.ok, status: r.status, ...(await r.json()) };
    } catch { /* no network, or cut */ }
    await pause(line, at());
  }
}

class Refused extends Error {}

async function send(form, file, line) {
  line.textContent = say('正在准备…', 'Preparing…');
  const body = await shrink(file), sum = await digest(body);
  const percent = (n) => Math.floor(100 * n / body.size) + '%';
  let sent = 0;
  const post = (url, b) => ask(url, b, line, () => percent(sent));
  const action = new URL(form.action);
  let p = await post(action.pathname + '/parts', new URLSearchParams({ name: file.name, size: body.size, sha256: sum }));
  if (!p.ok) throw new Refused(p.says);
  const { id, part } = p;
  if (p.file) return;
  for (sent = p.at; ;) {
    line.textContent = say('正在上传 ', 'Uploading ') + file.name + ' ' + percent(sent);
    p = sent < body.size ? await post('/uploads/' + id + '/parts?at=' + sent, body.slice(sent, sent + part)) : await post('/uploads/' + id + '/done', '');
    if (p.file) return;
    if (!p.ok && (p.status !== 409 || p.at === sent && sent === body.size)) throw new Refused(p.says);
    sent = p.at; // where the server is, also when another page has gone on with it
  }
}

// refuse says beside the input why a file was not taken.
function refuse(form, why) {
  const old = $('.complaint', form);
  if (old) old.remove();
  const p = document.createElement('p');
  p.className = 'complaint';
  p.setAttribute('role', 'alert');
  p.textContent = why;
  form.prepend(p);
}

async function sendAll(form, input) {
  const line = $('[data-sending]', form);
  line.hidden = false;
  line.setAttribute('role', 'status');
  form.dataset.busy = '1';
  input.disabled = true;
  const files = [...input.files];
  try {
    if (draft) await draft.flush();
    for (const f of files) await send(form, f, line);
    if (draft) await draft.flush();
  } catch (e) {
    if (!(e instanceof Refused)) console.error(e);
    refuse(form, e instanceof Refused && e.message ? e.message : say('没有传成，请重新选择。', 'Not sent. Please choose it again.'));
    line.hidden = true;
    input.value = '';
    return;
  } finally {
    input.disabled = false;
    delete form.dataset.busy;
  }
  const next = new URL(new URL(form.action).searchParams.get('next') || location.href, location.href);
  if (next.origin === location.origin && next.pathname + next.search !== location.pathname + location.search) location.assign(next);
  else { location.hash = next.hash; location.reload(); }
}

document.addEventListener('change', (ev) => {
  const form = ev.target.closest('form[data-upload]');
  if (!form || !ev.target.files || !ev.target.files.length) return;
  if (window.crypto && crypto.subtle && window.qinglanAgain && $('[data-sending]', form)) sendAll(form, ev.target);
  else { const line = $('[data-sending]', form); if (line) line.hidden = false; form.requestSubmit(); }
});

window.addEventListener('beforeunload', (ev) => { if ($('form[data-busy]')) ev.preventDefault(); });
