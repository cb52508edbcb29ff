import { expect, test } from 'vitest';
import { known } from '../../electron/engine/facts/fact.ts';
import { parseAccess } from '../../electron/engine/facts/pve/access.ts';
import { collectorStep } from '../../electron/engine/steps/access/collector.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { changed, type Hosts, joinedSite, NODE1, site } from './support/two-node.ts';

const REF = 'secret:pve-collector-token';
const USER = 'sitewright-collector@pve';
const KEPT = '/var/lib/sitewright/collector-token.json';
const ADD_TOKEN = {
  command: `umask 077; mkdir -p /var/lib/sitewright && pveum user token add ${USER} collector --privsep 1 --comment sitewright-municipal --output-format json > ${KEPT}`,
  kind: 'change' as const,
};
const FETCH = {
  command: `cat ${KEPT}`,
  kind: 'read' as const,
  stdout: '{"full-tokenid":"sitewright-collector@pve!collector","info":{"privsep":"1"},"value":"f256fbbf-b375"}\n',
};
const CLEAR = { command: `rm -f ${KEPT}` };
const ROLE = {
  command:
    'mkdir -p /etc/pve/sitewright/sitewright-municipal/role.role.SitewrightCollector && pveum role add SitewrightCollector --privs Datastore.Audit,Sys.Audit,VM.Audit',
};
const ADD_USER = { command: `pveum user add ${USER} --comment sitewright-municipal` };
const ACL_USER = { command: `pveum acl modify / --users ${USER} --roles SitewrightCollector` };
const ACL_TOKEN = { command: `pveum acl modify / --tokens '${USER}!collector' --roles SitewrightCollector` };

const lines = {
  user: `user:${USER}:1:0::::sitewright-municipal::`,
  token: `token:${USER}!collector:0:1:sitewright-municipal:`,
  role: 'role:SitewrightCollector:VM.Audit,Sys.Audit,Datastore.Audit:',
  acl: `acl:1:/:${USER},${USER}!collector:SitewrightCollector:`,
};
const having = (...texts: readonly string[]): Hosts =>
  changed(joinedSite(), NODE1, { access: known(parseAccess(texts.join('\n'))) });
const whole = having(lines.user, lines.token, lines.role, lines.acl);

test('role, user, token and rights are made, and the secret goes into the vault', async () => {
  expect(checkStep(collectorStep, NODE1, joinedSite())).toMatchObject({
    state: 'needed',
    changes: [{ what: 'role SitewrightCollector' }, { what: 'user' }, { what: 'token' }, { what: 'rights on /' }],
  });
  const done = await applyStep(collectorStep, {
    target: NODE1,
    looks: [joinedSite()],
    scripts: { [NODE1]: [ROLE, ADD_USER, ADD_TOKEN, FETCH, CLEAR, ACL_USER, ACL_TOKEN] },
  });
  expect(done.stored).toEqual(new Map([[REF, 'f256fbbf-b375']]));
  expect(done.notes.join()).not.toContain('f256fbbf');
});

test('an account that is there is satisfied, and applying it again makes nothing', async () => {
  expect(checkStep(collectorStep, NODE1, whole, { vault: [REF] })).toEqual({ state: 'satisfied' });
  const done = await applyStep(collectorStep, {
    target: NODE1,
    vault: [REF],
    looks: [whole],
    scripts: { [NODE1]: [CLEAR] },
  });
  expect(done.stored.size).toBe(0);
});

test('a file with the secret that a cut-off run left is removed', async () => {
  const left = changed(whole, NODE1, { nodeFiles: known(new Set([KEPT])) });
  expect(checkStep(collectorStep, NODE1, left, { vault: [REF] })).toEqual({
    state: 'needed',
    changes: [{ what: KEPT, after: 'removed' }],
  });
});

test('a run cut off after the token was made fetches its secret from where it waits', async () => {
  const half = having(lines.user, lines.token, lines.role);
  const done = await applyStep(collectorStep, {
    target: NODE1,
    looks: [half],
    scripts: { [NODE1]: [FETCH, CLEAR, ACL_USER, ACL_TOKEN] },
  });
  expect(done.stored.get(REF)).toBe('f256fbbf-b375');
});

test('a token whose secret is lost is made anew, with its rights', async () => {
  expect(checkStep(collectorStep, NODE1, whole, { vault: [] })).toEqual({
    state: 'needed',
    changes: [{ what: 'token', before: 'secret lost', after: `${USER}!collector` }],
  });
  const gone = { ...FETCH, code: 1, stdout: '', stderr: 'No such file or directory' };
  const remove = { command: `pveum user token remove ${USER} collector` };
  const done = await applyStep(collectorStep, {
    target: NODE1,
    looks: [whole],
    scripts: { [NODE1]: [gone, remove, ADD_TOKEN, FETCH, CLEAR, ACL_TOKEN] },
  });
  expect(done.stored.get(REF)).toBe('f256fbbf-b375');
});

test('a role that somebody widened is set back', async () => {
  const wide = having(lines.user, lines.token, `${lines.role.slice(0, -1)},VM.Allocate:`, lines.acl);
  const command = 'pveum role modify SitewrightCollector --privs Datastore.Audit,Sys.Audit,VM.Audit';
  await applyStep(collectorStep, {
    target: NODE1,
    vault: [REF],
    looks: [wide],
    scripts: { [NODE1]: [{ command }, CLEAR] },
  });
});

test('a user of that name that is not ours blocks with the exact sentence', () => {
  const foreign = having(`user:${USER}:1:0::::made by hand::`);
  expect(sentenceOf(checkStep(collectorStep, NODE1, foreign))).toBe(
    'The user sitewright-collector@pve exists and was not made by Sitewright for this site.',
  );
});

test('a token whose secret is not printed fails with the exact sentence', async () => {
  const mute = { ...FETCH, stdout: '' };
  const done = await applyStep(collectorStep, {
    target: NODE1,
    looks: [having(lines.user, lines.role)],
    scripts: { [NODE1]: [ADD_TOKEN, mute] },
  });
  expect(done.failure).toBe(`pve-node1 made the token ${USER}!collector, but did not print its secret.`);
});

test('a site without a monitoring stack has no such account', () => {
  expect(collectorStep.targets({ ...site, stacks: [] })).toEqual([]);
});
