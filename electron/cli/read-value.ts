import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { askOnTerminal } from './ask.ts';

const MAX_BYTES = 64 * 1024;

/**
 * A secret from standard input, or typed without echo where that is a terminal. One line end at the end is not part of a
 * one-line value; a text of several lines (a key file) is kept byte for byte. Undefined = nothing was given.
 */
export async function readSecretValue(question: string): Promise<string | undefined> {
  if (process.stdin.isTTY) return askOnTerminal(question);
  return wholeText(process.stdin);
}

/** A secret from an open file descriptor, as {@link readSecretValue}. Undefined = nothing came, or it cannot be read. */
export async function readDescriptor(fd: number): Promise<string | undefined> {
  try {
    return await wholeText(createReadStream('', { fd, autoClose: true }));
  } catch {
    return undefined;
  }
}

async function wholeText(source: Readable): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of source) {
    const bytes = Buffer.from(chunk as Uint8Array);
    chunks.push(bytes);
    size += bytes.length;
    if (size > MAX_BYTES) break;
  }
  const text = Buffer.concat(chunks).toString('utf8');
  const line = text.replace(/\r?\n$/, '');
  const value = line.includes('\n') ? text : line;
  return value === '' ? undefined : value;
}
