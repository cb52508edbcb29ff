import { expect, test } from 'vitest';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import { machinesSnippet, snippetText } from '../../electron/engine/steps/machines/snippet.ts';
import { assets, SNIPPET_PATH, siteWith, snippetSha256, withExtra } from './machines.support.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { NODE1, NODE2, site } from './support/two-node.ts';

const step = machinesSnippet(assets);
const bare = withExtra(siteWith([]), NODE2, 'machines.snippet-100', known(new Map()));

test('every node that may run the machine gets the snippet', () => {
  expect(step.targets(site)).toEqual([NODE1, NODE2]);
});

test('a node without it gets it', async () => {
  expect(checkStep(step, NODE2, bare)).toEqual({
    state: 'needed',
    changes: [{ what: SNIPPET_PATH, after: 'vendor data of the site' }],
  });
  await applyStep(step, {
    target: NODE2,
    looks: [bare],
    scripts: {
      [NODE2]: [
        { command: 'mkdir -p /var/lib/vz/snippets' },
        { upload: SNIPPET_PATH, mode: 0o644, content: snippetText(assets, site) },
      ],
    },
  });
});

test('equal bytes bring no command', () => {
  const hosts = withExtra(siteWith([]), NODE2, 'machines.snippet-100', known(new Map([[SNIPPET_PATH, snippetSha256]])));
  expect(checkStep(step, NODE2, hosts)).toEqual({ state: 'satisfied' });
});

test('a snippet that somebody edited is put right', () => {
  const hosts = withExtra(
    siteWith([]),
    NODE2,
    'machines.snippet-100',
    known(new Map([[SNIPPET_PATH, 'e'.repeat(64)]])),
  );
  expect(checkStep(step, NODE2, hosts).state).toBe('needed');
});

test('an unreadable snippet blocks with the exact sentence', () => {
  const hosts = withExtra(siteWith([]), NODE2, 'machines.snippet-100', unknown('sha256sum: Input/output error'));
  expect(sentenceOf(checkStep(step, NODE2, hosts))).toBe(
    `What pve-node2 says about ${SNIPPET_PATH} could not be read.`,
  );
});

test('the vendor data reaches for no network outside the site', () => {
  const text = snippetText(assets, site);
  expect(text).not.toMatch(/https?:|^packages:|apt-get|curl|wget/m);
  expect(text).toContain('package_update: false');
  expect(text).toContain('NTP=192.168.1.11 192.168.1.12');
});
