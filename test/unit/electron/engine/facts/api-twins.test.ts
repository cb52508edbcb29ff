import { expect, test } from 'vitest';
import { type FileFactName, pveApiFacts } from '../../../../../electron/engine/facts/api-facts.ts';
import { type ApiContext, apiAnswers } from '../../../../../electron/engine/facts/api-twin.ts';
import { type Known, known, type RawAnswer } from '../../../../../electron/engine/facts/fact.ts';
import { pveFileFacts } from '../../../../../electron/engine/facts/host-facts.ts';
import { clusterFiles } from '../../../../../electron/engine/facts/parse/file-lines.ts';
import type { Quorum } from '../../../../../electron/engine/facts/pve/quorum.ts';
import { SeededRandom } from '../../../../../electron/engine/rehearsal/kernel/random.ts';
import { CASES, json, ok, seen } from './api-cases.ts';
import { inAnotherOrder, plainText } from './both-ways.ts';
import { observed, observedPart } from './observed.ts';

const votes = (expectedVotes: number): Known<Quorum> =>
  known({ running: true, quorate: true, expectedVotes, totalVotes: expectedVotes, needed: 2, qdevice: false });
const at = (quorum = votes(2)): ApiContext => ({ files: clusterFiles([]), quorum });
function byApi(name: FileFactName, answers: Readonly<Record<string, RawAnswer>>, context = at()): unknown {
  return pveApiFacts[name].parse(apiAnswers(new Map(Object.entries(answers))), context);
}
function byFile(name: FileFactName, files: Readonly<Record<string, string>>): Known<unknown> {
  return pveFileFacts[name].parse(clusterFiles(Object.entries(files)));
}
test.each(CASES)('%s: %s of the API is the value, in twenty orders', (_, name, answers, value) => {
  const random = new SeededRandom(11);
  for (let round = 0; round < 20; round += 1) {
    const mixed = Object.entries(answers).map(([id, answer]): [string, RawAnswer] => [
      id,
      { ...answer, stdout: inAnotherOrder(answer, () => random.next()) },
    ]);
    expect(plainText(known(byApi(name, Object.fromEntries(mixed))))).toBe(plainText(known(value)));
  }
});

test('what the API says is what the files of the same node said', () => {
  const cfg = observedPart(/dir: local\n[\s\S]*?is_mountpoint 0\n?/);
  const [data] = [
    ...(
      byApi('storages', { '/storage': seen(json('/storage'), '8', 1) }) as ReadonlyMap<string, { type: string }>
    ).values(),
  ];
  const file = byFile('storages', { '/etc/pve/storage.cfg': cfg });
  expect(file.known && [...(file.value as ReadonlyMap<string, unknown>).keys()]).toEqual(['data', 'local']);
  expect(data?.type).toBe('dir');
  expect(
    byFile('haResources', { '/etc/pve/ha/resources.cfg': `${seen('cat /etc/pve/ha/*.cfg', '9', 0).stdout}\n` }),
  ).toEqual(known(byApi('haResources', { '/cluster/ha/resources': seen(json('/cluster/ha/resources'), '9', 0) })));
});

test('a QDevice that answers is the one of corosync.conf; one that is configured and silent is unknown, not absent', () => {
  const both = observed(
    `${json('/cluster/config/qdevice')}; systemctl is-active corosync-qdevice; grep -A12 quorum /etc/pve/corosync.conf`,
  )[0]?.stdout;
  const answers = {
    '/cluster/config/totem': seen(json('/cluster/config/totem'), '8', 1),
    '/cluster/config/nodes': seen(json('/cluster/config/nodes'), '8', 2),
    '/cluster/config/qdevice': ok(both?.split('\n')[0] ?? ''),
  };
  expect(byApi('corosync', answers, at(votes(3)))).toMatchObject({
    device: { host: '192.0.2.20', algorithm: 'ffsplit', votes: 1 },
  });
  const silent = { ...answers, '/cluster/config/qdevice': ok({}) };
  expect(() => byApi('corosync', silent, at(votes(3)))).toThrow(
    'a QDevice with 1 votes is configured and does not answer',
  );
});

test('an API that fails or says something else is a reason, never an empty value', () => {
  const failed: RawAnswer = { code: 255, stdout: '', stderr: 'ipcc_send_rec[1] failed: Connection refused\n' };
  const context: ApiContext = {
    ...at(),
    files: { texts: new Map(), unreadable: new Map([['/etc/pve/nodes/a/qemu-server/100.conf', 'Input/output error']]) },
  };
  for (const name of Object.keys(pveApiFacts) as FileFactName[]) {
    const ids = pveApiFacts[name].asks(context).map((ask) => ask.join(' '));
    expect(ids.length).toBeGreaterThan(0);
    for (const answer of [failed, ok('<html>'), ok('[1,'), ok('7'), ok(`${'['.repeat(100_000)}`)])
      expect(() => byApi(name, Object.fromEntries(ids.map((id) => [id, answer])), context), name).toThrow();
    expect(() => byApi(name, {}, context), name).toThrow('gave no answer');
  }
});
