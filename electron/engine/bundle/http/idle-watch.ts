import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** What is looked at to tell silence from work. */
interface Watched {
  readonly socket: () => Pick<Socket, 'bytesRead' | 'bytesWritten'> | undefined;
  /** The answer, once it began. One that nobody reads at the moment is not the server's silence. */
  readonly answer: () => IncomingMessage | undefined;
}

/** Calls `onSilence` once where no byte came or went for `timeoutMs`. Gives back what ends the watch. */
export function watchIdle(watched: Watched, timeoutMs: number, onSilence: () => void): () => void {
  let seen = -1;
  let silentSince = Date.now();
  const timer = setInterval(
    () => {
      const socket = watched.socket();
      const bytes = socket ? (socket.bytesRead ?? 0) + (socket.bytesWritten ?? 0) : -1;
      const unread = (watched.answer()?.readableLength ?? 0) > 0;
      if (bytes !== seen || unread) {
        seen = bytes;
        silentSince = Date.now();
      } else if (Date.now() - silentSince >= timeoutMs) {
        clearInterval(timer);
        onSilence();
      }
    },
    Math.max(10, Math.min(1000, timeoutMs / 4)),
  );
  timer.unref();
  return () => clearInterval(timer);
}
