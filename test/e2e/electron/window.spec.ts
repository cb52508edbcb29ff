import { expect, test } from '@playwright/test';
import { type LaunchedApp, launchApp, WINDOW_ORIGIN } from '../support/launched-app.ts';

let launched: LaunchedApp;
test.beforeAll(async () => {
  launched = await launchApp();
});
test.afterAll(() => launched.close());

test('the page is sandboxed: no Node, no Electron, only the two calls of the preload script', async () => {
  const { app, page } = launched;
  const seen = await page.evaluate(() => ({
    require: typeof (globalThis as { require?: unknown }).require,
    process: typeof (globalThis as { process?: unknown }).process,
    bridge: Object.keys((globalThis as { sitewright?: object }).sitewright ?? {}).sort(),
  }));
  expect(seen).toEqual({ require: 'undefined', process: 'undefined', bridge: ['pick', 'requestPort'] });
  const renderer = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): { sandbox?: boolean; contextIsolation?: boolean; nodeIntegration?: boolean };
    };
    const { sandbox, contextIsolation, nodeIntegration } = contents.getLastWebPreferences();
    return { sandbox, contextIsolation, nodeIntegration };
  });
  expect(renderer).toEqual({ sandbox: true, contextIsolation: true, nodeIntegration: false });
});

test('what the page loads comes from the package: a path outside it does not exist', async () => {
  const asked = await launched.page.evaluate(async () => {
    const status = async (path: string) => (await fetch(path)).status;
    return { own: await status('index.html'), outside: await status('/..%2f..%2fpackage.json') };
  });
  expect(asked).toEqual({ own: 200, outside: 404 });
});

for (const target of ['https://example.invalid/', 'file:///etc/hostname', 'app://elsewhere/index.html']) {
  test(`the window does not go to ${target}`, async () => {
    const { page } = launched;
    await page.evaluate((url) => {
      window.location.href = url;
    }, target);
    await page.waitForTimeout(300);
    expect(page.url().startsWith(`${WINDOW_ORIGIN}/`)).toBe(true);
    // Asked of the page itself: Playwright's own waiting takes a refused navigation for one that goes on.
    expect(await page.evaluate(() => document.querySelector('h1')?.textContent)).toMatch(/^(Sites|Sitios)$/);
  });
}

test('the page opens no second window', async () => {
  const { app, page } = launched;
  expect(await page.evaluate(() => window.open('app://sitewright/index.html'))).toBeNull();
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('a frame inside the page has no bridge and gets no port', async () => {
  const seen = await launched.page.evaluate(async () => {
    const frame = document.createElement('iframe');
    frame.srcdoc = '<p>frame</p>';
    document.body.append(frame);
    await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    const inner = frame.contentWindow as (Window & { sitewright?: unknown }) | null;
    let ports = 0;
    inner?.addEventListener('message', (event) => {
      ports += event.ports.length;
    });
    (globalThis as unknown as { sitewright: { requestPort(): void } }).sitewright.requestPort();
    await new Promise((resolve) => setTimeout(resolve, 500));
    const result = { bridge: typeof inner?.sitewright, ports };
    frame.remove();
    return result;
  });
  expect(seen).toEqual({ bridge: 'undefined', ports: 0 });
});

test('main hands a port only to the top frame of our own page', async () => {
  const given = await launched.app.evaluate(({ BrowserWindow, ipcMain }) => {
    const sender = BrowserWindow.getAllWindows()[0]?.webContents;
    const portsFor = (url: string, parent: unknown, from: unknown) => {
      let ports = 0;
      const senderFrame = {
        url,
        parent,
        postMessage: (_: string, __: unknown, list: unknown[]) => (ports += list.length),
      };
      ipcMain.emit('engine-port', { sender: from, senderFrame });
      return ports;
    };
    return {
      ours: portsFor('app://sitewright/index.html', null, sender),
      otherOrigin: portsFor('https://example.invalid/index.html', null, sender),
      otherHost: portsFor('app://sitewright.example/index.html', null, sender),
      subframe: portsFor('app://sitewright/index.html', {}, sender),
      otherContents: portsFor('app://sitewright/index.html', null, {}),
    };
  });
  expect(given).toEqual({ ours: 1, otherOrigin: 0, otherHost: 0, subframe: 0, otherContents: 0 });
});

test('a renderer that dies is opened again and the engine goes on', async () => {
  const { app, home, close } = await launchApp();
  try {
    const again = await app.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      if (!contents) return 'no window';
      const loaded = new Promise((resolve) => contents.once('did-finish-load', () => resolve(undefined)));
      contents.forcefullyCrashRenderer();
      await loaded;
      for (let tries = 0; tries < 50; tries += 1) {
        const text = (await contents.executeJavaScript('document.body.innerText')) as string;
        if (text.includes('two-node')) return 'the list of sites';
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return 'no list';
    });
    expect(again, home.folder).toBe('the list of sites');
  } finally {
    await close();
  }
});
