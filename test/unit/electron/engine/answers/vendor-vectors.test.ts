import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { PveVersion } from '../../../../../electron/api/site.ts';
import { checkAnswer } from '../../../../../electron/engine/answers/check-answer.ts';
import { type Inventory, parseInventory } from '../../../../../electron/engine/answers/inventory.ts';

const GOLDEN = new URL('../../../../golden/answers/', import.meta.url);
const VERSIONS = [
  ['8.4.6', '8.4'],
  ['9.1.7', '9.1'],
  ['9.2.7', '9.2'],
] as const satisfies readonly (readonly [string, PveVersion])[];

interface VendorInstalls {
  readonly filesys: string;
  readonly mngmt_nic: string;
  readonly target_hd?: string;
  readonly disk_selection?: Readonly<Record<string, string>>;
}

interface Vector {
  readonly name: string;
  readonly answer: string;
  readonly verdicts: Readonly<
    Record<
      string,
      { readonly validate: boolean; readonly fullParse: boolean; readonly installs: VendorInstalls | null }
    >
  >;
}

/** Vectors of one machine: the vendor's verdicts beside its inventory. */
const MACHINES = [
  ['the reference machine', 'vectors.jsonl', 'inventory.json'],
  ['a machine with thirteen disks', 'thirteen-disks.vectors.jsonl', 'thirteen-disks.inventory.json'],
  ['the reference machine, with odd and damaged texts', 'forms.vectors.jsonl', 'forms.inventory.json'],
] as const;

function readVectors(name: string): readonly Vector[] {
  const lines = readFileSync(new URL(name, GOLDEN), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Vector);
}

function readInventory(name: string): { inventory: Inventory; paths: ReadonlyMap<string, string> } {
  const text = readFileSync(new URL(name, GOLDEN), 'utf8');
  const { inventory } = parseInventory(text);
  if (!inventory) throw new Error(`${name} is not readable`);
  return { inventory, paths: new Map(inventory.disks.map((disk) => [disk.index, disk.path])) };
}

describe.each(MACHINES)('on %s', (_, vectorsFile, inventoryFile) => {
  const vectors = readVectors(vectorsFile);
  const { inventory, paths } = readInventory(inventoryFile);

  test.each(VERSIONS)('validate-answer of %s and Sitewright agree on every vector', (release, version) => {
    const ours = vectors.map(({ name, answer }) => [name, checkAnswer(answer, { version, file: name }).accepted]);
    expect(ours).toEqual(vectors.map(({ name, verdicts }) => [name, verdicts[release]?.validate]));
  });

  test.each(VERSIONS)('the installer of %s and Sitewright agree on verdict, disks and card', (release, version) => {
    const ours = vectors.map(({ name, answer }) => {
      const { accepted, installs } = checkAnswer(answer, { version, inventory, file: name });
      return { name, accepted, installs };
    });
    const theirs = vectors.map(({ name, verdicts }) => {
      const verdict = verdicts[release];
      const installs = verdict?.installs;
      return {
        name,
        accepted: verdict?.fullParse,
        installs: installs
          ? {
              filesystem: installs.filesys,
              disks: installs.target_hd
                ? [installs.target_hd]
                : Object.keys(installs.disk_selection ?? {})
                    .sort()
                    .map((index) => paths.get(index)),
              managementNic: installs.mngmt_nic,
            }
          : null,
      };
    });
    expect(ours).toEqual(theirs);
  });
});
