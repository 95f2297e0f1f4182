// Opens pages and plays stories as a person at a browser would, in the engine
// that ENGINE names. It reads commands, one a line as JSON, works on several at
// once, and answers each by its number with one line: what it found wrong.
import { createInterface } from 'node:readline';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engines } from './engines.mjs';
import { webkit, Guests } from './webkit.mjs';
import { Rooms, Visitors } from './visitors.mjs';
import { visit, look, plain } from './page.mjs';
import { picture } from './picture.mjs';
import * as stories from './stories.mjs';

const folder = mkdtempSync(join(tmpdir(), 'qinglan-browser-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const engine = process.env.ENGINE === 'webkit' ? await webkit(folder) : await engines[process.env.ENGINE || 'chromium'](folder);
const rooms = engine.browser && new Rooms(engine.looker || engine.browser);
process.stdout.write(JSON.stringify({ ready: true }) + '\n');

const does = {
  visit, look, plain, picture,
  story: (visitors, c) => stories[c.name](visitors, c),
};

async function answer(c) {
  const visitors = rooms ? new Visitors(engine, c, rooms) : new Guests(engine, c);
  let wrong;
  try {
    wrong = await does[c.do](visitors, c);
  } catch (e) {
    wrong = [...visitors.wrong, String(e.stack || e).split('\n').slice(0, 6).join('\n')];
    await visitors.shootAll('failed');
  }
  await visitors.leave();
  process.stdout.write(JSON.stringify({ id: c.id, wrong }) + '\n');
}

const working = [];
for await (const line of createInterface({ input: process.stdin })) working.push(answer(JSON.parse(line)));
await Promise.all(working);
await engine.looker?.close();
await (engine.browser || engine).close();
process.exit(0); // a story that broke off may have left a server or a browser open
