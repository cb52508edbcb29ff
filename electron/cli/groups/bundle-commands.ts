import type { Command } from 'commander';
import {
  type BundleMakeFlags,
  bundleDeltaCommand,
  bundleDiffCommand,
  bundleJoinCommand,
  bundleMakeCommand,
  bundlePatchCommand,
  bundleSplitCommand,
  bundleUpdateCommand,
  bundleVerifyCommand,
} from '../commands/bundle.ts';
import { bundlePushCommand, bundleStickCommand } from '../commands/deployment.ts';
import type { Grammar } from '../grammar.ts';

/** Everything that a site needs offline. */
export function addBundleCommands({ program, run, say, values, json, example }: Grammar): void {
  const bundle = program.command('bundle').description(say('bundle'));
  const sourced = (command: Command) => json(command.option('--sources <file>', say('bundleSources')));
  example(
    sourced(bundle.command('make <site>').description(say('bundleMake')).option('--out <dir>', say('bundleOut'))),
    'bundle make site.toml --out /media/stick/bundle',
  ).action((site: string, options: BundleMakeFlags) => run((session) => bundleMakeCommand(session, site, options)));
  example(
    sourced(
      bundle
        .command('update <site>')
        .description(say('bundleUpdate'))
        .option('--out <dir>', say('bundleOut'))
        .option('--write', say('bundleWrite')),
    ),
    'bundle update site.toml',
  ).action((site: string, options: BundleMakeFlags & { write?: boolean }) =>
    run((session) => bundleUpdateCommand(session, site, options)),
  );
  example(
    json(
      bundle
        .command('verify <folder>')
        .description(say('bundleVerify'))
        .option('--site <site>', say('bundleSite'))
        .option('--rehearse', say('bundleRehearse')),
    ),
    'bundle verify /media/stick/bundle --site site.toml',
  ).action((folder: string, options) => run((session) => bundleVerifyCommand(session, folder, options)));
  example(
    json(bundle.command('diff <before> <after>').description(say('bundleDiff'))),
    'bundle diff /media/stick/bundle bundle',
  ).action((before: string, after: string, options) =>
    run((session) => bundleDiffCommand(session, before, after, options)),
  );
  example(
    json(
      bundle
        .command('stick <folder>')
        .description(say('bundleStick'))
        .requiredOption('--site <site>', say('bundleStickSite'))
        .option('--plain-folder', say('plainFolder')),
    ),
    'bundle stick /media/stick --site site.toml',
  ).action((folder: string, options: { site: string; plainFolder?: boolean; json?: boolean }) =>
    run((session) => bundleStickCommand(session, folder, options)),
  );
  example(
    json(
      bundle
        .command('push <site>')
        .description(say('bundlePush'))
        .requiredOption('--to <host>', say('pushTo'))
        .option('--prune', say('pushPrune')),
    ),
    'bundle push site.toml --to vm-dashboard',
  ).action((site: string, options: { to: string; prune?: boolean; json?: boolean }) =>
    run((session) => bundlePushCommand(session, site, options)),
  );
  const carrying = (command: Command) => json(command.requiredOption('--out <dir>', say('out')));
  example(
    carrying(bundle.command('delta <before> <after>').description(say('bundleDelta'))),
    'bundle delta old-bundle bundle --out delta',
  ).action((before: string, after: string, options: { out: string; json?: boolean }) =>
    run((session) => bundleDeltaCommand(session, before, after, options)),
  );
  example(
    json(bundle.command('patch <folder> <delta>').description(say('bundlePatch'))),
    'bundle patch /media/stick/bundle delta',
  ).action((folder: string, delta: string, options) =>
    run((session) => bundlePatchCommand(session, folder, delta, options)),
  );
  example(
    carrying(
      bundle
        .command('split <folder>')
        .description(say('bundleSplit'))
        .requiredOption('--size <size>', say('bundleSize'), values.size),
    ),
    'bundle split bundle --size 3900MB --out volumes',
  ).action((folder: string, options: { out: string; size: number; json?: boolean }) =>
    run((session) => bundleSplitCommand(session, folder, options)),
  );
  example(
    carrying(bundle.command('join <folders...>').description(say('bundleJoin'))),
    'bundle join /media/stick1 /media/stick2 --out bundle',
  ).action((folders: string[], options: { out: string; json?: boolean }) =>
    run((session) => bundleJoinCommand(session, folders, options)),
  );
}
