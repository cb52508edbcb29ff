import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { type LaunchedApp, launchApp, WINDOW_ORIGIN } from '../support/launched-app.ts';

// Each line of Electron's security checklist that a page could try to get round, tried by our own page.
let launched: LaunchedApp;
let outside: Server;
/** Somebody on the network, who notes who asked. */
let address: string;
const asked: string[] = [];
test.beforeAll(async () => {
  outside = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(200, { 'Content-Type': 'text/javascript', 'Access-Control-Allow-Origin': '*' });
    response.end('globalThis.fromOutside = true;');
  });
  await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`;
  launched = await launchApp();
});
test.afterAll(async () => {
  await launched.close();
  outside.close();
});
test.afterEach(() => expect(asked).toEqual([]));

test('nothing of the laptop is given: position, notices, camera and microphone, clipboard, screen, USB, HID, serial', async () => {
  const { page } = launched;
  const states = await page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi'];
    const found = await Promise.all(
      names.map((name) => navigator.permissions.query({ name: name as PermissionName }).then(({ state }) => state)),
    );
    return Object.fromEntries(names.map((name, index) => [name, found[index]]));
  });
  expect(new Set(Object.values(states)), JSON.stringify(states)).toEqual(new Set(['denied']));
  const outcomes = await page.evaluate(async () => {
    const failed = (promise: Promise<unknown> | undefined) =>
      (promise ?? Promise.reject(new Error('absent'))).then(
        () => 'given',
        () => 'refused',
      );
    type Known = { getDevices?(): Promise<readonly unknown[]>; getPorts?(): Promise<readonly unknown[]> };
    const known = navigator as unknown as Record<string, Known | undefined>;
    const count = async (name: string) => {
      const found = (await known[name]?.getDevices?.()) ?? (await known[name]?.getPorts?.());
      return found?.length ?? 0;
    };
    return {
      position: await failed(
        new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
      ),
      camera: await failed(navigator.mediaDevices?.getUserMedia({ video: true })),
      microphone: await failed(navigator.mediaDevices?.getUserMedia({ audio: true })),
      screen: await failed(navigator.mediaDevices?.getDisplayMedia()),
      clipboard: await failed(navigator.clipboard?.readText()),
      notices: await Notification.requestPermission(),
      devices: (await count('usb')) + (await count('hid')) + (await count('serial')),
    };
  });
  expect(outcomes).toEqual({
    position: 'refused',
    camera: 'refused',
    microphone: 'refused',
    screen: 'refused',
    clipboard: 'refused',
    notices: 'denied',
    devices: 0,
  });
});

test('nothing comes from a network: no script, picture, style, font, frame, request, socket or beacon', async () => {
  const { page } = launched;
  const refused = await page.evaluate(async (from) => {
    const broken: string[] = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => broken.push(effectiveDirective));
    const element = (name: string, more: Record<string, string>) =>
      new Promise<void>((resolve) => {
        const made = Object.assign(document.createElement(name), more);
        made.addEventListener('load', () => resolve());
        made.addEventListener('error', () => resolve());
        document.head.append(made);
        setTimeout(resolve, 500);
      });
    await element('script', { src: `${from}/script.js` });
    await element('img', { src: `${from}/picture.png` });
    await element('link', { rel: 'stylesheet', href: `${from}/style.css` });
    await element('iframe', { src: `${from}/frame.html` });
    await new FontFace('outside', `url(${from}/font.woff2)`).load().catch(() => undefined);
    await fetch(`${from}/request`).catch(() => undefined);
    const socket = new WebSocket(`${from.replace('http', 'ws')}/socket`);
    await new Promise((resolve) => {
      socket.onerror = resolve;
      setTimeout(resolve, 500);
    });
    navigator.sendBeacon(`${from}/beacon`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    return { broken: [...new Set(broken)].sort(), ran: 'fromOutside' in globalThis };
  }, address);
  expect(refused.ran).toBe(false);
  expect(refused.broken).toEqual(
    expect.arrayContaining(['connect-src', 'font-src', 'frame-src', 'img-src', 'script-src-elem', 'style-src-elem']),
  );
});

test('also where no policy stands in the way, the window asks nobody on a network', async () => {
  const { app } = launched;
  const outcome = await app.evaluate(async ({ BrowserWindow }, from) => {
    const hidden = new BrowserWindow({ show: false });
    const outcome = await hidden.loadURL(`${from}/page`).then(
      () => 'loaded',
      () => 'refused',
    );
    hidden.destroy();
    return outcome;
  }, address);
  expect(outcome).toBe('refused');
});

test('no script but the page’s own runs: none in the text, none in an attribute, none made of text', async () => {
  const ran = await launched.page.evaluate(async () => {
    const scope = globalThis as unknown as Record<string, unknown>;
    const script = document.createElement('script');
    script.textContent = 'globalThis.inlineRan = true;';
    document.body.append(script);
    const button = document.createElement('button');
    button.setAttribute('onclick', 'globalThis.attributeRan = true;');
    button.click();
    const link = document.createElement('a');
    link.href = 'javascript:globalThis.linkRan = true';
    document.body.append(link);
    link.click();
    // Later, by itself: what Playwright runs at once is let off the policy.
    const evaluated = await new Promise((resolve) => {
      setTimeout(() => {
        try {
          resolve(Function('return true')());
        } catch {
          resolve(false);
        }
      }, 200);
    });
    for (const each of [script, link]) each.remove();
    return { inline: scope.inlineRan, attribute: scope.attributeRan, link: scope.linkRan, evaluated };
  });
  expect(ran).toEqual({ inline: undefined, attribute: undefined, link: undefined, evaluated: false });
});

test('no safeguard of the page is switched off, and nothing unfinished of Chromium’s is switched on', async () => {
  const preferences = await launched.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Readonly<Record<string, unknown>>;
    };
    const { webSecurity, ...rest } = contents.getLastWebPreferences();
    const on = [
      ...['allowRunningInsecureContent', 'experimentalFeatures', 'enableBlinkFeatures', 'webviewTag', 'plugins'],
      ...['nodeIntegration', 'nodeIntegrationInWorker', 'nodeIntegrationInSubFrames'],
    ].filter((name) => Boolean(rest[name]));
    return { isSecure: webSecurity !== false, on };
  });
  expect(preferences).toEqual({ isSecure: true, on: [] });
});

test('no page hands an address to the system’s own programs', async () => {
  const { app, page } = launched;
  await app.evaluate(({ shell }) => {
    const scope = globalThis as unknown as { handedOn: string[] };
    scope.handedOn = [];
    for (const name of ['openExternal', 'openPath'] as const)
      shell[name] = (async (what: string) => {
        scope.handedOn.push(what);
        return '';
      }) as never;
  });
  await page.evaluate((from) => {
    for (const address of [
      `${from}/out`,
      'mailto:a@example.invalid',
      'file:///etc/hostname',
      'ssh://example.invalid',
    ]) {
      window.open(address);
      const link = document.createElement('a');
      Object.assign(link, { href: address, target: '_blank' });
      document.body.append(link);
      link.click();
      link.remove();
    }
  }, address);
  await page.waitForTimeout(300);
  const handedOn = await app.evaluate(() => (globalThis as unknown as { handedOn: string[] }).handedOn);
  expect(handedOn).toEqual([]);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('a webview stays an empty element', async () => {
  const { app, page } = launched;
  const before = await app.evaluate(({ webContents }) => webContents.getAllWebContents().length);
  await page.evaluate(() => {
    const view = document.createElement('webview');
    view.setAttribute('src', 'app://sitewright/index.html');
    document.body.append(view);
  });
  await page.waitForTimeout(300);
  expect(await app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(before);
  expect(await page.evaluate(() => typeof (document.querySelector('webview') as { reload?: unknown }).reload)).toBe(
    'undefined',
  );
  await page.evaluate(() => document.querySelector('webview')?.remove());
});

test('a file dropped on the window is not gone to', async () => {
  const { page } = launched;
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: ['/etc/hostname'], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
  await page.waitForTimeout(500);
  await session.detach();
  expect(page.url().startsWith(`${WINDOW_ORIGIN}/`)).toBe(true);
  expect(await page.evaluate(() => document.querySelector('h1')?.textContent)).toMatch(/^(Sites|Sitios)$/);
});

test('a form that is sent goes nowhere', async () => {
  const { page } = launched;
  await page.evaluate((from) => {
    const form = document.createElement('form');
    Object.assign(form, { action: `${from}/form`, method: 'post' });
    document.body.append(form);
    form.submit();
    form.remove();
  }, address);
  await page.waitForTimeout(300);
  expect(page.url().startsWith(`${WINDOW_ORIGIN}/`)).toBe(true);
});

test('main opens a dialog only for the top frame of our own page, and only of a kind that it knows', async () => {
  const given = await launched.app.evaluate(async ({ BrowserWindow, dialog, ipcMain }) => {
    const sender = BrowserWindow.getAllWindows()[0]?.webContents;
    let opened = 0;
    dialog.showOpenDialog = async () => {
      opened += 1;
      return { canceled: true, filePaths: [] };
    };
    type Handler = (event: unknown, kind: unknown) => Promise<unknown>;
    const handler = (ipcMain as unknown as { _invokeHandlers: Map<string, Handler> })._invokeHandlers.get('pick');
    const asks = async (url: string, parent: unknown, from: unknown, kind: unknown) => {
      opened = 0;
      const said = await Promise.resolve(handler?.({ sender: from, senderFrame: { url, parent } }, kind)).then(
        () => 'asked',
        () => 'refused',
      );
      return `${said} ${opened}`;
    };
    const ours = 'app://sitewright/index.html';
    return {
      ours: await asks(ours, null, sender, 'iso'),
      otherOrigin: await asks('https://example.invalid/', null, sender, 'iso'),
      subframe: await asks(ours, {}, sender, 'iso'),
      otherContents: await asks(ours, null, {}, 'iso'),
      unknownKind: await asks(ours, null, sender, 'constructor'),
      noKind: await asks(ours, null, sender, { toString: () => 'iso' }),
    };
  });
  expect(given).toEqual({
    ours: 'asked 1',
    otherOrigin: 'refused 0',
    subframe: 'refused 0',
    otherContents: 'refused 0',
    unknownKind: 'refused 0',
    noKind: 'refused 0',
  });
});
