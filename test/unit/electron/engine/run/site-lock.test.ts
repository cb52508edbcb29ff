import { beforeEach, describe, expect, it } from 'vitest';
import { DiagnosticError, describeDiagnostic, fail } from '../../../../../electron/api/diagnostic.ts';
import type { RunEventBody } from '../../../../../electron/api/run.ts';
import type { HostFacts } from '../../../../../electron/engine/facts/host-facts.ts';
import type { HostSight, SiteFacts } from '../../../../../electron/engine/facts/site-facts.ts';
import type { SimWorld } from '../../../../../electron/engine/rehearsal/kernel/world.ts';
import { type SiteLock, siteLock } from '../../../../../electron/engine/run/site-lock.ts';
import { siteLockFact } from '../../../../../electron/engine/run/site-lock-script.ts';
import type { RunContext } from '../../../../../electron/engine/run/start-run.ts';
import { type Command, type CommandKind, wireText } from '../../../../../electron/engine/shell/command.ts';
import type { Transport } from '../../../../../electron/engine/transport/port.ts';
import { debianHost, debianWorld, sh } from '../../../../support/simulated-site.ts';

/** The lock of a site on the simulated file systems of its nodes, with some of them cut off from a laptop. */
const NODES = ['pve1', 'pve2', 'pve3'];
let world: SimWorld;
let now = 0;
beforeEach(() => {
  now = Date.parse('2026-03-01T10:00:00Z');
  world = debianWorld({ hosts: NODES.map((name, at) => debianHost(name, `192.168.1.${11 + at}`)) });
});

const holders = async (): Promise<readonly string[]> => {
  const seen = NODES.map(async (host) => {
    const { stdout } = await sh(world, 'cat /var/lib/sitewright/lock/holder 2>/dev/null || true', { host });
    return stdout === '' ? [] : [`${host}: ${JSON.parse(stdout).user}`];
  });
  return (await Promise.all(seen)).flat();
};

interface Laptop {
  readonly lock: SiteLock;
  readonly run: RunContext;
  readonly asked: string[];
  readonly events: RunEventBody[];
  look(): Promise<SiteFacts>;
}

function laptop(user: string, down: Set<string>, options: { takeStale?: boolean; isGone?: boolean } = {}): Laptop {
  const asked: string[] = [];
  const events: RunEventBody[] = [];
  const send = async (host: string, command: Command<CommandKind>) => {
    if (down.has(host)) throw fail('transport.unreachable', { params: { host, address: host, why: 'no answer' } });
    return sh(world, wireText(command), { host });
  };
  const lock = siteLock({
    hosts: NODES,
    transport: (host) =>
      ({
        host,
        exec: async (command: Command<CommandKind>) => {
          asked.push(host);
          return send(host, command);
        },
      }) as unknown as Transport,
    self: { laptop: `laptop-${user}`, laptopId: user, user, siteId: 'toy', pid: 1, process: '' },
    isGone: async () => options.isGone === true,
    takeStale: options.takeStale === true,
  });
  const run = {
    runId: `run-of-${user}`,
    clock: {
      now: () => now,
      wait: (ms: number) => (ms > 60_000 ? new Promise<void>(() => {}) : Promise.resolve()),
    },
    signal: new AbortController().signal,
    emit: (event: RunEventBody) => events.push(event),
    record: async () => {},
    halt: () => {},
  } as unknown as RunContext;
  const look = async (): Promise<SiteFacts> => {
    const hosts = new Map<string, HostSight>();
    for (const host of NODES) {
      if (down.has(host)) hosts.set(host, { reached: false, expected: true });
      else {
        const fact = siteLockFact.parse(await send(host, siteLockFact.command));
        const facts = { extra: new Map([['site-lock', fact]]) } as unknown as HostFacts;
        hosts.set(host, { reached: true, facts, asked: { fromMs: now, toMs: now } });
      }
    }
    return { takenAt: '2026-03-01T10:00:00.000Z', hosts };
  };
  return { lock, run, asked, events, look };
}

const hold = async (one: Laptop) => one.lock.hold(one.run, await one.look());
const refused = async (one: Laptop, facts?: SiteFacts): Promise<string> => {
  try {
    await one.lock.hold(one.run, facts ?? (await one.look()));
  } catch (error) {
    if (error instanceof DiagnosticError) return describeDiagnostic(error.diagnostics[0], 'en').summary;
    throw error;
  }
  return '';
};

