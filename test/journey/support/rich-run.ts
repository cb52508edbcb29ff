import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { describeDiagnostic } from '../../../electron/api/diagnostic.ts';
import type { RunEvent } from '../../../electron/api/run.ts';
import type { Site } from '../../../electron/api/site.ts';
import { parseSite } from '../../../electron/engine/site/parse-site.ts';
import { openTestEngine } from '../../support/test-engine.ts';
import { richSite } from './rich-site.ts';
import { type ServedSite, serveSite } from './served-site.ts';

/** The guard's two minutes are real ones of a node: not so fast that this machine's work eats them. */
const COMPRESSION = 100;

export interface RichSite {
  readonly served: ServedSite;
  readonly file: string;
}

/** Serves a rich site below a folder. */
export async function openRichSite(
  folder: string,
  options: { readonly version: '8.4' | '9.1'; readonly storages?: string; readonly faults?: readonly string[] },
): Promise<RichSite> {
  const own = mkdtempSync(join(folder, 'site-'));
  const file = join(own, 'site.toml');
  const text = richSite(options);
  writeFileSync(file, text);
  const parsed = parseSite(text);
  expect(parsed.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const { faults = [] } = options;
  return { served: await serveSite(parsed.site as Site, own, { compression: COMPRESSION, faults }), file };
}

export interface RichRun {
  /** By item the outcome, or the English sentence of its failure. */
  readonly ends: ReadonlyMap<string, string>;
  readonly last: RunEvent | undefined;
}

/** One run of one client, for which these serials were typed. */
export async function applyRich({ served, file }: RichSite, wipe?: readonly string[]): Promise<RichRun> {
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
      ...(wipe ? { wipe: [...wipe] } : {}),
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

/** What a plan shows as to be changed, and the English sentences that it begins with. */
export async function planRich({ served, file }: RichSite): Promise<readonly string[]> {
  const { engine, close } = openTestEngine({
    concurrency: 4,
    env: { XDG_STATE_HOME: served.state, SITEWRIGHT_REHEARSAL_NETWORK: served.networkFile },
  });
  try {
    const rehearsal = { faults: [], keep: true, compression: COMPRESSION };
    const plan = await engine.client('cli').plan.make({ site: file, rehearsal });
    const changes = plan.items.flatMap((item) =>
      item.changes.map(({ what, before, after }) => `${item.id}: ${what}: ${before ?? '-'} -> ${after}`),
    );
    return [...changes, ...plan.diagnostics.map((entry) => describeDiagnostic(entry, 'en').summary)];
  } finally {
    await close();
  }
}

/** What a command says on a host of the site, as somebody at its console would see it. */
export async function saidBy(served: ServedSite, host: string, command: string): Promise<string> {
  const at = served.world.hosts.get(host);
  if (!at) throw new Error(`no host ${host}`);
  const out: Buffer[] = [];
  await served.world.run(at, ['sh', '-c', command], { stdout: (chunk) => out.push(Buffer.from(chunk)) });
  return Buffer.concat(out).toString('utf8');
}
