import type { Fact, Known } from './fact.ts';
import type { ClusterFiles } from './parse/file-lines.ts';

/** A fact that follows from files below /etc/pve; all of them are read by one process. */
export interface FileFact<T> {
  readonly id: string;
  /** Paths, shell globs allowed. */
  readonly paths: readonly string[];
  /** Must not throw. Text in a form that is not the documented one is `unknown`, never a smaller value. */
  readonly parse: (files: ClusterFiles) => Known<T>;
}

/** From a group of facts to what is known: `{cpu: Fact<Cpu>}` gives `{cpu: Known<Cpu>}`. */
export type KnownOf<Group> = {
  readonly [Name in keyof Group]: Group[Name] extends Fact<infer T>
    ? Known<T>
    : Group[Name] extends FileFact<infer T>
      ? Known<T>
      : never;
};
