import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { run } from './iso/stand-in-iso.ts';
import { needRoot } from './needed-tools.ts';

/** A loop device of ours. Loop devices are one set for the whole machine: only the name losetup printed is used. */
export interface LoopDevice {
  readonly device: string;
  /** Attaches another file to the same device, as a swapped stick. */
  swap(file: string): void;
  detach(): void;
}

/** Attaches `file`; needs root. The backing file is checked before the name is given out. */
export function attachLoop(file: string): LoopDevice {
  needRoot('loop devices');
  const device = run('losetup', ['-f', '--show', file]).trim();
  const isOurs = (expected: string) => backingFile(device) === expected;
  if (!isOurs(file)) throw new Error(`${device} is not backed by ${file}`);
  let current = file;
  return {
    device,
    swap(next) {
      if (!isOurs(current)) throw new Error(`${device} is no longer ours`);
      run('losetup', ['-d', device]);
      run('losetup', [device, next]);
      if (!isOurs(next)) throw new Error(`${device} was taken by somebody else`);
      current = next;
    },
    detach() {
      if (isOurs(current)) run('losetup', ['-d', device]);
    },
  };
}

export function backingFile(device: string): string | undefined {
  try {
    return readFileSync(`/sys/block/${basename(device)}/loop/backing_file`, 'utf8').trim();
  } catch {
    return undefined;
  }
}
