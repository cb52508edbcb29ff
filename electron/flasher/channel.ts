import { readFileSync, unlinkSync, writeSync } from 'node:fs';
import { createConnection } from 'node:net';
import type { FlasherEvent } from '../api/drive.ts';

/** Where the request comes from and the events go to. */
export interface Channel {
  /** Text as it arrives. */
  onText(listener: (text: string) => void): void;
  /** The parent is gone, or has said that it is enough. */
  onClosed(listener: () => void): void;
  emit(event: FlasherEvent): void;
  /** Calls back when everything said has been handed over. */
  end(handedOver: () => void): void;
}

/** stdin and stdout: a plain child, or one that pkexec or sudo started. */
export function standardChannel(): Channel {
  return {
    onText(listener) {
      process.stdin.setEncoding('utf8');
      process.stdin.on('data', listener);
    },
    onClosed(listener) {
      for (const event of ['close', 'end', 'error']) process.stdin.on(event, listener);
    },
    emit(event) {
      const line = `${JSON.stringify(event)}\n`;
      try {
        writeSync(1, line);
      } catch (error) {
        // The reader is slow: this much must not be lost. The reader is gone: stdin says so too.
        if ((error as NodeJS.ErrnoException).code === 'EAGAIN') process.stdout.write(line);
      }
    },
    end: (handedOver) => void process.stdout.write('', () => handedOver()),
  };
}

/**
 * A local socket (named pipe on Windows), where elevation leaves no stdin and stdout of the parent's. `ticketPath` names
 * a file that only its owner may read: one line of JSON with the socket and a secret of this run, which is shown to the
 * parent first. The file is removed as soon as it is read. Nothing secret stands in argv.
 */
export function socketChannel(ticketPath: string): Channel {
  const ticket = JSON.parse(readFileSync(ticketPath, 'utf8')) as { socket?: unknown; secret?: unknown };
  unlinkSync(ticketPath);
  if (typeof ticket.socket !== 'string' || typeof ticket.secret !== 'string') throw new Error('no ticket');
  const socket = createConnection(ticket.socket);
  socket.setEncoding('utf8');
  socket.write(`${ticket.secret}\n`);
  return {
    onText: (listener) => void socket.on('data', listener),
    onClosed(listener) {
      for (const event of ['close', 'end', 'error']) socket.on(event, listener);
    },
    emit: (event) => void socket.write(`${JSON.stringify(event)}\n`),
    end: (handedOver) => void socket.end(handedOver),
  };
}
