import { createServer, request } from 'node:http';
import type { SimService } from '../../../rehearsal/kernel/program.ts';
import { duplexPair } from './duplex-pair.ts';

export interface ServiceAnswer {
  readonly status: number;
  readonly body: string;
}

/** One GET to a simulated service, from inside the simulated site: no socket of the laptop is used. */
export function askService(
  service: Required<Pick<SimService, 'http'>>,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<ServiceAnswer> {
  return new Promise((resolve, reject) => {
    const [near, far] = duplexPair();
    const server = createServer(service.http);
    server.emit('connection', far);
    const outgoing = request(
      { createConnection: () => near as never, path, headers: { ...headers, connection: 'close' } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          near.destroy();
          far.destroy();
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end();
  });
}
