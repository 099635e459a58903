import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import axe from 'axe-core';
import { chromium } from 'playwright-core';
import { repository } from './workspace.js';

const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const screenshots = path.join(repository, 'artifacts/screenshots');
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** How long a test waits for what a page is to show, in milliseconds. */
export const patience = 30_000;

/** The system's Chromium, for a file of tests; the variable CHROMIUM names another one. */
export class Browser {
  #chromium;

  constructor(chromium) {
    this.#chromium = chromium;
  }

  static async launch(stage) {
    const executablePath = process.env.CHROMIUM ?? candidates.find(existsSync);
    if (!executablePath) {
      throw new Error(`There is no Chromium at ${candidates.join(', ')}: install it, or name it in the variable CHROMIUM.`);
    }

    const browser = new Browser(await chromium.launch({ executablePath, args: quiet }));
    stage.after(() => browser.#chromium.close());
    return browser;
  }

  /**
   * A page with storage of its own. When the stage ends it must have met no error: no uncaught one, none in its console, no violation of
   * the Content-Security-Policy, no request to another origin. `forgives` is a pattern of messages that the test means to cause.
   */
  async open(stage, url, { forgives, ...options } = {}) {
    const context = await this.#chromium.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    context.setDefaultTimeout(patience);
    const page = await context.newPage();
    const complaints = [];
    const complain = (text) => forgives?.test(text) || complaints.push(text);
    this.#listen(page, new URL(url).origin, complain);
    await page.exposeFunction('reportCspViolation', (text) => complain(text));
    await page.addInitScript(() => {
      addEventListener('securitypolicyviolation', (violation) =>
        window.reportCspViolation(`Content-Security-Policy: ${violation.effectiveDirective} refused ${violation.blockedURI} in ${violation.sourceFile}:${violation.lineNumber}`),
      );
    });
    page.complaints = complaints;
    stage.after(async () => {
      await context.close();
      if (complaints.length > 0) {
        throw new Error(`The page complained:\n${complaints.join('\n')}`);
      }
    });
    await page.goto(url);
    return page;
  }

  /**
   * What the page's main thread does meanwhile: for each task, how much of the processor's time it takes, in milliseconds. That does not
   * grow when other processes are busy too, which the time by the clock does.
   */
  async tasksOf(page, act) {
    await this.#chromium.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline', 'devtools.timeline'] });
    await act();
    const { traceEvents } = JSON.parse(await this.#chromium.stopTracing());
    const mains = new Set(traceEvents.filter((event) => event.name === 'thread_name' && event.args.name === 'CrRendererMain').map(threadOf));
    return traceEvents.filter((event) => event.name === 'RunTask' && event.tdur !== undefined && mains.has(threadOf(event))).map((event) => event.tdur / 1000);
  }

  #listen(page, origin, complain) {
    page.on('pageerror', (error) => complain(`Uncaught: ${error.stack ?? error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') {
        complain(`Console ${message.type()}: ${message.text()} (${message.location().url})`);
      }
    });
    page.on('request', (request) => {
      if (/^(https?|wss?):/.test(request.url()) && new URL(request.url()).host !== new URL(origin).host) {
        complain(`Request to another origin: ${request.url()}`);
      }
    });
  }
}

const threadOf = ({ pid, tid }) => `${pid}:${tid}`;

/**
 * The serious violations of accessibility that axe finds in the page, one line each; expected to be none. The guards at the edges of an
 * open menu are left out: they pass the focus on as soon as they have it.
 */
export async function accessibilityFaults(page) {
  // Evaluated, not added as an element: the page's policy would rightly refuse that.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run({ exclude: [['[data-base-ui-focus-guard]']] }, { resultTypes: ['violations'] }));
  return violations
    .filter((violation) => ['serious', 'critical'].includes(violation.impact))
    .flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${violation.help}: ${node.html} (${node.any.map((check) => check.message).join('; ')})`));
}

/** Keeps a picture of the page in artifacts/screenshots, for people to look at. */
export async function takeScreenshot(page, name) {
  await mkdir(screenshots, { recursive: true });
  await page.screenshot({ path: path.join(screenshots, `${name}.png`) });
}
