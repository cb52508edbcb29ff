import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunEventBody } from '../../../../../electron/api/run.ts';
import type { SiteSession } from '../../../../../electron/engine/app/site-session.ts';
import { backUpInstance, removeFromHost, restoreInstance } from '../../../../../electron/engine/app/stack-run.ts';
import { foundInstancesFact } from '../../../../../electron/engine/ownership/ownership-facts.ts';
import { InputSource } from '../../../../../electron/engine/rehearsal/kernel/input-source.ts';
import type { RunContext } from '../../../../../electron/engine/run/start-run.ts';
import type { Clock } from '../../../../../electron/engine/shell/clock.ts';
import { change } from '../../../../../electron/engine/shell/command.ts';
import { createRedactor } from '../../../../../electron/engine/shell/redactor.ts';
import { instanceOf } from '../../../../../electron/engine/stacks/operations/find-instance.ts';
import { hostTransport } from '../../../../../electron/engine/transport/host-transport.ts';
import type { RawHost } from '../../../../../electron/engine/transport/raw-host.ts';
import { VM } from '../../../../steps/stacks.support.ts';
import { site } from '../../../../steps/support/two-node.ts';
import { sh } from '../../../../support/simulated-site.ts';
import { assets } from '../stacks/monitoring/rehearsed-project.ts';
import { simulatedMachine } from '../stacks/monitoring/simulated-machine.ts';

const machine = await simulatedMachine(site);
const { world } = machine;
const folder = mkdtempSync(join(tmpdir(), 'sitewright-stack-run-'));
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await machine.close();
});
beforeAll(async () => {
  await machine.apply();
});

const clock: Clock = { now: () => world.now(), wait: (ms) => world.clock.sleep(ms / 1000) };
/** Commands as bytes in and out, as over SSH. */
const raw: RawHost = {
  host: VM,
  async run({ line, stdin, signal, onOut, onErr }) {
    const host = world.hosts.get(VM);
    if (!host) throw new Error('no host');
    const pieces: Uint8Array[] = [];
    for await (const piece of stdin ?? []) pieces.push(piece);
    return world.run(host, ['/bin/sh', '-c', line], {
      stdin: pieces.length > 0 ? Buffer.concat(pieces) : InputSource.empty(),
      stdout: onOut,
      stderr: onErr,
      ...(signal ? { signal } : {}),
    });
  },
  forward: () => Promise.reject(new Error('not here')),
  close: async () => {},
};
const transport = hostTransport({ raw, user: 'root', redactor: createRedactor(), clock });
const known = instanceOf(site, assets, 'monitoring');
if (!known) throw new Error('the example has a monitoring system');

const session = {
  site,
  clock,
  transports: { change: () => transport },
  look: async () => {
    const fact = foundInstancesFact.parse(await transport.exec(foundInstancesFact.command));
    return { hosts: new Map([[VM, { reached: true, facts: { extra: new Map([[foundInstancesFact.id, fact]]) } }]]) };
  },
} as unknown as SiteSession;

/** One run; `during` sees each event as it comes. */
async function run(
  work: (context: RunContext) => Promise<unknown>,
  during: (event: RunEventBody, stop: () => void) => void = () => {},
): Promise<{ readonly outcomes: readonly string[]; readonly records: readonly string[]; readonly text: string }> {
  const events: RunEventBody[] = [];
  const records: string[] = [];
  const stopper = new AbortController();
  const context: RunContext = {
    runId: 'r',
    siteId: site.id,
    rehearsed: true,
    clock,
    emit: (event) => {
      events.push(event);
      during(event, () => stopper.abort());
    },
    record: async (type, fields) => {
      records.push(type);
      // who comes after a run that was broken off has to know where
      if (type === 'step-started') expect(fields).toMatchObject({ hosts: [VM] });
    },
    signal: stopper.signal,
    stopMode: () => (stopper.signal.aborted ? 'now' : undefined),
    halt: () => {},
  };
  await work(context);
  const outcomes = events.flatMap((event) =>
    event.type === 'step-finished'
      ? [`${event.itemId} ${event.outcome}${event.diagnostic ? ` ${event.diagnostic.code}` : ''}`]
      : [],
  );
  return { outcomes, records, text: JSON.stringify(events) };
}
const saved = join(folder, 'saved.dump');
const up = async () => (await sh(world, 'docker ps --format "{{.Names}}" | sort', { host: VM })).stdout;
const ALL = 'municipal_project-data_collector-1\nmunicipal_project-db-1\nmunicipal_project-web-1\n';

