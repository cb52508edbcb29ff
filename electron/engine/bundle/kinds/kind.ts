import type { BundleNeed as NeedView } from '../../../api/bundle.ts';
import type { Diagnostic } from '../../../api/diagnostic.ts';
import type { Site } from '../../../api/site.ts';
import type { AssetStore } from '../../stacks/asset-store.ts';
import type { StackImage } from '../../stacks/stack.ts';
import type { BundleView } from '../../steps/step.ts';
import type { HttpClient } from '../http/http-client.ts';
import type { LockedFile, LockItem, MadeFile } from '../lock/lock.ts';
import type { ImageRecipe } from '../oci/build/image-recipe.ts';
import type { Sources } from '../sources/read-sources.ts';

/** What needs are made of. `images` come from the stacks: a kind knows no stack. */
export interface NeedsContext {
  readonly site: Site;
  /** Each with the id of the stack instance that names it. */
  readonly images: readonly (StackImage & { readonly instance: string })[];
  /** Whether a stack of the site runs on Docker, and whether one is a registry. */
  readonly needsDocker: boolean;
  readonly needsRegistry: boolean;
  /** Files that the settings of the office add. */
  readonly extraFiles: readonly { readonly path: string }[];
}

/** Something that the site needs and no network will give. */
export interface Need {
  readonly kind: string;
  /** A path for a file, a reference for an image, `FOLDER/PACKAGE` for a package. */
  readonly name: string;
  /** As bundle/why.ts reads it. */
  readonly why: readonly string[];
  /** What its kind keeps of it between saying the need and locking it. */
  readonly detail?: Readonly<Record<string, string>>;
  /** Of an image that is made here. */
  readonly recipe?: ImageRecipe;
  /** How a face calls it. */
  readonly shownAs: NeedView['kind'];
}

/** How sources are asked and files are brought; the HTTP client of the bundle behind it. Throws DiagnosticError. */
export interface BundleFetch {
  /** A file that is held whole; undefined = the source has none (404, 410). */
  bytes(
    url: string,
    options: { readonly maxBytes: number; readonly signal?: AbortSignal },
  ): Promise<Uint8Array | undefined>;
  /** Size of what lies at an address, without bringing it. */
  size(url: string, options: { readonly signal?: AbortSignal }): Promise<number>;
  /**
   * Brings a file to its place, resumable: what a killed try has left beside it is gone on with. The place has nothing or the
   * right file afterwards. Gives the SHA-256 of it.
   */
  download(order: {
    readonly url: string;
    readonly target: string;
    readonly sizeBytes: number;
    /** `sha256:HEX` or `sha512:HEX`. */
    readonly digest: string;
    readonly signal?: AbortSignal;
    /** Bytes that came since the last call. */
    readonly onBytes?: (bytes: number) => void;
  }): Promise<string>;
}

/** Where the locking of one kind stands. `done` only grows. */
export interface LockProgress {
  /** What is asked, as its makers call it: `debian trixie-updates`, a path of the bundle, an image. */
  readonly subject: string;
  readonly doing: 'asking' | 'fetching' | 'reading' | 'choosing' | 'building';
  readonly done: number;
  readonly total: number;
  /** Of the subject; absent where there are none to speak of. */
  readonly bytes?: number;
  readonly totalBytes?: number;
}

export interface LockContext {
  readonly folder: string;
  readonly sources: Sources;
  readonly fetch: BundleFetch;
  readonly http: HttpClient;
  /** Keys of archives lie there. */
  readonly assets: AssetStore;
  /** For what may be kept between lockings. */
  readonly cacheFolder: string;
  readonly now: Date;
  readonly signal?: AbortSignal;
  /** Digest of a file of this laptop, remembered as long as it is not changed. */
  readonly sha256Of: (path: string) => Promise<string>;
  readonly onProgress?: (progress: LockProgress) => void;
}

export interface Locked {
  readonly items: readonly LockItem[];
  /** Errors: what cannot be had. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface FetchContext extends Omit<LockContext, 'onProgress' | 'sha256Of'> {
  /** What the site needs today: what is made here is described there. */
  readonly needs: readonly Need[];
  /** Bytes that came since the last call. */
  readonly onBytes: (bytes: number) => void;
}

/**
 * A kind of item: says what a site needs of it, asks the sources what there is (lock), and brings what the lock names
 * (fetch). Registered in kinds/index.ts; nothing switches on its name.
 */
export interface BundleKind {
  readonly id: string;
  needs(context: NeedsContext): readonly Need[];
  /** Whether an item of a lock is what a need asks for. */
  answers(item: LockItem, need: Need): boolean;
  /** What is locked together or not at all: a file, an image, the packages of one folder. */
  groupOfNeed(need: Need): string;
  groupOfItem(item: LockItem): string;
  /** Where a need lies in a bundle that may have no lock (files put there by hand). */
  find(need: Need, bundle: BundleView): { readonly sizeBytes: number } | undefined;
  /** Asks the sources. All needs of a group are given together. */
  lock(needs: readonly Need[], context: LockContext): Promise<Locked>;
  /**
   * Brings one file of an item that is not there, and gives its SHA-256. Two items may name the same file; it is brought once.
   * What a killed try has left is gone on with, and only a file that fits comes to its place.
   */
  fetch(item: LockItem, file: LockedFile, context: FetchContext): Promise<string>;
  /**
   * Whether what lies in the folder is enough for what is needed, all of which the lock names: an error for each need that it
   * is not enough for. Asks nobody.
   */
  unmet?(needs: readonly Need[], items: readonly LockItem[], folder: string): Promise<readonly Diagnostic[]>;
  /**
   * Licences that stand in the content, by the names of items: of those given, whose files lie in the folder. `all` = the whole
   * lock, since an item may point to another.
   */
  licences?(
    unread: readonly LockItem[],
    all: readonly LockItem[],
    folder: string,
    options: {
      /** For what may be kept between bundles; absent = nothing is. */
      readonly cacheFolder?: string;
      readonly signal?: AbortSignal;
      readonly onBytes: (bytes: number) => void;
    },
  ): Promise<ReadonlyMap<string, string>>;
  /** Bytes that `bind` writes beside the files of the items, for the look at the free space. */
  bindBytes?(items: readonly LockItem[]): number;
  /** Writes what binds the items of the kind together (indexes), from what lies there. */
  bind?(items: readonly LockItem[], folder: string): Promise<readonly MadeFile[]>;
}
