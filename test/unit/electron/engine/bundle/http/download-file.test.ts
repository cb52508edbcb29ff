import { createHash, randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DiagnosticError } from '../../../../../../electron/api/diagnostic.ts';
import { type DownloadRequest, downloadFile } from '../../../../../../electron/engine/bundle/http/download-file.ts';
import { createHttpClient } from '../../../../../../electron/engine/bundle/http/http-client.ts';
import { temporaryFolder } from '../../../../../support/temporary-folder.ts';
import { startTestServer } from '../../../../../support/test-server.ts';

const content = randomBytes(400_000);
const sha256 = createHash('sha256').update(content).digest('hex');
const sha512 = createHash('sha512').update(content).digest('hex');
const clock = { now: () => Date.now(), wait: async () => undefined };

/** How far the download is that said so last: these bytes lie on the disk. */
const progress = new EventEmitter();
let arrived = 0;
async function hasArrived(bytes: number): Promise<void> {
  while (arrived < bytes) await once(progress, 'more');
}

/**
 * Serves a file as web servers do, ranges and If-Range included. `cutAfter` = the link drops after so many bytes; it does so
 * when they are written here, as what still waits to be read is lost with the link.
 */
function serve(file: Buffer, options: { etag?: string; cutAfter?: () => number | undefined; ranges?: boolean } = {}) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const { etag = '"v1"', ranges = true } = options;
    const asked = /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
    const valid = request.headers['if-range'] === undefined || request.headers['if-range'] === etag;
    const from = ranges && asked && valid ? Number(asked[1]) : 0;
    if (from >= file.length) {
      response.writeHead(416, { 'content-range': `bytes */${file.length}` }).end();
      return;
    }
    const part = file.subarray(from);
    response.writeHead(from > 0 ? 206 : 200, {
      etag,
      'content-length': part.length,
      ...(from > 0 ? { 'content-range': `bytes ${from}-${file.length - 1}/${file.length}` } : {}),
    });
    const cut = options.cutAfter?.();
    if (cut === undefined) response.end(part);
    else {
      response.write(part.subarray(0, cut));
      void hasArrived(from + cut).then(() => response.destroy());
    }
  };
}

function download(request: Omit<DownloadRequest, 'clock'>) {
  const http = createHttpClient();
  onTestFinished(() => http.close());
  arrived = 0;
  const onProgress: DownloadRequest['onProgress'] = (seen) => {
    arrived = seen.doneBytes;
    progress.emit('more');
    request.onProgress?.(seen);
  };
  return downloadFile(http.send, { clock, ...request, onProgress });
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'nothing was wrong',
    (error: DiagnosticError) => error.diagnostics[0].code,
  );
}

