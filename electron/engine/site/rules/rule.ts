import type { Diagnostic } from '../../../api/diagnostic.ts';
import type { DiagnosticCode } from '../../../api/diagnostics/index.ts';
import type { Site } from '../../../api/site.ts';

/** What a rule may know beside the site. */
export interface RuleContext {
  /** The addresses of this laptop, where they matter (a laptop is no witness). */
  readonly laptopAddresses: readonly string[];
}

/** One cross-field rule: what it looks at and which diagnostics it may give. Pure; the list of rules is the table. */
export interface SiteRule {
  readonly id: string;
  /** The fields it looks at, as a person would write them. */
  readonly looksAt: readonly string[];
  readonly codes: readonly DiagnosticCode[];
  readonly check: (site: Site, context: RuleContext) => readonly Diagnostic[];
}

/** Declares the rules of one family. */
export function rules<const T extends readonly SiteRule[]>(table: T): T {
  return table;
}
