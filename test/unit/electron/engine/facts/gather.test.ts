import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { type Fact, known } from '../../../../../electron/engine/facts/fact.ts';
import { gatherHostFacts, readFacts } from '../../../../../electron/engine/facts/gather.ts';
import { gatherScript, splitAnswers } from '../../../../../electron/engine/facts/gather-script.ts';
import { extraFact } from '../../../../../electron/engine/facts/registry.ts';
import { type Command, read, wireText } from '../../../../../electron/engine/shell/command.ts';
import type { ReadTransport } from '../../../../../electron/engine/transport/port.ts';

/** This machine itself, by its own shell. */
function local(log: string[] = []): ReadTransport {
  return {
    host: 'here',
    exec: async (command) => {
      log.push(wireText(command));
      const result = spawnSync('/bin/sh', ['-c', wireText(command)], { encoding: 'utf8', maxBuffer: 64e6 });
      return { code: result.status ?? 255, stdout: result.stdout, stderr: result.stderr };
    },
  };
}

function run(commands: Readonly<Record<string, Command<'read'>>>) {
  const script = gatherScript(new Map(Object.entries(commands)), 'n0nce');
  const result = spawnSync('/bin/sh', ['-c', wireText(script)], { encoding: 'utf8' });
  return splitAnswers(result.stdout, result.stderr, 'n0nce');
}

test('a real shell gives each part its own exit code, output and errors', () => {
  const answers = run({
    one: read`printf 'no line end'`,
    two: read`echo out; echo err >&2; exit 3`,
    three: read`cat`,
  });
  expect(answers.get('one')).toEqual({ code: 0, stdout: 'no line end', stderr: '' });
  expect(answers.get('two')).toEqual({ code: 3, stdout: 'out\n', stderr: 'err\n' });
  expect(answers.get('three')).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('output that looks like our frame with another word does not split a part', () => {
  const answers = run({ sly: read`printf '\\nother two\\n= 0\\n'`, two: read`echo 2` });
  expect(answers.get('sly')?.stdout).toBe('\nother two\n= 0\n');
  expect(answers.get('two')?.stdout).toBe('2\n');
});

test('a part that hangs is unknown with its reason, nothing behind the same thing is asked, and all others are known', () => {
  const script = gatherScript(
    new Map(
      Object.entries({
        pmxcfs: read`echo half; sleep 30 # /etc/pve/local`,
        files: read`echo /etc/pve`,
        pools: read`echo pools # zpool`,
        deaf: read`trap '' TERM; sleep 30 & wait; sleep 30 # lsblk`,
        quick: read`echo quick`,
      }),
    ),
    'n0nce',
    1,
  );
  const result = spawnSync('/bin/sh', ['-c', wireText(script)], { encoding: 'utf8', timeout: 20_000 });
  const answers = splitAnswers(result.stdout, result.stderr, 'n0nce');
  const codes = [...answers].map(([id, { code }]) => [id, code]);
  expect(codes).toEqual([
    ['pmxcfs', 124],
    ['files', 124],
    ['pools', 0],
    ['deaf', 137],
    ['quick', 0],
  ]);
  expect(answers.get('files')?.stdout).toBe('');
  const { pmxcfs, members, osRelease } = readFacts(answers, { pve: true });
  expect(pmxcfs).toEqual({ known: false, why: 'it did not answer in time' });
  expect(members).toEqual(pmxcfs);
  expect(osRelease.known).toBe(false);
}, 30_000);

test('a part that was cut off is missing, not empty', () => {
  expect(splitAnswers('\nw a\nx\nw = 0\n\nw b\nhalf', '', 'w').has('b')).toBe(false);
});

test('everything about a host comes by one command, and what a host lacks is unknown', async () => {
  const log: string[] = [];
  const { facts } = await gatherHostFacts(local(log), { pve: true });
  expect(log).toHaveLength(1);
  expect(facts.osRelease).toMatchObject({ known: true });
  expect(facts.memory).toMatchObject({ known: true });
  // this machine has no cluster file system: its facts are unknown, never empty
  expect(facts.pmxcfs).toEqual(known({ mounted: false, writable: false }));
  for (const fact of [facts.members, facts.storages, facts.guestConfigs, facts.haResources])
    expect(fact).toEqual({
      known: false,
      why: '/etc/pve is not mounted on this host (pve-cluster is not running)',
    });
});

test('a host that is no PVE node is not asked for PVE', async () => {
  const log: string[] = [];
  const { facts } = await gatherHostFacts(local(log), { pve: false });
  expect(log[0]).not.toContain('pvesh');
  expect(facts.members).toEqual({ known: false, why: 'the host is no PVE node' });
});

test('a registered fact rides along; one that was not asked is unknown', async () => {
  const answer: Fact<string> = {
    id: 'monitoring.answer',
    command: read`echo 42`,
    parse: ({ stdout }) => known(stdout.trim()),
  };
  const { facts } = await gatherHostFacts(local(), { pve: false, extra: [answer] });
  expect(extraFact(facts, answer)).toEqual(known('42'));
  expect(extraFact(facts, { ...answer, id: 'monitoring.other' })).toEqual({
    known: false,
    why: 'monitoring.other was not asked on this host',
  });
});
