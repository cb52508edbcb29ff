import { createHash } from 'node:crypto';
import type { SimWorld } from '../../../electron/engine/rehearsal/kernel/world.ts';

/** One command that came over SSH. */
export interface Exchange {
  readonly host: string;
  /** Digest of its text, without what differs each time. */
  readonly digest: string;
  readonly text: string;
  /** It reads the facts of its host, and nothing else. */
  readonly isLook: boolean;
}

export interface Watcher {
  /** Before it runs. `lose` = it never arrives. */
  before?(exchange: Exchange): 'go-on' | 'lose';
  /** It has run, and no byte of its answer was sent yet. `changed`: the world is not as it was before. */
  after?(exchange: Exchange & { readonly changed: boolean; readonly stdout: string }): void;
}

/** Puts a watcher between the SSH servers of a world and what they run. */
export function watchCommands(world: SimWorld, watcher: Watcher): void {
  const start = world.start.bind(world);
  const tick = world.tick.bind(world);
  let ticking = false;
  let changes = 0;
  world.tick = () => {
    ticking = true;
    try {
      tick();
    } finally {
      ticking = false;
    }
  };
  world.subscribe((event) => {
    if (!ticking && (event.type === 'changed' || event.type === 'effect')) changes += 1;
  });
  world.start = async (host, argv, options = {}) => {
    if (!options.env?.has('SSH_CONNECTION')) return start(host, argv, options);
    const text = argv[2] ?? '';
    const exchange: Exchange = {
      host: host.name,
      digest: digestOf(argv),
      text,
      isLook: isLook(text),
    };
    if (watcher.before?.(exchange) === 'lose') return new Promise(() => {});
    const held: (() => void)[] = [];
    const out: Buffer[] = [];
    const before = changes;
    const end = await start(host, argv, {
      ...options,
      stdout: (chunk) => {
        out.push(Buffer.from(chunk));
        held.push(() => options.stdout?.(chunk));
      },
      stderr: (chunk) => void held.push(() => options.stderr?.(chunk)),
    });
    watcher.after?.({ ...exchange, changed: changes > before, stdout: Buffer.concat(out).toString('utf8') });
    for (const send of held) send();
    return end;
  };
}

/** Digest of what came over SSH, without what differs each time. */
export function digestOf(argv: readonly string[]): string {
  return createHash('sha256')
    .update(withoutChance(argv[2] ?? ''))
    .digest('hex');
}

/**
 * Without the mark of a command, and what becomes of a key made by chance: digest and size of the file that carries it (the numbers
 * of an ECDSA signature are not always equally long).
 */
function withoutChance(text: string): string {
  return text
    .replace(/SITEWRIGHT_EXEC=\w+/, 'SITEWRIGHT_EXEC=x')
    .replace(/\b[0-9a-f]{64}\b/g, 'SHA256')
    .replace(/\.[0-9a-f]{12}\.part\b/g, '.SHA256.part')
    .replace(/ -lt \d+ \] \|\| rm -f /g, ' -lt SIZE ] || rm -f ');
}

/** The one round trip in which all facts of a host are read begins like this (facts/gather.ts). */
function isLook(text: string): boolean {
  return text.includes('export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin"');
}
