// Visitors are the people of one command, each at a browser of their own.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const widths = { phone: 390, tablet: 1024, desk: 1440 };

const screen = (width) => ({ width, height: width < 500 ? 844 : 900 });

// manners are what every visitor's browser has in common.
const manners = (base, { width = widths.phone, script = true, agent } = {}) => ({
  viewport: screen(width), javaScriptEnabled: script, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', baseURL: base, acceptDownloads: true, ...(agent && { userAgent: agent }),
});

// enter signs somebody in: '' a stranger, a post, or person:ID.
async function enter(context, who) {
  if (!who) return context;
  const form = who.startsWith('person:') ? { person: who.slice(7) } : { post: who };
  const r = await context.request.post('/demo/as', { form, maxRedirects: 0, headers: { 'Sec-Fetch-Site': 'same-origin' } });
  if (r.status() !== 303) throw new Error(`sign in as ${who}: ${r.status()}`);
  return context;
}

// Rooms are where people who only look stay signed in from page to page, with
// what their browser has kept and its tabs open: a new tab costs more than most
// of what is looked at in it.
export class Rooms {
  constructor(browser) {
    this.browser = browser;
    this.open = new Map();
    this.tabs = new Map(); // not in use, by context
  }

  async tab(context) {
    return this.tabs.get(context)?.pop() || context.newPage();
  }

  leave(page) {
    const context = page.context();
    if (!this.tabs.has(context)) this.tabs.set(context, []);
    this.tabs.get(context).push(page);
  }

  room(base, who, script) {
    const key = [base, who, script].join(' ');
    if (!this.open.has(key)) this.open.set(key, this.browser.newContext(manners(base, { script })).then((c) => enter(c, who)));
    return this.open.get(key);
  }
}

export class Visitors {
  constructor({ browser, launch }, command, rooms) {
    this.browser = browser;
    this.launch = launch;
    this.rooms = rooms;
    this.base = command.base;
    this.shots = process.env.QINGLAN_SHOTS || '';
    this.name = command.name;
    this.wrong = [];
    this.open = []; // pages
    this.own = []; // contexts of this command alone
    this.lent = []; // tabs of rooms
  }

  // as returns a page of somebody at a browser of their own.
  async as(who, more) {
    const context = await this.browser.newContext(manners(this.base, more));
    this.own.push(context);
    return this.page(await enter(context, who));
  }

  // known returns a page of somebody who has been here before, phone in hand.
  async known(who, { script = true } = {}) {
    const tab = await this.rooms.tab(await this.rooms.room(this.base, who, script));
    await tab.setViewportSize(screen(widths.phone));
    this.lent.push(tab);
    return this.watch(tab);
  }

  // at is as, in a browser of its own whose folder outlives it.
  async at(folder, who, more) {
    const context = await this.launch(folder, manners(this.base, more));
    this.own.push(context);
    return this.page(await enter(context, who));
  }

  // kill ends the browser of a folder as a power cut would: nobody is told.
  kill(folder) {
    for (const pid of readdirSync('/proc').filter((n) => /^\d+$/.test(n))) {
      try {
        if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--user-data-dir=' + folder)) process.kill(Number(pid), 'SIGKILL');
      } catch { /* gone already */ }
    }
  }

  async page(context) {
    const page = await context.newPage();
    this.open.push(page);
    return this.watch(page);
  }

  watch(page) {
    page.setDefaultTimeout(15000);
    page.note = (text) => this.wrong.push(text);
    page.quiet = false; // while the network is cut, errors are expected
    page.on('console', (m) => {
      if (m.type() === 'error' && !page.quiet && !/the server responded with a status of 4/.test(m.text())) page.note('console: ' + m.text());
    });
    page.on('pageerror', (e) => page.note('script: ' + e.message));
    return page;
  }

  // say notes what is wrong unless it is so.
  say(ok, text) {
    if (!ok) this.wrong.push(text);
    return ok;
  }

  async shoot(page, name) {
    if (!this.shots) return;
    mkdirSync(this.shots, { recursive: true });
    await page.screenshot({ path: join(this.shots, name + '.png'), fullPage: true });
  }

  async shootAll(what) {
    for (const [i, page] of [...this.open, ...this.lent].entries()) {
      await this.shoot(page, `${what}-${this.name}-${i}`).catch(() => {});
    }
  }

  async leave() {
    for (const tab of this.lent) {
      tab.removeAllListeners('console').removeAllListeners('pageerror');
      if (this.wrong.length) await tab.close().catch(() => {});
      else this.rooms.leave(tab);
    }
    for (const page of this.open) await page.close().catch(() => {});
    for (const context of this.own) await context.close().catch(() => {});
  }

  async clock(at) {
    const c = await this.browser.newContext({ baseURL: this.base });
    const r = await c.request.post('/demo/clock', { form: { at, next: '/help' }, headers: { 'Sec-Fetch-Site': 'same-origin' } });
    await c.close();
    if (!r.ok()) throw new Error(`clock to ${at}: ${r.status()}`);
  }
}
