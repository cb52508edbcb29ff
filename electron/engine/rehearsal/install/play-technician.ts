import type { RehearsedMedia } from '../../../api/arrival.ts';
import type { RehearsedMachines, RehearsedStick } from './rehearsed-machines.ts';
import { RESTARTING, whatScreenShows } from './what-screen-shows.ts';

export interface PlayTechnicianOptions {
  readonly machines: RehearsedMachines;
  readonly media: RehearsedMedia;
  /**
   * What is plugged into which machine, by machine name. stick-each: the machine's own; one-image: the same for all;
   * one-stick: only the first machine's is looked at, and where it is absent `retarget` makes that one too.
   */
  readonly sticks: Readonly<Record<string, RehearsedStick>>;
  /** one-stick: turns the stick into this node's and gives it back. A rejection ends the play with it. */
  readonly retarget?: (node: string) => Promise<RehearsedStick>;
  readonly signal?: AbortSignal;
}

export interface TechnicianResult {
  readonly machine: string;
  /** installed: it was switched on from its disk. stopped: its screen shows an error, or nothing starts by itself. */
  readonly outcome: 'installed' | 'stopped';
}

const REACTION_SECONDS = 5;
/** With the one stick to the laptop and from there to the next machine. */
const CARRYING_SECONDS = 30;

/**
 * A technician with sticks in front of the simulated rack: puts a stick in, powers the machine on, watches its screen, pulls the
 * stick when the machine has switched itself off (or says that it restarts) and powers it on again. A machine that stops
 * with an error is left as it is, for whoever reads its screen. Resolves when nothing is left to do; rejects with the
 * signal's reason when stopped, and with what `retarget` rejects with.
 */
export async function playTechnician(options: PlayTechnicianOptions): Promise<readonly TechnicianResult[]> {
  const { machines, media } = options;
  const names = machines.machines.map(({ name }) => name);
  if (media !== 'one-stick') {
    const sticks = swapped(options, names);
    return Promise.all(names.flatMap((name) => (sticks[name] ? [tend(options, name, sticks[name])] : [])));
  }
  const results: TechnicianResult[] = [];
  for (const [index, name] of names.entries()) {
    if (index > 0) await machines.wait(CARRYING_SECONDS, options.signal);
    const stick = (index === 0 ? options.sticks[name] : undefined) ?? (await options.retarget?.(name));
    if (stick) results.push(await tend(options, name, stick));
  }
  return results;
}

/** With the mistake of a swapped stick, two neighbours get each other's. */
function swapped(options: PlayTechnicianOptions, names: readonly string[]): PlayTechnicianOptions['sticks'] {
  const sticks = { ...options.sticks };
  for (const [index, name] of names.entries()) {
    const other = names[(index + 1) % names.length] ?? name;
    if (options.media !== 'stick-each' || !options.machines.mistake('stick-swapped', name)) continue;
    const [mine, theirs] = [sticks[name], sticks[other]];
    if (mine && theirs) Object.assign(sticks, { [name]: theirs, [other]: mine });
  }
  return sticks;
}

async function tend(options: PlayTechnicianOptions, name: string, stick: RehearsedStick): Promise<TechnicianResult> {
  const { machines, signal } = options;
  machines.insertStick(name, stick);
  machines.powerOn(name);
  const seen = await watch(options, name);
  if (seen === 'stopped') return { machine: name, outcome: 'stopped' };
  await machines.wait(REACTION_SECONDS, signal);
  if (!machines.mistake('stick-left-in', name)) machines.removeStick(name);
  if (seen === 'off') {
    await machines.wait(REACTION_SECONDS, signal);
    machines.powerOn(name);
  }
  return { machine: name, outcome: 'installed' };
}

/** Looks at the screen until the machine is off, says that it restarts, or will not go on by itself. */
function watch({ machines, signal }: PlayTechnicianOptions, name: string): Promise<'off' | 'restarts' | 'stopped'> {
  const look = (): 'off' | 'restarts' | 'stopped' | undefined => {
    if (machines.machines.find((machine) => machine.name === name)?.power !== 'on') return 'off';
    const lines = machines.screen(name);
    if (lines.some((line) => line.includes(RESTARTING))) return 'restarts';
    const shown = whatScreenShows(lines);
    const isStuck =
      shown === 'error-and-prompt' || shown === 'grub-prompt' || (shown === 'nothing' && lines.length > 0);
    const waitsForAPerson =
      shown === 'boot-menu' && !lines.some((line) => line.includes('will be executed automatically'));
    return isStuck || waitsForAPerson ? 'stopped' : undefined;
  };
  return new Promise((resolve, reject) => {
    const stop = () => finish(() => reject(signal?.reason));
    const check = () => {
      const result = look();
      if (result) finish(() => resolve(result));
    };
    const unsubscribe = machines.subscribe(check);
    const finish = (settle: () => void) => {
      unsubscribe();
      signal?.removeEventListener('abort', stop);
      settle();
    };
    if (signal?.aborted) return stop();
    signal?.addEventListener('abort', stop, { once: true });
    check();
  });
}