const OF_ANA = 'ana on laptop-ana is changing this site now (run run-of-ana, since 2026-03-01T10:00:00.000Z).';

describe('lock of a site', () => {
  it('lies on the first node, costs one command and is given back', async () => {
    const ana = laptop('ana', new Set());
    await hold(ana);
    expect(await holders()).toEqual(['pve1: ana']);
    expect(ana.asked).toEqual(['pve1']);
    await ana.lock.release(ana.run);
    expect(await holders()).toEqual([]);
  });

  it('lies on the next node that answers while the first is off, and keeps another laptop out', async () => {
    const down = new Set(['pve1']);
    const ana = laptop('ana', down);
    await hold(ana);
    expect(await holders()).toEqual(['pve2: ana']);
    expect(ana.asked).toEqual(['pve2']);
    expect(ana.events).toEqual([]);
    const luis = laptop('luis', down);
    expect(await refused(luis)).toBe(OF_ANA);
    await ana.lock.release(ana.run);
    await hold(luis);
    expect(await holders()).toEqual(['pve2: luis']);
  });

  it('refuses by what a look saw, and then asks nobody and takes nothing', async () => {
    const nobody = new Set<string>();
    const ana = laptop('ana', nobody);
    const before = laptop('luis', nobody);
    await before.lock.refuse(await before.look());
    await hold(ana);
    const luis = laptop('luis', nobody);
    const seen = await luis.look();
    luis.asked.length = 0;
    const error = await luis.lock.refuse(seen).catch((caught: unknown) => caught);
    expect((error as DiagnosticError).diagnostics[0].code).toBe('run.site-locked');
    expect(luis.asked).toEqual([]);
    expect(await holders()).toEqual(['pve1: ana']);
    // one of this laptop that has ended is no obstacle
    await laptop('ana', nobody, { isGone: true }).lock.refuse(seen);
  });

  it('is refused to whoever reaches the first node too, and nothing is left there', async () => {
    await hold(laptop('ana', new Set(['pve1'])));
    const luis = laptop('luis', new Set());
    expect(await refused(luis)).toBe(OF_ANA);
    expect(await holders()).toEqual(['pve2: ana']);
  });

  it('is not refused for a lock that was given back since the look', async () => {
    const ana = laptop('ana', new Set(['pve1']));
    await hold(ana);
    const luis = laptop('luis', new Set());
    const facts = await luis.look();
    await ana.lock.release(ana.run);
    expect(await refused(luis, facts)).toBe('');
    expect(await holders()).toEqual(['pve1: luis']);
  });

  it('of a laptop that took another node after our look is seen by a later look, and ends our run', async () => {
    const luis = laptop('luis', new Set());
    const facts = await luis.look();
    await hold(laptop('ana', new Set(['pve1'])));
    expect(await refused(luis, facts)).toBe('');
    now += 60_000;
    expect(await refused(luis)).toBe(OF_ANA);
    await luis.lock.release(luis.run);
    expect(await holders()).toEqual(['pve2: ana']);
  });

  it('is refused for a node that held one and has fallen silent', async () => {
    await hold(laptop('ana', new Set(['pve1'])));
    const down = new Set<string>();
    const luis = laptop('luis', down);
    const facts = await luis.look();
    down.add('pve2');
    expect(await refused(luis, facts)).toBe(OF_ANA);
    expect(await holders()).toEqual(['pve2: ana']);
  });

  it('of a run of this laptop that was killed is cleared on every node', async () => {
    await hold(laptop('ana', new Set(['pve1'])));
    const again = laptop('ana', new Set(), { isGone: true });
    await hold(again);
    expect(await holders()).toEqual(['pve1: ana']);
    await again.lock.release(again.run);
    expect(await holders()).toEqual([]);
  });

  it('goes to the next node where the first falls silent after the look', async () => {
    const down = new Set<string>();
    const ana = laptop('ana', down);
    const facts = await ana.look();
    down.add('pve1');
    await ana.lock.hold(ana.run, facts);
    expect(await holders()).toEqual(['pve2: ana']);
  });

  it('is done without, and said so, only where no node answers', async () => {
    const ana = laptop('ana', new Set(NODES));
    await hold(ana);
    expect(ana.asked).toEqual([]);
    expect(ana.events).toMatchObject([
      { type: 'diagnostic', diagnostic: { code: 'run.lock-not-taken', params: { hosts: NODES.join(', ') } } },
    ]);
  });
});
