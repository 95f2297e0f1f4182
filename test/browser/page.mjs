// What every page must be: as wide as the screen, without errors, open to
// keyboards and screen readers, and whole without script.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { widths } from './visitors.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// visit opens a page at every width, and prints it if it is a paper.
export async function visit(v, { who, path, shot, file, status = 200 }) {
  const page = await v.known(who);
  const got = await page.goto(path, { waitUntil: 'load' });
  if (!v.say(got.status() === status, `status ${got.status()}; want ${status}`)) return v.wrong;
  await basics(v, page);
  await page.evaluate(axe);
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

// accessible asks axe for what is serious: the first time of the whole page,
// at other widths again of every part that is not what it was: shown or hidden,
// in other colours or letters, or with something to scroll.
async function accessible(v, page, width) {
  const found = await page.evaluate(async () => {
    const was = window.axeSaw, is = window.axeSaw = new Map();
    for (const e of document.body.querySelectorAll('*')) {
      const s = getComputedStyle(e), shown = e.checkVisibility({ visibilityProperty: true });
      const size = parseFloat(s.fontSize), large = size >= 24 || size >= 18.5 && s.fontWeight >= 600; // large letters need less contrast
      is.set(e, shown ? [s.color, s.backgroundColor, s.backgroundImage, s.opacity, large, /absolute|fixed/.test(s.position),
        e.scrollWidth > e.clientWidth + 1, e.scrollHeight > e.clientHeight + 1].join() : '');
    }
    // Of many rows that differ in their words alone, two stand for all.
    const twins = [], met = new Map();
    for (const e of document.body.querySelectorAll('tbody > tr, li')) {
      const kind = e.parentElement.className + e.outerHTML.replace(/>[^<]+/g, '>').replace(/ (?:id|href|for|name|value|title|datetime|action|aria-[a-z]+|data-[a-z-]+)="[^"]*"/g, '');
      met.set(kind, (met.get(kind) || 0) + 1);
      if (met.get(kind) > 2) twins.push(e);
    }
    let where = { include: [document.documentElement], exclude: twins };
    if (was) {
      const other = new Set();
      for (const [e, now] of is) if (now !== was.get(e)) other.add(!now || !was.get(e) ? e.parentElement : e);
      where.include = [...other].filter((e) => e.getClientRects().length > 0);
      if (!where.include.length) return [];
    }
    const serious = window.axe._audit.rules.filter((r) => r.enabled && !r.tags.includes('experimental') && ['serious', 'critical'].includes(r.impact)).map((r) => r.id);
    const { violations } = await window.axe.run(where, { runOnly: serious, resultTypes: ['violations'], preload: false, iframes: false });
    return violations.map((x) => ({ id: x.id, n: x.nodes.length, at: x.nodes.slice(0, 3).map((n) => n.target.join(' ') + (n.any[0] ? ` (${n.any[0].message})` : '')) }));
  });
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
