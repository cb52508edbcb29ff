import { app, type BrowserWindow } from 'electron';

/**
 * There is one window: whoever starts the program again gets it raised, and what the second start was given is opened there.
 * @param open what to do with the words of the second start and the folder it was started in
 */
export function raiseOnSecondStart(
  window: BrowserWindow,
  open: (argv: readonly string[], folder: string) => void,
): void {
  app.on('second-instance', (_event, argv, folder) => {
    raise(window);
    open(argv, folder);
  });
}

export function raise(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
