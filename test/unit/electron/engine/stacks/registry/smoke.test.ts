import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeDiagnostic } from '../../../../../../electron/api/diagnostic.ts';
import type { CheckFinding } from '../../../../../../electron/engine/checks/check.ts';
import { stacks } from '../../../../../../electron/engine/stacks/index.ts';
import { makeSiteAuthority } from '../../../../../../electron/engine/tls/site-authority.ts';
import { VM } from '../../../../../steps/stacks.support.ts';
import { site } from '../../../../../steps/support/two-node.ts';
import { simulatedMachine } from '../monitoring/simulated-machine.ts';

const machine = await simulatedMachine(site);
const { world } = machine;
const { files } = world.hosts.get(VM) ?? never();
beforeAll(async () => {
  await machine.apply();
});
afterAll(() => machine.close());

const [check] = stacks
  .instancesOf(site)
  .filter(({ stack }) => stack === 'registry')
  .flatMap((instance) => stacks.stackOf(instance).smoke(site, instance));
const run = async (): Promise<CheckFinding> => (await check?.run(machine.checkContext(''))) ?? never();
const sentence = (finding: CheckFinding): string =>
  finding.passed === false ? describeDiagnostic(finding.diagnostic, 'en').summary : String(finding.passed);

it('a registry that the site has without naming it has every image that the site runs', async () => {
  const found = await run();
  expect(found).toMatchObject({
    passed: true,
    seen: [
      expect.stringMatching(/^authority of the site: SHA-256 /),
      'https://192.168.1.100:5000/v2/: status 200',
      ...['sitewright/monitoring-web', 'library/postgres', 'sitewright/monitoring-collector'].map((name) =>
        expect.stringMatching(new RegExp(`^${name}@sha256:[0-9a-f]{12}: there$`)),
      ),
    ],
  });
});

it('an image that a host runs and the registry has not is named', async () => {
  const env = '/opt/sitewright/stacks/monitoring/.env';
  const before = files.read(env) ?? never();
  const text = Buffer.from(before).toString('utf8');
  files.write(env, new TextEncoder().encode(text.replace(/(DB_IMAGE=.*@sha256:)\w+/, `$1${'e'.repeat(64)}`)), 0o600);
  expect(sentence(await run())).toBe(
    'The image registry 192.168.1.100:5000 does not have library/postgres@sha256:eeeeeeeeeeee, which vm-dashboard runs.',
  );
  files.write(env, before, 0o600);
  expect((await run()).passed).toBe(true);
});

it('a certificate of another authority is told, and a registry that does not answer', async () => {
  const place = '/etc/docker/registry/ca.crt';
  const before = files.read(place) ?? never();
  files.write(place, new TextEncoder().encode(makeSiteAuthority('elsewhere', world.now())), 0o644);
  expect(sentence(await run())).toMatch(/^The certificate at https:\/\/192\.168\.1\.100:5000\/v2\/ is not one of/);
  files.remove(place);
  expect(sentence(await run())).toMatch(/^The certificate at .*No such file/);
  files.write(place, before, 0o644);
  world.closePort(world.hosts.get(VM) ?? never(), 5000);
  expect(sentence(await run())).toBe(
    'The image registry does not answer at https://192.168.1.100:5000/v2/ (ECONNREFUSED).',
  );
});

function never(): never {
  throw new Error('not there');
}
