import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type NewSite, SITE_TEMPLATES } from '../../../../../electron/api/new-site.ts';
import type { Site } from '../../../../../electron/api/site.ts';
import { editSite } from '../../../../../electron/engine/site/edit-site.ts';
import { newSiteText } from '../../../../../electron/engine/site/new-site-text.ts';
import { parseSite } from '../../../../../electron/engine/site/parse-site.ts';
import { standInLabels, standIns } from '../../../../../electron/engine/site/stand-in-labels.ts';
import { ROOT } from '../../../../support/test-engine.ts';

const fresh = (template: NewSite['template']) =>
  newSiteText(
    readFileSync(join(ROOT, 'templates', 'site', `${template}.toml`), 'utf8'),
    { template, name: 'Town hall', id: 'town-hall', firstAddress: '192.168.1.11/24', pve: '9.2', language: 'en' },
    'Europe/Madrid',
  );
const draftOf = (text: string) => parseSite(text).draft ?? (parseSite(text).site as Site);

test.each(SITE_TEMPLATES)(
  'a new site of %s is a whole plan with made-up labels, and each of them is told',
  (template) => {
    const text = fresh(template);
    const { text: filled } = editSite(text, standInLabels(draftOf(text)));
    const { site, diagnostics } = parseSite(filled);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const nodes = site?.hosts.filter(({ os }) => os === 'pve').length ?? 0;
    const told = diagnostics.filter(({ code }) => code === 'site.label-made-up');
    expect(told).toHaveLength((nodes > 1 ? 5 : 3) * nodes);
    expect(diagnostics.map(({ code }) => code)).not.toContain('site.link-port-unsaid');
    expect(told.map(({ subject }) => subject.field)).toEqual(standIns(site as Site).map(({ field }) => field));
    expect(standInLabels(site as Site), 'nothing is open any more').toEqual([]);
  },
);

test('what somebody has said stays, and no label is made up twice', () => {
  const text = fresh('three-node')
    .replace('pve2 = "?"', 'pve2 = ["?", "S6PUNX0T700398", "?"]')
    .replace('[hosts.install]', '[hosts.install]\ndiskPaths = ["sda"]');
  const edits = standInLabels(draftOf(text));
  expect(edits.map(({ path }) => path)).toEqual([
    'hosts[0].install.managementMac',
    'hosts[0].hardware.nics',
    'hosts[1].install.diskSerials',
    'hosts[1].install.managementMac',
    'hosts[1].hardware.nics',
    'hosts[2].install.diskSerials',
    'hosts[2].install.managementMac',
    'hosts[2].hardware.nics',
    'storages[0].disks.pve1',
    'storages[0].disks.pve2[0]',
    'storages[0].disks.pve2[2]',
    'storages[0].disks.pve3',
  ]);
  const values = edits.flatMap((edit) => (edit.op === 'set' ? [JSON.stringify(edit.value)] : []));
  expect(new Set(values).size).toBe(values.length);
});

test('a mirror gets as many disks as it needs', () => {
  const text = fresh('single-node').replace('filesystem = "ext4"', 'filesystem = "zfs"\nraid = "raid1"');
  expect(standInLabels(draftOf(text))[0]).toMatchObject({ value: ['SIM-pve1-system', 'SIM-pve1-system-1'] });
});

test('where the disks of a machine are listed, nobody makes one up', () => {
  const site = draftOf(fresh('single-node'));
  const [host] = site.hosts;
  const listed = { hardware: { disks: [{ serial: 'A', sizeGb: 240, rotational: false }], nics: [] } };
  const edits = standInLabels({ ...site, hosts: [{ ...host, ...listed } as Site['hosts'][number]] });
  expect(edits.map(({ path }) => path)).toEqual(['hosts[0].install.managementMac', 'storages[0].disks.pve1']);
});
