import { type Certificate, makeCertificate, newKeyPem } from '../../electron/engine/tls/certificate.ts';

const DAY_MS = 86_400_000;

/** An authority of a test's own, and certificates of servers on loopback that it signs. */
export function testAuthority(subject: string): { readonly certPem: string; issue(): Certificate } {
  const key = newKeyPem();
  const times = { notBefore: Date.now() - DAY_MS, notAfter: Date.now() + DAY_MS };
  const common = { issuer: subject, issuerKeyPem: key, ...times };
  const own = makeCertificate({ ...common, subject, subjectKeyPem: key, serial: 1, authority: true });
  return {
    certPem: own.certPem,
    issue: () =>
      makeCertificate({
        ...common,
        subject: 'CN=loopback',
        subjectKeyPem: newKeyPem(),
        serial: 2,
        authority: false,
        names: ['localhost'],
        addresses: ['127.0.0.1'],
      }),
  };
}
