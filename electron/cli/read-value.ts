import { askOnTerminal } from './ask.ts';

const MAX_BYTES = 64 * 1024;

/**
 * A secret from standard input, or typed without echo where that is a terminal. One line end at the end is not part of a
 * one-line value; a text of several lines (a key file) is kept byte for byte. Undefined = nothing was given.
 */
export async function readSecretValue(question: string): Promise<string | undefined> {
  if (process.stdin.isTTY) return askOnTerminal(question);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
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
