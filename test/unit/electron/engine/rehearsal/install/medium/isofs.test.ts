import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IsoFileSystem } from '../../../../../../../electron/engine/rehearsal/install/medium/isofs.ts';
import { openMedium } from '../../../../../../../electron/engine/rehearsal/install/medium/medium-bytes.ts';
import { readMedium } from '../../../../../../../electron/engine/rehearsal/install/medium/read-medium.ts';
import {
  makeScratch,
  makeStandIn,
  noise,
  removeScratch,
  run,
  type StandIn,
} from '../../../../../../support/iso/stand-in-iso.ts';

let folder = '';
const images = new Map<StandIn, string>();
const KINDS = ['proxmox', 'proxmox-joliet', 'isohybrid', 'plain', 'plain-joliet', 'no-rock-ridge'] as const;

beforeAll(() => {
  folder = makeScratch('isofs');
  for (const kind of KINDS) {
    const file = join(folder, `${kind}.iso`);
    makeStandIn(kind, file, {
      contentBytes: 60_000,
      extra: { 'answer.toml': `answer of ${kind}\n`, 'auto-installer-mode.toml': 'mode = "iso"\n' },
    });
    images.set(kind, file);
  }
}, 180_000);
afterAll(() => removeScratch(folder));

const mount = (kind: StandIn) => new IsoFileSystem(openMedium({ imagePath: images.get(kind) ?? '' }));
const digest = (bytes: Uint8Array | undefined) => bytes && createHash('sha256').update(bytes).digest('hex');

/** Every file below a folder, by path. */
function filesBelow(iso: IsoFileSystem, path = ''): readonly string[] {
  return (iso.list(path === '' ? '/' : path) ?? []).flatMap((entry) =>
    entry.isDirectory ? filesBelow(iso, `${path}/${entry.name}`) : [`${path}/${entry.name}`],
  );
}

describe('the simulated machines’ own reader', () => {
  it.each(KINDS.filter((kind) => kind !== 'no-rock-ridge'))('reads every file of %s as xorriso extracts it', (kind) => {
    const iso = mount(kind);
    const target = join(folder, `tree-${kind}`);
    mkdirSync(target);
    run('xorriso', ['-osirrox', 'on', '-indev', images.get(kind) ?? '', '-extract', '/', target]);
    const expected = execFileSync('find', [target, '-type', 'f', '-printf', '/%P\n'], { encoding: 'utf8' })
      .split('\n')
      .filter((name) => name !== '')
      .sort();
    const links = ['/debian'];
    expect(
      filesBelow(iso)
        .filter((name) => !links.includes(name))
        .sort(),
    ).toEqual(expected);
    for (const path of expected)
      expect(digest(iso.readFile(path)), path).toBe(digest(readFileSync(join(target, path))));
    run('chmod', ['-R', 'u+w', target]);
  });

  it('takes plain names in lower case where there is no Rock Ridge, so that the answer is not found', () => {
    const names = (mount('no-rock-ridge').list('/') ?? []).map(({ name }) => name);
    expect(names).toContain('answer.tom');
    expect(mount('no-rock-ridge').find('/answer.toml')).toBeUndefined();
    expect(names.every((name) => name === name.toLowerCase())).toBe(true);
  });

  it('starts machines by BIOS and UEFI from a hybrid image, and none from one without partition table', () => {
    for (const mode of ['bios', 'efi'] as const) {
      expect(readMedium({ imagePath: images.get('proxmox') ?? '' }, mode)).toMatchObject({
        kind: 'installer',
        version: '9.1',
        modeFile: 'mode = "iso"\n',
      });
      expect(readMedium({ imagePath: images.get('isohybrid') ?? '' }, mode).kind).toBe('installer');
      expect(readMedium({ imagePath: images.get('plain') ?? '' }, mode).kind).toBe('not-bootable');
    }
  });

  it('never hangs or reads for ever, whatever bytes are changed', () => {
    const whole = readFileSync(images.get('proxmox') ?? '');
    const hostile = join(folder, 'hostile.iso');
    const kinds = new Set<string>();
    for (let round = 0; round < 150; round += 1) {
      const bytes = Buffer.from(whole);
      const random = noise(64, round + 1);
      for (let at = 0; at < 16; at += 1) {
        // Descriptors, path tables and directories lie in the first sectors behind the system area.
        const place = 32_768 + (random.readUInt16LE(at * 2) % (40 * 2048));
        bytes[place] = random[at + 32] ?? 0;
      }
      writeFileSync(hostile, bytes);
      const medium = readMedium({ imagePath: hostile }, 'bios');
      kinds.add(medium.kind);
      if (medium.kind !== 'installer') continue;
      try {
        medium.answer();
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }
    expect(kinds.has('installer')).toBe(true);
    expect(statSync(hostile).size).toBe(whole.length);
  });
});
