// A visitor with a phone and a printed certificate: one look, one answer.
import { widths } from './visitors.mjs';

const words = (page) => page.evaluate(() => document.querySelector('main').innerText);

export async function verify(v, { with: { code, no, name } }) {
  const page = await v.as('', { width: widths.phone });
  await page.goto('/verify');
  await page.fill('[name=code]', code.toLowerCase());
  await page.click('form:has([name=code]) button');
  await page.waitForLoadState('load');
  const text = await words(page);
  v.say(text.includes('有效'), 'it does not say whether the certificate is valid');
  v.say(text.includes(name), 'it does not say whose certificate it is');
  v.say(text.includes(no), 'it does not say its number');
  v.say(!/\d{17}[\dXx]|1[3-9]\d{9}/.test(text), 'it shows an identity or mobile number');
  await v.shoot(page, 'verify-1-valid');
  const wrong = (code[0] === 'A' ? 'B' : 'A') + code.slice(1);
  await page.goto('/verify/' + wrong);
  v.say((await words(page)).includes('没有'), 'a wrong code is not refused');
  await v.shoot(page, 'verify-2-wrong');
  return v.wrong;
}

// Somebody presses a link to a file in the browser inside WeChat, which keeps none.
export async function wechat(v) {
  const page = await v.as('person:demo-person-197', { width: widths.phone, agent: 'Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/107 Mobile Safari/537.36 MicroMessenger/8.0.47' });
  await page.goto('/mine');
  await page.locator('main a.btn-primary').first().click();
  await page.waitForLoadState('networkidle');
  const link = page.locator('a[href$="/form.pdf"]').first();
  await link.scrollIntoViewIfNeeded();
  await link.click();
  await page.locator('.outside').waitFor();
  v.say((await page.locator('.outside').innerText()).includes('在浏览器打开'), 'it is not said how to leave WeChat');
  await v.shoot(page, 'verify-3-wechat');
  const file = page.waitForEvent('download');
  await link.click();
  v.say((await file).suggestedFilename().endsWith('.pdf'), 'pressed again, the link leads nowhere');
  return v.wrong;
}
