// Opens pages and plays stories as a person at a browser would. It reads one
// command a line as JSON and answers each with one line: what it found wrong.
import { createInterface } from 'node:readline';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { Visitors } from './visitors.mjs';
import { visit, plain, paper } from './page.mjs';
import * as stories from './stories.mjs';

const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--hide-scrollbars'];

const folder = mkdtempSync(join(tmpdir(), 'qinglan-browser-'));
const launch = (at, more = {}) => chromium.launchPersistentContext(at, {
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: flags, headless: true, ...more,
});
const browser = await launch(folder).then((c) => c.browser());

const does = {
  visit, plain, paper,
  story: (visitors, c) => stories[c.name](visitors, c),
};

for await (const line of createInterface({ input: process.stdin })) {
  const c = JSON.parse(line);
  let wrong;
  const visitors = new Visitors(browser, c, launch);
  try {
    wrong = await does[c.do](visitors, c);
  } catch (e) {
    wrong = [...visitors.wrong, String(e.stack || e).split('\n').slice(0, 6).join('\n')];
    await visitors.shootAll('failed');
  }
  await visitors.leave();
  process.stdout.write(JSON.stringify({ wrong }) + '\n');
}
await browser.close();
rmSync(folder, { recursive: true, force: true });
process.exit(0); // a story that broke off may have left a server or a browser open
