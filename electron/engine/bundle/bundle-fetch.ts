import { DiagnosticError } from '../../api/diagnostic.ts';
import type { ArchiveFetch } from '../debs/archive/fetch-port.ts';
import { downloadFile } from './http/download-file.ts';
import { answerFailure, fetchBytes } from './http/fetch-bytes.ts';
import { fromFirst } from './http/from-first.ts';
import type { HttpClient } from './http/http-client.ts';
import { mirroredUrls } from './http/mirrored-urls.ts';
import { readBody } from './http/read-body.ts';
import { withRetries } from './http/retry.ts';
import type { BundleFetch } from './kinds/kind.ts';

/** What kinds ask for, over the HTTP client: mirrors, retries and resuming are there already. */
export function bundleFetch(client: HttpClient): BundleFetch {
  const { settings } = client;
  return {
    bytes: async (url, options) => {
      try {
        return (await fetchBytes(client, url, options)).bytes;
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },
    size: (url, { signal }) =>
      fromFirst(mirroredUrls(url, settings.mirrors), signal, (address) =>
        withRetries(
          async () => {
            const response = await client.send({ method: 'HEAD', url: address, ...(signal ? { signal } : {}) });
            const length = Number(response.headers['content-length'] ?? Number.NaN);
            if (response.status !== 200 || !Number.isSafeInteger(length)) throw await answerFailure(response);
            response.body.resume();
            return length;
          },
          { ...retriesOf(client), ...(signal ? { signal } : {}) },
        ),
      ),
    download: ({ url, target, sizeBytes, digest, signal, onBytes }) =>
      brought(client, url, target, { sizeBytes, digest, signal, onBytes }),
  };
}

/** The same way for the archives of packages. */
export function archiveFetch(client: HttpClient): ArchiveFetch {
  return {
    bytes: (url, { maxBytes, conditions, signal, onBytes }) =>
      fromFirst(mirroredUrls(url, client.settings.mirrors), signal, (address) =>
        withRetries(
          async () => {
            const response = await client.send({
              url: address,
              headers: {
                ...(conditions?.etag === undefined ? {} : { 'if-none-match': conditions.etag }),
                ...(conditions?.lastModified === undefined ? {} : { 'if-modified-since': conditions.lastModified }),
              },
              ...(signal ? { signal } : {}),
            });
            if ([304, 404, 410].includes(response.status)) {
              response.body.resume();
              return { state: response.status === 304 ? ('unchanged' as const) : ('absent' as const) };
            }
            if (response.status !== 200) throw await answerFailure(response);
            const { etag } = response.headers;
            const lastModified = response.headers['last-modified'];
            return {
              state: 'fresh' as const,
              bytes: await readBody(response, maxBytes, onBytes),
              ...(etag === undefined ? {} : { etag }),
              ...(lastModified === undefined ? {} : { lastModified }),
            };
          },
          { ...retriesOf(client), ...(signal ? { signal } : {}) },
        ),
      ),
    download: async (url, target, { sizeBytes, sha256, signal, onBytes }) =>
      void (await brought(client, url, target, { sizeBytes, digest: `sha256:${sha256}`, signal, onBytes })),
  };
}

interface Wanted {
  readonly sizeBytes: number;
  readonly digest: string;
  readonly signal: AbortSignal | undefined;
  readonly onBytes: ((bytes: number) => void) | undefined;
}

/** What lay there from an earlier try counts as come when the download begins: a bar shows where it stands. */
async function brought(client: HttpClient, url: string, target: string, wanted: Wanted): Promise<string> {
  const { sizeBytes, digest, signal, onBytes } = wanted;
  const [algorithm = '', hex = ''] = digest.split(':');
  const { attempts, clock } = client.settings;
  let before = 0;
  const { sha256 } = await downloadFile(client.send, {
    urls: mirroredUrls(url, client.settings.mirrors),
    target,
    sizeBytes,
    digest: algorithm === 'sha512' ? { sha512: hex } : { sha256: hex },
    onProgress: ({ doneBytes }) => {
      onBytes?.(doneBytes - before);
      before = doneBytes;
    },
    ...(attempts === undefined ? {} : { attempts }),
    ...(clock ? { clock } : {}),
    ...(signal ? { signal } : {}),
  });
  return sha256;
}

function retriesOf({ settings: { attempts, clock } }: HttpClient) {
  return { ...(attempts === undefined ? {} : { attempts }), ...(clock ? { clock } : {}) };
}

function isAbsent(error: unknown): boolean {
  return error instanceof DiagnosticError && error.diagnostics[0].code === 'download.not-there';
}
