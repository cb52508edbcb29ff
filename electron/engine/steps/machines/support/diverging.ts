import type { Change } from '../../../../api/plan.ts';
import type { GuestConfig } from '../../../facts/pve/guest-configs.ts';
import { effective } from './guests.ts';

/** One option of `qm set` that the site wants. */
export interface WantedOption {
  /** Key in the configuration, which is also the option's name. */
  readonly key: string;
  /** What goes behind the option. */
  readonly value: string;
  /** Whether the present value says the same; default: equal text. */
  readonly same?: (present: string | undefined) => boolean;
  /** What the plan shows; default: the value. */
  readonly shown?: string;
}

/** The options whose present value differs. */
export function diverging(config: GuestConfig, wanted: readonly WantedOption[]): readonly WantedOption[] {
  return wanted.filter(({ key, value, same }) => {
    const present = effective(config, key);
    return same ? !same(present) : present !== value;
  });
}

/** The same as lines of a plan. */
export function asChanges(config: GuestConfig, options: readonly WantedOption[]): readonly Change[] {
  return options.map(({ key, value, shown }) => {
    const before = effective(config, key);
    return { what: `${config.values.name ?? config.id}: ${key}`, ...(before ? { before } : {}), after: shown ?? value };
  });
}

/** `--key value` pairs as words of a command. */
export function asWords(options: readonly WantedOption[]): readonly string[] {
  return options.flatMap(({ key, value }) => [`--${key}`, value]);
}
