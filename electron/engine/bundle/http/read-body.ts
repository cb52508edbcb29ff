import type { Readable } from 'node:stream';
import { fail } from '../../../api/diagnostic.ts';
import type { HttpResponse } from './http-client.ts';
import { connectionFailure } from './http-failure.ts';
import { shownUrl } from './shown-url.ts';

/**
 * A whole answer in memory.
 * @param onBytes what came since the last call
 * @throws download.too-large past `maxBytes`, download.connection-lost and its kin where it ends early
 */
export async function readBody(
  { body, url }: { readonly body: Readable; readonly url: string },
  maxBytes: number,
  onBytes?: (bytes: number) => void,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of body) {
      length += (chunk as Buffer).length;
      if (length > maxBytes) break;
      chunks.push(chunk as Buffer);
      onBytes?.((chunk as Buffer).length);
    }
  } catch (error) {
    throw connectionFailure(error, url);
  }
  if (length > maxBytes) throw fail('download.too-large', { params: { url: shownUrl(url), maxBytes } });
  return Buffer.concat(chunks);
}

/** What a server says beside an error, for the evidence: at most a few lines, without control characters. */
export async function readComplaint(response: HttpResponse): Promise<readonly string[]> {
  try {
    const text = response.redact((await readBody(response, 16 * 1024)).toString('utf8'));
    return text
      .split(/\r?\n/)
      .map((line) =>
        line
          .replace(/\p{Cc}/gu, ' ')
          .trim()
          .slice(0, 300),
      )
      .filter((line) => line !== '')
      .slice(0, 5);
  } catch {
    return [];
  }
}
