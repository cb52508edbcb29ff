import { expect, test } from 'vitest';
import { describeDiagnostic } from '../../electron/api/diagnostic.ts';
import type { Site } from '../../electron/api/site.ts';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import { disksStep } from '../../electron/engine/steps/preflight/disks.ts';
import type { CheckVerdict } from '../../electron/engine/steps/step.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { changed, createdSite, freshSite, NODE1, site } from './support/two-node.ts';

const SYSTEM = 'BTYF812304TL240AGN';
const DATA = 'S6PUNX0T700398';
const PASSED = 'SMART overall-health self-assessment test result: PASSED';
const FAILED = 'SMART overall-health self-assessment test result: FAILED!';
const record = (system: string, data: string) =>
  `== /dev/sda ${SYSTEM}\n${system}\n== /dev/sdb ${DATA}\n${data}\n== end\n`;
const measured = (text: string) =>
  changed(freshSite(), NODE1, { preflightRecords: known(new Map([['disks.txt', text]])) });
const MEASURE = /^export LC_ALL=C[\s\S]*smartctl -H -A \/dev\/sda [\s\S]*smartctl -H -A \/dev\/sdb /;

function warningsOf(verdict: CheckVerdict): readonly string[] {
  if (verdict.state !== 'satisfied') throw new Error(verdict.state);
  return (verdict.warnings ?? []).map((entry) => describeDiagnostic(entry, 'en').summary);
}

test('a node whose disks were never asked needs to ask them', () => {
  expect(checkStep(disksStep, NODE1, freshSite())).toEqual({
    state: 'needed',
    changes: [{ what: '/dev/sda, /dev/sdb', after: 'asked for its health' }],
  });
});

test('asking takes one command; the answers are in the log and lie on the node', async () => {
  const applied = await applyStep(disksStep, {
    target: NODE1,
    looks: [freshSite()],
    scripts: { [NODE1]: [{ command: MEASURE, kind: 'change', stdout: record(PASSED, PASSED) }] },
  });
  expect(applied.failure).toBeUndefined();
  expect(applied.notes).toEqual([`/dev/sda ${SYSTEM}: passed`, `/dev/sdb ${DATA}: passed`]);
  expect(checkStep(disksStep, NODE1, measured(record(PASSED, PASSED)))).toEqual({ state: 'satisfied' });
});

test('a failing disk that the site uses stops it with the exact sentence, and is asked again at the next try', async () => {
  for (const [text, sentence] of [
    [record(FAILED, PASSED), `The disk ${SYSTEM} (/dev/sda) of pve-node1 reports that it is failing.`],
    [record(PASSED, FAILED), `The disk ${DATA} (/dev/sdb) of pve-node1 reports that it is failing.`],
  ] as const) {
    const applied = await applyStep(disksStep, {
      target: NODE1,
      looks: [freshSite()],
      scripts: { [NODE1]: [{ command: MEASURE, stdout: text }] },
    });
    expect(applied.failure).toBe(sentence);
    expect(checkStep(disksStep, NODE1, measured(text))).toMatchObject({
      state: 'needed',
      changes: [{ before: 'failing' }],
    });
  }
});

test('a failing disk that the site does not use is told of', () => {
  const verdict = checkStep(disksStep, NODE1, measured(record(PASSED, FAILED)), { site: { ...site, storages: [] } });
  expect(warningsOf(verdict)).toEqual([`The disk ${DATA} (/dev/sdb) of pve-node1 reports that it is failing.`]);
});

test('wear and silence are told of with the exact sentence', () => {
  const worn = `${PASSED}\n  5 Reallocated_Sector_Ct   0x0033   100   100   010    Pre-fail  Always       -       8`;
  expect(warningsOf(checkStep(disksStep, NODE1, measured(record(worn, 'sh: 1: smartctl: not found'))))).toEqual([
    `The disk ${SYSTEM} (/dev/sda) of pve-node1 is worn: Reallocated_Sector_Ct 8.`,
    'The disk /dev/sdb of pve-node1 does not tell its health.',
  ]);
});

test('answers of other disks, or half of them, are no answers of these', () => {
  for (const text of [record(PASSED, PASSED).replace(DATA, 'OTHER'), record(PASSED, PASSED).replace('== end\n', '')])
    expect(checkStep(disksStep, NODE1, measured(text)).state).toBe('needed');
});

const member = (data: object, text?: string) => {
  const hosts = createdSite();
  const sight = freshSite()[NODE1];
  const disks = sight?.disks.known ? sight.disks.value : [];
  return changed(hosts, NODE1, {
    disks: known(disks.map((disk) => (disk.serial === DATA ? { ...disk, ...data } : disk))),
    ...(text === undefined ? {} : { preflightRecords: known(new Map([['disks.txt', text]])) }),
  });
};
const thin: Site = {
  ...site,
  storages: [
    {
      type: 'lvmthin',
      id: 'thin',
      vg: 'data',
      thinpool: 'data',
      disks: { [NODE1]: DATA },
      allowWipe: [],
      content: ['images'],
    },
  ],
};

test('a member of a cluster is asked about a disk that it is yet to take, and about no other', async () => {
  expect(checkStep(disksStep, NODE1, member({ fstype: 'zfs_member', label: 'data' }))).toEqual({ state: 'satisfied' });
  expect(checkStep(disksStep, NODE1, member({ fstype: 'LVM2_member' }), { site: thin })).toEqual({
    state: 'satisfied',
  });
  for (const options of [{}, { site: thin }])
    expect(checkStep(disksStep, NODE1, member({}), options)).toMatchObject({
      state: 'needed',
      changes: [{ what: '/dev/sdb' }],
    });
  // what was said of its system disk before it joined is smartd's by now
  expect(checkStep(disksStep, NODE1, member({}, record(FAILED, PASSED)))).toEqual({ state: 'satisfied' });
  const applied = await applyStep(disksStep, {
    target: NODE1,
    looks: [member({})],
    scripts: {
      [NODE1]: [{ command: /smartctl -H -A \/dev\/sdb /, stdout: `== /dev/sdb ${DATA}\n${FAILED}\n== end\n` }],
    },
  });
  expect(applied.failure).toBe(`The disk ${DATA} (/dev/sdb) of pve-node1 reports that it is failing.`);
});

test('a failing disk of an LVM thin pool stops it too', () => {
  expect(checkStep(disksStep, NODE1, measured(record(PASSED, FAILED)), { site: thin })).toMatchObject({
    state: 'needed',
    changes: [{ before: 'failing' }],
  });
});

test('a command that does not end well fails with what was said', async () => {
  const applied = await applyStep(disksStep, {
    target: NODE1,
    looks: [freshSite()],
    scripts: { [NODE1]: [{ command: MEASURE, code: 1, stderr: 'mkdir: No space left on device' }] },
  });
  expect(applied.failure).toBe('pve-node1 refused «smartctl».');
});

test('records that cannot be read are not taken for none', () => {
  const hosts = changed(freshSite(), NODE1, { preflightRecords: unknown('exit code 126') });
  expect(sentenceOf(checkStep(disksStep, NODE1, hosts))).toBe('pve-node1 did not say preflightRecords: exit code 126.');
});
