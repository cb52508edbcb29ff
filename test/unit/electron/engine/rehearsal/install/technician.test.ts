import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { renderFirstBootHook } from '../../../../../../electron/engine/arrival/first-boot-hook.ts';
import { makeArrivalIdentity, readArrivalIdentity } from '../../../../../../electron/engine/arrival/identity.ts';
import { startReceiver } from '../../../../../../electron/engine/arrival/receiver.ts';
import { installState } from '../../../../../../electron/engine/rehearsal/install/model/install-state.ts';
import { playTechnician } from '../../../../../../electron/engine/rehearsal/install/play-technician.ts';
import { serveWorld } from '../../../../../../electron/engine/rehearsal/kernel/serve-world.ts';
import { Secret } from '../../../../../../electron/engine/shell/command.ts';
import { fingerprint } from '../../../../../../electron/engine/shell/ssh-keys.ts';
import { sh } from '../../../../../support/simulated-site.ts';
import { answerText, bareSite, LAPTOP, openRack, type Rack, type RackOptions } from './support/bare-site.ts';

const ROOT = join(import.meta.dirname, '../../../../../..');
let rack: Rack | undefined;
const open = (options: RackOptions = {}): Rack => {
  rack = openRack(options);
  return rack;
};
afterEach(() => {
  const defects = rack?.world.defects ?? [];
  rack?.close();
  rack = undefined;
  expect(defects).toEqual([]);
});

const sticksOf = async (lab: Rack, count = 2) =>
  Object.fromEntries(
    await Promise.all(
      Array.from({ length: count }, async (_, index) => [
        `pve${index + 1}`,
        await lab.stick(answerText({ node: index + 1 })),
      ]),
    ),
  ) as Record<string, Awaited<ReturnType<Rack['stick']>>>;

/** Installs pve1 from a stick with our hook, which is to report to the laptop; resolves when its screen shows the fingerprints. */
async function installWithHook(lab: Rack, siteId: string, certificatePem: string): Promise<void> {
  const hook = renderFirstBootHook(
    { text: (path) => readFileSync(join(ROOT, path), 'utf8') },
    {
      siteId,
      node: 'pve1',
      url: `https://${LAPTOP}:8443/secret/report`,
      certificatePem,
      token: new Secret('token-of-pve1'),
    },
  );
  const answer = answerText({ rest: '[first-boot]\nsource = "from-iso"\n' });
  await playTechnician({
    machines: lab.machines,
    media: 'stick-each',
    sticks: { pve1: await lab.stick(answer, hook) },
  });
  await lab.until('pve1', 'SHA256:');
}

describe('the rehearsed technician', () => {
  it('installs all machines at once with a stick each', async () => {
    const lab = open();
    const done = await playTechnician({ machines: lab.machines, media: 'stick-each', sticks: await sticksOf(lab) });
    expect(done).toEqual([
      { machine: 'pve1', outcome: 'installed' },
      { machine: 'pve2', outcome: 'installed' },
    ]);
    await lab.until('pve1', /^pve1 login:/m);
    await lab.until('pve2', /^pve2 login:/m);
    expect(installState(lab.world).machines.pve1?.erasures).toBe(1);
  });

  it('carries one stick from machine to machine and has it made into the next one before it goes in', async () => {
    const lab = open();
    const sticks = await sticksOf(lab);
    const order: string[] = [];
    const unsubscribe = lab.machines.subscribe(() => {
      for (const { name, power } of lab.machines.machines)
        if (power === 'on' && !order.includes(name)) order.push(name);
    });
    const first = sticks.pve1;
    if (!first) throw new Error('no stick');
    await playTechnician({
      machines: lab.machines,
      media: 'one-stick',
      sticks: { pve1: first },
      retarget: async (node) => {
        order.push(`retarget ${node}`);
        expect(installState(lab.world).machines.pve1?.erasures).toBe(1);
        return sticks[node] ?? first;
      },
    });
    unsubscribe();
    expect(order).toEqual(['pve1', 'retarget pve2', 'pve2']);
    await lab.until('pve2', /^pve2 login:/m);
  });

  it('leaves a machine alone that stops with an error, and goes on with the others', async () => {
    const lab = open({ faults: ['install.disk-missing@pve2'] });
    const done = await playTechnician({ machines: lab.machines, media: 'stick-each', sticks: await sticksOf(lab) });
    expect(done.map(({ outcome }) => outcome)).toEqual(['installed', 'stopped']);
    expect(lab.machines.screen('pve2').at(-1)).toContain('root@proxmox');
  });

  it('installs nothing with swapped sticks that name their disks by serial', async () => {
    const lab = open({ faults: ['install.stick-swapped@pve1'] });
    const done = await playTechnician({ machines: lab.machines, media: 'stick-each', sticks: await sticksOf(lab) });
    expect(done.map(({ outcome }) => outcome)).toEqual(['stopped', 'stopped']);
    expect(Object.values(installState(lab.world).machines).map(({ erasures }) => erasures)).toEqual([0, 0]);
  });

  it('forgets to pull the stick, and the machine installs itself again', async () => {
    const lab = open({ faults: ['install.stick-left-in@pve1'] });
    await playTechnician({ machines: lab.machines, media: 'stick-each', sticks: await sticksOf(lab, 1) });
    await lab.off('pve1');
    expect(installState(lab.world).machines.pve1?.erasures).toBe(2);
  });

  it('stops with the signal, and the machines stay as they are', async () => {
    const lab = open({ faults: ['install.hangs@pve1'] });
    const stop = new AbortController();
    const play = playTechnician({
      machines: lab.machines,
      media: 'stick-each',
      sticks: await sticksOf(lab, 1),
      signal: stop.signal,
    });
    await lab.until('pve1', '35 %');
    stop.abort(new Error('enough'));
    await expect(play).rejects.toThrow('enough');
    expect(lab.machines.machines[0]?.power).toBe('on');
  });
});

