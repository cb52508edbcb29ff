import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSerials } from '../../../../electron/engine/usb/windows/read-serials.ts';
import { FlashFailure } from '../../../../electron/flasher/failure.ts';
import { confirmForeign, openForeign } from '../../../../electron/flasher/foreign/foreign-drive.ts';
import { macos } from '../../../../electron/flasher/foreign/macos.ts';
import { parsePlist } from '../../../../electron/flasher/foreign/plist.ts';
import type { RunTool } from '../../../../electron/flasher/foreign/system.ts';
import { windows, windowsFacts } from '../../../../electron/flasher/foreign/windows.ts';

const golden = (name: string) => readFileSync(join('test/golden/drives', name), 'utf8');

const STICK_BYTES = 62_109_253_632;
const identity = (serial = '', sizeBytes = STICK_BYTES) =>
  ({ kind: 'disk', serial, sizeBytes, sequence: null, backingFile: null }) as const;

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof FlashFailure) return error.code;
    throw error;
  }
  return 'allowed';
}

describe('on macOS', () => {
  /** A Mac with a stick as disk4; `replaced` changes what diskutil says of it. */
  const mac =
    (replaced: readonly (readonly [string, string])[] = []): RunTool =>
    (_, args) => {
      if (args.at(-1) === '/') return golden('diskutil-info-root.plist');
      const text = golden(args[0] === 'list' ? 'diskutil-list-stick.plist' : 'diskutil-info-stick.plist');
      return replaced.reduce((said, [from, to]) => said.replace(from, to), text);
    };
  const judge = (run: RunTool, sources: readonly string[] = [], needed = 1, drive = identity()) =>
    codeOf(() =>
      confirmForeign(macos.read('/dev/disk4', run), { device: '/dev/disk4', identity: drive }, sources, needed),
    );

  it('diskutil tells size, block size and mount points of a stick', () => {
    expect(macos.read('/dev/rdisk4', mac())).toEqual({
      isWhole: true,
      isSystem: false,
      isInternal: false,
      isReadOnly: false,
      serial: '',
      sizeBytes: STICK_BYTES,
      blockBytes: 512,
      mountpoints: ['/Volumes/FOTOS'],
    });
    expect(macos.rawPath('/dev/disk4')).toBe('/dev/rdisk4');
  });

  it.each([
    ['a stick is written', mac(), 'allowed'],
    [
      'a partition is not',
      mac([['<key>WholeDisk</key>\n\t<true/>', '<key>WholeDisk</key>\n\t<false/>']]),
      'flash.not-a-drive',
    ],
    ['an APFS container is not', mac([['Physical</string>', 'Virtual</string>']]), 'flash.not-a-drive'],
    ['the disk below the root volume is not', mac([['<string>disk4<', '<string>disk0<']]), 'flash.system-drive'],
    ['the container of the root volume is not', mac([['<string>disk4<', '<string>disk3<']]), 'flash.system-drive'],
    [
      'a built-in disk is not',
      mac([
        ['<key>Internal</key>\n\t<false/>', '<key>Internal</key>\n\t<true/>'],
        ['<key>RemovableMedia</key>\n\t<true/>', '<key>RemovableMedia</key>\n\t<false/>'],
      ]),
      'flash.system-drive',
    ],
    ['a disk of which nothing is said is not', () => '<plist><dict/></plist>', 'flash.not-a-drive'],
    [
      'a drive is not, when the root volume cannot be told',
      (_: string, args: readonly string[]) => (args.at(-1) === '/' ? '<plist><dict/></plist>' : mac()('', args)),
      'flash.system-drive',
    ],
    ['a stick of another size is not', mac([['<integer>62109253632', '<integer>31000000000']]), 'allowed'],
  ])('%s', (title, run, code) => {
    // TotalSize is what counts; Size alone differing changes nothing.
    expect(title && judge(run)).toBe(code);
  });

  it('another stick, one too small, and one that holds the image are refused', () => {
    expect(judge(mac(), [], 1, identity('', 8e9))).toBe('flash.identity-changed');
    expect(judge(mac(), [], 63e9)).toBe('flash.too-small');
    expect(judge(mac(), ['/Volumes/fotos/base.iso'])).toBe('flash.source-on-drive');
    expect(judge(mac(), ['/Volumes/FOTOS 2/base.iso'])).toBe('allowed');
  });
});

