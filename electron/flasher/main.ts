import { writeSync } from 'node:fs';
import type { FlasherEvent } from '../api/drive.ts';
import { FlashFailure } from './failure.ts';
import { flashDrive } from './flash-drive.ts';
import { parseRequest } from './request.ts';

/**
 * The flasher: the only part of Sitewright that needs privilege. Reads one request (a line of JSON) from stdin, writes
 * and verifies each confirmed drive, each failing alone, and says what happens as JSON lines on stdout. It lives as long as
 * its parent: when stdin closes, it stops at the next chunk. Exit code: 0 all drives done, 1 some failed, 2 bad request.
 *
 * The code that writes drives lives here and nowhere else: the engine always runs this program as a child, elevated for a
 * stick, plain for a file or where it may write the device anyway. So what is tested unprivileged is what runs as root.
 */
const REQUEST_LIMIT_CHARS = 1024 * 1024;
/** A write that hangs in the kernel is not waited for longer once the parent is gone. */
const LAST_WORD_MS = 10_000;

function emit(event: FlasherEvent): void {
  try {
    writeSync(1, `${JSON.stringify(event)}\n`);
  } catch (error) {
    // The reader is slow: this much must not be lost. The reader is gone: stdin says so too.
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') process.stdout.write(`${JSON.stringify(event)}\n`);
  }
}

const stop = new AbortController();
let received = '';
let started = false;

process.stdin.setEncoding('utf8');
process.stdin.on('data', (text: string) => {
  if (started) return;
  received += text;
  const end = received.indexOf('\n');
  if (end === -1 && received.length <= REQUEST_LIMIT_CHARS) return;
  started = true;
  void run(received.slice(0, Math.max(0, end)));
});
process.stdin.on('close', parentGone);
process.stdin.on('end', parentGone);
process.stdin.on('error', parentGone);
process.on('SIGTERM', parentGone);
process.on('SIGINT', parentGone);

function parentGone(): void {
  stop.abort();
  if (!started) process.exit(2);
  setTimeout(() => process.exit(1), LAST_WORD_MS).unref();
}

async function run(line: string): Promise<void> {
  let failed = false;
  try {
    const request = parseRequest(line);
    const watch = (event: FlasherEvent) => {
      if (event.event === 'failed') failed = true;
      emit(event);
    };
    const jobs = request.drives.map((drive, index) => ({ index, basePath: request.basePath, drive }));
    await Promise.all(jobs.map((job) => flashDrive({ ...job, signal: stop.signal, emit: watch })));
  } catch (error) {
    const { code, params, evidence } =
      error instanceof FlashFailure ? error : new FlashFailure('flash.request-bad', {}, [String(error)]);
    emit({ event: 'failed', drive: 0, code, params, evidence: [...evidence], touched: false });
    process.exit(2);
  }
  process.exit(failed ? 1 : 0);
}
