import { join } from 'node:path';
import { app, BrowserWindow, Menu, session } from 'electron';
import { EngineHost } from './engine-host.ts';
import { serveIpc } from './ipc.ts';
import { keepWindow, openingPlace } from './kept-window.ts';
import { registerPageScheme, servePage } from './page.ts';
import { PAGE_ORIGIN } from './sender.ts';
import { SMALLEST, USUAL } from './window-state.ts';

const root = join(__dirname, '..');

registerPageScheme();
if (!app.requestSingleInstanceLock()) app.quit();
else void run();

async function run(): Promise<void> {
  await app.whenReady();
  servePage(join(root, 'renderer'));
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, allow) => allow(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  if (app.isPackaged) Menu.setApplicationMenu(null);
  const engine = new EngineHost(join(root, 'engine', 'engine-process.cjs'), {
    shippedRoot: join(root, '..'),
    examplesRoot: join(root, '..', 'examples'),
    electron: process.versions.electron ?? '',
  });
  const place = openingPlace();
  const window = new BrowserWindow({
    ...USUAL,
    ...(place ? { x: place.x, y: place.y, width: place.width, height: place.height } : {}),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    backgroundColor: '#f4f6f7',
    title: 'Sitewright',
    webPreferences: {
      preload: join(root, 'preload', 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  window.webContents.on('will-navigate', (event, url) => {
    if (!url.startsWith(`${PAGE_ORIGIN}/`)) event.preventDefault();
  });
  window.webContents.on('will-attach-webview', (event) => event.preventDefault());
  if (place?.isMaximised) window.maximize();
  keepWindow(window);
  reopenAfterCrash(window);
  serveIpc(window, engine);
  window.once('ready-to-show', () => window.show());
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', () => engine.stop());
  await window.loadURL(`${PAGE_ORIGIN}/index.html`);
}

/** A renderer that dies takes nothing with it: runs live in the engine. The page is opened again, but not in a loop. */
function reopenAfterCrash(window: BrowserWindow): void {
  let last = 0;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    const now = Date.now();
    if (reason === 'clean-exit' || now - last < 10_000) return;
    last = now;
    void window.loadURL(`${PAGE_ORIGIN}/index.html`);
  });
}
