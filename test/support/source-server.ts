import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { testAuthority } from './test-authority.ts';

export interface SourceServer {
  readonly url: string;
  /** PEM of the authority that its certificate comes from. */
  readonly authority: string;
  /** `GET /name`, in the order in which they came; `GET /name 100-` where a part was asked for. */
  readonly asked: string[];
  readonly files: Map<string, Uint8Array>;
  /** Bytes after which an answer is cut off, by path; each time. */
  readonly cutAfter: Map<string, number>;
  /** Bytes after which an answer goes on no more and stays open, by path. */
  readonly holdAfter: Map<string, number>;
  close(): Promise<void>;
}

/** A real HTTPS server on loopback with an authority of its own: sizes, ranges and strong ETags as file servers give them. */
export async function openSourceServer(files: Readonly<Record<string, Uint8Array | string>>): Promise<SourceServer> {
  const authority = testAuthority('CN=authority of the sources');
  const leaf = authority.issue();
  const asked: string[] = [];
  const content = new Map(Object.entries(files).map(([path, data]) => [path, Buffer.from(data)] as const));
  const cutAfter = new Map<string, number>();
  const holdAfter = new Map<string, number>();
  const server: Server = createServer({ key: leaf.keyPem, cert: leaf.certPem }, (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'https://localhost').pathname).slice(1);
    const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
    asked.push(`${request.method} /${path}${range ? ` ${range[1]}-` : ''}`);
    const data = content.get(path);
    if (!data) return response.writeHead(404).end();
    const etag = `"${data.length}-${path}"`;
    const start = range && String(request.headers['if-range'] ?? etag) === etag ? Number(range[1]) : 0;
    const headers = { etag, 'accept-ranges': 'bytes', 'content-length': data.length - start };
    if (start > 0)
      response.writeHead(206, { ...headers, 'content-range': `bytes ${start}-${data.length - 1}/${data.length}` });
    else response.writeHead(200, headers);
    if (request.method === 'HEAD') return response.end();
    const held = holdAfter.get(path);
    if (held !== undefined) return response.write(data.subarray(start, start + held));
    const cut = cutAfter.get(path);
    if (cut === undefined || data.length - start <= cut) return response.end(data.subarray(start));
    response.write(data.subarray(start, start + cut), () => setTimeout(() => response.destroy(), 20));
    return undefined;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    authority: authority.certPem,
    asked,
    files: content as Map<string, Uint8Array>,
    cutAfter,
    holdAfter,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
