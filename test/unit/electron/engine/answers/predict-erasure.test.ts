import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeDiagnostic } from '../../../../../electron/api/diagnostic.ts';
import { type MachineInventory, MachineInventorySchema } from '../../../../../electron/api/inventory.ts';
import { PVE_VERSIONS, type PveVersion } from '../../../../../electron/api/site.ts';
import type { Answer } from '../../../../../electron/engine/answers/answer.ts';
import { type Inventory, parseInventory } from '../../../../../electron/engine/answers/inventory.ts';
import { matchInventory } from '../../../../../electron/engine/answers/match-inventory.ts';
import { parseAnswer } from '../../../../../electron/engine/answers/parse-answer.ts';
import { type ErasurePrediction, predictErasure } from '../../../../../electron/engine/answers/predict-erasure.ts';
import { fromInstaller } from '../../../../../electron/engine/inventory/installer-inventory.ts';
import { anyAnswer, anyMachine, anyView, type PartialView, viewOf } from './machine-views.ts';

const GOLDEN = new URL('../../../../golden/answers/', import.meta.url);
const MACHINES = [
  ['vectors.jsonl', 'inventory.json'],
  ['thirteen-disks.vectors.jsonl', 'thirteen-disks.inventory.json'],
  ['forms.vectors.jsonl', 'forms.inventory.json'],
] as const;

interface Case {
  readonly name: string;
  readonly answer: Answer;
  readonly version: PveVersion;
  readonly inventory: Inventory;
}

const cases: readonly Case[] = MACHINES.flatMap(([vectors, machine]) => {
  const { inventory } = parseInventory(readFileSync(new URL(machine, GOLDEN), 'utf8'));
  if (!inventory) throw new Error(`${machine} is not readable`);
  const lines = readFileSync(new URL(vectors, GOLDEN), 'utf8').trim().split('\n');
  return lines.flatMap((line) => {
    const { name, answer: text } = JSON.parse(line) as { name: string; answer: string };
    return PVE_VERSIONS.flatMap((version): readonly Case[] => {
      const { answer } = parseAnswer(text, { version });
      return answer ? [{ name: `${name} ${version}`, answer, version, inventory }] : [];
    });
  });
});

/** What really happens to this machine, by the rules that agree with the vendor's parser on every vector. */
function truth({
  answer,
  inventory,
  version,
}: Omit<Case, 'name'>): { disks: ReadonlySet<string>; nic?: string } | undefined {
  const { installs } = matchInventory(answer, inventory, { version });
  // The card before it gets a pinned name: without its table the same answer gives the live name.
  const { pinning: _, ...network } = answer.network;
  const unpinned = matchInventory({ ...answer, network } as Answer, inventory, { version }).installs;
  return installs ? { disks: new Set(installs.disks), nic: unpinned?.managementNic } : undefined;
}

/** Two device names with one serial are two paths to one disk: erasing either erases it. */
function diskOfPath(inventory: Inventory, path: string | undefined): string {
  const index = inventory.disks.find((disk) => disk.path === path)?.index ?? '';
  return inventory.diskProperties[index]?.ID_SERIAL ?? path ?? '';
}

/** Every claim of the prediction that reality contradicts. */
function lies(
  prediction: ErasurePrediction,
  real: ReturnType<typeof truth>,
  inventory: Inventory,
  paths: readonly (string | undefined)[],
  names: readonly (string | undefined)[],
): readonly string[] {
  if (!real) return prediction.installs === 'yes' ? ['said that it installs'] : [];
  const found: string[] = [];
  if (prediction.installs === 'no') found.push('said that the installer stops');
  const erased = new Set([...real.disks].map((path) => diskOfPath(inventory, path)));
  for (const { position, verdict } of prediction.disks) {
    const isErased = real.disks.has(paths[position] ?? '');
    if (verdict === 'kept' && isErased) found.push(`${paths[position]} is erased, not kept`);
    if (verdict === 'erased' && !erased.has(diskOfPath(inventory, paths[position])))
      found.push(`${paths[position]} is kept, not erased`);
  }
  for (const { position, verdict } of prediction.nics) {
    const isTaken = real.nic === names[position];
    if (verdict === 'other' && isTaken) found.push(`${names[position]} is the management card`);
    if (verdict === 'management' && !isTaken) found.push(`${names[position]} is not the management card`);
  }
  const listed = new Set(prediction.disks.map(({ position }) => diskOfPath(inventory, paths[position])));
  if (!prediction.unlistedDisks && [...erased].some((disk) => !listed.has(disk)))
    found.push('an unlisted disk is erased');
  return found;
}

/** A lease that is not told makes the vendor's own choice unknowable, so such answers say nothing of cards. */
function hasKnowableNic({ answer, inventory }: Omit<Case, 'name'>): boolean {
  return answer.network.source === 'from-answer' || inventory.lease !== undefined;
}

describe('with the installer’s own inventory', () => {
  test('the prediction is the installer’s verdict on every vector and version, with nothing left open', () => {
    expect(cases.length).toBeGreaterThan(300);
    const wrong = cases.flatMap((each) => {
      const machine = fromInstaller(each.inventory);
      const prediction = predictErasure({ ...each, inventory: machine });
      const real = truth(each);
      const paths = machine.disks.map(({ path }) => path);
      const names = machine.nics.map(({ name }) => name);
      const said = hasKnowableNic(each) ? prediction : { ...prediction, nics: [] };
      const open =
        said.disks.some(({ verdict }) => verdict === 'cannot-tell') ||
        said.nics.some(({ verdict }) => verdict === 'cannot-tell');
      const isDecided = hasKnowableNic(each) && each.answer.global.fqdn.kind === 'fixed';
      const installs = isDecided && (prediction.installs === 'yes') !== (real !== undefined);
      const found = [
        ...lies(said, real, each.inventory, paths, names),
        ...(open ? ['left open'] : []),
        ...(installs ? ['whether it installs'] : []),
      ];
      return found.length > 0 ? [[each.name, found]] : [];
    });
    expect(wrong).toEqual([]);
  });
});

