import { isIP } from 'node:net';
import { askOutside, type OutsideAnswer, OutsideFailure, type OutsideTrust } from '../../kernel/outside-http.ts';
import { InstallerError, type LiveSystem } from './live-system.ts';

export interface InstallerRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly fingerprint?: string | undefined;
}

/** In all, as the real client has it; in real time, since the listener is a real one. */
const TIMEOUT_MS = 60_000;
const MOST_REDIRECTS = 10;

/**
 * The installer's HTTP client: from DHCP's address only, 60 s in all, a redirect is followed as GET, and a fingerprint replaces
 * every other check of the certificate (answer-schema 6). Throws an {@link InstallerError} with the client's words.
 */
export async function askAsInstaller(live: LiveSystem, request: InstallerRequest): Promise<OutsideAnswer> {
  let url = parseUrl(request.url);
  let { method, body } = request;
  for (let turn = 0; turn <= MOST_REDIRECTS; turn += 1) {
    const answer = await askOnce(live, { ...request, method, ...(body === undefined ? {} : { body }) }, url);
    const { location } = answer.headers;
    if (answer.status < 300 || answer.status >= 400 || !location) return answer;
    url = parseUrl(new URL(location, url).href);
    method = 'GET';
    body = undefined;
  }
  throw new InstallerError('too many redirects');
}

function parseUrl(text: string): URL {
  try {
    const url = new URL(text);
    if (url.protocol === 'https:' || url.protocol === 'http:') return url;
  } catch {
    // Said below, as for any other scheme.
  }
  throw new InstallerError(`bad uri: ${text}`);
}

async function askOnce(live: LiveSystem, request: InstallerRequest, url: URL): Promise<OutsideAnswer> {
  const trust = trustOf(live, request.fingerprint);
  const name = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(name) === 0) throw new InstallerError('io: failed to lookup address information: Name or service not known');
  if (!live.lease) throw new InstallerError('io: Network is unreachable (os error 101)');
  const target = live.world.outsideAt(name, Number(url.port || (url.protocol === 'https:' ? 443 : 80)));
  if (target === undefined) {
    await live.sleep(3);
    throw new InstallerError('io: No route to host (os error 113)');
  }
  if (target === 'refused') throw new InstallerError('io: Connection refused (os error 111)');
  try {
    return await live.world.holdTime(() =>
      askOutside({
        target,
        url,
        method: request.method,
        headers: { 'user-agent': 'ureq', ...request.headers },
        ...(request.body === undefined ? {} : { body: Buffer.from(request.body) }),
        trust,
        timeoutMs: TIMEOUT_MS,
        signal: live.signal,
      }),
    );
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    throw new InstallerError(WORDS[error.kind] ?? `io: ${error.message}`);
  }
}

const WORDS: Readonly<Partial<Record<OutsideFailure['kind'], string>>> = {
  refused: 'io: Connection refused (os error 111)',
  timeout: 'timeout: global',
  fingerprint: 'Fingerprint did not match!',
  untrusted: 'io: invalid peer certificate: UnknownIssuer',
  'wrong-name': 'io: invalid peer certificate: NotValidForName',
  'not-yet-valid': 'io: invalid peer certificate: NotValidYet',
  expired: 'io: invalid peer certificate: Expired',
};

/** The fingerprint's form is looked at only now; nothing checks it beforehand. */
function trustOf(live: LiveSystem, fingerprint: string | undefined): OutsideTrust {
  if (fingerprint === undefined) {
    return { by: 'chain', nowMs: live.world.now() + live.machine.clockOffsetSeconds * 1000 };
  }
  const digits = fingerprint.replaceAll(':', '');
  const wrong = digits.search(/[^0-9a-f]/i);
  if (wrong >= 0) throw new InstallerError(`Invalid character '${digits[wrong]}' at position ${wrong}`);
  if (digits.length % 2 === 1) throw new InstallerError('Odd number of digits');
  return { by: 'fingerprint', sha256: digits.toLowerCase() };
}
