import { basename } from 'node:path';
import { type BrowserWindow, dialog, ipcMain, type OpenDialogOptions, type WebFrameMain } from 'electron';
import { RELEASE_KINDS } from '../api/update.ts';
import type { EngineHost } from './engine-host.ts';
import { isOurPage } from './sender.ts';

/** What a page may ask a person for. A folder may be made in the dialog. */
const DIALOGS = {
  iso: { properties: ['openFile'], filters: [{ name: 'ISO', extensions: ['iso'] }] },
  site: { properties: ['openFile'], filters: [{ name: 'site.toml', extensions: ['toml'] }] },
  sources: { properties: ['openFile'], filters: [{ name: 'sources.toml', extensions: ['toml'] }] },
  update: { properties: ['openFile'], filters: [{ name: 'Sitewright', extensions: [...RELEASE_KINDS] }] },
  exported: { properties: ['openFile'], filters: [{ name: 'Sitewright', extensions: ['sitewright'] }] },
  key: { properties: ['openFile', 'showHiddenFiles'] },
  folder: { properties: ['openDirectory', 'createDirectory'] },
} satisfies Readonly<Record<string, OpenDialogOptions>>;

/** The one file with ipcMain: two requests, both only from the top frame of our own page. */
export function serveIpc(window: BrowserWindow, engine: EngineHost): void {
  ipcMain.on('engine-port', (event) => {
    const frame = event.senderFrame as WebFrameMain | null;
    if (event.sender !== window.webContents || !isOurPage(frame) || !frame) return;
    frame.postMessage('engine-port', null, [engine.openPort()]);
  });
  ipcMain.handle('pick', async (event, kind: unknown) => {
    if (event.sender !== window.webContents || !isOurPage(event.senderFrame)) throw new Error('refused');
    if (typeof kind !== 'string' || !Object.hasOwn(DIALOGS, kind)) throw new Error('refused');
    const picked = await dialog.showOpenDialog(window, DIALOGS[kind as keyof typeof DIALOGS]);
    const path = picked.filePaths[0];
    if (picked.canceled || path === undefined) return undefined;
    return { handle: engine.giveHandle(path), name: basename(path) };
  });
}
