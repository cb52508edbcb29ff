import { afterEach, describe, expect, it } from 'vitest';
import type { Template } from '../../../../../../electron/api/site.ts';
import { debianCommandSet } from '../../../../../../electron/engine/rehearsal/debian/command-set.ts';
import { createWorld, type SimWorld } from '../../../../../../electron/engine/rehearsal/kernel/world.ts';
import { isActive } from '../../../../../../electron/engine/rehearsal/pve/api/worker.ts';
import { pveCommandSet } from '../../../../../../electron/engine/rehearsal/pve/command-set.ts';
import { pveSlice } from '../../../../../../electron/engine/rehearsal/pve/model/slice.ts';
import { change, wireText } from '../../../../../../electron/engine/shell/command.ts';
import { imageFact, imagePath, MAKING_FOLDER } from '../../../../../../electron/engine/steps/machines/machine-facts.ts';
import { marked } from '../../../../../../electron/engine/steps/machines/support/make-guest.ts';
import { type LabWorld, labHost, openLab } from './support/lab-world.ts';

let lab: LabWorld | undefined;
let loaded: SimWorld | undefined;
afterEach(() => {
  lab?.world.close();
  loaded?.close();
});

function open(): LabWorld {
  lab = openLab([labHost('pve1', 'pve', '8.4', '192.0.2.11'), labHost('pve2', 'pve', '8.4', '192.0.2.12')]);
  return lab;
}
const CONF = '/etc/pve/qemu-server/100.conf';
const JOIN = 'printf "rootpw\\nyes\\n" | pvecm add 192.0.2.11 --link0 192.0.2.12';

async function clustered(): Promise<LabWorld> {
  const site = open();
  await site.run('pve1', 'pvecm create lab');
  await site.wait(12);
  expect((await site.run('pve2', JOIN)).stdout).toContain('successfully added node');
  return site;
}

