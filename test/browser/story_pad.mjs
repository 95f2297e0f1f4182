// A judge marks on a tablet in a hall whose network goes: what is locked
// offline is on the server once the network is back, though the page was loaded
// again meanwhile, or the browser was closed and opened.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wire } from './hall.mjs';
import { widths } from './visitors.mjs';

export async function pad(v, { with: { session, judge } }) {
  const hall = await wire(v.base), page = await at(v, hall.base, () => v.as(judge, { width: widths.tablet }));
  await declare(v, page, session);
  await v.shoot(page, 'pad-1');
  const early = page.locator('form[data-pad="1"]');
  await mark(page, '1');
  await lock(page, '1');
  await early.locator('[data-pad-wrong]').filter({ hasText: '请先在本机签到' }).waitFor();
  await checkIn(page, '135790');
  await v.shoot(page, 'pad-2-checked-in');
  await lock(page, '1', '111111');
  await early.locator('[data-pin-wrong]').filter({ hasText: 'PIN码不对' }).waitFor();
  await lock(page, '1', '135790');
  await taken(page, '1');

  page.quiet = true;
  await hall.cut();
  await mark(page, '2');
  await lock(page, '2', '135790');
  await quiet(page);
  v.say(await page.locator('[data-lot-state="2"].lot-locked').count() === 0, 'a lock counts as sent without network');
  await page.reload();
  await quiet(page);
  await v.shoot(page, 'pad-3-offline-reloaded');
  v.say(await page.locator('[data-lot-state="1"].lot-locked').count() === 1, 'offline, what the server has taken is open again');
  v.say(await page.locator('[data-lot-state="2"].lot-pending').count() === 1, 'offline, what waits is not shown as waiting');
  await mark(page, '3');
  await lock(page, '3', '135790');
  await page.locator('[data-lot-state="3"].lot-pending').waitFor();
  await hall.join();
  await taken(page, '2');
  await settled(v, page, session, ['2', '3'], ['4']);
  page.quiet = false;
  await v.shoot(page, 'pad-4');

  // signed out, nothing of it is left to load without network
  await page.locator('.who:has(form[action="/sign-out"]) > summary').click();
  await page.locator('form[action="/sign-out"] button').click();
  await page.waitForURL((u) => !u.pathname.startsWith('/judge'));
  page.quiet = true;
  v.say(await page.evaluate(async () => (await caches.keys()).length) === 0, 'a pad is kept after signing out');
  await hall.cut();
  return v.wrong;
}

// The tablet dies at once after it has said that a lock is kept: the same
// browser finds what waits.
export async function padKilled(v, { with: { session, judge } }) {
  const hall = await wire(v.base), folder = mkdtempSync(join(tmpdir(), 'qinglan-pad-'));
  let page = await at(v, hall.base, () => v.at(folder, judge, { width: widths.tablet }));
  await declare(v, page, session);
  await checkIn(page, '2468');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  page.quiet = true;
  await hall.cut();
  await mark(page, '1');
  await lock(page, '1', '2468');
  await page.locator('[data-lot-state="1"].lot-pending').waitFor(); // said to be kept: now it must be
  v.kill(folder);
  page = await at(v, hall.base, () => v.at(folder, '', { width: widths.tablet }));
  page.quiet = true;
  await page.goto(`/judge/${session}`);
  await quiet(page);
  v.say(await page.locator('[data-lot-state="1"].lot-pending').count() === 1, 'the queue is lost with the browser');
  await mark(page, '2');
  await lock(page, '2', '2468');
  await page.locator('[data-lot-state="2"].lot-pending').waitFor();
  await hall.join();
  await page.locator('[data-pad-net]').filter({ hasText: '登录已过期' }).or(page.locator('[data-lot-state="2"].lot-locked')).first().waitFor({ timeout: 60000 });
  const desk = page; // the cookie went with the browser: signed in anew, everything is sent
  await desk.context().request.post('/demo/as', { form: { post: judge }, maxRedirects: 0, headers: { 'Sec-Fetch-Site': 'same-origin' } });
  await page.goto(`/judge/${session}`);
  await settled(v, page, session, ['1', '2'], ['3']);
  await page.context().close();
  await hall.cut();
  rmSync(folder, { recursive: true, force: true });
  return v.wrong;
}

// at opens a visitor at another address of the same server.
async function at(v, base, open) {
  const was = v.base;
  v.base = base;
  try { return await open(); } finally { v.base = was; }
}

async function declare(v, page, session) {
  await page.goto(`/judge/${session}`);
  const all = page.getByRole('button', { name: '其余均无需回避' });
  if (await all.count()) await all.click();
  await page.waitForLoadState('load');
  await v.clock('2017-11-06 09:00:00');
  const desk = await v.as('330000-association-clerk-1', { width: widths.desk });
  await begin(v, desk, session);
  await page.goto(`/judge/${session}`);
}

async function checkIn(page, pin) {
  const form = page.locator('[data-device-form]');
  await form.locator('[data-device-pin]').fill(pin);
  await form.locator('[data-device-again]').fill(pin);
  await form.getByRole('button', { name: '本机签到' }).click();
  await page.locator('[data-device-on]').waitFor();
}

const quiet = (page) => page.locator('[data-pad-net]').filter({ hasText: '已存本机，恢复网络后自动上传' }).waitFor();
const taken = (page, lot) => page.locator(`[data-lot-state="${lot}"].lot-locked`).waitFor({ timeout: 60000 });

// settled finds what the server has: these locked, those not.
async function settled(v, page, session, locked, open) {
  for (const lot of locked) await taken(page, lot);
  await page.goto(`/judge/${session}`);
  for (const lot of locked) v.say(await page.locator(`form[data-pad="${lot}"]`).count() === 0, `lot ${lot} is not locked on the server`);
  for (const lot of open) v.say(await page.locator(`form[data-pad="${lot}"]`).count() === 1, `lot ${lot} is locked`);
}

// begin opens the session when every judge has declared.
async function begin(v, page, session) {
  await page.goto(`/sessions/${session}`);
  await v.shoot(page, 'pad-0-session');
  const start = page.locator(`form[action$="/moves/start"] button[type=submit], form[action$="/moves/start"] button`).last();
  if (await start.count() === 0) return;
  if (!await start.isVisible()) await page.locator('form[action$="/moves/start"] summary').first().click();
  await start.click();
  await page.waitForLoadState('load');
}

// mark presses the second best anchor of each criterion.
async function mark(page, lot) {
  const link = page.locator(`a[href="#lot-${lot}"]`);
  if (await link.count()) await link.first().click();
  const form = page.locator(`form[data-pad="${lot}"]`);
  for (const c of await form.locator('[data-step]').all()) await c.locator('[data-to]').nth(1).click();
}

async function lock(page, lot, pin) {
  const form = page.locator(`form[data-pad="${lot}"]`), sheet = form.locator('[data-sheet]').last();
  if (await sheet.getAttribute('open') === null) await sheet.locator('summary').click();
  if (pin) await form.locator('[data-pin] input').fill(pin);
  await form.getByRole('button', { name: '确认锁分' }).click();
}