it('a backup is brought to this computer whole, for its owner alone, and no secret is in what was told', async () => {
  const done = await run((context) => backUpInstance(session, context, known, saved));
  expect(done.outcomes).toEqual(['stack.look unchanged', 'stack.save changed', 'stack.bring changed']);
  expect(done.records.filter((type) => type === 'stack-saved')).toHaveLength(2);
  const [line = ''] = (
    await sh(world, 'sha256sum /var/backups/sitewright/monitoring/*.dump', { host: VM })
  ).stdout.split(' ');
  expect(createHash('sha256').update(readFileSync(saved)).digest('hex')).toBe(line);
  expect(statSync(saved).mode & 0o777).toBe(0o600);
  expect(done.text).not.toContain('value of');
});

it('where this computer cannot store it, nothing is begun', async () => {
  const out = join(folder, 'no-such-folder', 'saved.dump');
  const done = await run((context) => backUpInstance(session, context, known, out));
  expect(done.outcomes).toEqual(['stack.look failed stack.out-unwritable']);
  expect(existsSync(out)).toBe(false);
});

it('what was stopped in the middle runs again, and the same restore then ends well', async () => {
  const restore = (context: RunContext) => restoreInstance(session, context, known, { file: saved });
  // a large database: it stands still for a day
  const script = '/opt/sitewright/stacks/monitoring/restore';
  await sh(world, `cp -p ${script} /root/restore && sed -i 's/^docker compose stop.*/&; sleep 86400/' ${script}`, {
    host: VM,
  });
  const stopped = await run(restore, (event, stop) => {
    if (event.type === 'step-started' && event.itemId === 'stack.restore')
      void (async () => {
        while ((await up()) === ALL) await new Promise((resolve) => setTimeout(resolve, 5));
        stop();
      })();
  });
  await sh(world, `cp -p /root/restore ${script}`, { host: VM });
  expect(stopped.outcomes).toEqual(['stack.look unchanged', 'stack.send changed', 'stack.restore cancelled']);
  expect(await up()).toBe(ALL);
  const done = await run(restore);
  expect(done.outcomes.slice(2)).toEqual(['stack.restore changed', 'stack.healthy unchanged']);
  expect(await up()).toBe(ALL);
  expect((await sh(world, 'ls -A /var/backups/sitewright/monitoring | grep brought', { host: VM })).stdout).toBe('');
});

