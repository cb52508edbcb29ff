import { StringDecoder } from 'node:string_decoder';
import { fail } from '../../api/diagnostic.ts';
import { byteBlocks } from './byte-blocks.ts';

/** More than any fact needs; a runaway command must not eat the memory of the laptop. */
const LARGEST_OUTPUT_MIB = 64;

export interface Collector {
  readonly push: (chunk: Uint8Array) => void;
  /** Once. Ends the text: a last line without newline is a line too. */
  end(): string;
  /** What has arrived so far, for a command that did not end. */
  soFar(): string;
}

/**
 * Puts the pieces of one stream together as UTF-8, however they were cut, and tells whole lines (without their newline
 * or a carriage return before it).
 */
export function collectText(host: string, onLine?: (line: string) => void): Collector {
  const decoder = new StringDecoder('utf8');
  const blocks = byteBlocks();
  let size = 0;
  let line = '';
  let whole: string | undefined;
  const tell = (text: string): void => {
    const lines = (line + text).split('\n');
    line = lines.pop() ?? '';
    for (const each of lines) onLine?.(each.replace(/\r$/, ''));
  };
  return {
    push(chunk) {
      size += chunk.length;
      if (size > LARGEST_OUTPUT_MIB * 1024 * 1024) {
        throw fail('transport.output-too-large', {
          params: { host, mebibytes: LARGEST_OUTPUT_MIB },
          subject: { host },
        });
      }
      blocks.push(chunk);
      if (onLine) tell(decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)));
    },
    end() {
      if (onLine) tell(decoder.end());
      if (onLine && line !== '') onLine(line.replace(/\r$/, ''));
      line = '';
      whole = blocks.text();
      blocks.release();
      return whole;
    },
    soFar: () => whole ?? blocks.text(),
  };
}

/** The last lines of a text, as evidence. */
export function lastLines(text: string, count = 20): readonly string[] {
  return text
    .trimEnd()
    .split('\n')
    .slice(-count)
    .filter((entry) => entry !== '');
}
