import { StringDecoder } from 'node:string_decoder';
import { fail } from '../../api/diagnostic.ts';

/** More than any fact needs; a runaway command must not eat the memory of the laptop. */
const LARGEST_OUTPUT_MIB = 64;

export interface Collector {
  readonly push: (chunk: Uint8Array) => void;
  /** Ends the text: a last line without newline is a line too. */
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
  const pieces: string[] = [];
  let size = 0;
  let line = '';
  const take = (text: string): void => {
    pieces.push(text);
    if (!onLine) return;
    const lines = (line + text).split('\n');
    line = lines.pop() ?? '';
    for (const whole of lines) onLine(whole.replace(/\r$/, ''));
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
      take(decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)));
    },
    end() {
      take(decoder.end());
      if (onLine && line !== '') onLine(line.replace(/\r$/, ''));
      line = '';
      return pieces.join('');
    },
    soFar: () => pieces.join(''),
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
