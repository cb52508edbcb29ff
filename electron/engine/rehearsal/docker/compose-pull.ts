import type { ProgramContext } from '../kernel/program.ts';
import { ComposeError } from './compose-error.ts';
import { pullImage } from './pull-image.ts';
import { PullError } from './registry-session.ts';

/** Pulls the image of a service, with compose's own lines. Throws {@link ComposeError} (exit code 18) where it does not come. */
export async function composePull(
  context: ProgramContext,
  service: string,
  reference: string,
  isQuiet: boolean,
): Promise<void> {
  const say = (line: string) => {
    if (!isQuiet) context.stderr(` ${line}\n`);
  };
  say(`${service} Pulling `);
  try {
    await pullImage({
      world: context.world,
      host: context.host,
      reference,
      sleep: (seconds) => context.sleep(seconds),
      say: (line) => {
        const [, id, what] = /^([0-9a-f]{12}): (.*)$/.exec(line) ?? [];
        if (id !== undefined) say(`${id} ${what} `);
      },
    });
  } catch (error) {
    if (!(error instanceof PullError)) throw error;
    say(`${service} Error ${error.message}`);
    throw new ComposeError(`${error.byDaemon ? 'Error response from daemon: ' : ''}${error.message}`, 18);
  }
  say(`${service} Pulled `);
}
