import { expect, test } from 'vitest';
import type { Site } from '../../electron/api/site.ts';
import { known } from '../../electron/engine/facts/fact.ts';
import { parseAccess } from '../../electron/engine/facts/pve/access.ts';
import { TERRAFORM } from '../../electron/engine/pve/api-accounts.ts';
import { terraformStep } from '../../electron/engine/steps/access/terraform.ts';
import { applyStep, checkStep } from './support/step-bench.ts';
import { changed, joinedSite, NODE1, site } from './support/two-node.ts';

const KEPT = '/var/lib/sitewright/terraform-token.json';

test('the account is made only for a site that asks for it', () => {
  const asking: Site = { ...site, access: { ...site.access, terraform: true } };
  expect(terraformStep.targets(site)).toEqual([]);
  expect(terraformStep.targets(asking)).toEqual([NODE1]);
});

test('it gets a role that clones and runs machines and may neither change the node nor give rights', async () => {
  expect(TERRAFORM.privileges.filter((name) => /Modify|Permissions|Realm|Console|Monitor|User/.test(name))).toEqual([]);
  const done = await applyStep(terraformStep, {
    target: NODE1,
    looks: [joinedSite()],
    scripts: {
      [NODE1]: [
        {
          command: `mkdir -p /etc/pve/sitewright/sitewright-municipal/role.role.SitewrightTerraform && pveum role add SitewrightTerraform --privs ${TERRAFORM.privileges.join(',')}`,
        },
        { command: 'pveum user add terraform@pve --comment sitewright-municipal' },
        {
          command: `umask 077; mkdir -p /var/lib/sitewright && pveum user token add terraform@pve sitewright --privsep 1 --comment sitewright-municipal --output-format json > ${KEPT}`,
          kind: 'change',
        },
        {
          command: `cat ${KEPT}`,
          kind: 'read',
          stdout: '{"full-tokenid":"terraform@pve!sitewright","info":{"privsep":"1"},"value":"0f56fbbf-b375"}\n',
        },
        { command: `rm -f ${KEPT}` },
        { command: 'pveum acl modify / --users terraform@pve --roles SitewrightTerraform' },
        { command: "pveum acl modify / --tokens 'terraform@pve!sitewright' --roles SitewrightTerraform" },
      ],
    },
  });
  expect([...done.stored.keys()]).toEqual(['secret:pve-terraform-token']);
  expect(done.notes.join()).not.toContain('0f56fbbf');
});

test("a person's own terraform@pve is left alone", () => {
  const theirs = changed(joinedSite(), NODE1, { access: known(parseAccess('user:terraform@pve:1:0::::mine::')) });
  expect(checkStep(terraformStep, NODE1, theirs)).toMatchObject({
    state: 'blocked',
    diagnostic: { code: 'access.foreign-user', params: { user: 'terraform@pve' } },
  });
});
