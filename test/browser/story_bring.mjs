// A city's clerk puts the list in order in WPS, brings it, decides the one cell that
// cannot be told, confirms, and finds the new order.
import { widths } from './visitors.mjs';

const words = (page) => page.evaluate(() => document.querySelector('main').innerText);

// looked keeps a picture at every width and says what does not fit.
async function looked(v, page, name) {
  for (const [size, width] of Object.entries(widths)) {
    await page.setViewportSize({ width, height: 900 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    v.say(over <= 0, `${name} is ${over} px too wide at ${width}`);
    await v.shoot(page, `${name}-${size}`);
  }
}

export async function bring(v, { with: { file, clerk } }) {
  const page = await v.as(clerk, { width: widths.desk });
  await page.goto('/desk');
  await page.getByRole('button', { name: '建立汇总表' }).click();
  await page.waitForURL('**/summaries/*');
  const list = new URL(page.url()).pathname;
  await looked(v, page, 'bring-1-list');
  await page.getByRole('link', { name: '从 Excel 导入' }).click();
  await page.setInputFiles('[name=file]', file);
  await page.getByRole('button', { name: '上传并核对' }).click();
  await page.waitForLoadState('load');
  let text = await words(page);
  for (const said of ['读到 4 人，与名单对上 3 人', 'E6', '数字里混有字母', '演示·没有申报', '本期没有他的申报', '以下空白']) {
    v.say(text.includes(said), 'the preview does not say ' + said + ': ' + text.slice(0, 900));
  }
  v.say(await page.getByRole('button', { name: '确认导入' }).count() === 0, 'it can be confirmed undecided');
  await looked(v, page, 'bring-2-preview');
  await page.getByLabel('读作').check();
  await page.getByRole('button', { name: '按所选比较' }).click();
  await page.waitForLoadState('load');
  await looked(v, page, 'bring-3-decided');
  await page.getByRole('button', { name: '确认导入' }).click();
  await page.waitForURL('**' + list + '?brought=yes');
  const places = await page.evaluate(() => Object.fromEntries([...document.querySelectorAll('input.place')].map((i) => [i.name, i.value])));
  v.say(JSON.stringify(places) === JSON.stringify({ 'place.app1': '2', 'place.app2': '', 'place.app3': '1', 'place.app4': '3' }), 'the order is ' + JSON.stringify(places));
  text = await words(page);
  v.say(text.includes('已从表格导入') && text.includes('坐前排'), 'the list does not show what was brought');
  await looked(v, page, 'bring-4-brought');
  await page.goto(list + '/import');
  await page.setInputFiles('[name=file]', file);
  await page.getByRole('button', { name: '上传并核对' }).click();
  await page.waitForLoadState('load');
  v.say((await words(page)).includes('没有变化'), 'the same file again changes something');
  return v.wrong;
}
