import { join } from 'node:path';
import { rehearsalCommandSets } from '../../electron/engine/app/rehearsal-command-sets.ts';
import { openRehearsal, prepareRehearsalFolder } from '../../electron/engine/rehearsal/open-rehearsal.ts';
import { keepHeapSmall } from '../../electron/engine/serve/small-heap.ts';
import { checkSite } from '../../electron/engine/site/check-site.ts';
import { siteStateFolder } from '../../electron/engine/workspace/state-folder.ts';
import { startBenchEngine } from './bench-engine.ts';
import { talkingStep } from './talking-step.ts';

declare const SITEWRIGHT_ROOT: string;

const EXAMPLE = 'two-node';

/** The machines: SSH servers whose commands print as fast as they are read. A user's laptop does not carry them. */
async function serveSite(state: string): Promise<void> {
  const { site } = await checkSite(join(SITEWRIGHT_ROOT, 'examples', EXAMPLE, 'site.toml'));
  if (!site) throw new Error(`the example ${EXAMPLE} has errors`);
  const user = { platform: process.platform, env: { XDG_STATE_HOME: state }, home: '' };
  const folder = join(siteStateFolder(user, site.id), 'rehearsal');
  const secrets = prepareRehearsalFolder(folder, false);
  await openRehearsal({
    site: { ...site, access: { ...site.access, sshPublicKey: secrets.key.publicLine } },
    options: { faults: [], keep: false, compression: 400 },
    folder,
    commandSets: rehearsalCommandSets(),
    secrets,
  });
  process.send?.({ networkFile: join(folder, 'network.json') });
}

/** The engine as `sitewright serve` has it, with a step that talks once it is told to. */
async function serveEngine(state: string, networkFile: string, lines: number): Promise<void> {
  keepHeapSmall();
  const engine = await startBenchEngine({ example: EXAMPLE, state, networkFile });
  const talk = talkingStep(lines);
  const runId = await engine.rehearse([talk.step]);
  await talk.begun;
  process.once('message', () => {
    const startedAt = performance.now();
    talk.go();
    void talk.said.then(() => process.send?.({ offeredMs: performance.now() - startedAt }));
  });
  process.send?.({ url: engine.url, runId });
}

const [part, state = '', networkFile = '', lines = ''] = process.argv.slice(2);
process.once('disconnect', () => process.exit(0));
(part === 'site' ? serveSite(state) : serveEngine(state, networkFile, Number(lines))).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
