import { describe, expect, it } from 'vitest';
import { type Host, type PveVersion, type Site, SiteSchema } from '../../../../../../electron/api/site.ts';
import { matchInventory } from '../../../../../../electron/engine/answers/match-inventory.ts';
import { parseAnswer } from '../../../../../../electron/engine/answers/parse-answer.ts';
import { MachinesDesk } from '../../../../../../electron/engine/app/machines-desk.ts';
import { inventoryOfMachine } from '../../../../../../electron/engine/rehearsal/install/installer/inventory-of-machine.ts';
import { installedHardware } from '../../../../../../electron/engine/rehearsal/install/model/installed-hardware.ts';
import { newMachine } from '../../../../../../electron/engine/rehearsal/install/model/new-machine.ts';
import { SeededRandom } from '../../../../../../electron/engine/rehearsal/kernel/random.ts';
import { makeAnswers } from '../../../../../../electron/engine/site/make-answers.ts';
import { bareSite } from './support/bare-site.ts';

const CASES = 400;
const VERSIONS: readonly PveVersion[] = ['8.4', '9.1', '9.2'];
const MODELS = ['Samsung PM893', 'Intel D3-S4520', 'INTEL D3', 'Big Disk'];

/** A machine and an order to install it, made up: also ones that no installer would take. */
function randomSite(seed: number): Site {
  const random = new SeededRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random.next() * list.length)] as T;
  const count = 1 + Math.floor(random.next() * 13);
  const isNamed = random.next() < 0.5;
  const isNvme = random.next() < 0.3;
  const disks = Array.from({ length: count }, (_, index) => ({
    serial: `${pick(['S', 'SN-', 'S4'])}${index}${pick(['', 'A', '-X'])}`,
    model: pick(MODELS),
    sizeGb: pick([240, 480, 960]),
    ...(isNamed ? { name: isNvme ? `nvme${index}n1` : `sd${String.fromCharCode(97 + index)}` } : {}),
  }));
  const filesystem = pick(['ext4', 'xfs', 'zfs', 'btrfs'] as const);
  const raid =
    filesystem === 'zfs' || filesystem === 'btrfs' ? { raid: pick(['raid0', 'raid1', 'raid10'] as const) } : {};
  const some = disks.filter(() => random.next() < 0.4).map(({ serial }) => serial);
  const serial = pick(disks).serial;
  const selection = pick([
    { diskSerials: some.length > 0 ? some : [serial] },
    { diskSerials: [serial] },
    { diskPaths: [pick(['sda', 'sdb', 'a', '/dev/sdc', 'nvme0n1', 'n1'])] },
    { diskFilter: { ID_MODEL: pick(['Samsung*', '*Intel*', 'I*', '?*', 'Nothing']) } },
    {
      diskFilter: { ID_SERIAL_SHORT: pick([serial, `${serial[0]}*`, '*[AX]']), ID_BUS: 'ata' },
      diskFilterMatch: pick(['any', 'all']),
    },
  ] as const);
  const base = bareSite({ nodes: 1, version: pick(VERSIONS) });
  const [host] = base.hosts;
  return SiteSchema.parse({
    ...base,
    hosts: [
      {
        ...host,
        install: {
          filesystem,
          ...raid,
          ...selection,
          managementMac: host?.install?.managementMac,
          rootPassword: 'secret:root-password',
        },
        hardware: { ...host?.hardware, disks },
      },
    ],
  });
}

/** Serials of the disks that the simulated installer erases; undefined where it stops before. */
function erasedBySimulator(site: Site, host: Host): readonly string[] | undefined {
  const { version } = site.pve;
  const [made] = makeAnswers(site, undefined);
  const { answer } = parseAnswer(made?.text ?? '', { version });
  if (!answer) return undefined;
  const machine = newMachine(site, host);
  const { installs } = matchInventory(answer, inventoryOfMachine(machine, undefined), { version });
  return installs?.disks.map(
    (path) => machine.hardware.disks.find(({ name }) => `/dev/${name}` === path)?.serial ?? '',
  );
}

describe('what is said of the disks before a stick is made', () => {
  it('is what the simulated installer then does to a machine like the one written down', async () => {
    const desk = new MachinesDesk();
    const counts = { erased: 0, kept: 0, 'cannot-tell': 0, stops: 0 };
    for (let seed = 1; seed <= CASES; seed += 1) {
      const site = randomSite(seed);
      const [host] = site.hosts;
      if (!host) throw new Error('no host');
      const erased = erasedBySimulator(site, host);
      if (!erased) {
        counts.stops += 1;
        continue;
      }
      const installed = installedHardware(site, host).disks.flatMap(({ serial, use }) => (use ? [serial] : []));
      expect([...installed].sort(), JSON.stringify(host.install)).toEqual([...erased].sort());
      const [view] = await desk.erasure({ site, folder: { inventory: '/nowhere' } } as unknown as Parameters<
        MachinesDesk['erasure']
      >[0]);
      for (const { serial, verdict } of view?.disks ?? []) {
        counts[verdict] += 1;
        const words = `${JSON.stringify(host.install)} on ${JSON.stringify(host.hardware?.disks)}: ${serial} is ${verdict}`;
        if (verdict === 'erased') expect(erased, words).toContain(serial);
        if (verdict === 'kept') expect(erased, words).not.toContain(serial);
      }
    }
    // The cases reach all verdicts, else nothing is shown.
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(20);
  });
});
