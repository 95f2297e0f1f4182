// From the notice to a submitted form on a phone, the employer's answer, the
// county, the city that returns it, and the mending of each field.
import { widths } from './visitors.mjs';

const idNumber = '11010519491231002X'; // the sample of GB 11643
const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

const answers = {
  name: '演示·王青', birth: '1949-12-31', unit: '义乌市演示跨境电商培训学校（虚构）', post: '讲师', phone: '19900000001',
  mail: 'yanshi@example.com', life: '演示人员，虚构经历：2012年起从事跨境电商培训。',
  'jobs.0.from': '2012-03', 'jobs.0.unit': '义乌市演示跨境电商培训学校（虚构）', 'jobs.0.post': '讲师', 'jobs.0.work': '速卖通运营课程',
};

export async function application(v) {
  const page = await v.as('', { width: widths.phone });
  const path = await start(v, page);
  await write(v, page, path);
  await drop(v, page);
  await upload(v, page, path);
  const link = await submit(v, page, path);
  await employer(v, link);
  const id = path.split('/').pop();
  await returned(v, '330782-county-clerk-1', id, { life: '请写明授课的起止年月', post: '与盖章页不一致', unit: '不是公章上的全称' }, 'story-6-returned');
  await mend(v, page, path, ['起止年月', '盖章页', '全称'], { life: answers.life + '2012年3月至今。', post: '讲师（专职）', unit: answers.unit + '本部' }, '待县级初核');
  await county(v, id);
  await returned(v, '330700-city-clerk-1', id, { life: '请写明主讲课程', post: '与盖章页不一致' }, 'story-7-city');
  await mend(v, page, path, ['主讲课程', '盖章页'], { life: answers.life + '主讲速卖通运营。', post: '高级讲师' }, '待市级初审');
  return v.wrong;
}

// start goes from the public page to an empty form.
async function start(v, page) {
  await page.goto('/');
  await page.getByRole('link', { name: '开始申报' }).first().click();
  await page.fill('[name=mobile]', '19900000001');
  await page.getByRole('button', { name: '获取验证码' }).click();
  const code = (await page.locator('main').innerText()).match(/\b\d{6}\b/)[0];
  await page.fill('[name=code]', code);
  await page.locator('form[action="/sign-in/enter"] button').first().click();
  await page.waitForURL('**/mine*');
  await page.locator('input[name=clause]').first().check();
  await page.getByRole('button', { name: '开始申报' }).click();
  await page.waitForURL('**/apply/*');
  await v.shoot(page, 'story-1-form');
  return new URL(page.url()).pathname;
}

export const saved = (page) => page.locator('[data-saved]').filter({ hasText: '已保存' }).first().waitFor({ timeout: 15000 });

// write fills the form in, one answer half, and finds it again after a reload.
export async function write(v, page, path) {
  await page.fill('[name=unit]', '半个单位');
  await page.locator('[name=unit]').press('Tab');
  await saved(page);
  await page.goto(path);
  v.say(await page.inputValue('[name=unit]') === '半个单位', 'a reload lost what was typed');
  for (const [name, value] of Object.entries(answers)) {
    if (!v.say(await page.locator(`main [name="${name}"]`).count() === 1, `no field ${name}`)) continue;
    await page.fill(`main [name="${name}"]`, value);
  }
  await page.locator('[name=sex][value="2"]').check();
  for (const name of ['ethnic', 'political', 'id-type']) {
    const at = page.locator(`select[name="${name}"]`);
    if (await at.count()) await at.selectOption({ index: 1 });
  }
  await page.locator('[name=clause]').first().check();
  await page.locator('[name=directions]').first().check();
  await page.selectOption('[name=region]', '330782');
  await page.fill('[name="id-number"]', idNumber);
  await saved(page);
}

// device returns what the device keeps.
export const device = (page) => page.evaluate(() => JSON.stringify(localStorage) + JSON.stringify(sessionStorage));

// drop cuts the network in the middle of a word.
async function drop(v, page) {
  page.quiet = true;
  await page.context().setOffline(true);
  await page.fill('[name=life]', answers.life + '断网时写的一句。');
  await page.locator('[data-saved]').filter({ hasText: '已存本机' }).first().waitFor();
  const kept = await device(page);
  v.say(kept.includes('断网时写的一句'), 'the device does not keep what was written offline');
  for (const [what, secret] of [['identity number', idNumber], ['telephone', answers.phone], ['mail address', answers.mail]]) {
    v.say(!kept.includes(secret), `the device keeps the ${what}`);
  }
  v.say(await page.locator('[data-offline]').first().isVisible(), 'no line says that there is no network');
  await v.shoot(page, 'story-2-offline');
  await page.context().setOffline(false);
  page.quiet = false;
  await saved(page);
  v.say(!(await device(page)).includes('断网时写的一句'), 'the device still keeps what is on the server');
}

// pdf is one page with a line on it.
function pdf() {
  const parts = ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<<>>>>', '<</Length 26>>stream\n20 20 m 280 180 l 4 w S   \nendstream'];
  let text = '%PDF-1.4\n';
  const at = parts.map((part, i) => { const here = text.length; text += `${i + 1} 0 obj${part}endobj\n`; return here; });
  const table = text.length;
  text += `xref\n0 5\n0000000000 65535 f \n${at.map((n) => `${String(n).padStart(10, '0')} 00000 n \n`).join('')}`;
  return Buffer.from(`${text}trailer<</Size 5/Root 1 0 R>>\nstartxref\n${table}\n%%EOF\n`);
}

