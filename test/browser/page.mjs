// What every page must be: as wide as the screen, without errors, open to
// keyboards and screen readers, and whole without script.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { widths } from './visitors.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// visit opens a page at every width, and prints it if it is a paper.
export async function visit(v, { who, path, shot, file, status = 200 }) {
  const page = await v.known(who);
  if (!page.axe) page.axe = page.addInitScript(axe); // once for a tab: its source is half a megabyte
  await page.axe;
  const got = await page.goto(path, { waitUntil: 'load' });
  if (!v.say(got.status() === status, `status ${got.status()}; want ${status}`)) return v.wrong;
  await basics(v, page);
  for (const [name, width] of Object.entries(widths)) {
    await page.setViewportSize({ width, height: width < 500 ? 844 : 900 });
    await fits(v, page, width);
    await menus(v, page, width);
    if (name !== 'tablet') {
      await accessible(v, page, width);
      await v.shoot(page, `${shot}-${width}`);
    }
  }
  await keyboard(v, page);
  await focus(v, page);
  if (file) await paper(v, page, file);
  return v.wrong;
}

// look opens a page in an engine that is not the first: without errors, with
// one heading, as wide as a phone and as a desk, its scripts at work.
export async function look(v, { who, path }) {
  const page = await v.known(who);
  const got = await page.goto(path, { waitUntil: 'load' });
  if (!v.say(got.status() === 200, `status ${got.status()}`)) return v.wrong;
  await basics(v, page);
  for (const width of [widths.phone, widths.desk]) {
    await page.setViewportSize({ width, height: width < 500 ? 844 : 900 });
    await fits(v, page, width);
    await menus(v, page, width);
  }
  return v.wrong;
}

// basics are a language, a title and one heading.
async function basics(v, page) {
  const at = await page.evaluate(() => ({
    lang: document.documentElement.lang, title: document.title.trim(), h1: document.querySelectorAll('h1').length,
    main: document.querySelectorAll('main').length, view: !!document.querySelector('meta[name=viewport]'),
    blank: [...document.querySelectorAll('h1,h2,h3,button,a')].filter((e) => !e.textContent.trim() && !e.getAttribute('aria-label')).length,
    ids: [...document.querySelectorAll('[id]')].map((e) => e.id).filter((id, i, all) => all.indexOf(id) !== i),
    glued: document.body.innerText.match(/%!\w|%[sd]\b|\[object |undefined|NaN|<nil>|0001-01-01|1970年/g),
  }));
  v.say(at.lang === 'zh-CN', `the language is "${at.lang}"`);
  v.say(at.title && (at.title !== '青蓝' || new URL(page.url()).pathname === '/'), `the title is "${at.title}"`);
  v.say(at.h1 === 1, `${at.h1} main headings; want one`);
  v.say(at.main === 1, `${at.main} main parts; want one`);
  v.say(at.view, 'no viewport for phones');
  v.say(at.blank === 0, `${at.blank} headings, links or buttons without words`);
  v.say(at.ids.length === 0, `ids used twice: ${at.ids.slice(0, 3)}`);
  v.say(!at.glued, `the text holds ${at.glued}`);
}

// fits sees that nothing hangs over the right edge.
async function fits(v, page, width) {
  const over = await page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room + 1) return null;
    const wide = [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > room + 1);
    const last = wide.filter((e) => !wide.some((x) => x !== e && e.contains(x)))[0];
    return last ? `${last.tagName.toLowerCase()}.${last.className} “${last.textContent.trim().slice(0, 30)}”` : 'something';
  });
  v.say(!over, `wider than ${width} px: ${over}`);
  const piled = await page.evaluate(() => [...document.querySelectorAll('.columns')].some((columns) => {
    const parts = [...columns.children].map((e) => e.getBoundingClientRect()).filter((b) => b.width && b.height);
    return parts.some((a, i) => parts.slice(i + 1).some((b) => a.x < b.right - 1 && b.x < a.right - 1 && a.y < b.bottom - 1 && b.y < a.bottom - 1));
  }));
  v.say(!piled, `at ${width} px columns lie upon each other`);
}

