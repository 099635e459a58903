import assert from 'node:assert/strict';
import { accessibilityFaults, takeScreenshot } from './browser.js';

/** How people see the console: the options of a page, by the name that stands in its pictures. */
export const looks = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  phone: { colorScheme: 'light', viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
};

/** Holds the page, as it stands, to what all of them must be: accessible and no wider than the screen. A picture of it is kept. */
export async function examine(page, name) {
  await untilStill(page);
  await takeScreenshot(page, name);
  assert.deepEqual(await accessibilityFaults(page), [], name);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} is wider than the screen`);
}

/** What fades in has its own colours only at the end. What never ends, such as a spinner, is not waited for. */
export function untilStill(page) {
  return page.waitForFunction(() => document.getAnimations().every(({ playState, effect }) => playState !== 'running' || effect.getTiming().iterations === Infinity));
}
