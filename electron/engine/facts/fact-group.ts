import type { Fact, Known } from './fact.ts';
import type { FileTexts } from './parse/file-lines.ts';

/** A fact that follows from files below /etc/pve; all of them are read by one process. */
export interface FileFact<T> {
  readonly id: string;
  /** Paths, shell globs allowed. */
  readonly paths: readonly string[];
  /** Must not throw. */
  readonly parse: (files: FileTexts) => Known<T>;
}

/** From a group of facts to what is known: `{cpu: Fact<Cpu>}` gives `{cpu: Known<Cpu>}`. */
export type KnownOf<Group> = {
  readonly [Name in keyof Group]: Group[Name] extends Fact<infer T>
    ? Known<T>
    : Group[Name] extends FileFact<infer T>
      ? Known<T>
      : never;
};
