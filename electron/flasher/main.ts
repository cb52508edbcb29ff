import { isMainThread } from 'node:worker_threads';
import type { FlasherEvent } from '../api/drive.ts';
import { hashInThread, serveHash } from './base-hash.ts';
import { type Channel, socketChannel, standardChannel } from './channel.ts';
import { FlashFailure } from './failure.ts';
import { parseRequest } from './request.ts';
import { runRequest } from './run-request.ts';

/**
 * The flasher: the only part of Sitewright that needs privilege. Reads one request (a line of JSON), does what it says
 * with each confirmed drive, each failing alone, and says what happens as JSON lines. It talks over stdin and stdout, or
 * with `--ticket FILE` over the local socket named there. It lives as long as its parent: when the channel closes, it stops
 * at the next chunk. Exit code: 0 all drives done, 1 some failed, 2 bad request.
 *
 * The code that writes drives lives here and nowhere else: the engine always runs this program as a child, elevated for a
 * stick, plain for a file or where it may write the device anyway. So what is tested unprivileged is what runs as root.
 */
const REQUEST_LIMIT_CHARS = 8 * 1024 * 1024;
/** A write that hangs in the kernel is not waited for longer once the parent is gone. */
const LAST_WORD_MS = 10_000;

// One drive that hangs must not use up the threads that the others' transfers need. Read when the first one starts.
if (isMainThread) process.env.UV_THREADPOOL_SIZE = '48';

const stop = new AbortController();
let started = false;

function parentGone(): void {
  stop.abort();
  if (!started) process.exit(2);
  setTimeout(() => process.exit(1), LAST_WORD_MS).unref();
}

async function run(line: string, channel: Channel): Promise<number> {
  let failed = false;
  // Who was asked for a password may have been stopped meanwhile: then the end comes right behind the request.
  await new Promise((resolve) => setImmediate(resolve));
  try {
    const emit = (event: FlasherEvent) => {
      if (event.event === 'failed') failed = true;
      channel.emit(event);
    };
    // This very file, bundled: in a thread it serves the hash.
    await runRequest(parseRequest(line), stop.signal, emit, () => hashInThread(__filename));
  } catch (error) {
    const { code, params, evidence } =
      error instanceof FlashFailure ? error : new FlashFailure('flash.request-bad', {}, [String(error)]);
    channel.emit({ event: 'failed', drive: 0, code, params, evidence: [...evidence], touched: false });
    return 2;
  }
  return failed ? 1 : 0;
}

function openChannel(): Channel {
  const [option, ticketPath] = process.argv.slice(2);
  try {
    return option === '--ticket' && ticketPath !== undefined ? socketChannel(ticketPath) : standardChannel();
  } catch {
    process.exit(2);
  }
}

function main(): void {
  const channel = openChannel();
  let received = '';
  channel.onText((text) => {
    if (started) return;
    received += text;
    const end = received.indexOf('\n');
    if (end === -1 && received.length <= REQUEST_LIMIT_CHARS) return;
    started = true;
    void run(received.slice(0, Math.max(0, end)), channel).then((code) => channel.end(() => process.exit(code)));
  });
  channel.onClosed(parentGone);
  process.on('SIGTERM', parentGone);
  process.on('SIGINT', parentGone);
}

if (isMainThread) main();
else serveHash();
