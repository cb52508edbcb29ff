import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diagnosticEntries } from '../../../../electron/api/diagnostics/index.ts';
import { FLASHER_FAILURES, FlasherEventSchema, FlasherRequestSchema } from '../../../../electron/api/drive.ts';
import { alignedBuffers } from '../../../../electron/flasher/aligned-buffers.ts';
import { FlashFailure } from '../../../../electron/flasher/failure.ts';
import { parseRequest } from '../../../../electron/flasher/request.ts';
import { refuseUsedDrive } from '../../../../electron/flasher/system-drive.ts';
import { bundleFlasher } from '../../../support/flasher.ts';
import { makeScratch, removeScratch, run } from '../../../support/iso/stand-in-iso.ts';

let folder: string;
let flasher: string;
beforeAll(async () => {
  folder = makeScratch('flasher');
  flasher = await bundleFlasher(folder);
});
afterAll(() => removeScratch(folder));

const IDENTITY = { kind: 'disk', serial: 'AA', sizeBytes: 8e9, sequence: '3', backingFile: null };
const ZONES = [{ offset: 0, length: 10 }];
const BASE_PATH = '/images/base.iso';
const STAMP = '1:2:3:4:5';
const REQUEST = {
  version: 2,
  drives: [
    {
      device: '/dev/sdb',
      identity: IDENTITY,
      task: { kind: 'flash', basePath: BASE_PATH, baseStamp: STAMP, overlayPath: null },
    },
    {
      device: '/dev/sdc',
      identity: IDENTITY,
      task: {
        kind: 'retarget',
        basePath: BASE_PATH,
        baseStamp: STAMP,
        overlayPath: '/x',
        zones: ZONES,
        verify: 'sampled',
      },
    },
    { device: '/dev/sdd', identity: IDENTITY, task: { kind: 'identify', zones: ZONES } },
  ],
};

describe('the request', () => {
  const accepts = (value: unknown): boolean => {
    try {
      parseRequest(JSON.stringify(value));
      return true;
    } catch (error) {
      if (!(error instanceof FlashFailure)) throw error;
      return false;
    }
  };

  it('is read back as it was sent', () => {
    expect(parseRequest(JSON.stringify(REQUEST))).toEqual(FlasherRequestSchema.parse(REQUEST));
  });

  it('is accepted by the flasher exactly when the contract’s schema accepts it', () => {
    const odd = fc.oneof(
      fc.constantFrom(undefined, null, '', 0, -1, 2, 0.5, Number.MAX_VALUE, [], {}, 'file', 'whole', 'identify', true),
      fc.string({ maxLength: 5 }),
    );
    const drive = fc.nat(2);
    const spot = fc.oneof(
      fc.constantFrom<(string | number)[]>(['version'], ['drives'], ['more']),
      fc
        .tuple(drive, fc.constantFrom<(string | number)[]>([], ['device'], ['identity'], ['task'], ['more']))
        .map(([index, rest]) => ['drives', index, ...rest]),
      fc
        .tuple(drive, fc.constantFrom('kind', 'serial', 'sizeBytes', 'sequence', 'backingFile', 'more'))
        .map(([index, key]) => ['drives', index, 'identity', key]),
      fc
        .tuple(drive, fc.constantFrom('kind', 'basePath', 'overlayPath', 'zones', 'verify', 'more'))
        .map(([index, key]) => ['drives', index, 'task', key]),
      fc
        .tuple(fc.constantFrom(1, 2), fc.constantFrom('offset', 'length', 'more'))
        .map(([index, key]) => ['drives', index, 'task', 'zones', 0, key]),
    );
    fc.assert(
      fc.property(spot, odd, (path, value) => {
        const changed = structuredClone(REQUEST) as unknown;
        let at = changed as Record<string | number, unknown>;
        for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>;
        at[path.at(-1) as string] = value;
        const sent = JSON.parse(JSON.stringify(changed)) as unknown;
        expect(accepts(sent)).toBe(FlasherRequestSchema.safeParse(sent).success);
      }),
      { numRuns: 1500 },
    );
  });

  it.each(['', 'not JSON', '{"version":1}', '[]'])(
    'that is %j ends the program with exit code 2 and one sentence',
    (line) => {
      const ended = spawnSync(process.execPath, [flasher], { input: `${line}\n`, encoding: 'utf8' });
      expect(ended.status).toBe(2);
      const event = FlasherEventSchema.parse(JSON.parse(ended.stdout));
      expect(event).toMatchObject({ event: 'failed', code: 'flash.request-bad', touched: false });
    },
  );

  it('that never comes ends the program when its parent is gone', () => {
    expect(spawnSync(process.execPath, [flasher], { input: '' }).status).toBe(2);
  });
});

describe('the flasher', () => {
  it('refuses the system drive by itself', () => {
    const source = run('findmnt', ['-n', '-o', 'SOURCE', '/']).trim();
    // Only looked at, never opened for writing.
    expect(() => refuseUsedDrive(statSync(source), source, [])).toThrow('flash.system-drive');
  });

  it('imports nothing but node and types of the contract', () => {
    const bundle = readFileSync(flasher, 'utf8');
    const required = [...bundle.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name ?? '');
    expect(required.filter((name) => !name.startsWith('node:'))).toEqual([]);
    expect(bundle).not.toMatch(/electron\/(engine|main|cli|server)\//);
    expect(bundle).not.toMatch(/node_modules/);
  });

  it('fails only with codes that have a sentence in every language', () => {
    for (const code of FLASHER_FAILURES) expect(diagnosticEntries[code].summary.es).not.toBe('');
  });

  it('has page-aligned buffers that do not overlap', () => {
    const buffers = alignedBuffers(3, 4 * 1024 * 1024);
    expect(buffers.map(({ byteOffset, byteLength }) => [byteOffset, byteLength])).toEqual(
      [0, 1, 2].map((index) => [index * 4 * 1024 * 1024, 4 * 1024 * 1024]),
    );
  });
});
