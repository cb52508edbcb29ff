import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadavg } from 'node:os';
import { type Browser, chromium } from '@playwright/test';
import type { Overview } from '../../installer-assets/stacks/monitoring/protocol/overview.ts';
import { serveDashboard } from '../monitoring/page/support/served-dashboard.ts';
import { roundAt, siteStates } from '../monitoring/page/support/site.ts';
import { median } from './measure.ts';

declare const SITEWRIGHT_ROOT: string;

const NODES = 32;
const GUESTS = 500;
const ROUNDS = Number(process.env.SITEWRIGHT_BENCH_ROUNDS ?? '9');

/**
 * The largest site in the real dashboard, in a browser whose cache is empty: until the glance of the cluster is drawn, and
 * until all its machines are. Beside it the least that a browser could do with the same machines, a finished table in a
 * static page; no other dashboard can be had here (Grafana's images and packages cannot be reached). Times in ms since the
 * navigation, by the browser's own clock.
 */
export async function run(): Promise<Readonly<Record<string, unknown>>> {
  const web = await serveDashboard(SITEWRIGHT_ROOT);
  const browser = await chromium.launch({
    executablePath: process.env.SITEWRIGHT_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-quic', '--disable-background-networking'],
  });
  try {
    const fill = setInterval(() => void web.ingest(roundAt(new Date(), siteStates(new Date(), NODES, GUESTS))), 60_000);
    await web.ingest(roundAt(new Date(), siteStates(new Date(), NODES, GUESTS)));
    const first = await browser.newContext();
    const page = await first.newPage();
    await web.logIn(page);
    const cookies = await first.cookies();
    const overview: Overview = await page.evaluate(async () => (await fetch('/api/overview')).json());
    await first.close();
    const table = await serveTable(overview);
    const glance: number[] = [];
    const machines: number[] = [];
    const plain: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      glance.push(await drawnAfter(browser, cookies, `${web.url}/#/overview`, '.frame tbody tr', NODES));
      machines.push(await drawnAfter(browser, cookies, `${web.url}/#/guests`, '.frame tbody tr', GUESTS));
      plain.push(await drawnAfter(browser, [], table.url, 'tbody tr', GUESTS));
    }
    clearInterval(fill);
    table.close();
    const [glanceMs, machinesMs, staticTableMs] = [median(glance), median(machines), median(plain)];
    return {
      nodes: NODES,
      guests: GUESTS,
      rounds: ROUNDS,
      load: loadavg()[0],
      overviewBytes: JSON.stringify(overview).length,
      glanceMs,
      machinesMs,
      staticTableMs,
      ratio: { glance: glanceMs / staticTableMs, machines: machinesMs / staticTableMs },
    };
  } finally {
    await browser.close();
    await web.stop();
  }
}

type Cookies = Parameters<Awaited<ReturnType<Browser['newContext']>>['addCookies']>[0];

/** ms from the navigation to the frame after the one in which so many rows stand there. */
async function drawnAfter(
  browser: Browser,
  cookies: Cookies,
  url: string,
  rows: string,
  count: number,
): Promise<number> {
  const context = await browser.newContext();
  await context.addCookies(cookies);
  const page = await context.newPage();
  await page.addInitScript(
    ([selector, wanted]) => {
      const look = (): void => {
        if (document.querySelectorAll(String(selector)).length < Number(wanted)) {
          requestAnimationFrame(look);
          return;
        }
        requestAnimationFrame(() => Object.assign(window, { drawnMs: performance.now() }));
      };
      look();
    },
    [rows, count] as const,
  );
  await page.goto(url);
  const handle = await page.waitForFunction(() => (window as { drawnMs?: number }).drawnMs);
  const drawnMs = Number(await handle.jsonValue());
  await context.close();
  return drawnMs;
}

async function serveTable({ guests }: Overview): Promise<{ readonly url: string; close(): void }> {
  const cell = (text: unknown): string =>
    `<td>${String(text).replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)}</td>`;
  const rows = guests.map(
    (guest) =>
      `<tr>${[guest.name, guest.source, guest.status, guest.node, guest.latest?.cpuRatio, guest.latest?.memoryUsedBytes, guest.lastGoodBackupAt].map(cell).join('')}</tr>`,
  );
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Machines</title><table><tbody>${rows.join('')}</tbody></table></html>`;
  const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(html));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() };
}
