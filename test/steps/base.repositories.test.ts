import { expect, test } from 'vitest';
import { unknown } from '../../electron/engine/facts/fact.ts';
import { withoutEnterprise } from '../../electron/engine/steps/base/apt-sources.ts';
import { repositoriesStep } from '../../electron/engine/steps/base/repositories.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { basedSite, changed, freshSite, NODE1 } from './support/two-node.ts';

const LIST = '/etc/apt/sources.list.d/pve-enterprise.list';
const STANZA = `Types: deb
URIs: https://enterprise.proxmox.com/debian/pve
Suites: trixie
Components: pve-enterprise
Signed-By: /usr/share/keyrings/proxmox-archive-keyring.gpg
`;

test('8.x: the enterprise line becomes a comment, others stay', () => {
  const text =
    'deb http://deb.example/debian bookworm main\ndeb https://enterprise.proxmox.com/debian/pve bookworm x\n';
  const off =
    'deb http://deb.example/debian bookworm main\n# deb https://enterprise.proxmox.com/debian/pve bookworm x\n';
  expect(withoutEnterprise(LIST, text)).toBe(off);
  expect(withoutEnterprise(LIST, off)).toBe(off);
});

test('9.x: the enterprise stanza is disabled, other stanzas stay', () => {
  const other = 'Types: deb\nURIs: http://deb.example/debian\nSuites: trixie\nComponents: main\n';
  const off = withoutEnterprise('/x/pve.sources', `${other}\n${STANZA}`);
  expect(off).toBe(`${other}\n${STANZA}Enabled: no\n`);
  expect(withoutEnterprise('/x/pve.sources', off)).toBe(off);
  expect(withoutEnterprise('/x/pve.sources', `Enabled: yes\n${STANZA}`)).toBe(`Enabled: no\n${STANZA}`);
});

test('a fresh node stops asking the enterprise repository', async () => {
  expect(checkStep(repositoriesStep, NODE1, freshSite())).toEqual({
    state: 'needed',
    changes: [{ what: LIST, before: 'enterprise on', after: 'off' }],
  });
  const upload = { upload: LIST, content: /^# deb https:\/\/enterprise/, mode: 0o644 };
  await applyStep(repositoriesStep, { target: NODE1, looks: [freshSite()], scripts: { [NODE1]: [upload] } });
});

test('a node that is set brings no command', async () => {
  expect(checkStep(repositoriesStep, NODE1, basedSite())).toEqual({ state: 'satisfied' });
  await applyStep(repositoriesStep, { target: NODE1, looks: [basedSite()], scripts: { [NODE1]: [] } });
});

test('sources that cannot be read block', () => {
  const hosts = changed(freshSite(), NODE1, { aptFiles: unknown('exit code 127') });
  expect(sentenceOf(checkStep(repositoriesStep, NODE1, hosts))).toBe('pve-node1 did not say aptFiles: exit code 127.');
});