// menus sees that the navigation is one row on a desk, and that each menu can
// have the focus, opens within the screen, and closes by Escape.
async function menus(v, page, width) {
  const { tall, wrong } = await page.evaluate(async () => {
    const wrong = [], nav = document.querySelector('.nav > ul'), frame = () => new Promise((ok) => setTimeout(ok));
    for (const menu of document.querySelectorAll('.menu')) {
      const summary = menu.querySelector('summary');
      summary.focus();
      if (document.activeElement !== summary) wrong.push('cannot have the focus');
      summary.click();
      await frame(); // its toggle event
      const box = menu.querySelector('.menu-sheet').getBoundingClientRect();
      if (!menu.open || !box.width || box.x < 0 || box.right > innerWidth + 1) wrong.push(`hangs over the edge: ${JSON.stringify(box)}`);
      summary.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
      if (menu.open) wrong.push('does not close');
      menu.open = false;
    }
    return { tall: nav ? nav.offsetHeight : 0, wrong };
  });
  v.say(width < widths.desk || tall <= 60, `the navigation is ${tall} px high; want one row`);
  v.say(wrong.length === 0, `at ${width} px a menu ${wrong.join('; ')}`);
}

// keyboard opens and closes each menu by its keys, as fingers do. The page
// itself writes down what each key has done and goes on to the next menu.
async function keyboard(v, page) {
  const menus = await page.evaluate(() => {
    const all = [...document.querySelectorAll('.menu')], next = () => all[window.did.length / 2]?.querySelector('summary').focus();
    window.did = [];
    document.addEventListener('keyup', (e) => {
      if (e.key !== 'Enter' && e.key !== 'Escape') return;
      window.did.push(e.key + (e.target.closest('.menu')?.open ? ' opens' : ' closes'));
      if (e.key === 'Escape') next();
    });
    next();
    return all.length;
  });
  for (let i = 0; i < menus; i++) for (const key of ['Enter', 'Escape']) await page.keyboard.press(key);
  const did = await page.evaluate(() => window.did);
  v.say(did.join() === Array(menus).fill('Enter opens,Escape closes').join(), `of ${menus} menus: ${did}`);
}

// read holds the kinds of letters whose contrast has been judged on some page: it
// stands for all of its kind. What axe cannot judge on three pages is given up.
const read = new Set(), tried = new Map();

// accessible asks axe for what is serious: the first time of the whole page, at
// other widths again of every part that is not what it was: shown or hidden, or
// with something to scroll; and of the contrast of each kind of letters once.
async function accessible(v, page, width) {
  const { found, judged, asked } = await page.evaluate(async (known) => {
    const read = new Set(known);
    const was = window.axeSaw, is = window.axeSaw = new Map();
    // Of many rows that differ in their words alone, two stand for all.
    const twins = new Set(), met = new Map();
    for (const e of document.body.querySelectorAll('tbody > tr, li')) {
      const kind = e.parentElement.className + e.outerHTML.replace(/>[^<]+/g, '>').replace(/ (?:id|href|for|name|value|title|datetime|action|aria-[a-z]+|data-[a-z-]+)="[^"]*"/g, '');
      met.set(kind, (met.get(kind) || 0) + 1);
      if (met.get(kind) > 2) twins.add(e);
    }
    // Letters are of a kind if their colour, size and weight, and all that lies
    // behind them, is the same, and whatever places them freely upon the page.
    const letters = new Map([[document.documentElement, { behind: '' }]]), byKind = new Map();
    const left = new Set(); // in twins, or within what is looked at again anyway
    const other = [];
    for (const e of document.body.querySelectorAll('*')) {
      const s = getComputedStyle(e), up = letters.get(e.parentElement) || { behind: '' };
      const shown = e.checkVisibility({ visibilityProperty: true });
      const now = shown ? [/absolute|fixed/.test(s.position), e.scrollWidth > e.clientWidth + 1, e.scrollHeight > e.clientHeight + 1].join() : '';
      is.set(e, now);
      if (twins.has(e) || left.has(e.parentElement)) left.add(e);
      else if (was && now !== was.get(e)) {
        const at = !now || !was.get(e) ? e.parentElement : e;
        other.push(at);
        if (at === e) left.add(e);
      }
      const bare = s.backgroundColor === 'rgba(0, 0, 0, 0)' && s.backgroundImage === 'none' && s.opacity === '1' && !/absolute|fixed|sticky/.test(s.position);
      const behind = bare ? up.behind : `${up.behind};${s.backgroundColor} ${s.backgroundImage} ${s.opacity} ${s.position}${s.position === 'static' ? '' : ' ' + e.className}`;
      const size = parseFloat(s.fontSize), large = size >= 24 || size >= 18.5 && s.fontWeight >= 600;
      const kind = `${s.color} ${large}${behind}`;
      letters.set(e, { behind, kind });
      const words = e.matches('input, select, textarea') || [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim().length > 1);
      if (!words || !shown || e.matches(':disabled, :disabled *, [aria-disabled=true], [aria-disabled=true] *') || e.getBoundingClientRect().width < 2) continue;
      const all = byKind.get(kind) || [];
      byKind.set(kind, all);
      if (all.length < 2 && !read.has(kind)) all.push(e);
    }
    const serious = window.axe._audit.rules.filter((r) => r.enabled && !r.tags.includes('experimental') && ['serious', 'critical'].includes(r.impact)).map((r) => r.id);
    const ask = async (include, rules, kinds) => include.length ? window.axe.run({ include, exclude: kinds ? [] : [...twins] }, {
      runOnly: rules, resultTypes: ['violations', ...kinds ? ['passes'] : []], elementRef: true, preload: false, iframes: false,
    }) : { violations: [], passes: [] };
    const whole = await ask(was ? [...new Set(other)].filter((e) => e.getClientRects().length > 0) : [document.documentElement], serious.filter((id) => id !== 'color-contrast'));
    const contrast = await ask([...byKind.values()].flat(), ['color-contrast'], true);
    return {
      found: [...whole.violations, ...contrast.violations].map((x) => ({ id: x.id, n: x.nodes.length, at: x.nodes.slice(0, 3).map((n) => n.target.join(' ') + (n.any[0] ? ` (${n.any[0].message})` : '')) })),
      judged: [...contrast.violations, ...contrast.passes].flatMap((r) => r.nodes).map((n) => letters.get(n.element).kind),
      asked: [...byKind].filter(([, all]) => all.length).map(([kind]) => kind),
    };
  }, [...read]);
  for (const kind of asked) tried.set(kind, (tried.get(kind) || 0) + 1);
  for (const kind of [...judged, ...asked.filter((k) => tried.get(k) >= 3)]) read.add(kind);
  for (const x of found) v.wrong.push(`axe at ${width} px: ${x.id}, ${x.n} times: ${x.at.join('; ')}`);
}

