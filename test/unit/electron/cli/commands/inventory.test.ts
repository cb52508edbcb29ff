import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, it, onTestFinished } from 'vitest';
import { inventoryCommand } from '../../../../../electron/cli/commands/inventory.ts';
import type { Session } from '../../../../../electron/cli/session.ts';
import { openTestEngine, ROOT } from '../../../../support/test-engine.ts';

/** Of `ip -j link`. */
const LISTING = JSON.stringify([
  { ifindex: 2, ifname: 'eno1', flags: ['UP'], link_type: 'ether', address: '52:54:00:12:34:56' },
]);

function open() {
  const test = openTestEngine();
  onTestFinished(test.close);
  mkdirSync(join(test.folder, 'site'));
  const site = join(test.folder, 'site', 'site.toml');
  cpSync(join(ROOT, 'examples', 'two-node', 'site.toml'), site);
  const listing = join(test.folder, 'links.json');
  writeFileSync(listing, LISTING);
  const client = test.engine.client('cli');
  const session = (inventory: Pick<Session['client']['inventory'], 'bring'>): Session => ({
    client: { sites: client.sites, inventory } as Session['client'],
    pageFolder: '',
    serve: () => {
      throw new Error('nothing is served here');
    },
    language: 'en',
    out: new PassThrough(),
    err: new PassThrough(),
    colour: false,
    onInterrupt: () => () => undefined,
  });
  return { site, listing, client, session };
}

it('a listing becomes the hardware of its node', async () => {
  const { site, listing, client, session } = open();
  expect(await inventoryCommand(session(client.inventory), site, 'pve-node2', listing, {})).toBe(0);
  expect(readFileSync(site, 'utf8')).toContain('52:54:00:12:34:56');
});

it('a site that is changed while a listing is judged is left as it then is', async () => {
  const { site, listing, client, session } = open();
  const changed = `# Somebody writes.\n${readFileSync(site, 'utf8')}`;
  const slow = session({
    bring: async (...input) => {
      const told = await client.inventory.bring(...input);
      writeFileSync(site, changed);
      return told;
    },
  });
  await expect(inventoryCommand(slow, site, 'pve-node2', listing, {})).rejects.toMatchObject({
    message: expect.stringContaining('workspace.changed-meanwhile'),
  });
  expect(readFileSync(site, 'utf8')).toBe(changed);
});