// upload puts a picture and a paper in the two places that must have one.
async function upload(v, page, path) {
  for (const [item, file] of [['id', { name: '扫描件.png', mimeType: 'image/png', buffer: picture }], ['employment', { name: '合同.pdf', mimeType: 'application/pdf', buffer: pdf() }]]) {
    const form = page.locator(`form[action*="/files/${item}"]`).first();
    await form.locator('input[type=file]').setInputFiles(file);
    const button = form.locator('button');
    await page.waitForLoadState('networkidle');
    if (await page.locator(`#f-m-${item} .file-kept`).count() === 0 && await button.isVisible()) await button.click();
    await page.locator(`#f-m-${item} .file-kept`).first().waitFor();
  }
  v.say((await page.inputValue('[name=life]')).endsWith('断网时写的一句。'), 'an upload lost what was typed');
  await page.goto(path);
  v.say(!(await page.content()).includes(idNumber), 'the page shows the identity number');
}

// submit presses the last button and finds the employer's link.
async function submit(v, page, path) {
  await v.shoot(page, 'story-3-complete');
  await page.locator('.action-bar .btn-primary').click();
  await page.waitForLoadState('load');
  v.say(page.url().includes('/receipt'), 'submitting led to ' + page.url() + ': ' + await said(page));
  await v.shoot(page, 'story-4-receipt');
  const kept = await device(page);
  v.say(!kept.includes('draft:'), 'the device still keeps the draft after submission');
  await page.goto(path);
  return page.inputValue('input#link');
}

export const said = async (page) => (await page.locator('.summary,.complaint').allInnerTexts()).join(' | ').slice(0, 300);

async function employer(v, link) {
  const page = await v.as('', { width: widths.phone });
  await page.goto(link.replace(/^https?:\/\/[^/]+/, ''));
  await v.shoot(page, 'story-5-employer');
  await page.fill('[name=opinion]', '情况属实，同意推荐。');
  await page.fill('[name=since]', '2012-03');
  await page.fill('[name=contact]', '演示经办');
  await page.fill('[name=phone]', '0579-20000001');
  await page.getByRole('button', { name: '同意推荐' }).first().click();
  await page.waitForLoadState('load');
  v.say((await page.locator('main').innerText()).includes('办'), 'the employer is not thanked: ' + await said(page));
}

async function county(v, id) {
  const page = await v.as('330782-county-clerk-1', { width: widths.desk });
  await page.goto('/desk');
  await page.locator(`a[href*="${id}"]`).first().click();
  await v.shoot(page, 'story-6-county');
  await look(v, page);
  await page.getByRole('button', { name: '初核通过' }).first().click();
  await page.waitForLoadState('load');
}

// look opens the materials beside the form by keys; what shows an identity only
// for a reason.
async function look(v, page) {
  for (let i = 0; i < 20 && await page.locator('a[data-view]').count() === 0; i++) { // until the files have passed their check
    await page.waitForTimeout(500);
    await page.reload();
  }
  await page.waitForLoadState('networkidle');
  await page.locator('main').focus().catch(() => {});
  await page.keyboard.press('f');
  const viewer = page.locator('[data-viewer]');
  await viewer.waitFor();
  v.say(await viewer.locator('img, iframe').count() === 0, 'a document with an identity is shown without a reason');
  await page.fill('#viewer-reason', '核对姓名和出生日期');
  await page.keyboard.press('Enter');
  await viewer.locator('img').waitFor();
  v.say(await viewer.locator('img').evaluate((img) => img.decode().then(() => img.naturalWidth)) > 0, 'the picture is not shown');
  const shown = page.waitForResponse((r) => r.url().endsWith('/view'));
  await page.keyboard.press('f');
  const answer = await shown;
  v.say(answer.status() === 200 && answer.headers()['content-disposition'] === 'inline', `the paper beside the form: ${answer.status()}`);
  await viewer.locator('iframe').waitFor();
  await v.shoot(page, 'story-6-beside');
  await page.keyboard.press('Escape');
  v.say(await viewer.isHidden(), 'the viewer does not close');
  await page.keyboard.press('a');
  v.say(await page.evaluate(() => document.activeElement.dataset.key === 'a'), 'a does not lead to the decision');
}

// returned ticks faults beside their fields and sends the form back once.
async function returned(v, who, id, faults, shot) {
  const page = await v.as(who, { width: widths.desk });
  await page.goto(`/review/${id}`);
  for (const [name, why] of Object.entries(faults)) {
    await page.check(`#bad-${name}`);
    await page.fill(`[name="why.${name}"]`, why);
  }
  await v.shoot(page, shot);
  await page.locator('button[form=return], form#return button').first().click();
  await page.waitForLoadState('load');
  v.say(!(await said(page)), 'returning says ' + await said(page));
}

// mend finds each fault at its field and sends the form back.
async function mend(v, page, path, words, changes, state) {
  await page.goto(path);
  const why = await page.locator('.mend-why').allInnerTexts();
  v.say(why.length === words.length && words.every((w) => why.join().includes(w)), `faults beside fields: ${why.join(' | ')}`);
  await v.shoot(page, 'story-8-faults');
  for (const [name, value] of Object.entries(changes)) await page.fill(`main [name=${name}]`, value);
  await page.locator('.action-bar .btn-primary').click();
  await page.waitForLoadState('load');
  v.say(!(await said(page)), 'sending it back says ' + await said(page));
  await page.goto('/mine');
  v.say((await page.locator('main').innerText()).includes(state), 'it is not back: ' + state);
  await v.shoot(page, 'story-9-mine');
}
