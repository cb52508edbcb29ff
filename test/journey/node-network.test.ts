import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { describeDiagnostic } from '../../electron/api/diagnostic.ts';
import type { RunEvent } from '../../electron/api/run.ts';
import type { Site } from '../../electron/api/site.ts';
import { parseSite } from '../../electron/engine/site/parse-site.ts';
import { openTestEngine } from '../support/test-engine.ts';
import { richSite } from './support/rich-site.ts';
import { type ServedSite, serveSite } from './support/served-site.ts';

const folder = mkdtempSync(join(tmpdir(), 'sitewright-network-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
/** The guard's two minutes are real ones of a node: not so fast that this machine's work eats them. */
const COMPRESSION = 100;

interface Opened {
  readonly served: ServedSite;
  readonly file: string;
}

async function open(version: '8.4' | '9.1', faults: readonly string[] = []): Promise<Opened> {
  const own = mkdtempSync(join(folder, 'site-'));
  const file = join(own, 'site.toml');
  writeFileSync(file, richSite({ version }));
  const parsed = parseSite(richSite({ version }));
  expect(parsed.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return { served: await serveSite(parsed.site as Site, own, { compression: COMPRESSION, faults }), file };
}

interface Walk {
  readonly ends: ReadonlyMap<string, string>;
  readonly last: RunEvent | undefined;
}

/** One run of one client; by item the outcome, or the English sentence of its failure. */
async function apply({ served, file }: Opened): Promise<Walk> {
  const { engine, close } = openTestEngine({
    concurrency: 4,
    env: { XDG_STATE_HOME: served.state, SITEWRIGHT_REHEARSAL_NETWORK: served.networkFile },
  });
  const client = engine.client('cli');
  const ends = new Map<string, string>();
  let last: RunEvent | undefined;
  try {
    const { runId } = await client.runs.apply({
      site: file,
      rehearsal: { faults: [], keep: true, compression: COMPRESSION },
    });
    for await (const event of await client.runs.events({ runId, after: 0 })) {
      last = event;
      if (event.type !== 'step-finished') continue;
      ends.set(event.itemId, event.diagnostic ? describeDiagnostic(event.diagnostic, 'en').summary : event.outcome);
    }
  } finally {
    await close();
  }
  return { ends, last };
}

async function said(served: ServedSite, host: string, command: string): Promise<string> {
  const at = served.world.hosts.get(host);
  if (!at) throw new Error(`no host ${host}`);
  const out: Buffer[] = [];
  await served.world.run(at, ['sh', '-c', command], { stdout: (chunk) => out.push(Buffer.from(chunk)) });
  return Buffer.concat(out).toString('utf8');
}

test.each(['8.4', '9.1'] as const)(
  '%s: nodes get their bonds, VLANs and bridges, the management address moves onto one, and a second run changes nothing',
  async (version) => {
    const opened = await open(version);
    const { served } = opened;
    try {
      const first = await apply(opened);
      expect([...first.ends].filter(([, end]) => end !== 'changed' && end !== 'unchanged')).toEqual([]);
      expect(first.last).toMatchObject({ type: 'run-finished', outcome: 'done' });
      expect(first.ends.get('base.network@pve2')).toBe('changed');
      expect(first.ends.get('base.cluster-links@pve2')).toBe('unchanged');
      const text = await said(served, 'pve1', 'cat /etc/network/interfaces');
      expect(text).toMatch(
        /iface vmbr0 inet static\n\taddress 192\.168\.7\.11\/24\n\tgateway 192\.168\.7\.1\n\tbridge-ports bond0\n/,
      );
      expect(text).toMatch(/iface bond1\.20 inet static\n\taddress 10\.77\.0\.11\/24\n/);
      expect(text).toContain('bond-xmit-hash-policy layer3+4');
      expect(
        await said(
          served,
          'pve1',
          'ls /etc/network/interfaces.new /var/lib/sitewright/network 2>&1; systemctl is-active sitewright-network-guard.timer',
        ),
      ).toMatch(/No such file[\s\S]*No such file[\s\S]*inactive/);
      const second = await apply(opened);
      expect([...second.ends].filter(([, end]) => end !== 'unchanged')).toEqual([]);
      expect([...served.world.effects].filter(([key, count]) => key.includes('network.reload') && count > 1)).toEqual(
        [],
      );
      expect(served.world.defects).toEqual([]);
    } finally {
      await served.close();
    }
  },
  120_000,
);

test('a network that cuts a node off takes itself back, is told as that, and nobody was at the console', async () => {
  const opened = await open('8.4', ['network.cut@pve2']);
  const { served } = opened;
  try {
    const before = await said(served, 'pve2', 'cat /etc/network/interfaces');
    const first = await apply(opened);
    expect(first.ends.get('base.network@pve2')).toBe(
      'With its new network pve2 could not be reached within 120 s, so it went back to the former one by itself.',
    );
    expect(await said(served, 'pve2', 'cat /etc/network/interfaces')).toBe(before);
    expect(await said(served, 'pve2', 'ls /etc/systemd/system/sysinit.target.wants')).toBe('');
    const second = await apply(opened);
    expect(second.last).toMatchObject({ type: 'run-finished', outcome: 'done' });
    expect(Math.max(...served.world.effects.values())).toBe(1);
    expect(served.world.defects).toEqual([]);
  } finally {
    await served.close();
  }
}, 120_000);

test('a node that restarts before its new network was confirmed starts with the former one', async () => {
  const opened = await open('9.1', ['network.cut@pve1']);
  const { served } = opened;
  try {
    const before = await said(served, 'pve1', 'cat /etc/network/interfaces');
    const host = served.world.hosts.get('pve1');
    if (!host) throw new Error('no pve1');
    const unsubscribe = served.world.subscribe((event) => {
      if (event.type !== 'host' || event.host !== host || host.plugged || !host.powered) return;
      unsubscribe();
      setImmediate(() => served.world.reboot(host));
    });
    const first = await apply(opened);
    expect(first.ends.get('base.network@pve1')).toContain('went back to the former one by itself');
    expect(await said(served, 'pve1', 'cat /etc/network/interfaces')).toBe(before);
    const second = await apply(opened);
    expect(second.last).toMatchObject({ type: 'run-finished', outcome: 'done' });
  } finally {
    await served.close();
  }
}, 120_000);
