// WebKit as GTK has it: MiniBrowser on a screen that nobody sees, driven by
// WebDriver. It is one window, so its visitors come one after the other; it gets
// no narrower than 447 px, and tells nothing of what a page's console says.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { Visitors } from './visitors.mjs';

const patience = 30000;

export async function webkit() {
  const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const display = await new Promise((ok, no) => { screen.stdio[3].once('data', (b) => ok(String(b).trim())); screen.once('exit', () => no(new Error('no screen: Xvfb ended'))); });
  const port = await free();
  const driver = spawn('WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], {
    stdio: 'ignore',
    // Its own sandbox cannot be had where root runs the tests.
    env: { ...process.env, DISPLAY: ':' + display, TZ: 'Asia/Shanghai', WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1', LIBGL_ALWAYS_SOFTWARE: '1', NO_AT_BRIDGE: '1', GSETTINGS_BACKEND: 'memory' },
  });
  process.on('exit', () => { driver.kill(); screen.kill(); });
  const window = new Window(`http://127.0.0.1:${port}/session`);
  await window.begin();
  return window;
}

const free = () => new Promise((ok) => { const s = createServer().listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => ok(port)); }); });

// A Window answers to the few names of a Playwright page that are needed here.
class Window {
  constructor(at) {
    this.at = at;
  }

  async call(method, path, body) {
    const r = await fetch(this.at + path, { method, body: body && JSON.stringify(body), signal: AbortSignal.timeout(patience) });
    const { value } = await r.json();
    if (!r.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  }

  async begin() {
    const options = { binary: process.env.MINIBROWSER || '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser', args: ['--automation'] };
    for (let tries = 50; ; tries--) {
      try {
        this.at += '/' + (await this.call('POST', '', { capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': options } } })).sessionId;
        return;
      } catch (e) {
        if (!tries || !/fetch failed/.test(e.message)) throw e;
        await new Promise((ok) => setTimeout(ok, 100));
      }
    }
  }

  async goto(path) {
    this.address = new URL(path, this.base).href;
    await this.call('POST', '/url', { url: this.address });
    const status = await this.call('POST', '/execute/async', { script: 'fetch(location.href).then((r) => arguments[0](r.status), (e) => arguments[0](String(e)))', args: [] });
    return { status: () => status };
  }

  evaluate(f, arg) { return this.call('POST', '/execute/sync', { script: `return (${f})(...arguments)`, args: arg === undefined ? [] : [arg] }); }
  setViewportSize({ width, height }) { return this.call('POST', '/window/rect', { x: 0, y: 0, width, height }); }
  url() { return this.address; }
  async element(css) { return Object.values(await this.call('POST', '/element', { using: 'css selector', value: css }))[0]; }
  async fill(css, text) { await this.call('POST', `/element/${await this.element(css)}/value`, { text }); }

  // click leaves a mark on the page, by which the next one is known.
  async click(css) {
    await this.evaluate(() => { window.left = true; });
    await this.call('POST', `/element/${await this.element(css)}/click`, {});
  }

  async waitForLoadState() {
    for (const end = Date.now() + patience; Date.now() < end; await new Promise((ok) => setTimeout(ok, 50))) {
      if (await this.evaluate(() => !window.left && document.readyState === 'complete')) return;
    }
    throw new Error('a press opened no page');
  }

  close() { return this.call('DELETE', ''); }
}

// Guests are visitors who share the one window.
export class Guests extends Visitors {
  constructor(window, command) {
    super({}, command);
    this.window = window;
  }

  async as(who) {
    const w = this.window;
    w.base = this.base;
    await w.goto('/help');
    await w.call('DELETE', '/cookie');
    if (!who) return w;
    const body = who.startsWith('person:') ? 'person=' + who.slice(7) : 'post=' + who;
    await w.call('POST', '/execute/async', { args: [body], script: `fetch('/demo/as', { method: 'POST', redirect: 'manual', body: arguments[0],
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }).then(() => arguments[1](''), (e) => arguments[1](String(e)))` });
    return w;
  }

  known(who) { return this.as(who); }
  async shoot() {}
  async leave() {}
}