describe('downloading a file', () => {
  it('brings it whole, says how far it is, and leaves nothing else beside it', async () => {
    const server = await startTestServer(serve(content));
    const folder = temporaryFolder('download');
    const target = join(folder, 'deep/er/file.iso');
    const seen: number[] = [];
    const done = await download({
      urls: [server.url],
      target,
      digest: { sha256, sha512 },
      sizeBytes: content.length,
      onProgress: ({ doneBytes, totalBytes }) => {
        expect(totalBytes).toBe(content.length);
        seen.push(doneBytes);
      },
    });
    expect(done).toEqual({ sha256, sha512, sizeBytes: content.length, url: server.url, resumedBytes: 0 });
    expect(readFileSync(target).equals(content)).toBe(true);
    expect([seen[0], seen.at(-1)]).toEqual([0, content.length]);
    expect(readdirSync(join(folder, 'deep/er'))).toEqual(['file.iso']);
  });

  it('goes on where the link dropped, as often as it takes', async () => {
    let tries = 0;
    const server = await startTestServer(
      serve(content, {
        cutAfter: () => {
          tries += 1;
          return tries < 6 ? 50_000 : undefined;
        },
      }),
    );
    const target = join(temporaryFolder('dropped'), 'file');
    const done = await download({ urls: [server.url], target, digest: { sha256 } });
    expect(readFileSync(target).equals(content)).toBe(true);
    expect(done.resumedBytes).toBe(250_000);
    expect(server.requests.map(({ headers }) => headers.range)).toEqual([
      undefined,
      'bytes=50000-',
      'bytes=100000-',
      'bytes=150000-',
      'bytes=200000-',
      'bytes=250000-',
    ]);
    expect(server.requests.at(-1)?.headers['if-range']).toBe('"v1"');
  });

  it('goes on with what an earlier run left, from another mirror where the digest is known', async () => {
    const first = await startTestServer(serve(content, { cutAfter: () => 120_000 }));
    const second = await startTestServer(serve(content, { etag: '"another"' }));
    const target = join(temporaryFolder('later'), 'file');
    const cut = download({ urls: [first.url], target, digest: { sha256 }, attempts: 1 });
    expect(await codeOf(cut)).toBe('download.connection-lost');
    expect(existsSync(target)).toBe(false);
    const done = await download({ urls: [second.url], target, digest: { sha256 } });
    expect(done.resumedBytes).toBe(120_000);
    expect(second.requests[0]?.headers).toMatchObject({ range: 'bytes=120000-' });
    expect(second.requests[0]?.headers['if-range']).toBeUndefined();
  });

  it('begins anew where the file changed meanwhile and no digest is known', async () => {
    const target = join(temporaryFolder('changed'), 'file');
    let changed = false;
    const newer = randomBytes(300_000);
    const server = await startTestServer((request, response) =>
      changed
        ? serve(newer, { etag: '"v2"' })(request, response)
        : serve(content, { cutAfter: () => 100_000 })(request, response),
    );
    expect(await codeOf(download({ urls: [server.url], target, attempts: 1 }))).toBe('download.connection-lost');
    changed = true;
    const done = await download({ urls: [server.url], target });
    expect(done).toMatchObject({ resumedBytes: 0, sizeBytes: newer.length });
    expect(readFileSync(target).equals(newer)).toBe(true);
    expect(server.requests[1]?.headers).toMatchObject({ range: 'bytes=100000-', 'if-range': '"v1"' });
  });

  it('begins anew once where old and new bytes came together, and where a server knows no ranges', async () => {
    const target = join(temporaryFolder('mixed'), 'file');
    mkdirSync(join(target, '..'), { recursive: true });
    writeFileSync(join(target, '../.file.part'), randomBytes(1000));
    const server = await startTestServer(serve(content));
    expect((await download({ urls: [server.url], target, digest: { sha256 } })).resumedBytes).toBe(0);
    expect(server.requests.map(({ headers }) => headers.range)).toEqual(['bytes=1000-', undefined]);
    const other = join(temporaryFolder('no-ranges'), 'file');
    writeFileSync(join(other, '../.file.part'), content.subarray(0, 1000));
    const plain = await startTestServer(serve(content, { ranges: false }));
    await download({ urls: [plain.url], target: other, digest: { sha256 } });
    expect(readFileSync(other).equals(content)).toBe(true);
  });

  it('takes a part that is whole already without asking for it', async () => {
    const target = join(temporaryFolder('whole'), 'file');
    writeFileSync(join(target, '../.file.part'), content);
    const server = await startTestServer(serve(content));
    const done = await download({ urls: [server.url], target, digest: { sha256 }, sizeBytes: content.length });
    expect(done.resumedBytes).toBe(content.length);
    expect(server.requests).toHaveLength(0);
  });

  it('refuses other content than was published, keeps nothing of it, and takes it from the next mirror', async () => {
    const wrong = Buffer.from(content);
    wrong[77] = (wrong[77] as number) ^ 1;
    const bad = await startTestServer(serve(wrong));
    const good = await startTestServer(serve(content));
    const folder = temporaryFolder('wrong');
    const target = join(folder, 'file');
    expect(await codeOf(download({ urls: [bad.url], target, digest: { sha256 } }))).toBe('download.digest-differs');
    expect(await codeOf(download({ urls: [bad.url], target, digest: { sha512 } }))).toBe('download.digest-differs');
    expect(readdirSync(folder)).toEqual([]);
    expect((await download({ urls: [bad.url, good.url], target, digest: { sha256 } })).url).toBe(good.url);
  });

  it('refuses a file that is larger or smaller than announced', async () => {
    const server = await startTestServer(serve(content));
    const target = join(temporaryFolder('size'), 'file');
    expect(await codeOf(download({ urls: [server.url], target, sizeBytes: 399_999 }))).toBe('download.too-large');
    expect(await codeOf(download({ urls: [server.url], target, sizeBytes: 400_001 }))).toBe('download.size-differs');
    expect(await codeOf(download({ urls: [server.url], target, maxBytes: 1000 }))).toBe('download.too-large');
    const unsaid = await startTestServer((_, response) => {
      response.write(content);
      response.end(content);
    });
    expect(await codeOf(download({ urls: [unsaid.url], target, maxBytes: 500_000 }))).toBe('download.too-large');
  });

  it('stops when it is told to and keeps what is here', async () => {
    const server = await startTestServer(serve(content, { cutAfter: () => 100_000 }));
    const folder = temporaryFolder('stop');
    const stop = new AbortController();
    const work = download({
      urls: [server.url],
      target: join(folder, 'file'),
      signal: stop.signal,
      onProgress: ({ doneBytes }) => {
        if (doneBytes >= 50_000) stop.abort(new Error('enough'));
      },
    });
    await expect(work).rejects.toThrow('enough');
    expect(readdirSync(folder).sort()).toEqual(['.file.part', '.file.part.json']);
  });

  it('says where it may not write', async () => {
    const server = await startTestServer(serve(content));
    const folder = temporaryFolder('blocked');
    writeFileSync(join(folder, 'file'), '');
    expect(await codeOf(download({ urls: [server.url], target: join(folder, 'file/below') }))).toBe(
      'download.not-writable',
    );
  });
});
