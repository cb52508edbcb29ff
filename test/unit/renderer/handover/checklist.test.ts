import { describe, expect, it } from 'vitest';
import type { HandoverLook, HandoverNote } from '../../../../electron/api/handover-look.ts';
import { checklist } from '../../../../renderer/handover/checklist.ts';

const told = { moment: (iso: string) => iso, list: (names: readonly string[]) => names.join(' + ') };
const signer = (as: 'installer' | 'customer', name: string) => ({ as, name, date: '2026-03-02' });
const report: NonNullable<HandoverLook['report']> = {
  runId: 'r',
  rehearsed: false,
  finishedAt: '2026-03-01T10:00:00.000Z',
  isWritten: true,
  signed: { state: 'none', by: [] },
};
const look = (part: Partial<HandoverLook>): HandoverLook => ({ vault: 'own', bundle: 'finished', notes: [], ...part });
const given: HandoverNote = {
  kind: 'secrets',
  at: '2026-03-02T10:00:00.000Z',
  by: 'tecnico',
  form: 'sheet',
  folder: '/media/customer',
  files: [],
  count: 4,
};
const renewed = (at: string, name?: string): HandoverNote => ({
  kind: 'renewed',
  at,
  by: 'tecnico',
  ...(name === undefined ? {} : { name }),
});
const item = (part: Partial<HandoverLook>, id: string) => checklist(look(part), told).find((entry) => entry.id === id);

describe('the report on the checklist', () => {
  it.each([
    ['without a run', undefined, 'waiting', 'handover.reportNone'],
    [
      'of a rehearsal, even signed',
      {
        rehearsed: true,
        signed: { state: 'as-signed' as const, by: [signer('installer', 'A'), signer('customer', 'B')] },
      },
      'warning',
      'handover.reportRehearsed',
    ],
    ['not written', { isWritten: false }, 'waiting', 'handover.reportUnwritten'],
    ['unsigned', {}, 'waiting', 'handover.reportUnsigned'],
    [
      'signed by one',
      { signed: { state: 'as-signed' as const, by: [signer('installer', 'A')] } },
      'waiting',
      'handover.reportHalf',
    ],
    [
      'signed before later runs',
      { signed: { state: 'changed-since' as const, by: [signer('installer', 'A')] } },
      'warning',
      'handover.reportChanged',
    ],
  ])('%s is open', (_name, part, mark, sentence) => {
    const found = item(part === undefined ? {} : { report: { ...report, ...part } }, 'report');
    expect(found).toMatchObject({ mark, sentence, isOpen: true });
    expect(found?.page).toBeDefined();
  });

  it('is done when both have signed', () => {
    const by = [signer('installer', 'A'), signer('customer', 'B')];
    const found = item({ report: { ...report, signed: { state: 'as-signed', by } } }, 'report');
    expect(found).toMatchObject({ mark: 'done', isOpen: false, params: { who: 'A + B' } });
  });
});

describe('the secrets on the checklist', () => {
  it('are never done with a vault that everybody can open', () => {
    expect(item({ vault: 'throw-away', notes: [given] }, 'secrets')).toMatchObject({ mark: 'warning', isOpen: true });
  });
  it('are open until they were given, and again when one has a new value since', () => {
    expect(item({}, 'secrets')).toMatchObject({ sentence: 'handover.secretsUngiven', isOpen: true });
    const before = renewed('2026-03-01T12:00:00.000Z', 'a');
    expect(item({ notes: [given, before] }, 'secrets')).toMatchObject({ mark: 'done', params: { count: 4 } });
    const after = renewed('2026-03-03T12:00:00.000Z', 'a');
    expect(item({ notes: [after, given, before] }, 'secrets')).toMatchObject({ sentence: 'handover.secretsStale' });
    const passphrase = renewed('2026-03-03T12:00:00.000Z');
    expect(item({ notes: [passphrase, given] }, 'secrets')).toMatchObject({ mark: 'done' });
  });
  it('counts each secret renewed since the real install once, and says nothing of a rehearsal', () => {
    const notes = [
      renewed('2026-03-03T12:00:00.000Z', 'a'),
      renewed('2026-03-02T12:00:00.000Z', 'a'),
      renewed('2026-03-02T11:00:00.000Z', 'b'),
      renewed('2026-02-02T12:00:00.000Z', 'c'),
    ];
    expect(item({ report, notes }, 'renewed')).toMatchObject({ mark: 'done', params: { count: 2 } });
    expect(item({ report }, 'renewed')).toMatchObject({ mark: 'no-change', isOpen: false });
    expect(item({ report: { ...report, rehearsed: true }, notes }, 'renewed')).toBeUndefined();
  });
  it('a site without a vault has nothing to give', () => {
    expect(item({ vault: 'none' }, 'secrets')).toMatchObject({ isOpen: false });
  });
});

it.each([
  ['none', false],
  ['unfinished', true],
  ['finished', false],
  ['unreadable', true],
] as const)('a bundle that is %s', (bundle, isOpen) => {
  expect(item({ bundle }, 'bundle')?.isOpen).toBe(isOpen);
});

it('a copy of the site is asked for, and again after runs of the real site', () => {
  const copy: HandoverNote = {
    kind: 'copy',
    at: '2026-03-02T10:00:00.000Z',
    by: 'tecnico',
    folder: '/media/customer/municipal',
    hosts: [],
    files: 7,
    bytes: 1000,
    sha256: 'a'.repeat(64),
    withVault: false,
  };
  expect(item({}, 'copy')).toMatchObject({ sentence: 'handover.copyNone', isOpen: true });
  expect(item({ report, notes: [copy] }, 'copy')).toMatchObject({ isOpen: false, params: { place: copy.folder } });
  const onNodes = { ...copy, hosts: ['pve-node1', 'pve-node2'] };
  expect(item({ notes: [onNodes] }, 'copy')?.params).toMatchObject({ place: 'pve-node1 + pve-node2' });
  const later = { ...report, finishedAt: '2026-03-03T10:00:00.000Z' };
  expect(item({ report: later, notes: [copy] }, 'copy')).toMatchObject({ sentence: 'handover.copyStale' });
  expect(item({ report: { ...later, rehearsed: true }, notes: [copy] }, 'copy')?.isOpen).toBe(false);
});
