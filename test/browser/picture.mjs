// Pictures for the READMEs: what somebody sees on a screen of a given size.
export async function picture(v, { who, path, file, with: { width, height, to } }) {
  const page = await v.known(who);
  await page.setViewportSize({ width: Number(width), height: Number(height) });
  const got = await page.goto(path, { waitUntil: 'load' });
  v.say(got.status() === 200, `status ${got.status()}`);
  await page.evaluate(() => document.fonts.ready);
  // The bar of the demonstration is no part of the program.
  await page.evaluate(() => document.querySelectorAll('.demo-bar').forEach((e) => e.remove()));
  if (to) await page.locator(to).first().evaluate((e) => window.scrollTo(0, e.getBoundingClientRect().top + window.scrollY - 90));
  await page.screenshot({ path: file });
  return v.wrong;
}
