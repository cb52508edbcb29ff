import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import { duplexPair } from './duplex-pair.ts';
import type { SimService } from './program.ts';

export interface ServiceAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

/** One request to a simulated service, from inside the simulated site: no socket of the laptop is used. */
export function askService(
  service: Required<Pick<SimService, 'http'>>,
  path: string,
  headers: Readonly<Record<string, string>>,
  method = 'GET',
): Promise<ServiceAnswer> {
  return new Promise((resolve, reject) => {
    const [near, far] = duplexPair();
    const server = createServer(service.http);
    server.emit('connection', far);
    const outgoing = request(
      { createConnection: () => near as never, method, path, headers: { ...headers, connection: 'close' } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          near.destroy();
          far.destroy();
          resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes: Buffer.concat(chunks) });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end();
  });
}
