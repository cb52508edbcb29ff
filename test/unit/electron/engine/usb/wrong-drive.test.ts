import { statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DiagnosticError, fail } from '../../../../../electron/api/diagnostic.ts';
import type { DriveFacts, FlasherDrive } from '../../../../../electron/api/drive.ts';
import { confirmationOf } from '../../../../../electron/engine/usb/drive-rules.ts';
import type { FindTarget } from '../../../../../electron/engine/usb/find-target.ts';
import { flashDrives } from '../../../../../electron/engine/usb/flash-drives.ts';
import { judgedDrive } from '../../../../../electron/engine/usb/list-drives.ts';
import { retarget } from '../../../../../electron/engine/usb/retarget.ts';
import type { RunFlasher } from '../../../../../electron/engine/usb/run-flasher.ts';
import { shownIdentity } from '../../../../../electron/engine/usb/shown-identity.ts';
import { makeScratch, makeStandIn, removeScratch } from '../../../../support/iso/stand-in-iso.ts';
import { STICK } from '../../../../support/stick-facts.ts';

const GIB = 1024 ** 3;

let folder: string;
let image: string;
let imageBytes: number;
beforeAll(() => {
  folder = makeScratch('wrong-drive');
  image = join(folder, 'image.iso');
  makeStandIn('plain', image);
  imageBytes = statSync(image).size;
});
afterAll(() => removeScratch(folder));

/** Mostly harmless, so that some are written; every trait that a rule knows turns up. */
const rarely = <T>(usual: T, odd: fc.Arbitrary<T>) => fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, odd);

const driveFacts = (device: string): fc.Arbitrary<DriveFacts> =>
  fc
    .record({
      kind: rarely<'disk' | 'loop'>('disk', fc.constant('loop')),
      serial: fc.constantFrom('', 'AA01', 'AA02', 'BB01'),
      sizeBytes: rarely<number | null>(8 * GIB, fc.constantFrom(null, 0, 1000, 512 * GIB, 513 * GIB, 4e12)),
      logicalBlockBytes: rarely(512, fc.constant(4096)),
      isSystem: rarely(false, fc.constant(true)),
      isReadOnly: rarely(false, fc.constant(true)),
      isVirtual: rarely(false, fc.constant(true)),
      isRemovable: fc.boolean(),
      isUsb: fc.boolean(),
      mountpoints: rarely<string[]>(
        [],
        fc.subarray(['/', '/home', '/media/me/STICK', '/run/media/me/X', '/srv', 'swap'], { minLength: 1 }),
      ),
      heldBy: rarely<string[]>([], fc.constant(['md0'])),
      holdsSource: rarely(false, fc.constant(true)),
    })
    .map(({ kind, serial, ...facts }) => ({
      ...STICK,
      ...facts,
      device,
      identity: {
        kind,
        serial: kind === 'loop' ? '' : serial,
        sizeBytes: facts.sizeBytes ?? 0,
        sequence: '7',
        backingFile: kind === 'loop' ? `/images${device}` : null,
      },
    }));

const DEVICES = ['/dev/sda', '/dev/sdb', '/dev/sdc', '/dev/sdd'];
const drives = fc.tuple(...DEVICES.map(driveFacts));
/** What people do: the right word, a word of another drive, nothing, the device itself. */
const order = fc.record({
  device: fc.constantFrom(...DEVICES, '/dev/sdz'),
  confirm: fc.constantFrom('right', 'right', 'right', 'of another', 'AA01', '', 'device'),
});
const acceptLargeSerial = fc.constantFrom(undefined, undefined, 'AA01', 'BB01', '');

/** The rules once more, said the other way round: what a drive must be to be written. */
function mayBeWritten(drive: DriveFacts, accepted: string | undefined): boolean {
  const { identity, sizeBytes } = drive;
  const isAskedLoop = identity.kind === 'loop';
  return (
    !drive.isSystem &&
    !drive.isReadOnly &&
    !drive.holdsSource &&
    drive.heldBy.length === 0 &&
    drive.mountpoints.length === 0 &&
    sizeBytes !== null &&
    sizeBytes >= imageBytes &&
    (sizeBytes <= 512 * GIB || (accepted !== undefined && accepted !== '' && accepted === identity.serial)) &&
    (isAskedLoop || !drive.isVirtual) &&
    (drive.isVirtual || drive.isUsb || drive.isRemovable) &&
    (drive.isVirtual || drive.logicalBlockBytes <= 512)
  );
}

