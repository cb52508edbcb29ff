import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parse } from 'smol-toml';
import { expect, it } from 'vitest';
import { hasErrors } from '../../../../../electron/api/diagnostic.ts';
import { PVE_VERSIONS, type Site, SiteSchema } from '../../../../../electron/api/site.ts';
import { checkAnswer } from '../../../../../electron/engine/answers/check-answer.ts';
import { type Inventory, parseInventory } from '../../../../../electron/engine/answers/inventory.ts';
import { Secret } from '../../../../../electron/engine/shell/command.ts';
import type { AnswerDelivery } from '../../../../../electron/engine/site/answer-input.ts';
import { makeAnswers } from '../../../../../electron/engine/site/make-answers.ts';
import { pinnedNicNames } from '../../../../../electron/engine/site/nic-names.ts';
import { applySiteRules } from '../../../../../electron/engine/site/rules/index.ts';

const base = SiteSchema.parse(parse(readFileSync('examples/three-node-dhcp/site.toml', 'utf8')));
const MODELS = ['Intel D3-S4520', 'Samsung PM9A3', ''];

interface Machine {
  readonly disks: readonly { readonly serial: string; readonly model: string; readonly name: string }[];
  readonly macs: readonly string[];
}

const letters = fc.constantFrom(...'ABab019-[*?]');
const machine: fc.Arbitrary<Machine> = fc.record({
  disks: fc
    .uniqueArray(fc.string({ unit: letters, minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 12 })
    .chain((serials) =>
      fc.array(fc.constantFrom(...MODELS), { minLength: serials.length, maxLength: serials.length }).map((models) =>
        serials.map((serial, index) => ({
          serial,
          model: models[index] ?? '',
          name: `sd${String.fromCharCode(97 + index)}`,
        })),
      ),
    ),
  macs: fc
    .integer({ min: 1, max: 5 })
    .map((count) => Array.from({ length: count }, (_, at) => `02:00:00:00:A0:0${at}`)),
});

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const layout = fc.oneof(
  fc.record({
    filesystem: fc.constantFrom('ext4', 'xfs'),
    lvm: optional(
      fc.record(
        { hdsizeGib: fc.double({ min: 0, max: 500, noNaN: true }), swapsizeGib: fc.integer({ min: -1, max: 64 }) },
        { requiredKeys: [] },
      ),
    ),
  }),
  fc.record({
    filesystem: fc.constant('zfs'),
    raid: fc.constantFrom('raid0', 'raid1', 'raid10', 'raidz-1', 'raidz-2', 'raidz-3'),
    zfs: optional(
      fc.record(
        {
          ashift: fc.integer({ min: 8, max: 17 }),
          copies: fc.integer({ min: 0, max: 4 }),
          arcMaxMib: fc.integer({ min: 60, max: 70_000 }),
          compress: fc.constantFrom('on', 'lz4'),
        },
        { requiredKeys: [] },
      ),
    ),
  }),
  fc.record({ filesystem: fc.constant('btrfs'), raid: fc.constantFrom('raid0', 'raid1', 'raid10') }),
);

/** ext4 and xfs take one disk; more are tried now and then. */
const counted = fc
  .record({ layout, more: fc.integer({ min: 1, max: 12 }), isOdd: fc.boolean() })
  .map(({ layout: one, more, isOdd }) => ({ layout: one, count: 'raid' in one || (isOdd && more > 9) ? more : 1 }));

const plan = fc.record({
  version: fc.constantFrom(...PVE_VERSIONS),
  machine,
  counted,
  by: fc.constantFrom('serial', 'path', 'filter'),
  /** Most wishes need it. */
  hasDhcp: fc.integer({ min: 0, max: 3 }).map((chance) => chance > 0),
  isShared: fc.boolean(),
  webhook: fc.constantFrom(undefined, 'laptop', 'url', 'none'),
  firstBoot: fc.constantFrom('report', 'from-url', 'none'),
  isLeased: fc.boolean(),
  pinNicNames: fc.boolean(),
  nicName: optional(fc.constantFrom('lan0', 'mgmt0', 'link0', 'nic0', 'PORT1')),
  link: optional(fc.integer({ min: 0, max: 7 })),
  /** Making a hash takes its time. */
  hasHash: fc.integer({ min: 0, max: 7 }).map((chance) => chance > 0),
  hasSubscription: fc.boolean(),
});
type Plan = typeof plan extends fc.Arbitrary<infer T> ? T : never;

/** One node of the plan; only what is typed, so that defaults apply as in a file. */
function siteOf(wanted: Plan): Site {
  const { disks, macs } = wanted.machine;
  const chosen = disks.slice(0, wanted.counted.count);
  const selection = {
    serial: { diskSerials: chosen.map((disk) => disk.serial) },
    path: { diskPaths: chosen.map((disk, index) => (index % 2 ? disk.name : `/dev/${disk.name}`)) },
    filter: { diskFilter: { ID_SERIAL_SHORT: chosen[0]?.serial.replace(/[[\]*?]/g, '[$&]') ?? '' } },
  }[wanted.by];
  const isLeased = wanted.isLeased && wanted.hasDhcp;
  const host = {
    ...base.hosts[0],
    install: {
      ...wanted.counted.layout,
      ...selection,
      ...(isLeased ? { networkSource: 'from-dhcp', nameFromDhcp: { domain: 'x.lan' } } : {}),
      managementMac: macs.at(-1),
      pinNicNames: wanted.pinNicNames,
      ...(wanted.nicName && wanted.version !== '8.4' && wanted.pinNicNames
        ? { nicNames: { [macs[0] ?? '']: wanted.nicName } }
        : {}),
      ...(wanted.hasHash ? { rootPasswordHash: 'secret:hash' } : { rootPassword: 'secret:password' }),
      ...(wanted.hasSubscription && wanted.version === '9.2' ? { subscriptionKey: 'secret:subscription' } : {}),
    },
    hardware: {
      memoryGib: 64,
      disks: disks.map(({ serial, model, name }) => ({ serial, name, sizeGb: 480, ...(model ? { model } : {}) })),
      nics: macs.map((mac, index) => ({
        name: `eno${index}`,
        mac,
        ...(index === 0 && macs.length > 1 && wanted.link !== undefined ? { link: wanted.link } : {}),
      })),
    },
    links: {},
  };
  const { dhcp, ...network } = base.network;
  const url = wanted.hasDhcp ? { url: 'https://10.0.0.1/x' } : {};
  return SiteSchema.parse({
    ...base,
    pve: { version: wanted.version },
    network: { ...network, links: [], ...(wanted.hasDhcp ? { dhcp } : {}) },
    media: {
      delivery: wanted.isShared && wanted.hasDhcp ? 'one-image' : 'stick-per-node',
      firstBoot: { action: wanted.firstBoot, ...(wanted.firstBoot === 'from-url' ? url : {}) },
      webhook: { to: wanted.webhook, ...(wanted.webhook === 'url' ? url : {}) },
    },
    hosts: [host],
    cluster: undefined,
    storages: [],
    templates: [],
    machines: [],
    stacks: [],
  });
}

function inventoryOf({ disks, macs }: Machine): Inventory {
  const { inventory } = parseInventory(
    JSON.stringify({
      disks: Object.fromEntries(
        disks.map(({ serial, model, name }, index) => [
          String(index),
          {
            DEVNAME: `/dev/${name}`,
            ID_SERIAL_SHORT: serial,
            ID_SERIAL: `${model.replace(/\s+/g, '_')}_${serial}`,
          },
        ]),
      ),
      nics: Object.fromEntries(
        macs.map((mac, index) => [
          `eno${index}`,
          { INTERFACE: `eno${index}`, ID_NET_NAME_MAC: `enx${mac.toLowerCase().replaceAll(':', '')}` },
        ]),
      ),
    }),
  );
  if (!inventory) throw new Error('the inventory is one');
  return inventory;
}

const secrets = (ref: string): Secret =>
  new Secret(
    ref === 'secret:hash' ? `$6$salt$${'a'.repeat(86)}` : ref === 'secret:subscription' ? 'pve1c-0123456789' : 'grupo',
  );
const deliver = (): AnswerDelivery => ({
  firstBoot: { source: 'from-iso' },
  webhook: { url: 'https://192.168.20.50:8443/p', certFingerprint: 'a'.repeat(64), authToken: 't' },
});

it('what checks without errors installs exactly the disks it names, in every version, and says the same twice', () => {
  let clean = 0;
  fc.assert(
    fc.property(plan, (wanted) => {
      const site = siteOf(wanted);
      if (hasErrors(applySiteRules(site))) return;
      clean += 1;
      const [made] = makeAnswers(site, secrets, deliver);
      if (!made) throw new Error('one answer is made');
      expect(made.diagnostics.filter((entry) => entry.severity === 'error')).toEqual([]);
      const version = site.pve.version;
      expect(checkAnswer(made.text, { version, file: made.fileName }).accepted).toBe(true);
      const inventory = inventoryOf(wanted.machine);
      const { installs } = checkAnswer(made.text, { version, file: made.fileName, inventory });
      const disks = wanted.machine.disks.slice(0, wanted.by === 'filter' ? 1 : wanted.counted.count);
      expect([...(installs?.disks ?? [])].sort()).toEqual(disks.map((disk) => `/dev/${disk.name}`).sort());
      if (site.hosts[0]?.install?.networkSource === 'from-answer') {
        expect(installs?.managementNic).toBe(`eno${wanted.machine.macs.length - 1}`);
      }
      if (!site.network.dhcp) expect(made.text).not.toMatch(/webhook|from-dhcp|from-url/);
      expect(made.text.includes('[post-installation-webhook]')).toBe(made.hasWebhook);
      expect(made.text.includes('[first-boot]')).toBe(made.firstBoot !== 'none');
      const host = site.hosts[0];
      const names = host ? pinnedNicNames(site, host) : undefined;
      expect(made.text.includes('interface-name-pinning')).toBe(names !== undefined);
      if (names) expect(new Set(Object.values(names)).size).toBe(wanted.machine.macs.length);
      expect(makeAnswers(site, secrets, deliver)[0]?.text).toBe(made.text);
      expect(makeAnswers(site, undefined, deliver)[0]?.text).not.toMatch(/\$6\$|pve1c/);
    }),
    { numRuns: 500, seed: 20_261_121 },
  );
  expect(clean).toBeGreaterThan(100);
});
