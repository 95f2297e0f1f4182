// A photograph from a phone on a bad network, and a session that ends while
// somebody writes.
import { widths } from './visitors.mjs';
import { write, saved, said, device } from './story_application.mjs';

// noted writes into a JPEG what a telephone does: that it was held on its side, and
// where it was.
function noted(jpeg) {
  const tiff = Buffer.alloc(8 + 2 + 24 + 4 + 2 + 12 + 4);
  tiff.write('MM\0*', 'latin1');
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(2, 8);
  const entry = (at, tag, kind, n, value) => { tiff.writeUInt16BE(tag, at); tiff.writeUInt16BE(kind, at + 2); tiff.writeUInt32BE(n, at + 4); tiff.writeUInt32BE(value, at + 8); };
  entry(10, 0x0112, 3, 1, 6 << 16);
  entry(22, 0x8825, 4, 1, 38);
  tiff.writeUInt16BE(1, 38);
  entry(40, 0x0001, 2, 2, 0x4e000000);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 4);
  return Buffer.concat([head, body, jpeg.subarray(2)]);
}

// photograph is a picture of w by h as it lies in the telephone.
async function photograph(page, w, h, noise) {
  const text = await page.evaluate(([w, h, noise]) => {
    const c = document.createElement('canvas');
    c.width = w; c.height = h;
    const g = c.getContext('2d'), m = g.createImageData(w, h);
    let x = 1;
    for (let i = 0; i < m.data.length; i += 4) {
      x = (x * 1103515245 + 12345) & 0x7fffffff;
      const v = noise ? x >> 20 & 255 : 120;
      m.data[i] = v; m.data[i + 1] = v; m.data[i + 2] = 200; m.data[i + 3] = 255;
    }
    g.putImageData(m, 0, 0);
    return c.toDataURL('image/jpeg', 0.92).split(',')[1];
  }, [w, h, noise]);
  return { name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer: noted(Buffer.from(text, 'base64')) };
}

export async function material(v, { with: { person, mobile, other } }) {
  const page = await v.as('person:' + person, { width: widths.phone });
  await page.goto('/mine');
  await page.locator('input[name=clause]').first().check();
  await page.getByRole('button', { name: '开始申报' }).click();
  await page.waitForURL('**/apply/*');
  const path = new URL(page.url()).pathname;
  await write(v, page, path);
  await cut(v, page, path);
  await small(v, page);
  await expired(v, page, mobile);
  await posted(v, page, path, person);
  await twice(v, page, path);
  await handed(v, page, path);
  await stranger(v, page, other);
  return v.wrong;
}

const place = (page, item) => page.locator(`form[action*="/files/${item}"] input[type=file]`).first();
const kept = (page, item) => page.locator(`#f-m-${item} .file-kept`);

// cut loses the connection in mid-upload, twice: once it goes on by itself, once
// after the page was loaded again and the same photograph taken again.
async function cut(v, page, path) {
  const photo = await photograph(page, 3000, 2000, true);
  const begins = [];
  let down = false, parts = 0;
  await page.route('**/uploads/*/parts?*', (r) => {
    begins.push(Number(new URL(r.request().url()).searchParams.get('at')));
    if (down || parts++ === 1) { down = true; begins.pop(); return r.abort(); }
    return r.continue();
  });
  page.quiet = true;
  page.on('dialog', (d) => d.accept());
  await place(page, 'id').setInputFiles(photo);
  await page.locator('#f-m-id [data-sending]').filter({ hasText: '网络断开' }).waitFor();
  await v.shoot(page, 'material-1-cut');
  await page.goto(path); // in the middle of it
  v.say(await kept(page, 'id').count() === 0, 'half a file stands on the case');
  down = false;
  await place(page, 'id').setInputFiles(photo);
  await kept(page, 'id').first().waitFor();
  page.quiet = false;
  v.say(begins[1] > 0 && begins.every((at, i) => i === 0 || at > begins[i - 1]), `the parts began at ${begins}: something was sent twice`);
  v.say(begins.length > 2 && begins.at(-1) < photo.buffer.length, `the photograph of ${photo.buffer.length} bytes went in ${begins.length} parts`);
  await page.unroute('**/uploads/*/parts?*');
}

// small is a photograph that is sent as it is, with the place in it.
async function small(v, page) {
  const photo = await photograph(page, 600, 400, false);
  await place(page, 'employment').setInputFiles(photo);
  await kept(page, 'employment').first().waitFor();
}

