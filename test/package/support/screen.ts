import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { png } from '../../../build/lib/package/png.mjs';

export interface Picture {
  /** How many pixels have this colour (`#rrggbb`). */
  count(colour: string): number;
  asPng(): Buffer;
}

export interface Screen {
  /** For DISPLAY. */
  readonly display: string;
  /** What is on it now. */
  look(): Picture;
  close(): void;
}

const FIELD_BYTES = 4;
/** Fields of the header of an X window dump (XWDFile.h), by their place. */
const FIELD = { headerBytes: 0, width: 4, height: 5, byteOrder: 7, bitsPerPixel: 11, lineBytes: 12, colours: 19 };
const COLOUR_BYTES = 12;

/** An X server whose picture lies in a file, so that nothing has to be asked of what is shown there. */
export async function openScreen(): Promise<Screen> {
  const folder = mkdtempSync(join(tmpdir(), 'sitewright-screen-'));
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-fbdir', folder, '-nolisten', 'tcp', '-noreset', '-ac'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const told = server.stdio[3];
  const number = await new Promise<string>((resolve, reject) => {
    let text = '';
    told?.on('data', (chunk) => {
      text += String(chunk);
      if (text.includes('\n')) resolve(text.trim());
    });
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
  });
  return {
    display: `:${number}`,
    look: () => readDump(readFileSync(join(folder, 'Xvfb_screen0'))),
    close: () => {
      server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function readDump(dump: Buffer): Picture {
  const field = (place: number) => dump.readUInt32BE(place * FIELD_BYTES);
  const [width, height, lineBytes] = [field(FIELD.width), field(FIELD.height), field(FIELD.lineBytes)];
  if (field(FIELD.bitsPerPixel) !== 32 || field(FIELD.byteOrder) !== 0) throw new Error('not a dump of 32-bit BGRX');
  const start = field(FIELD.headerBytes) + field(FIELD.colours) * COLOUR_BYTES;
  const rgba = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const from = start + y * lineBytes + x * 4;
      rgba.set([dump[from + 2] ?? 0, dump[from + 1] ?? 0, dump[from] ?? 0, 255], (y * width + x) * 4);
    }
  return {
    count: (colour) => {
      const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
      let found = 0;
      for (let at = 0; at < rgba.length; at += 4)
        if (rgba[at] === red && rgba[at + 1] === green && rgba[at + 2] === blue) found += 1;
      return found;
    },
    asPng: () => png(width, height, rgba),
  };
}
