import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { get as getPlain, type IncomingMessage } from 'node:http';
import { get as getTls } from 'node:https';
import { pipeline } from 'node:stream/promises';
import type { ArchiveFetch } from '../../../../../../../electron/engine/debs/archive/fetch-port.ts';

/** The smallest way to an archive, over Node alone: what the tests need of the bundle's client, and a count of what was asked. */
export function plainFetch(limitMs = 20_000): ArchiveFetch & { readonly asked: string[] } {
  const asked: string[] = [];
  const open = (url: string, headers: Readonly<Record<string, string>>, signal?: AbortSignal) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const get = url.startsWith('https:') ? getTls : getPlain;
      const limit = AbortSignal.timeout(limitMs);
      const options = { headers, signal: signal ? AbortSignal.any([signal, limit]) : limit };
      get(url, options, resolve).on('error', reject);
    });
  return {
    asked,
    async bytes(url, { maxBytes, conditions, signal }) {
      const answer = await open(
        url,
        {
          ...(conditions?.etag === undefined ? {} : { 'if-none-match': conditions.etag }),
          ...(conditions?.lastModified === undefined ? {} : { 'if-modified-since': conditions.lastModified }),
        },
        signal,
      );
      asked.push(`${answer.statusCode} ${new URL(url).pathname}`);
      const bytes: Buffer[] = [];
      let size = 0;
      for await (const chunk of answer) {
        size += (chunk as Buffer).length;
        if (size > maxBytes) throw new Error(`more than ${maxBytes} bytes`);
        bytes.push(chunk as Buffer);
      }
      if (answer.statusCode === 304) return { state: 'unchanged' };
      if (answer.statusCode === 404 || answer.statusCode === 410) return { state: 'absent' };
      if (answer.statusCode !== 200) throw new Error(`HTTP ${answer.statusCode}`);
      const { etag, 'last-modified': lastModified } = answer.headers;
      return {
        state: 'fresh',
        bytes: Buffer.concat(bytes),
        ...(etag === undefined ? {} : { etag }),
        ...(lastModified === undefined ? {} : { lastModified }),
      };
    },
    async download(url, target, { sizeBytes, sha256, signal, onBytes }) {
      const answer = await open(url, {}, signal);
      asked.push(`${answer.statusCode} ${new URL(url).pathname}`);
      const hash = createHash('sha256');
      let size = 0;
      answer.on('data', (chunk: Buffer) => {
        hash.update(chunk);
        size += chunk.length;
        onBytes?.(chunk.length);
      });
      await pipeline(answer, createWriteStream(`${target}.part`));
      if (answer.statusCode !== 200 || size !== sizeBytes || hash.digest('hex') !== sha256) {
        await rm(`${target}.part`);
        throw new Error(`${url}: not the file that was asked for`);
      }
      await rename(`${target}.part`, target);
    },
  };
}
