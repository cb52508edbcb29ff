import type { ZodType } from 'zod';
import type { Site, StackInstance } from '../../api/site.ts';
import type { Text } from '../../api/text.ts';
import type { Check } from '../checks/check.ts';
import type { FactSet } from '../facts/registry.ts';
import type { Step, View } from '../steps/step.ts';
import type { Asset } from '../transport/port.ts';
import type { AssetStore } from './asset-store.ts';

/** What a host can do for a stack, or a stack for others. */
export type Capability = 'docker' | 'registry' | 'kubernetes' | 'storage-class';

/** A container image that an instance runs. */
export interface StackImage {
  /** As compose names it: `sitewright/monitoring-web:1.0.0`. */
  readonly reference: string;
  /** `docker save` archive below the bundle's `images/`. */
  readonly file: string;
  /** What the image runs; only for a rehearsal's stand-in. */
  readonly command: readonly string[];
  readonly exposedPort?: number;
}

/** A file that an instance has on its host. */
export interface StackFile {
  /** Name inside the instance's folder. */
  readonly name: string;
  readonly mode: number;
  readonly content: Asset;
}

/** A stack whose containers are one compose project. Its four steps are common to all (stacks/compose). */
export interface ComposeApplication {
  readonly project: string;
  readonly services: readonly string[];
  readonly images: readonly StackImage[];
  /** Names of its files that hold no secret, beside `.env`. */
  readonly plainFiles: readonly string[];
  /** References of secrets that `files` reads. */
  readonly secrets: readonly string[];
  /** Step ids that must be true before the files can be made. */
  readonly needs: readonly string[];
  /**
   * Digest of everything in the files that is no secret; it is the first part of `SITEWRIGHT_CONFIG` in `.env`. Needs
   * no vault. Throws DiagnosticError where a fact is missing.
   */
  configuration(view: View): string;
  /** SHA-256 of the plain files by name. Throws DiagnosticError where a fact is missing. */
  plainDigests(view: View): ReadonlyMap<string, string>;
  /** The files, secrets included. The last one is `.env`: it makes the others count. */
  files(view: View): readonly StackFile[];
}

/** A line of the report's section about an instance. */
export interface ReportLine {
  readonly label: Text;
  readonly value: string;
}

/** One application that a site may choose; a folder of `engine/stacks`. Several instances of it may exist. */
export interface Stack<Options = unknown> {
  readonly id: string;
  readonly version: string;
  readonly title: Text;
  readonly options: ZodType<Options>;
  /** Where an instance runs. */
  readonly target: 'machine' | 'host';
  readonly requires: readonly Capability[];
  readonly provides: readonly Capability[];
  /** The instance as a compose project, where it is one. Throws DiagnosticError for options that are not valid. */
  compose?(site: Site, instance: StackInstance, assets: AssetStore): ComposeApplication;
  /** Steps beyond those of compose, over all its instances. */
  steps?(assets: AssetStore): readonly Step[];
  /** Facts beyond those of compose. */
  readonly factSet?: FactSet;
  smoke(site: Site, instance: StackInstance): readonly Check[];
  report(site: Site, instance: StackInstance): readonly ReportLine[];
}