describe('with less than everything known', () => {
  const judge = (each: Omit<Case, 'name'>, view: PartialView): readonly string[] => {
    const { machine, paths, names } = viewOf(each.inventory, view);
    const prediction = predictErasure({ ...each, inventory: machine });
    const said = hasKnowableNic(each) ? prediction : { ...prediction, nics: [] };
    return lies(said, truth(each), each.inventory, paths, names);
  };

  test('no view of the vectors’ machines makes a false claim', () => {
    fc.assert(
      fc.property(fc.constantFrom(...cases), anyView, (each, view) => {
        expect(judge(each, view)).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  test('no view of a generated machine makes a false claim about a generated answer', () => {
    fc.assert(
      fc.property(anyMachine, (inventory) => {
        fc.assert(
          fc.property(anyAnswer(inventory), fc.constantFrom(...PVE_VERSIONS), anyView, (answer, version, view) => {
            expect(judge({ answer, version, inventory }, view)).toEqual([]);
          }),
          { numRuns: 40 },
        );
      }),
      { numRuns: 60 },
    );
  });

  test('views do tell: most claims about serial filters are made from lsblk and typed lists', () => {
    const serial = cases.filter(({ answer }) => {
      const { selection } = answer.disks;
      return selection.kind === 'filter' && selection.filter.every(([key]) => key === 'ID_SERIAL_SHORT');
    });
    const told = serial.map((each) => {
      const { machine } = viewOf(each.inventory, {
        disks: each.inventory.disks.map(() => 'typed'),
        nics: [],
        drop: [],
      });
      return predictErasure({ ...each, inventory: machine }).disks.every(({ verdict }) => verdict !== 'cannot-tell');
    });
    expect(told.length).toBeGreaterThan(5);
    expect(told.filter(Boolean).length / told.length).toBeGreaterThan(0.5);
  });
});

describe('predicting', () => {
  const [first] = cases;
  if (!first) throw new Error('there are cases');

  test('without an inventory nothing is claimed', () => {
    expect(predictErasure({ answer: first.answer, version: '9.1' })).toEqual({
      installs: 'cannot-tell',
      disks: [],
      nics: [],
      matchingDisks: [],
      matchingNics: [],
      manyFit: false,
      unlistedDisks: true,
      unlistedNics: true,
    });
  });

  test('every verdict says why, with no hole left open, in both languages', () => {
    for (const each of cases) {
      const { disks, nics } = predictErasure({ ...each, inventory: fromInstaller(each.inventory) });
      for (const { reason } of [...disks, ...nics]) {
        for (const language of ['en', 'es'] as const) {
          expect(describeDiagnostic(reason, language).summary.replace(/«.*?»/g, '')).not.toMatch(/\{[a-z]+\}/);
        }
      }
    }
  });

  test('the installer’s inventory fits the contract', () => {
    for (const { inventory } of cases.slice(0, 3)) {
      const machine: MachineInventory = fromInstaller(inventory);
      expect(MachineInventorySchema.parse(JSON.parse(JSON.stringify(machine)))).toEqual(
        JSON.parse(JSON.stringify(machine)),
      );
    }
  });
});

describe('a hostile answer over a large inventory', () => {
  const disks = Array.from({ length: 512 }, (_, index) => ({
    source: 'lsblk' as const,
    path: `/dev/sd${index.toString(36)}`,
    serial: `S${100_000 + index}`,
    transport: index % 2 ? 'sata' : 'sas',
    holds: [],
  }));
  const machine: MachineInventory = { sources: ['lsblk'], disks, allDisks: true, nics: [], allNics: false };
  const many = (line: (index: number) => string, count: number): string =>
    Array.from({ length: count }, (_, index) => line(index)).join('\n');

  test.each([
    ['listed disks', `disk-list = [${many((index) => `"d${index}",`, 10_000)}]`],
    ['filter entries', many((index) => `filter.k${index} = "*a"`, 10_000)],
    ['an endless pattern', `filter.ID_SERIAL = "*${'a'.repeat(900_000)}*"`],
    ['an endless exact pattern', `filter.ID_SERIAL_SHORT = "${'?*'.repeat(400_000)}"`],
  ])('ends, and claims nothing false: %s', (_, selection) => {
    const text = [
      '[global]\nkeyboard = "es"\ncountry = "ar"\nfqdn = "a.b"\nmailto = "a@b.c"\ntimezone = "UTC"\nroot-password-hashed = "x"',
      '[network]\nsource = "from-dhcp"',
      `[disk-setup]\nfilesystem = "zfs"\nzfs.raid = "raid0"\n${selection}`,
    ].join('\n');
    const { answer } = parseAnswer(text, { version: '8.4' });
    if (!answer) throw new Error('the answer is readable');
    const { disks: verdicts } = predictErasure({ answer, version: '8.4', inventory: machine });
    expect(verdicts.length).toBe(512);
    // S100001 is known to be the short serial of a SATA disk; nothing of that length fits these patterns.
    expect(verdicts.some(({ verdict }) => verdict === 'erased')).toBe(selection.startsWith('disk-list'));
  });
});
