import { expect, test } from 'vitest';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import { marksFact } from '../../electron/engine/ownership/ownership-facts.ts';
import { membersStep } from '../../electron/engine/steps/cluster/members.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { changed, type Hosts, joinedSite, NODE1, NODE2 } from './support/two-node.ts';

const marked = (...names: readonly string[]): Hosts =>
  changed(joinedSite(), NODE1, {
    extra: new Map([
      [
        marksFact.id,
        known([
          ...names.map((name) => ({ tag: 'sitewright-municipal', kind: 'member', nature: 'member', name })),
          { tag: 'sitewright-municipal', kind: 'witness', nature: 'qdevice', name: '192.168.1.20' },
        ]),
      ],
    ]),
  });

test('members of the site without its mark are marked', async () => {
  expect(checkStep(membersStep, NODE1, marked(NODE1))).toEqual({
    state: 'needed',
    changes: [{ what: 'member pve-node2', after: 'marked sitewright-municipal' }],
  });
  await applyStep(membersStep, {
    target: NODE1,
    looks: [marked()],
    scripts: {
      [NODE1]: [
        {
          command:
            'mkdir -p /etc/pve/sitewright/sitewright-municipal/member.member.pve-node1 /etc/pve/sitewright/sitewright-municipal/member.member.pve-node2',
        },
      ],
    },
  });
});

test('marked members bring no command, and the mark of another site is not ours', async () => {
  expect(checkStep(membersStep, NODE1, marked(NODE1, NODE2))).toEqual({ state: 'satisfied' });
  await applyStep(membersStep, { target: NODE1, looks: [marked(NODE1, NODE2)], scripts: { [NODE1]: [] } });
  const foreign = changed(joinedSite(), NODE1, {
    extra: new Map([
      [
        marksFact.id,
        known([NODE1, NODE2].map((name) => ({ tag: 'sitewright-municipal2', kind: 'member', nature: 'member', name }))),
      ],
    ]),
  });
  expect(checkStep(membersStep, NODE1, foreign).state).toBe('needed');
});

test('marks that could not be read block', () => {
  const hosts = changed(joinedSite(), NODE1, { extra: new Map([[marksFact.id, unknown('timeout')]]) });
  expect(sentenceOf(checkStep(membersStep, NODE1, hosts))).toBe('pve-node1 did not say ownership.marks: timeout.');
});

test('a member that is not in the cluster yet is waited for', () => {
  const alone = changed(marked(), NODE1, {
    members: known({
      nodeName: NODE1,
      cluster: { name: 'municipal', nodes: 1, quorate: true, version: 1 },
      members: [{ name: NODE1, nodeId: 1, online: true }],
    }),
  });
  expect(checkStep(membersStep, NODE1, alone)).toMatchObject({
    state: 'later',
    waitsFor: ['cluster.create', 'cluster.join-node'],
  });
});

test('the witness is marked by its address, with the members in one command', async () => {
  const unmarkedSite = changed(joinedSite(), NODE1, { extra: new Map([[marksFact.id, known([])]]) });
  expect(checkStep(membersStep, NODE1, unmarkedSite)).toMatchObject({
    changes: [{ what: 'member pve-node1' }, { what: 'member pve-node2' }, { what: 'witness 192.168.1.20' }],
  });
  await applyStep(membersStep, {
    target: NODE1,
    looks: [unmarkedSite],
    scripts: { [NODE1]: [{ command: /member\.member\.pve-node2 \S+\/witness\.qdevice\.192\.168\.1\.20$/ }] },
  });
});
