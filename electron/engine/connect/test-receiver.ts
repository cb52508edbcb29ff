import { connect } from 'node:tls';
import type { ConnectCheck } from '../../api/connect.ts';
import { DiagnosticError, diagnostic } from '../../api/diagnostic.ts';
import type { Site } from '../../api/site.ts';
import { certificateFingerprint, makeArrivalIdentity, readArrivalIdentity } from '../arrival/identity.ts';
import { startReceiver } from '../arrival/receiver.ts';
import { errorCode } from '../workspace/atomic-file.ts';

const SELF_TEST_MS = 5_000;

/**
 * Listens on the planned address for a moment, with a certificate made for this one test, and asks itself through the outside
 * address. `listens`: a run of this site listens there already, which is proof enough that the port is ours.
 */
export async function testReceiver(site: Site, listens: boolean): Promise<ConnectCheck> {
  const { laptop } = site.network;
  if (!laptop) return { id: 'receiver', outcome: 'not-applicable', seen: [], diagnostics: [] };
  const { address, port } = laptop;
  const place = `${address}:${port}`;
  if (listens) return { id: 'receiver', outcome: 'passed', seen: [place], diagnostics: [] };
  const identity = readArrivalIdentity(makeArrivalIdentity(site).pem);
  try {
    const receiver = await startReceiver({
      address,
      port,
      identity,
      handle: async () => ({ status: 404, text: 'A self-test of Sitewright.\n' }),
    });
    try {
      const seen = await fingerprintAt(address, port);
      if (seen === identity.fingerprint) return { id: 'receiver', outcome: 'passed', seen: [place], diagnostics: [] };
      return failed(place, diagnostic('connect.other-certificate', { params: { address, port: String(port) } }));
    } finally {
      await receiver.close();
    }
  } catch (error) {
    if (error instanceof DiagnosticError) return failed(place, error.diagnostics[0]);
    const params = { address, port: String(port), why: errorCode(error) };
    return failed(place, diagnostic('connect.self-test-failed', { params }));
  }
}

function failed(place: string, why: ReturnType<typeof diagnostic>): ConnectCheck {
  return { id: 'receiver', outcome: 'failed', seen: [place], diagnostics: [why] };
}

/** SHA-256 of the certificate that somebody shows there. Rejects with Node's error. */
export function fingerprintAt(address: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    // The certificate is compared, not believed.
    const socket = connect({ host: address, port, rejectUnauthorized: false, timeout: SELF_TEST_MS });
    socket.once('secureConnect', () => {
      resolve(certificateFingerprint(socket.getPeerCertificate().raw));
      socket.destroy();
    });
    socket.once('timeout', () => socket.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })));
    socket.once('error', reject);
  });
}
