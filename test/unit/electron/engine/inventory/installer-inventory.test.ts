import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { PVE_VERSIONS } from '../../../../../electron/api/site.ts';
import { parseInventory } from '../../../../../electron/engine/answers/inventory.ts';
import { matchInventory } from '../../../../../electron/engine/answers/match-inventory.ts';
import { parseAnswer } from '../../../../../electron/engine/answers/parse-answer.ts';
import { importInventory } from '../../../../../electron/engine/inventory/import-inventory.ts';
import { fromInstaller, toInstaller } from '../../../../../electron/engine/inventory/installer-inventory.ts';

const answers = (name: string): string =>
  readFileSync(new URL(`../../../../golden/answers/${name}`, import.meta.url), 'utf8');
const listing = (name: string): string =>
  readFileSync(new URL(`../../../../golden/inventory/${name}`, import.meta.url), 'utf8');

describe('the installer’s view of a machine', () => {
  test.each([
    ['vectors.jsonl', 'inventory.json'],
    ['thirteen-disks.vectors.jsonl', 'thirteen-disks.inventory.json'],
  ])('through the contract and back gives the same installation for every one of %s', (vectors, machine) => {
    const { inventory } = parseInventory(answers(machine));
    const imported = importInventory(answers(machine)).inventory;
    const back = imported && toInstaller(imported);
    if (!inventory || !back) throw new Error(`${machine} is not readable`);
    const differing = answers(vectors)
      .trim()
      .split('\n')
      .flatMap((line) => {
        const { name, answer: text } = JSON.parse(line) as { name: string; answer: string };
        return PVE_VERSIONS.filter((version) => {
          const { answer } = parseAnswer(text, { version });
          if (!answer) return false;
          const [first, second] = [inventory, back].map((each) => matchInventory(answer, each, { version }));
          return JSON.stringify(first) !== JSON.stringify(second);
        }).map((version) => `${name} ${version}`);
      });
    expect(differing).toEqual([]);
  });

  test('is made of device-info by name as well, the eleventh disk before the third', () => {
    const disks = Object.fromEntries(
      Array.from({ length: 12 }, (_, at) => {
        const name = `sd${String.fromCharCode(97 + at)}`;
        return [name, { DEVNAME: `/dev/${name}`, ID_BUS: at > 1 ? 'ata' : 'usb' }] as const;
      }),
    );
    const text = JSON.stringify({ disks, nics: { eno1: { INTERFACE: 'eno1', ID_NET_NAME_MAC: 'enx020000000001' } } });
    const imported = importInventory(text).inventory;
    const { inventory } = parseInventory(text);
    const { answer } = parseAnswer(
      '[global]\nkeyboard = "es"\ncountry = "ar"\nfqdn = "a.b"\nmailto = "a@b.c"\ntimezone = "UTC"\nroot-password-hashed = "x"\n[network]\nsource = "from-answer"\ncidr = "10.0.0.2/24"\ngateway = "10.0.0.1"\ndns = "10.0.0.1"\nfilter.INTERFACE = "*"\n[disk-setup]\nfilesystem = "ext4"\nfilter.ID_BUS = "ata"\n',
      { version: '9.1' },
    );
    if (!answer || !inventory || !imported) throw new Error('all is readable');
    const back = toInstaller(imported);
    expect(matchInventory(answer, inventory, { version: '9.1' }).installs?.disks).toEqual(['/dev/sdk']);
    expect(back && matchInventory(answer, back, { version: '9.1' }).installs?.disks).toEqual(['/dev/sdk']);
  });

  test('is not made where anything is unknown', () => {
    const lsblk = importInventory(listing('lsblk-all.json')).inventory;
    const whole = importInventory(listing('device-info.json')).inventory;
    expect(lsblk && toInstaller(lsblk)).toBeUndefined();
    expect(whole && toInstaller(whole)?.disks.length).toBe(5);
    expect(whole && toInstaller({ ...whole, allNics: false })).toBeUndefined();
  });

  test('keeps what the installer does not say unknown', () => {
    const { inventory } = parseInventory('{"disks":{"0":{"DEVNAME":"/dev/sda"}},"nics":{}}');
    expect(inventory && fromInstaller(inventory).disks).toEqual([
      { source: 'installer', path: '/dev/sda', installerIndex: 0, holds: [], udev: { DEVNAME: '/dev/sda' } },
    ]);
  });
});
