import type { ProgramContext, SimHost, World } from '../../kernel/program.ts';
import { ensureNode } from '../model/node-init.ts';
import { majorVersion, type NodeState } from '../model/slice.ts';

/** One call of the vendor's API code on one node: from a tool, from pvesh or over HTTPS. */
export interface ApiCall {
  readonly world: World;
  readonly host: SimHost;
  readonly node: NodeState;
  readonly version: 8 | 9;
  /** Who calls: root@pam on the command line, else the token's user. */
  readonly user: string;
  /** What the running worker prints. */
  readonly out: (text: string) => void;
  /** Perl's `warn`. */
  readonly warn: (text: string) => void;
  readonly sleep: (seconds: number) => Promise<void>;
  readonly cwd: string;
  readonly stdin: () => Promise<Uint8Array>;
  /** false over HTTPS: workers run in the background there. */
  readonly synchronous: boolean;
}

export function callFromContext(context: ProgramContext): ApiCall {
  return {
    world: context.world,
    host: context.host,
    node: ensureNode(context.world, context.host),
    version: majorVersion(context.host),
    user: 'root@pam',
    out: (text) => context.stdout(text),
    warn: (text) => context.stderr(text),
    sleep: (seconds) => context.sleep(seconds),
    cwd: context.cwd,
    stdin: () => context.stdin(),
    synchronous: true,
  };
}

/** Epoch seconds of the simulated clock. */
export function nowSeconds(world: World): number {
  return Math.floor(world.now() / 1000);
}