// expired ends the session in the middle of a sentence: it is signed in again in
// place, and the sentence is on the server.
async function expired(v, page, mobile) {
  await page.context().clearCookies();
  page.quiet = true;
  const words = '登录过期时正在写的一句。';
  const at = new URL(page.url()).pathname;
  await page.fill('[name=life]', words);
  const box = page.locator('dialog.again');
  await box.locator('[name=mobile]').fill(mobile);
  await v.shoot(page, 'material-2-expired');
  await box.getByRole('button', { name: '获取验证码' }).click();
  await box.locator('[name=code]').waitFor();
  const code = (await box.innerText()).match(/验证码是 (\d{6})/)[1];
  await box.locator('[name=code]').fill('000000');
  await box.locator('form[action="/sign-in/enter"] button').first().click();
  await box.locator('.complaint').waitFor(); // in place, too
  await box.locator('[name=code]').fill(code);
  await box.locator('form[action="/sign-in/enter"] button').first().click();
  await box.waitFor({ state: 'detached' });
  await saved(page);
  page.quiet = false;
  await page.goto(at);
  v.say(await page.inputValue('[name=life]') === words, 'what was written when the session ended is lost');
}

// posted presses a button when the session has ended: what was written is there
// again after signing in.
async function posted(v, page, path, person) {
  const words = '登录过期后提交的一句。';
  page.quiet = true;
  await page.evaluate((text) => { document.querySelector('[name=life]').value = text; }, words); // no key: nothing is saved by itself
  await page.context().clearCookies();
  await page.locator('.action-bar .btn-primary').click();
  await page.waitForURL('**/sign-in*');
  const r = await page.context().request.post('/demo/as', { form: { person }, maxRedirects: 0, headers: { 'Sec-Fetch-Site': 'same-origin' } });
  v.say(r.status() === 303, 'sign in again: ' + r.status());
  await page.goto(path);
  page.quiet = false;
  v.say(await page.inputValue('[name=life]') === words, 'what was posted when the session had ended is lost');
  v.say(await page.locator('.restored').isVisible(), 'nothing says that it was restored');
  await saved(page);
}

// twice writes on two pages: the second save of the first page overwrites nothing,
// and leaves both ways on.
async function twice(v, page, path) {
  await page.goto(path);
  const second = await page.context().newPage();
  await second.goto(path);
  await second.fill('[name=life]', '第二个页面写的。');
  await saved(second);
  page.quiet = true;
  const both = page.locator('[data-saved]').filter({ hasText: '另一处已修改' }).first();
  await page.fill('[name=life]', '第一个页面写的。');
  await both.waitFor();
  await v.shoot(page, 'material-5-twice');
  await both.getByRole('button', { name: '用本页的' }).click();
  await page.getByText('另一处已修改：').waitFor();
  v.say(await page.inputValue('[name=life]') === '第一个页面写的。', 'to compare loses what this page says');
  v.say((await page.locator('.mend-old').allInnerTexts()).join().includes('第二个页面写的'), 'the other text is not shown beside it');
  await page.getByRole('link', { name: '放弃本页内容' }).click();
  await page.waitForLoadState('load');
  page.quiet = false;
  v.say(await page.inputValue('[name=life]') === '第二个页面写的。', 'the other page was overwritten');
  await second.close();
}

// handed submits, and looks at what is kept.
async function handed(v, page, path) {
  for (let i = 0; i < 60 && (await page.locator('#materials').innerText()).includes('待检'); i++) {
    await page.waitForTimeout(500);
    await page.goto(path);
  }
  await page.locator('#materials').scrollIntoViewIfNeeded();
  await v.shoot(page, 'material-3-kept');
  const hrefs = await page.locator('.file-kept .tile-name a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  v.say(hrefs.length === 2, `${hrefs.length} files are kept`);
  for (const href of hrefs) {
    const body = await (await page.request.get(href)).body();
    v.say(!body.includes('Exif') && !body.includes('MM\0*'), `${href} still says where it was taken`);
    const [w, h] = await page.evaluate(async (src) => {
      const m = await createImageBitmap(await (await fetch(src)).blob());
      return [m.width, m.height];
    }, href);
    v.say(w < h && h <= 2400, `${href} is ${w} by ${h}: it does not stand upright, or is too large`);
  }
  await page.locator('.action-bar .btn-primary').click();
  await page.waitForLoadState('load');
  v.say(page.url().includes('/receipt'), 'submitting led to ' + page.url() + ': ' + await said(page));
  await v.shoot(page, 'material-4-receipt');
}

// stranger signs in on the same phone: of what was written before nothing is left.
async function stranger(v, page, other) {
  await page.evaluate(() => localStorage.setItem('draft:/apply/x/save', JSON.stringify({ at: '1', who: document.body.dataset.who, kept: [['life', '前一个人写的']] })));
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await page.context().request.post('/demo/as', { form: { person: other }, maxRedirects: 0, headers: { 'Sec-Fetch-Site': 'same-origin' } });
  await page.goto('/mine');
  v.say(!(await device(page)).includes('前一个人写的'), 'the next person finds what another wrote');
}