// focus goes through the page by Tab and sees at each stop where it is.
async function focus(v, page) {
  await page.evaluate(() => {
    window.scrollTo(0, 0);
    document.activeElement.blur();
    window.stops = [];
    document.addEventListener('focusin', ({ target: e }) => {
      const s = getComputedStyle(e), r = e.getBoundingClientRect();
      const ring = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== 'none';
      window.stops.push({ ring, seen: r.width > 0 && r.height > 0, name: `${e.tagName.toLowerCase()}.${e.className} “${e.textContent.trim().slice(0, 20)}”` });
    });
  });
  for (let i = 0; i < 12; i++) await page.keyboard.press('Tab');
  const stops = await page.evaluate(() => window.stops);
  v.say(stops.length > 0, 'Tab leads nowhere');
  for (const at of stops) {
    if (!v.say(at.ring, `nothing shows that the focus is on ${at.name}`)) return;
    if (!v.say(at.seen, `the focus is on something unseen: ${at.name}`)) return;
  }
}

// plain opens a page in a browser that runs no script.
export async function plain(v, { who, path, shot }) {
  const page = await v.known(who, { script: false });
  const got = await page.goto(path, { waitUntil: 'load' });
  v.say(got.status() === 200, `status ${got.status()} without script`);
  v.say(await page.locator('h1').count() === 1, 'no heading without script');
  const dead = await page.locator('button[type=button]:visible').allTextContents();
  v.say(dead.length === 0, `buttons that do nothing without script: ${dead.slice(0, 4)}`);
  await v.shoot(page, `${shot}-plain`);
  return v.wrong;
}

// paper prints a page for Go to look at, and sees that nothing to press is on it; a form
// may frame the table that is printed.
async function paper(v, page, file) {
  await page.pdf({ path: file, format: 'A4' });
  await page.emulateMedia({ media: 'print' });
  const left = await page.evaluate(() => [...document.querySelectorAll('nav,header .nav,.demo-bar,button,[data-print],form:not(:has(table)),form select,form input:not([type=hidden])')]
    .filter((e) => e.checkVisibility && e.checkVisibility() && e.getBoundingClientRect().height > 0)
    .map((e) => `${e.tagName.toLowerCase()}.${e.className} “${e.textContent.trim().slice(0, 20)}”`));
  await page.emulateMedia({ media: null });
  v.say(left.length === 0, `on paper: ${left.slice(0, 4).join(', ')}`);
}
