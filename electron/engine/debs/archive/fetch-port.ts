/** What a small file of an archive was asked with: the validators of the copy that is there already. */
export interface FetchConditions {
  /** As the server gave it, quotes and all. */
  readonly etag?: string;
  /** The server's `Last-Modified`, as it was written. */
  readonly lastModified?: string;
}

export type FetchedBytes =
  | { readonly state: 'fresh'; readonly bytes: Uint8Array; readonly etag?: string; readonly lastModified?: string }
  /** 304: the copy that is there is the one that the server has. */
  | { readonly state: 'unchanged' }
  /** 404 or 410. Anything else that is not a success is thrown. */
  | { readonly state: 'absent' };

/**
 * How an archive is reached: the bundle's HTTP client, or a test's. Proxies, certificates, retries and redirects are its
 * matter; what comes is checked here, whatever way it took. Throws DiagnosticError where the server cannot be reached or
 * gives more than was allowed.
 */
export interface ArchiveFetch {
  /** A file that is held whole, at most `maxBytes` of it. */
  bytes(
    url: string,
    options: {
      readonly maxBytes: number;
      readonly conditions?: FetchConditions;
      readonly signal?: AbortSignal;
      /** Bytes that came since the last call; what a retry brings again is told again. */
      readonly onBytes?: (bytes: number) => void;
    },
  ): Promise<FetchedBytes>;
  /** A file into a place of this computer, checked there, resumable; the place has nothing or the right file afterwards. */
  download(
    url: string,
    target: string,
    options: {
      readonly sizeBytes: number;
      readonly sha256: string;
      readonly signal?: AbortSignal;
      readonly onBytes?: (bytes: number) => void;
    },
  ): Promise<void>;
}
