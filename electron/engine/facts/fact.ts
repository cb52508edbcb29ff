import type { Command } from '../shell/command.ts';

/** Unknown is not absent: an unreadable fact says why and is never taken for an empty one. */
export type Known<T> = { readonly known: true; readonly value: T } | { readonly known: false; readonly why: string };

export function known<T>(value: T): Known<T> {
  return { known: true, value };
}
export function unknown(why: string): Known<never> {
  return { known: false, why };
}

/** What one part of the round trip gave back. */
export interface RawAnswer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A read command plus a pure parse. All facts of a host are gathered in one round trip. */
export interface Fact<T> {
  readonly id: string;
  readonly command: Command<'read'>;
  /** Must not throw; anything unexpected is `unknown(why)`. */
  readonly parse: (answer: RawAnswer) => Known<T>;
}
