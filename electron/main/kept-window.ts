import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { app, type BrowserWindow, screen } from 'electron';
import { parseWindowState, placedWindow, type WindowState } from './window-state.ts';

/** Moves and sizes come in dozens a second. */
const WRITE_AFTER_MS = 400;

/** Where the window opens this time; undefined where no display is known. */
export function openingPlace(): WindowState | undefined {
  const { id } = screen.getPrimaryDisplay();
  const displays = screen.getAllDisplays();
  const areas = [...displays.filter((each) => each.id === id), ...displays.filter((each) => each.id !== id)];
  return placedWindow(
    readState(),
    areas.map(({ workArea }) => workArea),
  );
}

/** Keeps size, place and whether it fills the screen, whenever they change and when the window closes. */
export function keepWindow(window: BrowserWindow): void {
  let timer: NodeJS.Timeout | undefined;
  const write = () => {
    clearTimeout(timer);
    if (window.isDestroyed()) return;
    // Of a window that fills the screen: what it goes back to.
    writeState({ ...window.getNormalBounds(), isMaximised: window.isMaximized() });
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(write, WRITE_AFTER_MS);
  };
  window.on('resize', later);
  window.on('move', later);
  window.on('maximize', later);
  window.on('unmaximize', later);
  window.on('close', write);
}

function file(): string {
  return join(app.getPath('userData'), 'window.json');
}

function readState(): WindowState | undefined {
  try {
    return parseWindowState(readFileSync(file(), 'utf8'));
  } catch {
    return undefined;
  }
}

/** A place that cannot be kept costs nothing but the place. */
function writeState(state: WindowState): void {
  try {
    mkdirSync(dirname(file()), { recursive: true, mode: 0o700 });
    const temporary = `${file()}.partial`;
    writeFileSync(temporary, `${JSON.stringify(state)}\n`, { mode: 0o600 });
    renameSync(temporary, file());
  } catch {
    // The window itself is not held up by a full disk.
  }
}
