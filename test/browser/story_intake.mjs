// Two working days before the deadline: a clerk sends in what came by WeChat, sees what
// the names say, chooses for the one file that says nothing, has it filed, and goes on
// with the draft of a person who has no computer.
import { widths } from './visitors.mjs';

const words = (page) => page.evaluate(() => document.querySelector('main').innerText);

async function looked(v, page, name) {
  for (const [size, width] of Object.entries(widths)) {
    await page.setViewportSize({ width, height: 900 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    v.say(over <= 0, `${name} is ${over} px too wide at ${width}`);
    await v.shoot(page, `${name}-${size}`);
  }
  await page.setViewportSize({ width: widths.desk, height: 900 });
}

export async function intake(v, { with: { zip, photo, clerk } }) {
  const page = await v.as(clerk, { width: widths.desk });
  await page.goto('/intake');
  await page.setInputFiles('#f-batch', zip);
  await page.getByRole('button', { name: '上传' }).click();
  await page.waitForURL('**/intake/*');
  const batch = new URL(page.url()).pathname;
  let text = await words(page);
  for (const said of ['收到4个文件，认出2人', '1个文件存疑', '看不出是谁的', '略去了1个系统自带的文件']) {
    v.say(text.includes(said), 'the proposal does not say ' + said + ': ' + text.slice(0, 900));
  }
  await looked(v, page, 'intake-1-proposal');
  const doubtful = page.locator('#files tr, [id=files] tr').filter({ hasText: 'IMG_0001' });
  await doubtful.locator('select').nth(0).selectOption({ label: '王小丫 · 义乌丝路电商培训学校' });
  await doubtful.locator('select').nth(1).selectOption({ label: '授课记录' });
  await page.getByRole('button', { name: '归入选好的文件' }).click();
  await page.waitForLoadState('load');
  for (let i = 0; i < 40 && (await words(page)).includes('正在归入'); i++) {
    await page.waitForTimeout(250);
    await page.goto(batch);
  }
  text = await words(page);
  v.say(text.includes('已归入的文件') && !text.includes('待归入'), 'not all was filed: ' + text.slice(0, 900));
  await looked(v, page, 'intake-2-filed');
  await page.goto('/intake');
  await page.setInputFiles('#f-batch', zip);
  await page.getByRole('button', { name: '上传' }).click();
  await page.waitForURL('**' + batch);

  await page.goto('/proxy');
  text = await words(page);
  v.say(text.includes('王小丫') && text.includes('张三'), 'the drafts are not listed: ' + text.slice(0, 600));
  await page.getByRole('link', { name: '张三' }).click();
  await page.getByRole('link', { name: '继续填写' }).click();
  await page.waitForURL('**/apply/*');
  await page.locator('#f-m-id input[type=file]').setInputFiles(photo);
  await page.locator('#f-m-id .file-kept').first().waitFor();
  await page.getByRole('button', { name: '下一步：请本人确认' }).click();
  await page.waitForURL('**/proxy/*');
  text = await words(page);
  v.say(text.includes('代录：') && text.includes('还缺') && !text.includes('请上传这一项的文件'), 'the case says ' + text.slice(0, 900));
  await looked(v, page, 'intake-3-case');
  return v.wrong;
}