describe('what goes wrong after the installation', () => {
  it('lets somebody else answer by SSH at the address of a node, with a key that is on none of its disks', async () => {
    const lab = open({ faults: ['install.host-key-differs@pve1'] });
    const served = await serveWorld(lab.world);
    await playTechnician({ machines: lab.machines, media: 'stick-each', sticks: await sticksOf(lab, 1) });
    await lab.until('pve1', /^pve1 login:/m);
    await served.network.settled();
    expect(served.network.resolve('192.168.1.11', 22)).toMatchObject({ kind: 'open' });
    const impostor = lab.world.hosts.get('pve1')?.impostorKey ?? '';
    const own = await sh(lab.world, 'cat /etc/ssh/ssh_host_ed25519_key', { host: 'pve1' });
    expect(impostor).toContain('OPENSSH PRIVATE KEY');
    expect(own.stdout.trim()).not.toBe(impostor.trim());
    await served.close();
  });

  it('keeps the network of a node dark for ten minutes, so that nobody is reached and nobody reaches it', async () => {
    const lab = open({ faults: ['install.hook-network-down@pve1'] });
    const served = await serveWorld(lab.world);
    await playTechnician({ machines: lab.machines, media: 'stick-each', sticks: await sticksOf(lab, 1) });
    await lab.until('pve1', /^pve1 login:/m);
    await served.network.settled();
    expect(served.network.resolve('192.168.1.11', 22)).toEqual({ kind: 'unreachable' });
    await lab.world.sleep(700);
    await served.network.settled();
    expect(served.network.resolve('192.168.1.11', 22)).toMatchObject({ kind: 'open' });
    await served.close();
  });
});

describe('our own first-boot hook on a simulated node', () => {
  it('reports over real HTTPS what the machine has, and shows the fingerprints on the screen', async () => {
    for (const version of ['8.4', '9.2'] as const) {
      const site = bareSite({ version });
      // Slower, so that programs which do something have the time that `timeout` gives them.
      const lab = openRack({ site, compression: 400 });
      const identity = readArrivalIdentity(makeArrivalIdentity(site).pem);
      const posts: { readonly path: string; readonly body: string }[] = [];
      const receiver = await startReceiver({
        address: '127.0.0.1',
        port: 0,
        identity,
        handle: async (request) => {
          posts.push({ path: request.path, body: (await request.body())?.toString('utf8') ?? '' });
          return { status: 200, text: '' };
        },
        onHandshakeFailed: () => undefined,
      });
      lab.machines.connectLaptop(LAPTOP, 8443, { host: receiver.address, port: receiver.port });
      await installWithHook(lab, site.id, identity.certificatePem);
      await lab.world.sleep(120);
      expect(posts.map(({ path }) => path)).toEqual(['/secret/report']);
      const report = JSON.parse(posts[0]?.body ?? '{}') as { token: string; parts: Record<string, string> };
      expect(report.token).toBe('token-of-pve1');
      const part = (name: string) => Buffer.from(report.parts[name] ?? '', 'base64').toString('utf8');
      expect(JSON.parse(part('disks'))).toMatchObject({ blockdevices: [{ serial: 'DATA-1' }, { serial: 'SYS-1' }] });
      expect(part('dmi')).toContain('product_serial=SN-1');
      expect(part('version')).toContain(`pve-manager/${version.split('.')[0]}.`);
      const key = (await sh(lab.world, 'cat /etc/ssh/ssh_host_ed25519_key.pub', { host: 'pve1' })).stdout;
      expect(part('keys')).toContain(key.trim());
      expect(lab.machines.screen('pve1').join('\n')).toContain(fingerprint(key));
      expect((await sh(lab.world, 'ls /var/lib/proxmox-first-boot', { host: 'pve1' })).stdout).toBe(
        'proxmox-first-boot\n',
      );
      expect(lab.world.defects).toEqual([]);
      await receiver.close();
      lab.close();
    }
  });

  it('ends well also when nobody listens, and does not run again', async () => {
    const site = bareSite();
    const lab = open({ site });
    const identity = readArrivalIdentity(makeArrivalIdentity(site).pem);
    await installWithHook(lab, site.id, identity.certificatePem);
    await lab.world.sleep(400);
    const left = await sh(lab.world, 'ls /var/lib/proxmox-first-boot; journalctl -u proxmox-first-boot-multi-user', {
      host: 'pve1',
    });
    expect(left.stdout).not.toContain('pending-first-boot-setup');
    expect(left.stdout).toContain('it will look by SSH');
  });
});
