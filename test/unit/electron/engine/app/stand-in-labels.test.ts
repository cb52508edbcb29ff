import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SITE_TEMPLATES } from '../../../../../electron/api/new-site.ts';
import { openTestEngine, type TestEngine } from '../../../../support/test-engine.ts';

let test: TestEngine;
beforeEach(() => {
  test = openTestEngine();
});
afterEach(() => test.close());

const client = () => test.engine.client('cli');

/** A new site of a template, its labels made up, one of them said. */
async function filled(template: (typeof SITE_TEMPLATES)[number]) {
  const id = `new-${template.slice(0, 5)}`;
  const asked = { template, name: id, id, firstAddress: '10.20.0.11/24', pve: '9.2', language: 'en' } as const;
  const { path } = await client().sites.create({ asked, place: test.folder });
  expect(path).toBe(join(test.folder, id, 'site.toml'));
  const { text } = await client().sites.read({ site: path });
  const { edits } = await client().rehearsal.labels({ site: path });
  return client().sites.edit({ site: path, baseText: text, edits });
}

it.each(SITE_TEMPLATES)(
  '%s with made-up labels is a plan without an error, also where its answers are looked at',
  async (template) => {
    const document = await filled(template);
    expect(document.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const said = await client().sites.edit({
      site: document.path,
      baseText: document.text,
      edits: [{ op: 'set', path: 'hosts[0].install.managementMac', value: '3c:ec:ef:7a:10:c4' }],
    });
    expect(said.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  },
);

it('nothing real is begun with made-up labels, and which they are is said', async () => {
  const { path } = await filled('single-node');
  const refused = await client()
    .runs.apply({ site: path })
    .then(
      () => undefined,
      (error: { data?: { diagnostics?: readonly { code: string; evidence: readonly string[] }[] } }) =>
        error.data?.diagnostics?.[0] ?? error,
    );
  expect(refused).toMatchObject({
    code: 'site.labels-made-up',
    evidence: ['pve1: SIM-pve1-system', 'pve1: 02:53:49:4d:00:00', 'pve1: SIM-pve1-data'],
  });
});

it('a site that is not filled in yet has no runs, and that is no failure', async () => {
  const asked = {
    template: 'single-node',
    name: 'a',
    id: 'ab',
    firstAddress: '10.20.0.11/24',
    pve: '9.2',
    language: 'en',
  } as const;
  const { path } = await client().sites.create({ asked, place: test.folder });
  expect(await client().runs.list({ site: path })).toEqual([]);
});
