import { type Diagnostic, diagnostic } from '../../api/diagnostic.ts';
import type { Known } from '../facts/fact.ts';

/** What a person is told of a reading beside the file itself: collected by the parts that write it, in their order. */
export class Remarks {
  readonly #told: Diagnostic[] = [];
  readonly #notHeld = new Set<string>();
  readonly #notOurs = new Set<string>();
  readonly #assumed = new Map<string, string>();

  tell(...diagnostics: readonly Diagnostic[]): void {
    this.#told.push(...diagnostics);
  }

  /** The cluster has it, and a site file has no words for it. */
  notHeld(what: string): void {
    this.#notHeld.add(what);
  }

  /** It carries no mark of this site: named in the file, it would be claimed. */
  notOurs(what: string): void {
    this.#notOurs.add(what);
  }

  /** Nobody said it, and the file cannot go without it. */
  assumed(field: string, value: string): void {
    this.#assumed.set(field, value);
  }

  isAssumed(field: string): boolean {
    return this.#assumed.has(field);
  }

  /** The value of a fact; one that is unknown is told, and never taken for an empty one. */
  valueOf<T>(host: string, what: string, fact: Known<T>): T | undefined {
    if (fact.known) return fact.value;
    this.tell(
      diagnostic('sites.cluster-fact-unread', { params: { host, what }, evidence: [fact.why], subject: { host } }),
    );
    return undefined;
  }

  /** Nodes say different things of what a site says once. */
  differ(what: string, taken: string, seen: readonly string[]): void {
    this.tell(diagnostic('sites.cluster-differs', { params: { what, taken }, evidence: seen }));
  }

  get notHeldLines(): readonly string[] {
    return [...this.#notHeld];
  }

  get notOursLines(): readonly string[] {
    return [...this.#notOurs];
  }

  all(): readonly Diagnostic[] {
    const assumed = [...this.#assumed].map(([field, value]) => `${field} = ${value}`);
    return [
      ...this.#told,
      ...(assumed.length === 0
        ? []
        : [diagnostic('sites.cluster-assumed', { params: { count: assumed.length }, evidence: assumed })]),
      ...(this.#notOurs.size === 0
        ? []
        : [
            diagnostic('sites.cluster-not-ours', {
              params: { count: this.#notOurs.size },
              evidence: this.notOursLines,
            }),
          ]),
      ...(this.#notHeld.size === 0
        ? []
        : [
            diagnostic('sites.cluster-not-held', {
              params: { count: this.#notHeld.size },
              evidence: this.notHeldLines,
            }),
          ]),
    ];
  }
}
