// A city's clerk brings the order from WPS, records the choice, seals the list,
// prints it, scans it back and reports; the province accepts all but two.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { widths } from './visitors.mjs';

const words = (page) => page.locator('main').innerText();

export async function report(v, { with: { file, clerk, head, leader, province } }) {
  const page = await v.as(clerk, { width: widths.desk });
  const list = await order(v, page, file);
  await choose(v, page, list);
  await scanned(v, page, list, await printed(page, list));
  await send(v, page, list, [head, leader]);
  await accepted(v, list, province);
  return v.wrong;
}

// order brings the workbook and confirms it.
async function order(v, page, file) {
  await page.goto('/desk');
  await page.getByRole('button', { name: '建立汇总表' }).click();
  await page.waitForURL('**/summaries/*');
  const list = new URL(page.url()).pathname;
  await page.goto(list + '/import');
  await page.setInputFiles('[name=file]', file);
  await page.getByRole('button', { name: '上传并核对' }).click();
  await page.getByRole('button', { name: '确认导入' }).click();
  await page.waitForURL('**' + list + '?brought=yes');
  return list;
}

// choose records how the choice was made and seals the list.
async function choose(v, page, list) {
  const act = {
    basis: '初审意见和授课年限', meeting: '局长办公会议纪要〔2017〕9号（演示）', held: '2017-09-28', present: '演示·何望舒、演示·沈海晏', approver: '演示·沈海晏',
  };
  for (const [name, value] of Object.entries(act)) await page.fill(`aside [name=${name}]`, value);
  await v.shoot(page, 'report-1-choice');
  await page.getByRole('button', { name: '记录遴选' }).click();
  await page.waitForLoadState('load');
  v.say(await page.locator('.complaint').count() === 0, 'the choice is refused: ' + (await page.locator('.complaint').allInnerTexts()).join(' | '));
  await page.getByRole('button', { name: '定稿' }).click();
  await page.waitForURL('**' + list + '*');
  v.say((await words(page)).includes('v1'), 'the list has no version');
  await v.shoot(page, 'report-2-sealed');
}

// printed is the list as the printer prints it, one picture a page.
async function printed(page, list) {
  const got = await page.request.get(list + '/annex1.pdf');
  const dir = mkdtempSync(join(tmpdir(), 'annex-'));
  writeFileSync(join(dir, 'annex.pdf'), await got.body());
  execFileSync('pdftoppm', ['-r', '150', '-jpeg', join(dir, 'annex.pdf'), join(dir, 'page')]);
  return readdirSync(dir).filter((name) => name.endsWith('.jpg')).sort().map((name) => ({ name, mimeType: 'image/jpeg', buffer: readFileSync(join(dir, name)) }));
}

// scanned brings the pages back and finds them with the list.
async function scanned(v, page, list, pages) {
  await page.goto('/scans');
  await page.setInputFiles('[name=file]', pages);
  await page.getByRole('button', { name: '上传' }).click();
  await page.waitForURL('**/scans/*');
  for (let i = 0; i < 40 && (await words(page)).includes('正在读取'); i++) {
    await page.waitForTimeout(500);
    await page.reload();
  }
  await v.shoot(page, 'report-3-scanned');
  await page.goto(list);
  v.say((await words(page)).includes('扫描'), 'the scan is not with the list');
}

// send reports the list through the house's own approval.
async function send(v, page, list, chain) {
  await page.goto(list);
  await page.getByRole('button', { name: '推荐上报' }).first().click();
  await page.waitForLoadState('load');
  for (const who of chain) {
    const desk = await v.as(who, { width: widths.phone });
    await desk.goto('/desk');
    await desk.locator('a[href^="/approvals/"]').first().click();
    await desk.getByRole('button', { name: '同意' }).click();
    await desk.waitForLoadState('load');
  }
  await page.goto(list);
  v.say((await words(page)).includes('已上报'), 'it is not reported: ' + (await words(page)).slice(0, 200));
  await v.shoot(page, 'report-4-sent');
}

// accepted takes all but two, and sends those back without breaking the batch.
async function accepted(v, list, province) {
  const page = await v.as(province, { width: widths.desk });
  await page.goto(list);
  const picks = page.locator('input[name=case]');
  const all = await picks.count();
  v.say(all === 4, `${all} wait for the province; want 4`);
  for (let i = 0; i < all - 2; i++) await picks.nth(i).check();
  await page.getByRole('button', { name: '受理所选' }).click();
  await page.waitForLoadState('load');
  v.say((await words(page)).includes(`受理以下 ${all - 2} 人`), 'the preview does not say how many');
  await v.shoot(page, 'report-5-preview');
  await page.getByRole('button', { name: `受理 ${all - 2} 人` }).click();
  await page.waitForURL('**' + list + '*');
  for (let i = 0; i < 2; i++) {
    await page.locator('input[name=reason]').first().fill('授课材料的起止年月不清，请核实。');
    await page.getByRole('button', { name: '退回市级' }).first().click();
    await page.waitForLoadState('load');
  }
  const text = await words(page);
  v.say(text.includes('省级退回的人员') && text.split('起止年月不清').length === 3 && await page.locator('input[name=reason]').count() === 0, 'two are not sent back: ' + text.slice(0, 400));
  await v.shoot(page, 'report-6-decided');
}
