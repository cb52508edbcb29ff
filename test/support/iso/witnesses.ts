import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Of } from '../../../electron/engine/workspace/sha256.ts';
import { removeScratch, run } from './stand-in-iso.ts';

/** What xorriso says of every file: attributes, size, time, name, and where its bytes lie. */
export function xorrisoLines(image: string): readonly string[] {
  const listing = run('xorriso', ['-indev', image, '-find', '/', '-exec', 'lsdl', '--'], true).split('\n');
  const places = run('xorriso', ['-indev', image, '-find', '/', '-type', 'f', '-exec', 'report_lba', '--'], true).split(
    '\n',
  );
  return [...listing, ...places].filter((line) => line.includes("'/"));
}

/** Hash of every file that lies in a folder, by path. */
function digestTree(root: string, at = ''): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync(join(root, at), { withFileTypes: true })) {
    const path = `${at}/${entry.name}`;
    if (entry.isDirectory()) for (const [name, digest] of digestTree(root, path)) found.set(name, digest);
    else if (entry.isFile()) found.set(path, sha256Of(readFileSync(join(root, path))));
  }
  return found;
}

/** Extracts all files with xorriso and gives back their hashes by path. */
export function extract(image: string, into: string): ReadonlyMap<string, string> {
  mkdirSync(into);
  run('xorriso', ['-osirrox', 'on', '-indev', image, '-extract', '/', into]);
  const digests = digestTree(into);
  run('chmod', ['-R', 'u+w', into]);
  removeScratch(into);
  return digests;
}

/** Exchanges the third and the fourth record of the root directories, so that they obey no known order. */
export function unsortRoots(image: Buffer): void {
  for (let descriptor = 16 * 2048; image[descriptor] !== 255; descriptor += 2048) {
    if (image[descriptor] !== 1 && image[descriptor] !== 2) continue;
    const start = image.readUInt32LE(descriptor + 158) * 2048;
    const length = (at: number) => image[at] ?? 0;
    const third = start + length(start) + length(start + length(start));
    const fourth = third + length(third);
    const swapped = Buffer.concat([
      image.subarray(fourth, fourth + length(fourth)),
      image.subarray(third, third + length(third)),
    ]);
    swapped.copy(image, third);
  }
}

/** What sgdisk and xorriso say of the partition tables, with numbers as N: what grows may differ in nothing else. */
export function tableReport(image: string): { readonly sgdisk: string; readonly systemArea: string } {
  const numbers = (text: string) =>
    text
      .replaceAll(image, 'IMAGE')
      .replace(/\b\d+(\.\d+)?\b( (KiB|MiB))?/g, 'N')
      .replace(/ +/g, ' ');
  const systemArea = run('xorriso', ['-indev', image, '-report_system_area', 'plain'], true);
  return {
    sgdisk: numbers(run('sgdisk', ['-v', '-p', image], true)).replace(/identifier \(GUID\): .*/, ''),
    systemArea: numbers(systemArea)
      .split('\n')
      .filter((line) => /^(MBR|GPT|APM|Partition|System area)/.test(line))
      .join('\n'),
  };
}
