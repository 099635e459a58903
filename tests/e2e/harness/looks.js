import assert from 'node:assert/strict';
import { accessibilityFaults, takeScreenshot } from './browser.js';

const desk = { width: 1280, height: 800 };

/** How people see the console. */
const looks = {
  light: { colorScheme: 'light', size: desk },
  dark: { colorScheme: 'dark', size: desk },
  phone: { colorScheme: 'light', size: { width: 360, height: 740 } },
};

/** Holds the page, as it stands, to what all must be in every look: accessible and no wider than the screen. Pictures of it are kept. */
export async function examine(page, name) {
  for (const [look, { colorScheme, size }] of Object.entries(looks)) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(size);
    await untilStill(page);
    await takeScreenshot(page, `${name}-${look}`);
    assert.deepEqual(await accessibilityFaults(page), [], `${name}, ${look}`);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} is wider than the screen: ${look}`);
  }
}

/** What fades in has its own colours only at the end. What never ends, such as a spinner, is not waited for. */
export function untilStill(page) {
  return page.waitForFunction(() => document.getAnimations().every(({ playState, effect }) => playState !== 'running' || effect.getTiming().iterations === Infinity));
}
