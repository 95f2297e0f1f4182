// The engines that Playwright drives: Debian's Chromium, and Debian's Firefox
// by WebDriver BiDi, both as people have them.
import { existsSync } from 'node:fs';
import { chromium, firefox } from 'playwright-core';

// Chromium without the windows around a page, if it is here: to look at a page
// it takes two thirds of the time.
const shell = process.env.CHROMIUM_SHELL || '/usr/bin/chromium-headless-shell';

const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--hide-scrollbars'];

export const engines = {
  // launch opens another browser whose folder outlives it; looker is for those
  // who only look at pages.
  async chromium(folder) {
    const launch = (at, more = {}) => chromium.launchPersistentContext(at, {
      executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: flags, headless: true, ...more,
    });
    const looker = existsSync(shell) ? await chromium.launch({ executablePath: shell, args: flags, headless: true }) : null;
    return { browser: (await launch(folder)).browser(), launch, looker };
  },

  async firefox() {
    const browser = await firefox.launch({
      channel: 'moz-firefox', executablePath: process.env.FIREFOX || '/usr/bin/firefox-esr', headless: true, timeout: 120000,
    });
    unmoved(browser);
    return { browser };
  },
};

// unmoved keeps one command from a Firefox that does not know it yet (153): it
// would choose between a light and a dark page, and we have no dark one.
function unmoved(browser) {
  const session = Object.getPrototypeOf(browser._connection.toImpl(browser)._browserSession), send = session.send;
  session.send = function (method, params) {
    return method === 'emulation.setMediaFeaturesOverride' ? Promise.resolve({}) : send.call(this, method, params);
  };
}
