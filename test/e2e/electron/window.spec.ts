import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import { APP_FOLDER } from '../support/home.ts';
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

test('the page has what every page has, one object more, and in it no way further', async () => {
  const seen = await launched.page.evaluate(() => {
    const scope = globalThis as unknown as Record<string, unknown>;
    const plain = document.createElement('iframe');
    document.body.append(plain);
    const everyPage = new Set(Object.getOwnPropertyNames(plain.contentWindow));
    // numbers: frames; two underscores: what Playwright itself looks through
    const added = Object.getOwnPropertyNames(scope).filter(
      (name) => !everyPage.has(name) && !/^\d+$|^__(pw|playwright)/.test(name),
    );
    plain.remove();
    const bridge = scope.sitewright as Record<string, unknown>;
    const ofNode = ['require', 'module', 'exports', 'process', 'Buffer', 'global', 'setImmediate', '__dirname'];
    const ofElectron = ['electron', 'ipcRenderer', 'contextBridge', 'webFrame', 'electronBinding'];
    const attempt = (change: () => void) => {
      try {
        change();
      } catch {
        // refused by a throw, which is as well
      }
    };
    attempt(() => Object.assign(bridge, { pick: () => 'changed', more: 1 }));
    attempt(() => Reflect.deleteProperty(scope, 'sitewright'));
    attempt(() => Object.assign(scope, { sitewright: { pick: () => 'changed' } }));
    return {
      added: added.sort(),
      kinds: Object.fromEntries(
        Object.entries(scope.sitewright as object).map(([name, value]) => [name, typeof value]),
      ),
      isOurs: scope.sitewright === bridge,
      // a function of the other world would bring that world's own Function with it
      ofThisWorld: Object.values(bridge).every((each) => Object.getPrototypeOf(each) === Function.prototype),
      further: Object.values(bridge)
        .flatMap((each) => Object.getOwnPropertyNames(each))
        .filter((name) => !Object.getOwnPropertyNames(function ofThePage() {}).includes(name)),
      present: [...ofNode, ...ofElectron].filter((name) => name in scope),
    };
  });
  expect(seen).toEqual({
    // zod keeps its own settings so: the page's, not the preload script's
    added: ['__zod_globalConfig', '__zod_globalRegistry', 'sitewright'],
    kinds: { pick: 'function', requestPort: 'function' },
    isOurs: true,
    ofThisWorld: true,
    further: [],
    present: [],
  });
});

test('what the page loads comes from the package: a path outside it does not exist, and nothing is written there', async () => {
  const outside = [
    ...['/..%2f..%2fpackage.json', '/%2e%2e/main/main.cjs', '/..%5cmain%5cmain.cjs', '/%2fetc/hostname'],
    ...['/assets/..%2f..%2fmain/main.cjs', '/assets', '/index.html%00.js', '/%zz', '/.'],
  ];
  const asked = await launched.page.evaluate(async (paths) => {
    const status = async (path: string, method = 'GET') =>
      fetch(path, { method }).then(
        (answer) => answer.status,
        () => 'refused',
      );
    return {
      own: await status('/index.html'),
      outside: await Promise.all(paths.map((path) => status(path))),
      methods: await Promise.all(['POST', 'PUT', 'DELETE'].map((method) => status('/index.html', method))),
      otherHost: await status('app://elsewhere/index.html'),
      file: await status('file:///etc/hostname'),
    };
  }, outside);
  // Chromium takes the dot away before it asks, which leaves the page itself, and does not ask with an end in the middle
  const expected = outside.map((path) => (path === '/.' ? 200 : path.includes('%00') ? 'refused' : 404));
  expect(asked.outside).toEqual(expected);
  expect(asked).toMatchObject({ own: 200, methods: [405, 405, 405], otherHost: 'refused', file: 'refused' });
});

test('no file is shown as a page, not even our own: there is no file: in the window', async () => {
  const outcomes = await launched.app.evaluate(
    async ({ BrowserWindow }, addresses) => {
      const outcomes: string[] = [];
      for (const address of addresses) {
        // one for each: what is shown after a refusal counts as loaded
        const hidden = new BrowserWindow({ show: false });
        const loaded = hidden.loadURL(address);
        outcomes.push(
          await loaded.then(
            () => 'loaded',
            () => 'refused',
          ),
        );
        hidden.destroy();
      }
      return outcomes;
    },
    [pathToFileURL(join(APP_FOLDER, 'dist/renderer/index.html')).href, 'file:///etc/hostname'],
  );
  expect(outcomes).toEqual(['refused', 'refused']);
});

test('also a window that may hold a webview gets none', async () => {
  const seen = await launched.app.evaluate(async ({ BrowserWindow, webContents }) => {
    const hidden = new BrowserWindow({ show: false, webPreferences: { webviewTag: true } });
    await hidden.loadURL('app://sitewright/index.html');
    const before = webContents.getAllWebContents().length;
    const asked: boolean[] = [];
    hidden.webContents.on('will-attach-webview', (event) => asked.push(event.defaultPrevented));
    await hidden.webContents.executeJavaScript(`
      const view = document.createElement('webview');
      view.setAttribute('src', 'app://sitewright/index.html');
      view.setAttribute('nodeintegration', '');
      view.setAttribute('allowpopups', '');
      document.body.append(view);
      new Promise((resolve) => setTimeout(resolve, 500));
    `);
    const more = webContents.getAllWebContents().length - before;
    hidden.destroy();
    return { asked, more };
  });
  expect(seen).toEqual({ asked: [true], more: 0 });
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
