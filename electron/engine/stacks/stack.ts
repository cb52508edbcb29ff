import type { ZodType } from 'zod';
import type { Diagnostic } from '../../api/diagnostic.ts';
import type { Change } from '../../api/plan.ts';
import type { Site, StackInstance } from '../../api/site.ts';
import type { Text } from '../../api/text.ts';
import type { ImageRecipe } from '../bundle/oci/build/image-recipe.ts';
import type { Check } from '../checks/check.ts';
import type { FactSet } from '../facts/registry.ts';
import type { Command } from '../shell/command.ts';
import type { Step, View } from '../steps/step.ts';
import type { ServerNames } from '../tls/site-authority.ts';
import type { Asset } from '../transport/port.ts';
import type { AssetStore } from './asset-store.ts';

/** What a host can do for a stack, or a stack for others. */
export type Capability = 'docker' | 'registry' | 'kubernetes' | 'storage-class';

/** A container image that an instance runs. */
export interface StackImage {
  /** What the bundle carries it under: `postgres:16`, `sitewright/monitoring-web:1.0.0`. */
  readonly reference: string;
  /** The service that runs it. */
  readonly service: string;
  /** Line of `.env` that gives compose the image by its digest: `WEB_IMAGE`. */
  readonly variable: string;
  /** What the image runs; only for a rehearsal's stand-in. */
  readonly command: readonly string[];
  readonly exposedPort?: number;
  /** Of an image that no registry has: what the bundle makes it of. */
  readonly recipe?: ImageRecipe;
}

/** A file that an instance has on its host. */
export interface StackFile {
  /** Name inside the instance's folder, in a folder of that where it has a `/`. */
  readonly name: string;
  readonly mode: number;
  readonly content: Asset;
}

/** A port that an instance takes on its host. */
export interface TakenPort {
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  /** Of the host; `*` = all of them. */
  readonly address: string;
}

/** A range of addresses that an instance takes inside its host, as its options or its files name it. */
export interface TakenNetwork {
  readonly cidr: string;
  readonly kind: 'compose' | 'pods' | 'services';
}

/** A port that another instance on the same host takes. */
export interface HeldPort extends TakenPort {
  readonly instanceId: string;
}

/** What was decided for the files of an instance by what its host says. */
export interface Decision {
  /** The file that says it. */
  readonly file: string;
  /** As the plan shows it beside the change of that file. */
  readonly change: Change;
  /** What a technician should know also where nothing is to change. */
  readonly warning?: Diagnostic;
}

/** A certificate of the site's authority that a service of an instance shows. Names of files are those below the instance's folder. */
export interface WantedCertificate {
  readonly serverNames: ServerNames;
  readonly authorityFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
  /** Number of the user that the service runs as: nobody else but root reads the key. */
  readonly keyOwner: number;
}

/** A stack whose containers are one compose project. Its four steps are common to all (stacks/compose). */
export interface ComposeApplication {
  readonly project: string;
  readonly services: readonly string[];
  /** Those of them that end once they are done, with 0: what `service_completed_successfully` waits for. */
  readonly jobs?: readonly string[];
  /** The compose file that names every image by its variable. */
  readonly imagesNamedIn: { readonly file: string; readonly text: string };
  readonly images: readonly StackImage[];
  /** Names of its files that hold no secret, beside `.env`; compose files are known by their names (compose-words.ts). */
  readonly plainFiles: readonly string[];
  /** References of secrets that `files` reads. */
  readonly secrets: readonly string[];
  /**
   * Digest of everything in the files that is no secret; it is the first part of `SITEWRIGHT_CONFIG` in `.env`. Needs
   * no vault. Throws DiagnosticError where a fact is missing.
   * @param images by variable, as the host pulls them
   */
  configuration(view: View, images: ReadonlyMap<string, string>): string;
  /** SHA-256 of the plain files by name. Throws DiagnosticError where a fact is missing. */
  plainDigests(view: View): ReadonlyMap<string, string>;
  /** The files, secrets included. The last one is `.env`: it makes the others count. */
  files(view: View, images: ReadonlyMap<string, string>): readonly StackFile[];
  /** What its files follow from beside the site. Throws DiagnosticError where a fact is missing. */
  decisions?(view: View): readonly Decision[];
  /** Made, renewed and placed before it comes up; a service that is up looks at its files by itself. */
  readonly certificate?: WantedCertificate;
}

/** A line of the report's section about an instance. */
export interface ReportLine {
  readonly label: Text;
  readonly value: string;
}

/** Where an instance is. What is no longer in the site file has one too, as long as its files lie on its host. */
export interface InstancePlace {
  readonly instanceId: string;
  readonly host: string;
  /** Its folder on its host; '' = it has none. */
  readonly folder: string;
  /** Compose project; '' = it is none. */
  readonly project: string;
}

/** How the data of an instance are saved, while it runs. */
export interface StackBackup {
  /** Prints the lines `bytes N` (what the data take now) and `schema N` (their form); fails where they cannot be read. */
  readonly look: Command<'read'>;
  /** Leaves `target` whole or not at all, readable by root only. */
  save(target: string): Command<'change'>;
}

/** How saved data are brought back. */
export interface StackRestore {
  /** All or nothing: where it fails, the data are as before. `leaveStopped`: what works on the data stays down after it. */
  from(source: string, options: { readonly leaveStopped: boolean }): Command<'change'>;
}

/** How an instance is taken away. */
export interface StackRemoval {
  /** What its data are called on the host, for a person; kept unless `withData`. Only looks, a line each. */
  readonly data: Command<'read'>;
  /** May be run again after it was cut off; what is gone already is no failure. */
  take(options: { readonly withData: boolean }): Command<'change'>;
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
  compose?(
    site: Site,
    instance: StackInstance,
    assets: AssetStore,
    /** Ports that other instances of the site take on its host. */
    taken?: readonly HeldPort[],
  ): ComposeApplication;
  /** The folder beside site.toml whose files an instance brings, `stacks/inventory`. Throws DiagnosticError for bad options. */
  folder?(instance: StackInstance): string;
  /** The ports of its host that an instance takes. Throws DiagnosticError for bad options. */
  ports?(site: Site, instance: StackInstance): readonly TakenPort[];
  /** The ranges of addresses that an instance names for itself. Throws DiagnosticError for bad options. */
  networks?(site: Site, instance: StackInstance): readonly TakenNetwork[];
  /** Steps beyond those of compose, over all its instances. */
  steps?(assets: AssetStore): readonly Step[];
  /** Facts beyond those of compose. */
  readonly factSet?: FactSet;
  /** Absent: its instances have no data that could be lost. */
  backup?(place: InstancePlace): StackBackup;
  restore?(place: InstancePlace): StackRestore;
  /** Absent: an instance goes with its machine only. */
  remove?(place: InstancePlace): StackRemoval;
  smoke(site: Site, instance: StackInstance): readonly Check[];
  report(site: Site, instance: StackInstance): readonly ReportLine[];
}
