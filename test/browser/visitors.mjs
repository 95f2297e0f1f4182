// Visitors are the people of one command, each at a browser of their own.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

export const widths = { phone: 390, tablet: 1024, desk: 1440 };

export class Visitors {
  constructor(browser, command, launch) {
    this.browser = browser;
    this.launch = launch;
    this.base = command.base;
    this.shots = process.env.QINGLAN_SHOTS || '';
    this.name = command.name;
    this.wrong = [];
    this.open = [];
  }

  // as returns a page of somebody: '' a stranger, a post, or person:ID.
  async as(who, { width = widths.phone, script = true } = {}) {
    const context = await this.browser.newContext({
      viewport: { width, height: width < 500 ? 844 : 900 }, javaScriptEnabled: script, locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai', baseURL: this.base, acceptDownloads: true,
    });
    return this.enter(context, who);
  }

  // at is as, in a browser of its own whose folder outlives it.
  async at(folder, who, { width = widths.phone } = {}) {
    return this.enter(await this.launch(folder, {
      viewport: { width, height: width < 500 ? 844 : 900 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', baseURL: this.base,
    }), who);
  }

  async enter(context, who) {
    if (who) {
      const form = who.startsWith('person:') ? { person: who.slice(7) } : { post: who };
      const r = await context.request.post('/demo/as', { form, maxRedirects: 0, headers: { 'Sec-Fetch-Site': 'same-origin' } });
      if (r.status() !== 303) throw new Error(`sign in as ${who}: ${r.status()}`);
    }
    const page = await context.newPage();
    page.setDefaultTimeout(15000);
    page.note = (text) => this.wrong.push(text);
    page.quiet = false; // while the network is cut, errors are expected
    page.on('console', (m) => {
      if (m.type() === 'error' && !page.quiet && !/the server responded with a status of 4/.test(m.text())) page.note('console: ' + m.text());
    });
    page.on('pageerror', (e) => page.note('script: ' + e.message));
    this.open.push(page);
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
    for (const [i, page] of this.open.entries()) {
      await this.shoot(page, `${what}-${this.name}-${i}`).catch(() => {});
    }
  }

  async leave() {
    for (const page of this.open) await page.context().close().catch(() => {});
  }

  async clock(at) {
    const c = await this.browser.newContext({ baseURL: this.base });
    const r = await c.request.post('/demo/clock', { form: { at, next: '/help' }, headers: { 'Sec-Fetch-Site': 'same-origin' } });
    await c.close();
    if (!r.ok()) throw new Error(`clock to ${at}: ${r.status()}`);
  }
}
