import { app } from 'electron';

/** Files that somebody opens with the program. */
export interface OpenedFiles {
  /** The one that the program was started with. */
  first(): string | undefined;
  /** From now on each is told as it is opened. */
  onNext(open: (path: string) => void): void;
}

/**
 * macOS tells by an event which file somebody opened, before the app is ready and later, and never on the command line. To be
 * called before the app is ready; the other systems send no such event.
 */
export function openedFiles(): OpenedFiles {
  let waiting: string | undefined;
  let tell = (path: string): void => {
    waiting = path;
  };
  app.on('open-file', (event, path) => {
    event.preventDefault();
    tell(path);
  });
  return {
    first: () => waiting,
    onNext(open) {
      tell = open;
    },
  };
}