/** A machine with these drives; what the desktop mounted by itself it lets go of when asked, if `releases`. */
function machine(all: readonly DriveFacts[], releases: boolean) {
  const now = new Map(all.map((facts) => [facts.device, facts]));
  const written: FlasherDrive[] = [];
  const released: string[] = [];
  const find: FindTarget = (device) => {
    const facts = now.get(device);
    return facts ? Promise.resolve(facts) : Promise.reject(fail('flash.not-a-drive', { params: { device } }));
  };
  const runFlasher: RunFlasher = ({ request }) => {
    written.push(...request.drives);
    return Promise.resolve();
  };
  const release = (facts: DriveFacts) => {
    released.push(facts.device);
    if (releases) now.set(facts.device, { ...facts, mountpoints: [] });
    return Promise.resolve();
  };
  return { find, runFlasher, release, written, released, now };
}

const wordFor = (all: readonly DriveFacts[], { device, confirm }: { device: string; confirm: string }): string => {
  const own = all.find((facts) => facts.device === device);
  const other = all.find((facts) => facts.device !== device);
  if (confirm === 'right') return own ? confirmationOf(own) : '';
  if (confirm === 'of another') return other ? confirmationOf(other) : '';
  return confirm === 'device' ? device : confirm;
};

describe('whatever drives a machine has and whatever is typed', () => {
  it('no drive is written that a rule excludes, that was not named, or that is named twice', async () => {
    let writes = 0;
    await fc.assert(
      fc.asyncProperty(
        drives,
        fc.array(order, { minLength: 1, maxLength: 5 }),
        acceptLargeSerial,
        fc.boolean(),
        async (all, orders, accepted, releases) => {
          const { written, released, now, ...ports } = machine(all, releases);
          const images = orders.map((each) => ({
            imagePath: image,
            device: each.device,
            confirm: wordFor(all, each),
          }));
          const outcomes = await flashDrives({ images, acceptLargeSerial: accepted, ...ports });
          for (const { device, identity } of written) {
            const facts = now.get(device);
            if (!facts) throw new Error('a drive that is not there');
            expect(mayBeWritten(facts, accepted)).toBe(true);
            expect(identity).toEqual(facts.identity);
            const words = images.filter((each) => each.device === device).map(({ confirm }) => confirm);
            expect(words).toContain(confirmationOf(facts));
          }
          expect(new Set(written.map(({ device }) => device)).size).toBe(written.length);
          expect(outcomes).toHaveLength(orders.length);
          // What a system needs, or somebody mounted by hand, is not even let go of.
          for (const device of released) {
            const facts = all.find((each) => each.device === device);
            expect(facts?.isSystem).toBe(false);
            expect(facts?.mountpoints.every((at) => /^\/(run\/)?media\//.test(at))).toBe(true);
          }
          writes += written.length;
        },
      ),
      { numRuns: 400 },
    );
    // The property would hold of a program that writes nothing.
    expect(writes).toBeGreaterThan(20);
  });

  it('every drive that no rule excludes is written when it is named rightly', async () => {
    await fc.assert(
      fc.asyncProperty(drives, async (all) => {
        const { written, now, ...ports } = machine(all, true);
        const images = all.map((facts) => ({ imagePath: image, device: facts.device, confirm: confirmationOf(facts) }));
        await flashDrives({ images, ...ports });
        const allowed = [...now.values()].filter((facts) => mayBeWritten(facts, undefined)).map(({ device }) => device);
        expect(written.map(({ device }) => device).sort()).toEqual(allowed.sort());
      }),
      { numRuns: 200 },
    );
  });

  it('what is listed as offered is written when it is named rightly, and nothing that is listed as excluded is', async () => {
    let unmounted = 0;
    await fc.assert(
      fc.asyncProperty(drives, fc.boolean(), async (all, flasherReleases) => {
        const { written, now: _, ...ports } = machine(all, true);
        const images = all.map((facts) => ({ imagePath: image, device: facts.device, confirm: confirmationOf(facts) }));
        await flashDrives({ images, flasherReleases, ...ports });
        const offered = all.flatMap((facts) => {
          const includeVirtual = facts.identity.kind === 'loop';
          const listed = judgedDrive(facts, { imageSizeBytes: imageBytes, includeVirtual, flasherReleases });
          if (listed.verdict === 'excluded') return [];
          const isMounted = facts.mountpoints.length > 0;
          if (isMounted) unmounted += 1;
          expect(listed.diagnostics.map(({ code }) => code)).toEqual(isMounted ? ['drive.will-be-unmounted'] : []);
          expect(isMounted && facts.isSystem).toBe(false);
          return [facts.device];
        });
        expect(written.map(({ device }) => device).sort()).toEqual(offered.sort());
      }),
      { numRuns: 300 },
    );
    expect(unmounted).toBeGreaterThan(10);
  });

  it('re-targeting has the same gate', async () => {
    await fc.assert(
      fc.asyncProperty(drives, order, fc.boolean(), async (all, each, releases) => {
        const { written, now, ...ports } = machine(all, releases);
        const confirm = wordFor(all, each);
        const target = { device: each.device, confirm };
        await retarget({ target, overlayPath: image, zones: [], ...ports }).catch((error: unknown) => {
          if (!(error instanceof DiagnosticError)) throw error;
        });
        for (const { device } of written) {
          const facts = now.get(device);
          // A drive that was written once was accepted then: its size is no reason any more.
          expect(facts && mayBeWritten(facts, facts.identity.serial)).toBe(true);
          expect(confirm).toBe(facts && confirmationOf(facts));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('the identity that was confirmed is what the flasher must find, also after the desktop let go of the drive', async () => {
    const [stick] = fc.sample(
      driveFacts('/dev/sdb').filter((facts) => mayBeWritten(facts, undefined)),
      1,
    );
    if (!stick) throw new Error('no stick');
    const mounted = { ...stick, isRemovable: true, mountpoints: ['/media/me/STICK'] };
    const { written, now, ...ports } = machine([mounted], true);
    const swapping = (facts: DriveFacts) => {
      // Another stick sits at the same name when it is looked at again.
      now.set(facts.device, { ...facts, mountpoints: [], identity: { ...facts.identity, sequence: '8' } });
      return Promise.resolve();
    };
    const images = [{ imagePath: image, device: '/dev/sdb', confirm: confirmationOf(stick) }];
    await flashDrives({ images, ...ports, release: swapping });
    expect(written.map(({ identity }) => identity.sequence)).toEqual(['7']);
  });

  it('another drive at the place of the one that was shown is neither let go of nor written', async () => {
    await fc.assert(
      fc.asyncProperty(drives, fc.constantFrom('7', '8'), fc.boolean(), async (all, sequence, flasherReleases) => {
        const { written, released, now, ...ports } = machine(all, true);
        const images = all.map((facts) => ({
          imagePath: image,
          device: facts.device,
          confirm: confirmationOf(facts),
          shown: shownIdentity({ ...facts.identity, sequence }),
        }));
        const outcomes = await flashDrives({ images, flasherReleases, ...ports });
        if (sequence === '7') {
          const allowed = [...now.values()].filter((facts) => mayBeWritten(facts, undefined));
          expect(written.map(({ device }) => device)).toEqual(
            expect.arrayContaining(allowed.map(({ device }) => device)),
          );
          return;
        }
        expect([written, released]).toEqual([[], []]);
        for (const outcome of outcomes) {
          expect(outcome).toMatchObject({ outcome: 'failed', diagnostics: [{ code: 'flash.identity-changed' }] });
        }
      }),
      { numRuns: 200 },
    );
  });
});
