import { expect, test } from 'vitest';
import { describeDiagnostic } from '../../electron/api/diagnostic.ts';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import { publicLineOf } from '../../electron/engine/shell/ssh-keys.ts';
import { type SnippetState, snippetFact } from '../../electron/engine/steps/machines/machine-facts.ts';
import { machinesSnippet } from '../../electron/engine/steps/machines/snippet.ts';
import {
  assets,
  HOST_KEY,
  HOST_KEY_REF,
  MACHINE,
  SNIPPET_PATH,
  siteWith,
  snippetState,
  snippetWith,
  withExtra,
} from './machines.support.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { type Hosts, NODE1, NODE2, site } from './support/two-node.ts';

const step = machinesSnippet(assets);
const machine = site.machines[0] as (typeof site.machines)[0];
const withKey = { secrets: { [HOST_KEY_REF]: HOST_KEY } };
const on = (node: string, state: SnippetState | undefined, hosts: Hosts = siteWith([])): Hosts =>
  withExtra(hosts, node, 'machines.snippet-100', known(state));
const ours = snippetState(snippetWith(HOST_KEY));

test('every node that may run the machine gets the snippet, one after the other', () => {
  expect(step.targets(site)).toEqual([NODE1, NODE2]);
  expect(step.order).toBe('one-at-a-time');
  expect(step.secrets?.(site, NODE2)).toEqual([HOST_KEY_REF]);
});

test('before the machine exists its host key is made, goes into the vault and into a snippet for root alone', async () => {
  const bare = on(NODE1, undefined);
  expect(checkStep(step, NODE1, bare)).toEqual({
    state: 'needed',
    changes: [
      { what: SNIPPET_PATH, after: 'vendor data of the site' },
      { what: 'host key of vm-dashboard', after: 'ssh-ed25519, made and pinned' },
    ],
  });
  const { stored } = await applyStep(step, {
    target: NODE1,
    looks: [bare],
    scripts: {
      [NODE1]: [
        { command: 'mkdir -p /var/lib/vz/snippets' },
        {
          upload: SNIPPET_PATH,
          mode: 0o600,
          content:
            /\n {2}ed25519_private: "-----BEGIN OPENSSH PRIVATE KEY-----\\n[^\n]+-----END OPENSSH PRIVATE KEY-----\\n"\n/,
        },
      ],
    },
  });
  expect(publicLineOf(stored.get(HOST_KEY_REF) ?? '')).toMatch(/^ssh-ed25519 AAAA/);
});

test('the next node gets the same key', async () => {
  await applyStep(step, {
    ...withKey,
    target: NODE2,
    looks: [on(NODE2, undefined)],
    scripts: {
      [NODE2]: [
        { command: 'mkdir -p /var/lib/vz/snippets' },
        { upload: SNIPPET_PATH, mode: 0o600, content: snippetWith(HOST_KEY) },
      ],
    },
  });
});

test('equal bytes bring no command', () => {
  expect(checkStep(step, NODE2, on(NODE2, ours), withKey)).toEqual({ state: 'satisfied' });
});

test('a snippet that somebody edited is put right, wherever it was edited', () => {
  const edited = { ...ours, sha256: 'e'.repeat(64) };
  expect(checkStep(step, NODE2, on(NODE2, edited), withKey)).toEqual({
    state: 'needed',
    changes: [{ what: SNIPPET_PATH, before: `SHA-256 ${'e'.repeat(64)}`, after: 'vendor data of the site' }],
  });
});

test('a snippet with a private key that others could read is closed', () => {
  expect(checkStep(step, NODE2, on(NODE2, { ...ours, mode: '644' }), withKey)).toEqual({
    state: 'needed',
    changes: [{ what: `mode of ${SNIPPET_PATH}`, before: '644', after: '600' }],
  });
});

test('a machine that made its own host key keeps it, which is told once', () => {
  const plain = snippetState(snippetWith(undefined), '644');
  const hosts = on(NODE1, plain, on(NODE2, plain, siteWith([MACHINE])));
  const verdict = checkStep(step, NODE1, hosts);
  if (verdict.state !== 'satisfied') throw new Error(verdict.state);
  expect(verdict.warnings?.map((entry) => describeDiagnostic(entry, 'en').summary)).toEqual([
    'vm-dashboard shows a host key that it made itself; it was pinned at first contact.',
  ]);
  expect(checkStep(step, NODE2, hosts)).toEqual({ state: 'satisfied' });
});

test('an unreadable snippet blocks with the exact sentence', () => {
  const hosts = withExtra(siteWith([]), NODE2, 'machines.snippet-100', unknown('sha256sum: Input/output error'));
  expect(sentenceOf(checkStep(step, NODE2, hosts))).toBe(
    `What pve-node2 says about ${SNIPPET_PATH} could not be read.`,
  );
});

test('the vendor data reaches for no network outside the site', () => {
  const text = snippetWith(HOST_KEY);
  expect(text).not.toMatch(/https?:|^packages:|apt-get|curl|wget/m);
  expect(text).toContain('package_update: false');
  expect(text).toContain('NTP=192.168.1.11 192.168.1.12');
});

test('cloud-init gets the key pair in its own words, on one line each', () => {
  const text = snippetWith(HOST_KEY);
  const value = /^ {2}ed25519_private: (".*")$/m.exec(text)?.[1] ?? '';
  // a double-quoted YAML string without further escapes is a JSON string
  expect(JSON.parse(value)).toBe(HOST_KEY);
  expect(text).toContain(`  ed25519_public: ${publicLineOf(HOST_KEY)} root@vm-dashboard\n`);
  expect(text).toContain('ssh_deletekeys: true\nssh_keys:\n');
});

test('what is read of a snippet is its digests and its mode, never the key', () => {
  const fact = snippetFact(site, machine);
  const digest = (letter: string) => letter.repeat(64);
  expect(fact.parse({ code: 0, stdout: `600\n${digest('a')}  -\n${digest('b')}  -\n`, stderr: '' })).toEqual(
    known({ sha256: digest('a'), openSha256: digest('b'), mode: '600' }),
  );
  const missing = `stat: cannot statx '${SNIPPET_PATH}': No such file or directory`;
  expect(fact.parse({ code: 1, stdout: '', stderr: missing })).toEqual(known(undefined));
  expect(fact.parse({ code: 1, stdout: '', stderr: 'stat: Input/output error' }).known).toBe(false);
});
