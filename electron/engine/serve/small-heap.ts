import { setFlagsFromString } from 'node:v8';

/**
 * For a process that stays: V8 lets what nobody holds any more pile up to several times of what is in use before it looks through it.
 * A million lines of a talkative host grew the engine by 100 to 200 MiB that way, and by 40 at most with this; it costs
 * processor time while a host talks, and nothing otherwise (`npm run bench log-million`).
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--optimize-for-size');
}
