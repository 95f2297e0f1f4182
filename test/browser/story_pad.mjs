// A judge marks on a tablet in a hall whose network goes: what is locked
// offline is on the server once the network is back.
import { widths } from './visitors.mjs';

export async function pad(v, { with: { session, judge } }) {
  const page = await v.as(judge, { width: widths.tablet });
  await page.goto(`/judge/${session}`);
  const all = page.getByRole('button', { name: '全部无需回避' });
  if (await all.count()) await all.click();
  await page.waitForLoadState('load');
  await v.clock('2017-11-06 09:00:00');
  const desk = await v.as('330000-association-clerk-1', { width: widths.desk });
  await begin(v, desk, session);
  await page.goto(`/judge/${session}`);
  await v.shoot(page, 'pad-1');
  await mark(page, '1');
  await lock(v, page, '1');
  await page.locator('[data-lot-state="1"].lot-locked').waitFor();

  page.quiet = true;
  await page.context().setOffline(true);
  await mark(page, '2');
  await lock(v, page, '2');
  await page.locator('[data-pad-net]').filter({ hasText: '已存本机' }).waitFor();
  await v.shoot(page, 'pad-2-offline');
  v.say(await page.locator('[data-lot-state="2"].lot-locked').count() === 0, 'a lock counts as sent without network');
  await page.context().setOffline(false);
  page.quiet = false;
  await page.locator('[data-lot-state="2"].lot-locked').waitFor({ timeout: 20000 });
  await page.reload();
  v.say(await page.locator('form[data-pad="2"]').count() === 0, 'what was locked offline is not locked on the server');
  v.say(await page.locator('form[data-pad="3"]').count() === 1, 'what was not locked is locked');
  await v.shoot(page, 'pad-3');
  return v.wrong;
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

async function lock(v, page, lot) {
  const form = page.locator(`form[data-pad="${lot}"]`);
  await form.locator('[data-sheet] > summary').last().click();
  await form.getByRole('button', { name: '确认锁分' }).click();
}
