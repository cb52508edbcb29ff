import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, it, onTestFinished } from 'vitest';
import { addressPlanCommand } from '../../../../../electron/cli/commands/address-plan.ts';
import type { Session } from '../../../../../electron/cli/session.ts';
import { openTestEngine, ROOT } from '../../../../support/test-engine.ts';

function open() {
  const test = openTestEngine();
  onTestFinished(test.close);
  mkdirSync(join(test.folder, 'site'));
  const site = join(test.folder, 'site', 'site.toml');
  cpSync(join(ROOT, 'examples', 'two-node', 'site.toml'), site);
  const out = new PassThrough();
  const session: Session = {
    client: test.engine.client('cli'),
    pageFolder: '',
    serve: () => {
      throw new Error('nothing is served here');
    },
    language: 'en',
    out,
    err: new PassThrough(),
    colour: false,
    onInterrupt: () => () => undefined,
  };
  return { site, session, said: () => String(out.read() ?? '') };
}

it('an address plan is shown first, written when asked, and then there is nothing to change', async () => {
  const { site, session, said } = open();
  const before = readFileSync(site, 'utf8');
  expect(await addressPlanCommand(session, site, { subnet: '10.77.4.0/24' })).toBe(4);
  expect(said()).toMatch(/\* pve-node2 +192\.168\.1\.12 -> 10\.77\.4\.12\n/);
  expect(readFileSync(site, 'utf8')).toBe(before);
  expect(await addressPlanCommand(session, site, { subnet: '10.77.4.0/24', write: true })).toBe(0);
  const after = readFileSync(site, 'utf8');
  expect(after).toContain('address = "10.77.4.12"');
  // what a person wrote beside the values stays
  expect(after.split('\n').filter((line) => line.startsWith('#'))).toEqual(
    before.split('\n').filter((line) => line.startsWith('#')),
  );
  expect(await addressPlanCommand(session, site, { subnet: '10.77.4.0/24', write: true })).toBe(0);
  expect(said()).toContain('The site has these addresses already.');
});

it('a subnet that is too small is refused and nothing is written', async () => {
  const { site, session } = open();
  const before = readFileSync(site, 'utf8');
  expect(await addressPlanCommand(session, site, { subnet: '10.77.4.0/30', write: true, json: true })).toBe(2);
  expect(readFileSync(site, 'utf8')).toBe(before);
});
