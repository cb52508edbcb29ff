import { randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A local socket (named pipe on Windows) for one program of ours that runs as somebody else. */
export interface PrivateChannel {
  /** A file only this user may read: where the socket is, and the secret that opens it. */
  readonly ticketPath: string;
  /** The first caller that shows the secret. */
  readonly caller: Promise<Socket>;
  close(): Promise<void>;
}

const SECRET_CHARS = 64;

/**
 * Opens a channel for this run alone. A caller that does not show the secret first is hung up on; after the right one came
 * nobody else is let in. The secret stands in the ticket (mode 0600, in a folder of mode 0700), never in argv or the
 * environment, and the ticket is gone when the channel is closed.
 */
export async function openPrivateChannel(platform: NodeJS.Platform = process.platform): Promise<PrivateChannel> {
  const folder = await mkdtemp(join(tmpdir(), 'sitewright-'));
  const secret = randomBytes(SECRET_CHARS / 2).toString('hex');
  const name = randomBytes(16).toString('hex');
  const socketPath = platform === 'win32' ? `\\\\.\\pipe\\sitewright-${name}` : join(folder, 'socket');
  const ticketPath = join(folder, 'ticket');
  const server = createServer();
  const caller = firstKnown(server, secret);
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(socketPath, () => resolve()));
  await writeFile(ticketPath, JSON.stringify({ socket: socketPath, secret }), { mode: 0o600, flag: 'wx' });
  return {
    ticketPath,
    caller,
    async close() {
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function firstKnown(server: Server, secret: string): Promise<Socket> {
  return new Promise((resolve) => {
    let isTaken = false;
    server.on('connection', (socket) => {
      let shown = '';
      socket.setEncoding('utf8');
      socket.on('error', () => undefined);
      const listen = (text: string) => {
        shown += text;
        if (shown.length <= SECRET_CHARS && !shown.includes('\n')) return;
        socket.off('data', listen);
        const isKnown =
          shown.length === SECRET_CHARS + 1 && timingSafeEqual(Buffer.from(shown), Buffer.from(`${secret}\n`));
        if (!isKnown || isTaken) {
          socket.destroy();
          return;
        }
        isTaken = true;
        resolve(socket);
      };
      socket.on('data', listen);
    });
  });
}
