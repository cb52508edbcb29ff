import { statSync } from 'node:fs';
import { join } from 'node:path';
import { app, BrowserWindow, Menu, session } from 'electron';
import { EngineHost } from './engine-host.ts';
import { hardenContents, hardenSession } from './harden.ts';
import { serveIpc } from './ipc.ts';
import { keepWindow, openingPlace } from './kept-window.ts';
import { openedFiles } from './opened-files.ts';
import { registerPageScheme, servePage } from './page.ts';
import { raise, raiseOnSecondStart } from './second-start.ts';
import { PAGE_ORIGIN } from './sender.ts';
import { shippedPlaces } from './shipped-places.ts';
import { siteFileOf } from './site-file.ts';
import { SMALLEST, USUAL } from './window-state.ts';

const root = join(__dirname, '..');

registerPageScheme();
hardenContents();
if (!app.requestSingleInstanceLock()) app.quit();
else void run();

async function run(): Promise<void> {
  const files = openedFiles();
  await app.whenReady();
  servePage(join(root, 'renderer'));
  hardenSession(session.defaultSession);
  if (app.isPackaged) Menu.setApplicationMenu(null);
  const place = openingPlace();
  const shipped = shippedPlaces(join(root, '..'), app.isPackaged ? process.resourcesPath : undefined);
  // a checkout may be told to take itself for an installed one; a package is what it is
  const resources = process.env.SITEWRIGHT_RESOURCES;
  const places = app.isPackaged || !resources ? shipped : { ...shipped, resources };
  const engine = new EngineHost(join(root, 'engine', 'engine-process.cjs'), places, restart);
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
      devTools: !app.isPackaged,
    },
  });
  if (place?.isMaximised) window.maximize();
  keepWindow(window);
  reopenAfterCrash(window);
  serveIpc(window, engine);
  // The page keeps its place and asks the new engine; what was typed there is offered again out of the drafts.
  engine.onRestart = () => {
    if (!window.isDestroyed()) window.webContents.reload();
  };
  window.once('ready-to-show', () => window.show());
  const open = (argv: readonly string[], folder: string): void => {
    const opened = siteFileOf(argv, folder, isFile);
    if (opened !== undefined && !window.isDestroyed()) void load(window, addressOf(opened, engine));
  };
  raiseOnSecondStart(window, open);
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', () => engine.stop());
  const first = files.first();
  files.onNext((path) => {
    raise(window);
    open(['', path], process.cwd());
  });
  const words = first === undefined ? process.argv : [...process.argv, first];
  await load(window, addressOf(siteFileOf(words, process.cwd(), isFile), engine));
}

/** Goes there, unless somebody asked for another page meanwhile. */
async function load(window: BrowserWindow, address: string): Promise<void> {
  await window.loadURL(address).catch((error: { readonly code?: unknown }) => {
    if (error.code !== 'ERR_ABORTED') throw error;
  });
}

/** Ends this window and starts what lies in its place by now. An AppImage is started by its own file, not by what it has mounted. */
function restart(): void {
  const appImage = process.env.APPIMAGE;
  app.relaunch(appImage ? { execPath: appImage, args: process.argv.slice(1) } : {});
  app.quit();
}

/** The page: the list of sites, or the site of a file that was opened, under a handle. */
function addressOf(siteFile: string | undefined, engine: EngineHost): string {
  const page = `${PAGE_ORIGIN}/index.html`;
  return siteFile === undefined ? page : `${page}#/sites/${encodeURIComponent(engine.giveHandle(siteFile))}/site`;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
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
