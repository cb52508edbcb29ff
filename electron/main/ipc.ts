import { basename } from 'node:path';
import { type BrowserWindow, dialog, ipcMain, type WebFrameMain } from 'electron';
import type { EngineHost } from './engine-host.ts';
import { isOurPage } from './sender.ts';

const FILTERS = {
  iso: [{ name: 'ISO', extensions: ['iso'] }],
  site: [{ name: 'site.toml', extensions: ['toml'] }],
} as const;

/** The one file with ipcMain: two requests, both only from the top frame of our own page. */
export function serveIpc(window: BrowserWindow, engine: EngineHost): void {
  ipcMain.on('engine-port', (event) => {
    const frame = event.senderFrame as WebFrameMain | null;
    if (event.sender !== window.webContents || !isOurPage(frame) || !frame) return;
    frame.postMessage('engine-port', null, [engine.openPort()]);
  });
  ipcMain.handle('pick', async (event, kind: unknown) => {
    if (event.sender !== window.webContents || !isOurPage(event.senderFrame)) throw new Error('refused');
    if (kind !== 'iso' && kind !== 'site') throw new Error('refused');
    const picked = await dialog.showOpenDialog(window, {
      properties: ['openFile'],
      filters: [...FILTERS[kind].map((f) => ({ name: f.name, extensions: [...f.extensions] }))],
    });
    const path = picked.filePaths[0];
    if (picked.canceled || path === undefined) return undefined;
    return { handle: engine.giveHandle(path), name: basename(path) };
  });
}