describe('states in the middle', () => {
  it('a world saved in the middle of a join goes on as a member with certificate, counted once', async () => {
    const site = open();
    await site.run('pve1', 'pvecm create lab');
    await site.wait(12);
    let saved: ReturnType<SimWorld['saveState']> | undefined;
    const step = site.clock.onStep;
    site.clock.onStep = () => {
      step();
      if (!saved && site.world.effects.has('pve2: pvecm.add pve2')) saved = site.world.saveState();
    };
    await site.run('pve2', JOIN);
    if (!saved) throw new Error('the join was never in its middle');
    loaded = createWorld({ seed: 1, hosts: [], commandSets: [pveCommandSet, debianCommandSet], state: saved });
    const pve2 = loaded.hosts.get('pve2');
    expect(pve2?.units.get('corosync')?.active).toBe('active');
    expect(pve2?.files.stat('/etc/pve/nodes/pve2/pve-ssl.pem')).toBeDefined();
    expect(loaded.effects.get('pve2: pvecm.add pve2')).toBe(1);
  });

  it('a node that holds HA services and loses quorum resets itself after a minute', async () => {
    const site = await clustered();
    await site.run('pve1', 'pvesm set local --content images');
    await site.run('pve1', 'qm create 100 --name one --memory 64 --scsi0 local:1');
    await site.run('pve1', 'ha-manager add vm:100');
    await site.wait(30);
    expect((await site.run('pve1', 'qm status 100')).stdout).toBe('status: running\n');
    site.world.setLink(site.host('pve1'), site.host('pve2'), false);
    await site.wait(50);
    expect(site.host('pve1').powered).toBe(true);
    await site.wait(15);
    expect(site.world.effects.get('pve1: watchdog.reset')).toBe(1);
    expect(site.world.effects.get('pve2: watchdog.reset')).toBeUndefined();
  });

  it('a guest whose making was broken off stays locked with its id taken, and can be removed', async () => {
    const site = open();
    await site.run('pve1', 'pvesm set local --content images');
    await site.run('pve1', 'qm create 900 --name base --scsi0 local:1');
    await site.run('pve1', 'qm template 900');
    const taken = new Map<string, ReturnType<SimWorld['saveState']>>();
    const step = site.clock.onStep;
    site.clock.onStep = () => {
      step();
      const text = String(site.host('pve1').files.read(CONF) ?? '');
      if (text.includes('lock: clone')) taken.set(text, site.world.saveState());
    };
    const job = wireText(marked(100, change`qm clone 900 100 --name one --full 1`));
    expect((await site.run('pve1', job)).code).toBe(0);
    expect((await site.run('pve1', `ls ${MAKING_FOLDER}`)).stdout).toBe('');
    expect([...taken.keys()]).toEqual(['#qmclone temporary file\nlock: clone\n']);
    const [saved] = taken.values();
    if (!saved) throw new Error('the clone was never in its middle');
    loaded = createWorld({ seed: 1, hosts: [], commandSets: [pveCommandSet, debianCommandSet], state: saved });
    const host = loaded.hosts.get('pve1');
    if (!host) throw new Error('no pve1');
    const run = async (command: string) => {
      const out: Uint8Array[] = [];
      const push = (chunk: Uint8Array) => void out.push(chunk);
      const code = await loaded?.run(host, ['bash', '-c', command], { stdout: push, stderr: push });
      return { code, text: Buffer.concat(out).toString('utf8') };
    };
    expect((await run(`ls ${MAKING_FOLDER}`)).text).toBe('100\n');
    expect((await run('pvesh get /nodes/pve1/tasks --source active --output-format json')).text).toBe('[]\n');
    const [task] = JSON.parse(
      (await run('pvesh get /nodes/pve1/tasks --typefilter qmclone --output-format json')).text,
    );
    expect(task).toMatchObject({ type: 'qmclone', status: 'unexpected status', endtime: expect.any(Number) });
    const status = await run(`pvesh get /nodes/pve1/tasks/${task.upid}/status --output-format json`);
    expect(JSON.parse(status.text)).toMatchObject({ status: 'stopped', exitstatus: 'unexpected status' });
    expect((await run('qm clone 900 100 --name one --full 1')).text).toContain('config file already exists');
    expect(await run('qm destroy 100')).toMatchObject({ text: 'VM is locked (clone)\n' });
    expect((await run('qm destroy 100 --skiplock 1 --destroy-unreferenced-disks 1')).code).toBe(0);
    expect((await run('ls /etc/pve/qemu-server')).text).toBe('900.conf\n');
  });

  it('a task is active for as long as it works, and no longer', async () => {
    const site = open();
    await site.run('pve1', 'pvesm set local --content images');
    await site.run('pve1', 'qm create 900 --name base --scsi0 local:4');
    const active = 'pvesh get /nodes/pve1/tasks --source active --output-format json';
    const seen = new Set<string>();
    const step = site.clock.onStep;
    site.clock.onStep = () => {
      step();
      for (const task of pveSlice(site.world).nodes.pve1?.tasks ?? []) if (isActive(task)) seen.add(task.type);
    };
    await site.run('pve1', 'qm clone 900 100 --name one --full 1');
    expect([...seen]).toEqual(['qmclone']);
    expect((await site.run('pve1', active)).stdout).toBe('[]\n');
  });

  it('the image of a template is looked at for as long as the template has no disk', async () => {
    const site = open();
    const template = { id: 900, node: 'pve1', image: 'debian.qcow2' } as Template;
    const look = wireText(imageFact(template).command);
    await site.run('pve1', `mkdir -p /var/lib/sitewright/images; echo image >${imagePath(template)}`);
    await site.run('pve1', "echo 'lock: create' >/etc/pve/qemu-server/900.conf");
    expect((await site.run('pve1', look)).stdout).toMatch(/^[0-9a-f]{64} {2}/);
    await site.run('pve1', "echo 'scsi0: local:900/vm-900-disk-0.raw,size=3G' >/etc/pve/qemu-server/900.conf");
    expect((await site.run('pve1', look)).stdout).toBe('');
  });

  it('a half template takes the conversion of a single disk only', async () => {
    const site = open();
    await site.run('pve1', 'pvesm set local --content images');
    await site.run('pve1', 'qm create 900 --name base --scsi0 local:1');
    const seen = new Set<string>();
    const step = site.clock.onStep;
    site.clock.onStep = () => {
      step();
      seen.add(String(site.host('pve1').files.read('/etc/pve/qemu-server/900.conf') ?? ''));
    };
    await site.run('pve1', 'qm template 900');
    const half = [...seen].find((text) => text.includes('template: 1') && text.includes('/vm-900-disk-0'));
    expect(half).toBeDefined();
    await site.run('pve1', 'qm destroy 900; qm create 900 --name base --scsi0 local:1');
    await site.run('pve1', "sed -i '$ a template: 1' /etc/pve/qemu-server/900.conf");
    expect(await site.run('pve1', 'qm template 900')).toMatchObject({
      code: 255,
      stderr: "you can't convert a template to a template\n",
    });
    expect((await site.run('pve1', 'qm template 900 --disk scsi0')).code).toBe(0);
    expect((await site.run('pve1', 'qm config 900')).stdout).toContain('scsi0: local:900/base-900-disk-0');
  });

  it('a clone onto a storage that its node does not have is refused before anything is made', async () => {
    const site = open();
    await site.run('pve1', 'pvesm set local --content images');
    await site.run('pve1', 'qm create 900 --name base --scsi0 local:1');
    await site.run('pve1', 'pvesm add dir other --path /srv/other --content images --nodes pve2');
    expect((await site.run('pve1', 'qm clone 900 100 --name one --full 1 --storage other')).stderr).toContain(
      "storage 'other' is not available on node 'pve1'",
    );
    expect((await site.run('pve1', 'ls /etc/pve/qemu-server')).stdout).toBe('900.conf\n');
  });

  it('a guest that cannot be made whole leaves neither its id nor a disk', async () => {
    const site = open();
    await site.run('pve1', 'pvesm set local --content images');
    const made = await site.run(
      'pve1',
      'qm create 100 --name one --scsi0 local:1 --scsi1 local:0,import-from=/none.img',
    );
    expect(made.code).not.toBe(0);
    expect(made.stderr).toContain('/none.img: non-existent or non-regular file');
    expect((await site.run('pve1', 'ls /etc/pve/qemu-server; pvesm list local --vmid 100 | tail -n +2')).stdout).toBe(
      '',
    );
  });

  it('destroying a guest leaves alone what belongs to another, in use or not', async () => {
    const site = open();
    await site.run('pve1', 'pvesm set local --content images');
    for (const id of [100, 101]) await site.run('pve1', `qm create ${id} --name one --scsi0 local:1`);
    const conf = '/etc/pve/qemu-server/101.conf';
    await site.run('pve1', `sed -i '$ a unused0: local:100/vm-100-disk-0.raw' ${conf}`);
    expect((await site.run('pve1', `cat ${conf}`)).stdout).toContain('unused0: local:100/');
    expect((await site.run('pve1', 'qm destroy 101')).code).toBe(0);
    expect((await site.run('pve1', 'pvesm list local | tail -n +2')).stdout).toMatch(
      /^local:100\/vm-100-disk-0\.raw .*\n$/,
    );
  });

  it('a guest is locked while it is backed up; a backup that is told to end unlocks it, one that is killed does not', async () => {
    const site = open();
    await site.run('pve1', 'pvesm set local --content images,backup');
    await site.run('pve1', 'qm create 100 --name one --scsi0 local:20');
    const lock = (): string => /^lock: .*$/m.exec(String(site.host('pve1').files.read(CONF) ?? ''))?.[0] ?? '';
    /** Runs a backup; a signal reaches it as soon as the guest is locked. */
    const backUp = async (signal?: 'TERM' | 'KILL') => {
      const seen = new Set<string>();
      site.clock.onStep = () => {
        seen.add(lock());
        const backup = [...site.world.processes.values()].find(({ argv }) => argv[0] === 'vzdump');
        if (signal && backup && lock() !== '') site.world.kill(backup.host, backup.id, signal);
      };
      const { code, stdout, stderr } = await site.run('pve1', 'vzdump 100 --storage local');
      site.clock.onStep = () => {};
      return { code, said: stdout + stderr, seen: [...seen], after: lock() };
    };
    expect(await backUp()).toMatchObject({ code: 0, seen: ['', 'lock: backup'], after: '' });
    expect((await site.run('pve1', 'cat /var/lib/vz/dump/*')).stdout).not.toContain('"lock"');
    expect(await backUp('TERM')).toMatchObject({ code: 143, after: '' });
    expect(await backUp('KILL')).toMatchObject({ code: 137, after: 'lock: backup' });
    expect(await backUp()).toMatchObject({ code: 255, said: expect.stringContaining('VM is locked (backup)') });
    expect((await site.run('pve1', 'qm unlock 100; vzdump 100 --storage local')).code).toBe(0);
  });

  it('a guest on a missing snippet or bridge does not start', async () => {
    const site = open();
    await site.run('pve1', 'pvesm set local --content images,snippets');
    await site.run('pve1', 'qm create 100 --name one --scsi0 local:1 --cicustom vendor=local:snippets/none.yaml');
    expect((await site.run('pve1', 'qm start 100')).stderr).toContain(
      "volume 'local:snippets/none.yaml' does not exist",
    );
    await site.run('pve1', 'qm create 101 --name two --scsi0 local:1 --net0 virtio,bridge=vmbr7');
    expect((await site.run('pve1', 'qm start 101')).stderr).toContain("bridge 'vmbr7' does not exist");
  });
});
