import { Argument, Option } from 'commander';
import { REHEARSED_MEDIA } from '../../api/arrival.ts';
import { DRILL_KINDS, type DrillKind } from '../../api/drill.ts';
import { type ArriveFlags, arriveCommand } from '../commands/arrive.ts';
import { type DrillFlags, drillCommand } from '../commands/drill.ts';
import { type HistoryFlags, historyCommand } from '../commands/history.ts';
import {
  type ApplyFlags,
  applyCommand,
  planCommand,
  rehearseCommand,
  type SmokeFlags,
  smokeCommand,
  type WorkFlags,
} from '../commands/site-runs.ts';
import type { Grammar } from '../grammar.ts';

/** On site, or rehearsed: arrival, plan, apply, smoke tests, drills, and what was run. */
export function addWorkCommands({
  program,
  run,
  say,
  values,
  siteWord,
  meant,
  json,
  example,
  simulated,
  live,
  selecting,
}: Grammar): void {
  example(
    simulated(
      json(
        program
          .command('arrive <site>')
          .description(say('arrive'))
          .option('--key <host=fingerprint>', say('key'), values.key)
          .option('--rehearsal', say('arriveRehearsal'))
          .option('--keep', say('keep'))
          .addOption(new Option('--media <how>', say('media')).choices(REHEARSED_MEDIA)),
      ),
    ),
    'arrive site.toml',
  ).action((site: string, options: ArriveFlags) => run((session) => arriveCommand(session, site, options)));
  example(
    selecting(live(program.command(`plan ${siteWord}`).description(say('plan')))),
    'plan site.toml --only storage,machines',
  ).action((site: string | undefined, options: WorkFlags) =>
    run((session) => planCommand(session, meant(site), options)),
  );
  example(
    selecting(live(program.command(`apply ${siteWord}`).description(say('apply'))))
      .option('--dry-run', say('dryRun'))
      .option('--wipe <serial>', say('wipe'), values.several)
      .option('--take-lock', say('takeLock')),
    'apply site.toml --from storage.pool --node pve-node2',
  ).action((site: string | undefined, options: ApplyFlags) =>
    run((session) => applyCommand(session, meant(site), options)),
  );
  example(
    live(program.command(`smoke ${siteWord}`).description(say('smoke'))).option(
      '--check <id>',
      say('smokeCheck'),
      values.several,
    ),
    'smoke site.toml --check smoke.cluster',
  ).action((site: string | undefined, options: SmokeFlags) =>
    run((session) => smokeCommand(session, meant(site), options)),
  );
  example(
    live(
      program
        .command('drill <site>')
        .description(say('drill'))
        .addArgument(new Argument('[kind]', say('drillKind')).choices(DRILL_KINDS)),
    )
      .option('--machine <name>', say('drillMachine'))
      .option('--node <name>', say('drillNode'))
      .option('--link <n>', say('drillLink'), values.link)
      .option('--confirm <name>', say('drillConfirm'))
      .option('--take-lock', say('takeLock')),
    'drill site.toml failover --machine vm-dashboard --confirm vm-dashboard',
  ).action((site: string, kind: DrillKind | undefined, options: DrillFlags) =>
    run((session) => drillCommand(session, site, kind, options)),
  );
  example(
    json(program.command('history <site> [runs...]').description(say('history')).option('--all', say('historyAll'))),
    'history site.toml',
  ).action((site: string, runs: string[], options: HistoryFlags) =>
    run((session) => historyCommand(session, site, runs, options)),
  );
  example(
    simulated(
      json(
        program
          .command('rehearse <site>')
          .description(say('rehearse'))
          .option('--out <dir>', say('out'))
          .option('--keep', say('keep'))
          .option('--bundle-alone', say('bundleAlone')),
      ),
    ),
    'rehearse examples/two-node/site.toml --out rehearsal',
  ).action((site: string, options) => run((session) => rehearseCommand(session, site, options)));
}