it('a restore that a laptop left running is waited for, however long it takes, before the next one begins', async () => {
  const way = known.stack.restore?.(known.place);
  const path = join('/var/backups/sitewright/monitoring', '.left.dump');
  const bytes = readFileSync(saved);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await transport.upload({ source: { bytes }, sha256, sizeBytes: bytes.length }, path, { mode: 0o600 });
  const RESTORED = `${VM}: database.restored municipal_project`;
  const before = world.effects.get(RESTORED) ?? 0;
  if (!way) throw new Error('it can be restored');
  // killed -9: nothing of it reaches the host any more, and nobody reads the end of its job
  let isGone = false;
  const laptop: RawHost = { ...raw, run: (asked) => (isGone ? new Promise<number>(() => {}) : raw.run(asked)) };
  const gone = hostTransport({ raw: laptop, user: 'root', redactor: createRedactor(), clock });
  const slow = change`sleep 4500; ${way.from(path, { leaveStopped: false })}`;
  void gone.job('stack.restore-monitoring', slow);
  const left = async () => (await transport.pendingJobs()).filter(({ state }) => state === 'running');
  while ((await left()).length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  isGone = true;
  const ends: number[] = [];
  const done = await run(
    (context) => restoreInstance(session, context, known, { file: saved }),
    (event) => {
      if (event.type === 'step-started') ends.push((world.effects.get(RESTORED) ?? 0) - before);
    },
  );
  expect(done.outcomes.at(-1)).toBe('stack.healthy unchanged');
  // at the begin of look, send, restore, healthy
  expect(ends).toEqual([0, 1, 1, 2]);
  expect(await transport.pendingJobs()).toEqual([]);
});

it('a file that was brought goes, also where the run is stopped while it comes or right after', async () => {
  const there = async () =>
    (await sh(world, 'ls -A /var/backups/sitewright/monitoring | grep brought', { host: VM })).stdout;
  const restore = (context: RunContext) => restoreInstance(session, context, known, { file: saved });
  for (const type of ['progress', 'step-finished'] as const) {
    const stopped = await run(restore, (event, stop) => {
      if (event.type === type && event.itemId === 'stack.send') stop();
    });
    expect(stopped.outcomes).not.toContain('stack.restore changed');
    expect(await there()).toBe('');
  }
  // what a laptop that was switched off left
  await sh(world, 'cd /var/backups/sitewright/monitoring && echo x >.brought.dump && echo x >..brought.dump.ab.part', {
    host: VM,
  });
  expect(await there()).not.toBe('');
  await run((context) => backUpInstance(session, context, known, undefined));
  expect(await there()).toBe('');
});

it('a file that is none of its backups changes nothing', async () => {
  const strange = join(folder, 'strange.dump');
  writeFileSync(strange, 'nothing of it');
  const done = await run((context) => restoreInstance(session, context, known, { file: strange }));
  expect(done.outcomes.at(-1)).toBe('stack.restore failed stack.not-restored');
  expect(await up()).toBe(ALL);
  const missing = await run((context) => restoreInstance(session, context, known, { name: '20200101T000000Z.dump' }));
  expect(missing.outcomes).toEqual(['stack.look failed stack.no-such-backup']);
});

it('where the files of another instance are of the same project, nothing is removed', async () => {
  const other = '/opt/sitewright/stacks/former';
  await sh(world, `mkdir ${other} && cp -p /opt/sitewright/stacks/monitoring/.env ${other}/`, { host: VM });
  await expect(run((context) => removeFromHost(session, context, known, 'monitoring', false))).rejects.toThrow(
    /stack\.project-shared: monitoring stays: \/opt\/sitewright\/stacks\/former on /,
  );
  await sh(world, `rm -r ${other}`, { host: VM });
  expect(await up()).toBe(ALL);
});

it('the project that runs goes, also where site.toml names another one by now', async () => {
  const changed = { ...known, place: { ...known.place, project: 'renamed' } };
  await run((context) => removeFromHost(session, context, changed, 'monitoring', false));
  expect(await up()).toBe('');
  await machine.apply();
  expect(await up()).toBe(ALL);
});

it('one that the site does not name any more is found on its host and removed', async () => {
  const done = await run((context) => removeFromHost(session, context, undefined, 'monitoring', true));
  expect(done.outcomes).toEqual(['stack.look unchanged', 'stack.remove changed']);
  expect(await up()).toBe('');
  await expect(run((context) => removeFromHost(session, context, undefined, 'monitoring', true))).rejects.toThrow(
    /stack\.not-found:/,
  );
});

it('a host that was not reached is named: what may lie on it is not said to be nowhere', async () => {
  const silent = { hosts: new Map([[VM, { reached: false, expected: true }]]) };
  const there = { ...session, look: async () => silent } as unknown as SiteSession;
  await expect(run((context) => removeFromHost(there, context, undefined, 'monitoring', true))).rejects.toThrow(
    new RegExp(`stack\\.not-found-yet: .*could not be seen on ${VM}\\.`),
  );
});
