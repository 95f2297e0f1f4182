// What every page must be: as wide as the screen, without errors, open to
// keyboards and screen readers, and whole without script.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { widths } from './visitors.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// visit opens a page at every width.
export async function visit(v, { who, path, shot, status = 200 }) {
  const page = await v.as(who, { width: widths.phone });
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
  await focus(v, page);
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

// menus sees that the navigation is one row on a desk, and that each menu opens
// by keyboard, within the screen, and closes again.
async function menus(v, page, width) {
  const tall = await page.evaluate(() => { const n = document.querySelector('.nav > ul'); return n ? n.offsetHeight : 0; });
  v.say(width < widths.desk || tall <= 60, `the navigation is ${tall} px high; want one row`);
  for (const menu of await page.locator('.menu').all()) {
    await menu.locator('summary').press('Enter');
    const box = await menu.locator('.menu-sheet').boundingBox();
    v.say(box && box.x >= 0 && box.x + box.width <= width + 1, `a menu hangs over the edge at ${width} px: ${JSON.stringify(box)}`);
    await page.keyboard.press('Escape');
    v.say(!await menu.evaluate((e) => e.open), 'a menu does not close');
  }
}

// accessible asks axe for what is serious.
async function accessible(v, page, width) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'], preload: false, iframes: false }));
  for (const x of found.violations.filter((x) => ['serious', 'critical'].includes(x.impact))) {
    const where = x.nodes.slice(0, 3).map((n) => n.target.join(' ') + (n.any[0] ? ' (' + n.any[0].message + ')' : '')).join('; ');
    v.wrong.push(`axe at ${width} px: ${x.id}, ${x.nodes.length} times: ${where}`);
  }
}

// focus goes through the page by Tab and sees at each stop where it is.
async function focus(v, page) {
  await page.evaluate(() => { window.scrollTo(0, 0); document.activeElement.blur(); });
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const e = document.activeElement;
      if (!e || e === document.body) return null;
      const s = getComputedStyle(e), r = e.getBoundingClientRect();
      const ring = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== 'none';
      return { ring, seen: r.width > 0 && r.height > 0, name: `${e.tagName.toLowerCase()}.${e.className} “${e.textContent.trim().slice(0, 20)}”` };
    });
    if (!at) return;
    if (!v.say(at.ring, `nothing shows that the focus is on ${at.name}`)) return;
    if (!v.say(at.seen, `the focus is on something unseen: ${at.name}`)) return;
  }
}

// plain opens a page in a browser that runs no script.
export async function plain(v, { who, path, shot }) {
  const page = await v.as(who, { script: false });
  const got = await page.goto(path, { waitUntil: 'load' });
  v.say(got.status() === 200, `status ${got.status()} without script`);
  v.say(await page.locator('h1').count() === 1, 'no heading without script');
  const dead = await page.locator('button[type=button]:visible').allTextContents();
  v.say(dead.length === 0, `buttons that do nothing without script: ${dead.slice(0, 4)}`);
  await v.shoot(page, `${shot}-plain`);
  return v.wrong;
}

// paper prints a page and answers its text, which Go looks at.
export async function paper(v, { who, path, file }) {
  const page = await v.as(who, { width: widths.desk });
  const got = await page.goto(path, { waitUntil: 'load' });
  v.say(got.status() === 200, `status ${got.status()}`);
  await page.pdf({ path: file, format: 'A4' });
  await page.emulateMedia({ media: 'print' });
  const left = await page.evaluate(() => [...document.querySelectorAll('nav,header .nav,.demo-bar,button,[data-print],form')]
    .filter((e) => e.checkVisibility && e.checkVisibility() && e.getBoundingClientRect().height > 0)
    .map((e) => `${e.tagName.toLowerCase()}.${e.className} “${e.textContent.trim().slice(0, 20)}”`));
  v.say(left.length === 0, `on paper: ${left.slice(0, 4).join(', ')}`);
  return v.wrong;
}
