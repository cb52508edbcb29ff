import { promisify } from 'node:util';
import { brotliCompressSync, constants, gzip, gzipSync } from 'node:zlib';
import type { Exchange } from './exchange.ts';

/** As it stands in `Content-Encoding`; undefined = as it is. Browsers speak br over TLS only. */
export type Encoding = 'br' | 'gzip';

/** Below it a network carries the same number of packets either way. */
const LEAST_BYTES = 1024;

/** What whoever asks takes of those that there are (RFC 9110, 12.5.3): br before gzip. */
export function acceptedEncoding(header: string | undefined, offered: readonly Encoding[]): Encoding | undefined {
  const weights = new Map(
    (header ?? '')
      .toLowerCase()
      .split(',')
      .slice(0, 20)
      .map((part): [string, number] => {
        const [name = '', ...parameters] = part.split(';').map((word) => word.trim());
        const weight = parameters.find((word) => word.startsWith('q='));
        return [name, weight === undefined ? 1 : Number(weight.slice(2)) || 0];
      }),
  );
  return offered.find((name) => (weights.get(name) ?? weights.get('*') ?? 0) > 0);
}

/** The forms of a text that is given out often; none where that gains nothing. Made at the start: the same file is the same everywhere. */
export function packedForms(body: Buffer): ReadonlyMap<Encoding, Buffer> {
  if (body.length < LEAST_BYTES) return new Map();
  const forms: [Encoding, Buffer][] = [
    ['br', brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })],
    ['gzip', gzipSync(body, { level: 9 })],
  ];
  return new Map(forms.filter(([, packed]) => packed.length < body.length));
}

const packed = promisify(gzip);

/**
 * JSON that holds nothing secret, packed where it is long and whoever asks takes that. Nothing that carries a word against forgery or a
 * password goes this way: the length of a packed answer tells of what is in it (BREACH).
 */
export async function sendLongJson({ request, response }: Exchange, body: unknown): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(body));
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.setHeader('vary', 'accept-encoding');
  if (bytes.length < LEAST_BYTES || !acceptedEncoding(request.headers['accept-encoding'], ['gzip'])) {
    response.writeHead(200).end(bytes);
    return;
  }
  // level 4: half the work of the usual one for nearly the same length
  const short = await packed(bytes, { level: 4 });
  response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': short.length }).end(short);
}
