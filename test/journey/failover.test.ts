import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { RunEvent } from '../../electron/api/run.ts';
import type { Site } from '../../electron/api/site.ts';
import type { SimHost } from '../../electron/engine/rehearsal/kernel/program.ts';
import { publicLineOf } from '../../electron/engine/shell/ssh-keys.ts';
import { parseSite } from '../../electron/engine/site/parse-site.ts';
import { openTestEngine, ROOT } from '../support/test-engine.ts';
import { type ServedSite, serveSite } from './support/served-site.ts';

/** Not more: what a step gives two minutes must not be late for lack of this machine's time. */
const COMPRESSION = 60;
const SITE_FILE = join(ROOT, 'examples', 'two-node', 'site.toml');
const folder = mkdtempSync(join(tmpdir(), 'sitewright-failover-'));
const site = parseSite(readFileSync(SITE_FILE, 'utf8')).site as Site;
const [one, two] = site.hosts.filter((host) => host.os === 'pve').map((host) => host.name) as [string, string];
const VM = 'vm-dashboard';

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Applies the site; gives what ended badly. */
async function apply(served: ServedSite): Promise<readonly string[]> {
  const { engine, close } = openTestEngine({
    env: { XDG_STATE_HOME: served.state, SITEWRIGHT_REHEARSAL_NETWORK: served.networkFile },
  });
  const client = engine.client('cli');
  const bad: string[] = [];
  try {
    const rehearsal = { faults: [], keep: true, compression: COMPRESSION };
    const { runId } = await client.runs.apply({ site: SITE_FILE, rehearsal });
    for await (const event of await client.runs.events({ runId, after: 0 })) bad.push(...badEnd(event));
  } finally {
    await close();
  }
  return bad;
}

function badEnd(event: RunEvent): readonly string[] {
  if (event.type === 'step-finished' && !['changed', 'unchanged'].includes(event.outcome))
    return [
      `${event.itemId} ${event.outcome} ${event.diagnostic?.code ?? ''}: ${event.diagnostic?.evidence.join('; ')}`,
    ];
  if (event.type === 'run-finished' && event.outcome !== 'done') return [JSON.stringify(event)];
  return [];
}

const hostOf = (served: ServedSite, name: string): SimHost => served.world.hosts.get(name) as SimHost;
const textOf = (host: SimHost, path: string): string =>
  Buffer.from(host.files.read(path) ?? new Uint8Array()).toString('utf8');
const firstStarts = (served: ServedSite): number => served.world.effects.get(`${VM}: cloud-init.first-start`) ?? 0;
const hostKey = (served: ServedSite): string | undefined =>
  publicLineOf(textOf(hostOf(served, VM), '/etc/ssh/ssh_host_ed25519_key'));

/** Pulls the node's power plug and waits until the other one has the machine. */
async function failOver(served: ServedSite, from: string, to: string): Promise<void> {
  served.world.setPower(hostOf(served, from), false);
  await served.world.sleep(300);
  const config = `/etc/pve/nodes/${to}/qemu-server/100.conf`;
  expect(textOf(hostOf(served, to), config)).toContain(`name: ${VM}`);
  expect(hostOf(served, VM).powered).toBe(true);
}

test('a machine that fails over to a node with another resolv.conf is the same machine: one first start, the host key that we made, nobody asked to trust anything', async () => {
  const served = await serveSite(site, mkdtempSync(join(folder, 'site-')), { compression: COMPRESSION });
  const write = (name: string, text: string) => hostOf(served, name).files.write('/etc/resolv.conf', Buffer.from(text));
  write(one, 'search first.example\nnameserver 192.168.1.1\n');
  write(two, 'search second.example\nnameserver 192.168.1.2\n');
  try {
    expect(await apply(served)).toEqual([]);
    const kept = JSON.parse(
      readFileSync(join(served.state, 'sitewright', 'sites', site.id, 'rehearsal', 'host-keys.json'), 'utf8'),
    ) as { hosts: Record<string, { pins: { key: string; evidence: { origin: string } }[]; replaced: unknown[] }> };
    const pins = kept.hosts[VM];
    expect(pins).toMatchObject({ pins: [{ evidence: { origin: 'made-by-us' } }], replaced: [] });
    expect(hostKey(served)).toBe(`ssh-ed25519 ${pins?.pins[0]?.key}`);
    expect(firstStarts(served)).toBe(1);
    // the file that holds the private key
    for (const name of [one, two])
      expect(
        hostOf(served, name).files.stat('/var/lib/vz/snippets/sitewright-municipal-vm-dashboard.yaml'),
      ).toMatchObject({
        mode: 0o600,
      });

    const before = hostKey(served);
    await failOver(served, one, two);
    expect(firstStarts(served)).toBe(1);
    expect(hostKey(served)).toBe(before);

    // the way back, and an apply that finds everything as it should be over the same pinned key
    served.world.setPower(hostOf(served, one), true);
    await served.world.sleep(600);
    expect(await apply(served)).toEqual([]);

    // without its own name server and search domain the next failover would be a first start again
    const owner = textOf(hostOf(served, two), '/etc/pve/qemu-server/100.conf') === '' ? one : two;
    await served.world.run(hostOf(served, owner), ['qm', 'set', '100', '--delete', 'nameserver,searchdomain']);
    await failOver(served, owner, owner === one ? two : one);
    expect(firstStarts(served)).toBe(2);
    // even then it shows the key that we know
    expect(hostKey(served)).toBe(before);
    expect(served.world.defects).toEqual([]);
  } finally {
    await served.close();
  }
}, 240_000);
