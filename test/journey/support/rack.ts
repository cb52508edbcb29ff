import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeDiagnostic } from '../../../electron/api/diagnostic.ts';
import type { RunEvent } from '../../../electron/api/run.ts';
import type { Site } from '../../../electron/api/site.ts';
import { createEngine, type Engine } from '../../../electron/engine/engine.ts';
import { parseSite } from '../../../electron/engine/site/parse-site.ts';
import { ROOT, testPorts } from '../../support/test-engine.ts';
import { type ServedSite, serveSite } from './served-site.ts';

export type RackClient = ReturnType<Engine['client']>;

/** A simulated rack that stands for itself, the site file for it, and laptops that come and go. */
export interface Rack {
  readonly served: ServedSite;
  /** Path of the site file. */
  readonly file: string;
  /** Puts another text into the site file. */
  write(text: string): void;
  /** A laptop with a state folder of its own (default: the first one's). */
  laptop(name?: string): RackClient;
  /** Somebody types this on a node. Throws where it fails. */
  byHand(host: string, command: string): Promise<string>;
  close(): Promise<void>;
}

/** Not more: what is given two minutes on a rack would be late for lack of this machine's time. */
export const REHEARSAL = { faults: [], keep: true, compression: 120 };

/** The text of the two-node example. */
export function exampleText(): string {
  return readFileSync(join(ROOT, 'examples', 'two-node', 'site.toml'), 'utf8');
}

/** Sets up the rack of a site file, powered and installed, nothing on it configured. */
export async function openRack(text: string): Promise<Rack> {
  const folder = mkdtempSync(join(tmpdir(), 'sitewright-rack-'));
  const parsed = parseSite(text);
  if (!parsed.site)
    throw new Error(parsed.diagnostics.map((entry) => describeDiagnostic(entry, 'en').summary).join('\n'));
  const site: Site = parsed.site;
  const served = await serveSite(site, folder, { compression: REHEARSAL.compression });
  const siteFolder = join(folder, 'site');
  mkdirSync(siteFolder);
  const file = join(siteFolder, 'site.toml');
  writeFileSync(file, text);
  const engines: Engine[] = [];
  return {
    served,
    file,
    write: (next) => writeFileSync(file, next),
    laptop(name) {
      const state = name === undefined ? served.state : join(folder, name);
      if (name !== undefined) {
        const own = join('sitewright', 'sites', site.id, 'rehearsal');
        mkdirSync(join(state, own), { recursive: true, mode: 0o700 });
        copyFileSync(join(served.state, own, 'throw-away-secrets.json'), join(state, own, 'throw-away-secrets.json'));
      }
      const engine = createEngine({
        ...testPorts(folder),
        by: name ?? 'test',
        env: { XDG_STATE_HOME: state, SITEWRIGHT_REHEARSAL_NETWORK: served.networkFile },
      });
      engines.push(engine);
      return engine.client('cli');
    },
    async byHand(name, command) {
      const host = served.world.hosts.get(name);
      if (!host) throw new Error(`no host ${name}`);
      const said: Buffer[] = [];
      const code = await served.world.run(host, ['sh', '-c', command], {
        cwd: '/root',
        env: new Map([
          ['HOME', '/root'],
          ['PATH', '/usr/sbin:/usr/bin:/sbin:/bin'],
        ]),
        stdout: (chunk) => said.push(Buffer.from(chunk)),
        stderr: (chunk) => said.push(Buffer.from(chunk)),
      });
      const text = Buffer.concat(said).toString();
      if (code !== 0) throw new Error(`${name}: ${command}: ${code}\n${text}`);
      return text;
    },
    async close() {
      for (const engine of engines) await engine.close();
      await served.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** All events of a run, to its end. */
export async function follow(
  client: RackClient,
  runId: string,
  onEvent?: (event: RunEvent) => Promise<void> | void,
): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of await client.runs.events({ runId, after: 0 })) {
    events.push(event);
    await onEvent?.(event);
  }
  return events;
}

/** Items and sentences of what went wrong, those of the run as a whole included. */
export function troubles(events: readonly RunEvent[]): readonly string[] {
  return events.flatMap((event) => {
    if (event.type === 'step-finished' && event.diagnostic && event.outcome !== 'skipped')
      return [`${event.itemId}: ${describeDiagnostic(event.diagnostic, 'en').summary}`];
    if (event.type === 'diagnostic' && event.diagnostic.severity === 'error')
      return [describeDiagnostic(event.diagnostic, 'en').summary];
    return [];
  });
}

export function outcomeOf(events: readonly RunEvent[]): string {
  const last = events.at(-1);
  return last?.type === 'run-finished' ? last.outcome : 'no end';
}