describe('on Windows', () => {
  const facts = (change: Partial<Record<string, unknown>> = {}) =>
    windowsFacts(JSON.stringify({ ...(JSON.parse(golden('get-disk-stick.json')) as object), ...change }));
  const judge = (change: Partial<Record<string, unknown>> = {}, sources: readonly string[] = []) =>
    codeOf(() => {
      const drive = { device: '\\\\.\\PhysicalDrive2', identity: identity('4C530001230927114092') };
      return confirmForeign(facts(change), drive, sources, 1);
    });

  it.each([
    ['a stick is written', {}, 'allowed'],
    ['the boot disk is not', { IsBoot: true }, 'flash.system-drive'],
    ['the system disk is not', { IsSystem: true }, 'flash.system-drive'],
    ['a disk on another bus is not', { BusType: 'SATA' }, 'flash.system-drive'],
    ['a disk that does not say whether it is the system is not', { IsSystem: undefined }, 'flash.system-drive'],
    ['a protected one is not', { IsReadOnly: true }, 'flash.read-only'],
    ['a disk with another serial is not', { SerialNumber: '4C530001230927114093' }, 'flash.identity-changed'],
    ['a disk of another size is not', { Size: 31e9 }, 'flash.identity-changed'],
  ])('%s', (_, change, code) => {
    expect(judge(change)).toBe(code);
  });

  it('the system disk of a real laptop and a stick that holds the image are refused', () => {
    const system = windowsFacts(golden('get-disk-system.json'));
    expect(codeOf(() => confirmForeign(system, { device: 'x', identity: identity() }, [], 1))).toBe(
      'flash.system-drive',
    );
    expect(judge({}, ['E:\\images\\base.iso'])).toBe('flash.source-on-drive');
  });

  it('the list and the flasher know a drive by the same serial', () => {
    const listed = parseSerials(`[${golden('get-disk-stick.json')}]`);
    expect(listed.get('\\\\.\\physicaldrive2')).toBe(facts().serial);
    expect(parseSerials('Get-Disk : Access denied').size).toBe(0);
  });

  it('nothing is asked of, or done to, what is no PhysicalDrive', () => {
    const run: RunTool = () => {
      throw new Error('a tool was run');
    };
    fc.assert(
      fc.property(fc.string(), (name) => {
        fc.pre(!/^\\\\[.?]\\PhysicalDrive\d{1,4}$/i.test(name));
        expect(codeOf(() => windows.read(name, run))).toBe('flash.not-a-drive');
        expect(codeOf(() => windows.release(name, run))).toBe('flash.not-a-drive');
      }),
    );
  });

  it('nothing is changed in place, since letting go of a drive erases it', async () => {
    const ran: string[] = [];
    const run: RunTool = (_, args) => {
      ran.push(Buffer.from(args.at(-1) ?? '', 'base64').toString('utf16le'));
      return golden('get-disk-stick.json');
    };
    const drive = {
      device: '\\\\.\\PhysicalDrive2',
      identity: identity('4C530001230927114092'),
      task: { kind: 'identify', zones: [] } as const,
    };
    await expect(openForeign(windows, drive, [], 1, 'edit', run)).rejects.toMatchObject({
      code: 'flash.retarget-unsupported',
    });
    expect(ran.join()).not.toContain('Clear-Disk');
  });
});

it('a property list that is none is refused, whatever it is, and never hangs', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('<dict>', '</dict>', '<key>', '</key>', '<array>', 'a', '<true/>') }),
      (text) => {
        const code = codeOf(() => parsePlist(text));
        expect(['allowed', 'flash.not-a-drive']).toContain(code);
      },
    ),
    { numRuns: 500 },
  );
});
