import { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import { afterAll, expect, it, vi } from 'vitest';
import { describeDiagnostic } from '../../../../../../electron/api/diagnostic.ts';
import type { CheckFinding } from '../../../../../../electron/engine/checks/check.ts';
import { stacks } from '../../../../../../electron/engine/stacks/index.ts';
import { MONITORING_IMAGES } from '../../../../../../electron/engine/stacks/monitoring/images.ts';
import { monitoringOptions } from '../../../../../../electron/engine/stacks/monitoring/options.ts';
import { stackSteps } from '../../../../../../electron/engine/stacks/stack-steps.ts';
import { makeSiteAuthority } from '../../../../../../electron/engine/tls/site-authority.ts';
import { FOLDER, VM } from '../../../../../steps/stacks.support.ts';
import { site as plainSite } from '../../../../../steps/support/two-node.ts';
import { assets, SECRETS, stackInstance } from './rehearsed-project.ts';
import { simulatedMachine } from './simulated-machine.ts';

const instance = { ...stackInstance, options: { ...stackInstance.options, tls: true } };
const site = { ...plainSite, stacks: [instance] };
// as on a machine that somebody hardened
const machine = await simulatedMachine(site, { umask: 0o077 });
afterAll(() => machine.close());
const { world } = machine;
const files = (world.hosts.get(VM) ?? never()).files;
const read = (name: string): string => Buffer.from(files.read(`${FOLDER}/${name}`) ?? []).toString('utf8');
const step = stackSteps(stacks, assets).find(({ id }) => id === 'stack.certificate') ?? never();
const [login, , , bareAddress] = stacks.stackOf(instance).smoke(site, instance);

/** The certificate that the dashboard shows. */
async function shown(): Promise<X509Certificate> {
  const { dialer } = machine.checkContext('');
  const socket = connect({ socket: await dialer.connect('192.168.1.100', 8000), rejectUnauthorized: false });
  await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
  const { raw } = socket.getPeerCertificate();
  socket.destroy();
  return new X509Certificate(raw);
}

it('an encrypted dashboard comes up with a certificate of the site, and the second time nothing changes', async () => {
  expect(await machine.apply()).toEqual([
    'stack.docker needed',
    'registry.install needed',
    'registry.serve needed',
    'registry.push needed',
    'stack.images needed',
    'stack.files needed',
    'stack.certificate needed',
    'stack.up needed',
  ]);
  machine.changesSince();
  await machine.apply();
  expect(machine.changesSince()).toBe(0);
  expect(files.stat(`${FOLDER}/tls/server.key`)).toMatchObject({ mode: 0o600, owner: '10001' });
  const folders = ['', '/ca', '/tls'].map((name) => files.stat(`${FOLDER}${name}`)?.mode);
  expect(folders).toEqual([0o755, 0o755, 0o755]);
  // the authority is the registry's, too
  expect(read('ca/site-ca.crt')).toBe(Buffer.from(files.read('/etc/docker/registry/ca.crt') ?? []).toString('utf8'));
  expect((await shown()).subjectAltName).toBe(
    'IP Address:192.168.1.100, DNS:vm-dashboard, DNS:vm-dashboard.municipal.lan, DNS:web',
  );
});

it('the login page is asked for over TLS and the bare address leads there', async () => {
  const found = await login?.run(machine.checkContext(SECRETS.adminPassword));
  expect(found).toMatchObject({ passed: true });
  expect(found?.seen[0]).toMatch(/^authority of the site: SHA-256 ([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  expect(await bareAddress?.run(machine.checkContext(''))).toMatchObject({
    passed: true,
    seen: ['http://192.168.1.100: status 308, https://192.168.1.100:8000/'],
  });
});

it('a certificate in its last third is renewed, and shown without a new start', async () => {
  const now = await machine.look();
  const inYears = (years: number) => ({
    ...now,
    facts: { ...now.facts, takenAt: new Date(world.now() + years * 365.25 * 86_400_000).toISOString() },
  });
  expect(step.check(inYears(3), VM)).toEqual({ state: 'satisfied' });
  expect(step.check(inYears(4), VM)).toMatchObject({
    state: 'needed',
    changes: [{ what: `${FOLDER}/tls/server.crt`, before: 'in the last third of its time' }],
  });
  const before = (await shown()).serialNumber;
  files.remove(`${FOLDER}/tls/server.crt`);
  expect((await shown()).serialNumber).toBe(before);
  expect((await machine.apply()).filter((line) => line.endsWith('needed'))).toEqual(['stack.certificate needed']);
  expect((await shown()).serialNumber).not.toBe(before);
});

it('a key that others could read is replaced', async () => {
  files.chmod(`${FOLDER}/tls/server.key`, 0o644);
  expect(step.check(await machine.look(), VM)).toEqual({
    state: 'needed',
    changes: [{ what: `${FOLDER}/tls/server.key`, before: '644 10001', after: '600 10001' }],
  });
  const before = read('tls/server.key');
  await machine.apply();
  expect(read('tls/server.key')).not.toBe(before);
});

it('a cut between the key and its certificate is seen by the next run', async () => {
  const whole = read('tls/server.crt');
  files.chmod(`${FOLDER}/tls/server.key`, 0o644);
  const upload = machine.transport.upload;
  const cut = vi.spyOn(machine.transport, 'upload').mockImplementation(async (asset, target, options) => {
    if (target.endsWith('server.crt')) throw new Error('cut off');
    await upload(asset, target, options);
  });
  await expect(machine.apply()).rejects.toThrow('cut off');
  cut.mockRestore();
  expect(step.check(await machine.look(), VM)).toMatchObject({
    state: 'needed',
    changes: [{ what: `${FOLDER}/tls/server.crt` }],
  });
  await machine.apply();
  expect(read('tls/server.crt')).not.toBe(whole);
  expect(await login?.run(machine.checkContext(''))).toMatchObject({ passed: true });
});

it('an authority that is another one in the vault is replaced here and in the registry', async () => {
  machine.secrets.set('secret:site-authority', makeSiteAuthority(site.id, world.now()));
  expect((await machine.apply()).filter((line) => line.endsWith('needed'))).toEqual(
    expect.arrayContaining(['registry.serve needed', 'stack.certificate needed']),
  );
  expect(await login?.run(machine.checkContext(''))).toMatchObject({ passed: true });
});

it('with the port that goes without saying the bare address leads to it, and the smoke test agrees', async () => {
  const usual = { ...instance, options: { ...instance.options, httpPort: 443 } };
  const usualSite = { ...site, stacks: [usual] };
  await machine.become(usualSite, MONITORING_IMAGES);
  await machine.apply();
  const checks = stacks.stackOf(usual).smoke(usualSite, usual);
  expect(await checks[0]?.run(machine.checkContext(''))).toMatchObject({ passed: true });
  expect(await checks[3]?.run(machine.checkContext(''))).toMatchObject({
    passed: true,
    seen: ['http://192.168.1.100: status 308, https://192.168.1.100/'],
  });
  await machine.become(site, MONITORING_IMAGES);
  await machine.apply();
});

it('TLS at port 80, which browsers ask without it, is refused', () => {
  const { stack, id, on, options } = instance;
  expect(() => monitoringOptions({ stack, id, on, options: { ...options, httpPort: 80 } })).toThrow(
    /^stack\.options: .*monitoring .*stacks\.options\.httpPort: with tls = true not 80/,
  );
});

it('another machine in the place of the dashboard is told by its certificate', async () => {
  const { certificatePem } = { certificatePem: makeSiteAuthority('elsewhere', world.now()) };
  files.write(`${FOLDER}/ca/site-ca.crt`, new TextEncoder().encode(certificatePem), 0o644);
  expect(sentence(await login?.run(machine.checkContext('')))).toBe(
    'The certificate at https://192.168.1.100:8000 is not one of the authority of this site for that address (UNABLE_TO_VERIFY_LEAF_SIGNATURE).',
  );
  files.remove(`${FOLDER}/ca/site-ca.crt`);
  expect(sentence(await login?.run(machine.checkContext('')))).toMatch(/^The certificate at .*No such file/);
});

function sentence(finding: CheckFinding | undefined): string {
  return finding?.passed === false ? describeDiagnostic(finding.diagnostic, 'en').summary : 'passed';
}
function never(): never {
  throw new Error('not there');
}
