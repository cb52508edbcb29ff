import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** `/app/healthcheck`: asks web of the same container. Ends with 0 where it is well, otherwise with 1 and a line that says why. */
function main(): void {
  const { env } = process;
  const tls = Boolean(env.TLS_CERTIFICATE_FILE);
  const host =
    (env.ALLOWED_HOSTS ?? '')
      .split(',')
      .map((name) => name.trim().replace(/^\./, ''))
      .find((name) => /^[A-Za-z0-9]/.test(name)) ?? 'localhost';
  const end = (code: number, why: string): void => {
    process.stdout.write(`${why}\n`);
    process.exit(code);
  };
  const ask = tls ? httpsRequest : httpRequest;
  const outgoing = ask(
    {
      host: '127.0.0.1',
      port: Number(env.LISTEN_PORT || '8000'),
      path: '/api/health',
      headers: { host },
      signal: AbortSignal.timeout(4_000),
      // our own process behind the loopback address; the certificate names the machine
      ...(tls ? { rejectUnauthorized: false } : {}),
    },
    (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        end(response.statusCode === 200 ? 0 : 1, Buffer.concat(chunks).toString('utf8').slice(0, 300)),
      );
    },
  );
  outgoing.on('error', (error) => end(1, error.message));
  outgoing.end();
}

main();
