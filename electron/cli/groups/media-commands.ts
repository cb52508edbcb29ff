import {
  drivesCommand,
  type FlashOptions,
  flashCommand,
  type ImageMakeOptions,
  imageInspectCommand,
  imageMakeCommand,
  imageRetargetCommand,
  type RetargetOptions,
} from '../commands/media.ts';
import type { Grammar } from '../grammar.ts';

/** Images, drives and the writing of sticks. */
export function addMediaCommands({ program, run, say, values, json, example }: Grammar): void {
  const image = program.command('image').description(say('image'));
  example(
    json(
      image
        .command('make <site>')
        .description(say('imageMake'))
        .requiredOption('--base <iso>', say('base'))
        .requiredOption('--out <dir>', say('out'))
        .option('--node <name>', say('onlyNode'), values.several)
        .option('--full', say('full'))
        .option('--rewrite', say('rewrite'))
        .option('--accept-base <sha256>', say('acceptBase'), values.digest),
    ),
    'image make site.toml --base proxmox-ve_8.4-1.iso --out media',
  ).action((site: string, options: ImageMakeOptions) => run((session) => imageMakeCommand(session, site, options)));
  example(
    json(image.command('inspect <file>').description(say('imageInspect'))),
    'image inspect media/pve-node1.overlay --json',
  ).action((file: string, options) => run((session) => imageInspectCommand(session, file, options)));
  example(
    json(
      image
        .command('retarget <target> <site>')
        .description(say('imageRetarget'))
        .requiredOption('--base <iso>', say('base'))
        .requiredOption('--node <name>', say('retargetNode'))
        .option('--accept-base <sha256>', say('acceptBase'), values.digest)
        .option('--verify-whole', say('verifyWhole')),
    ),
    'image retarget /dev/sdb site.toml --base proxmox-ve_8.4-1.iso --node pve-node2',
  ).action((target: string, site: string, options: RetargetOptions) =>
    run((session) => imageRetargetCommand(session, target, site, options)),
  );
  example(
    json(
      program
        .command('drives')
        .description(say('drives'))
        .option('--virtual', say('virtual'))
        .option('--site <site>', say('drivesSite')),
    ),
    'drives --json',
  ).action((options) => run((session) => drivesCommand(session, options)));
  example(
    json(
      program
        .command('flash <images...>')
        .description(say('flash'))
        .requiredOption('--to <device>', say('to'), values.several)
        .requiredOption('--confirm <serial>', say('confirm'), values.several)
        .option('--base <iso>', say('flashBase'))
        .option('--accept-large <serial>', say('acceptLarge')),
    ),
    'flash media/pve-node1.overlay --to /dev/sdb --confirm 4C530001230927114092',
  ).action((files: string[], options: FlashOptions) => run((session) => flashCommand(session, files, options)));
}
