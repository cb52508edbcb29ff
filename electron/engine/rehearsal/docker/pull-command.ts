import { parseOptions } from '../debian/options.ts';
import type { ProgramContext } from '../kernel/program.ts';
import { readReference } from './image-reference.ts';
import { pullImage } from './pull-image.ts';
import { PullError } from './registry-session.ts';

const USAGE = `"docker pull" requires exactly 1 argument.
See 'docker pull --help'.

Usage:  docker pull [OPTIONS] NAME[:TAG|@DIGEST]

Download an image from a registry
`;

/** `docker pull`: gives the exit code. */
export async function pullCommand(context: ProgramContext, words: readonly string[]): Promise<number> {
  const options = parseOptions(words, { short: 'q', long: ['quiet', 'platform=', 'disable-content-trust?'] });
  const [reference, ...more] = options.operands;
  if (reference === undefined || more.length > 0) {
    context.stderr(USAGE);
    return 1;
  }
  const isQuiet = options.has('q', 'quiet');
  const { world, host } = context;
  const { registry, repository, name, tag, digest } = readReference(reference);
  const pinned = digest === undefined ? `:${tag ?? 'latest'}` : `@${digest}`;
  if (!isQuiet && tag === undefined && digest === undefined) context.stdout('Using default tag: latest\n');
  try {
    const pulled = await pullImage({
      world,
      host,
      reference,
      sleep: (seconds) => context.sleep(seconds),
      say: (line) => {
        if (!isQuiet) context.stdout(`${line}\n`);
      },
    });
    if (!isQuiet) {
      const state = pulled.isNew ? 'Downloaded newer image' : 'Image is up to date';
      context.stdout(`Digest: ${pulled.digest}\nStatus: ${state} for ${name}${pinned}\n`);
    }
    const isBoth = tag !== undefined && digest !== undefined;
    context.stdout(`${registry}/${repository}${isBoth ? `:${tag}` : ''}${pinned}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof PullError)) throw error;
    context.stderr(`${error.byDaemon ? 'Error response from daemon: ' : ''}${error.message}\n`);
    return 1;
  }
}
