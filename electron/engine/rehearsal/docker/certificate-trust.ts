import { X509Certificate } from 'node:crypto';
import type { SimHost } from '../kernel/program.ts';

/** Object identifier of "TLS web server" among a certificate's uses. */
const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1';

/** What docker's client of a registry has to trust: /etc/docker/certs.d/HOST:PORT. */
export type TrustedCertificates = { readonly roots: readonly X509Certificate[] } | { readonly refusal: string };

/** Reads the folder as `docker` does (registry/registry.go): *.crt are authorities, *.cert and *.key belong together. */
export function trustedFor(host: SimHost, registry: string): TrustedCertificates {
  const folder = `/etc/docker/certs.d/${registry}`;
  const names = [...(host.files.list(folder) ?? [])].sort();
  const roots: X509Certificate[] = [];
  for (const name of names) {
    if (name.endsWith('.crt')) roots.push(...certificatesIn(host.files.read(`${folder}/${name}`)));
    else if (name.endsWith('.cert')) {
      const key = `${name.slice(0, -5)}.key`;
      if (!names.includes(key))
        return {
          refusal: `missing key ${key} for client certificate ${name}. CA certificates must use the extension .crt`,
        };
    } else if (name.endsWith('.key') && !names.includes(`${name.slice(0, -4)}.cert`))
      return { refusal: `missing client certificate ${name.slice(0, -4)}.cert for key ${name}` };
  }
  return { roots };
}

/**
 * What Go's TLS client says against a server's certificates, in the order of its checks: dates, name, chain, use. undefined =
 * they are good.
 */
export function complaintAbout(
  served: string,
  name: string,
  roots: readonly X509Certificate[],
  nowMs: number,
): string | undefined {
  const [leaf, ...between] = certificatesIn(Buffer.from(served));
  if (!leaf) return 'x509: malformed certificate';
  const dates = datesOf(leaf, nowMs);
  if (dates !== undefined) return dates;
  return nameComplaint(leaf, name) ?? chainComplaint(leaf, between, roots, nowMs) ?? purposeComplaint(leaf);
}

function datesOf(certificate: X509Certificate, nowMs: number): string | undefined {
  const iso = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
  const from = Date.parse(certificate.validFrom);
  const to = Date.parse(certificate.validTo);
  const sentence = 'x509: certificate has expired or is not yet valid: current time';
  if (nowMs < from) return `${sentence} ${iso(nowMs)} is before ${iso(from)}`;
  return nowMs > to ? `${sentence} ${iso(nowMs)} is after ${iso(to)}` : undefined;
}

function nameComplaint(leaf: X509Certificate, name: string): string | undefined {
  const names = (leaf.subjectAltName ?? '').split(', ');
  const of = (kind: string) =>
    names.filter((entry) => entry.startsWith(`${kind}:`)).map((entry) => entry.slice(kind.length + 1));
  const addresses = of('IP Address');
  const hosts = of('DNS');
  if (/^[\d.]+$|:/.test(name)) {
    if (addresses.length === 0)
      return `x509: cannot validate certificate for ${name} because it doesn't contain any IP SANs`;
    if (addresses.includes(name)) return undefined;
    return `x509: certificate is valid for ${addresses.join(', ')}, not ${name}`;
  }
  if (leaf.checkHost(name, { subject: 'never' }) !== undefined) return undefined;
  if (hosts.length > 0) return `x509: certificate is valid for ${hosts.join(', ')}, not ${name}`;
  if (leaf.subjectAltName === undefined)
    return 'x509: certificate relies on legacy Common Name field, use SANs instead';
  return `x509: certificate is not valid for any names, but wanted to match ${name}`;
}

function chainComplaint(
  leaf: X509Certificate,
  between: readonly X509Certificate[],
  roots: readonly X509Certificate[],
  nowMs: number,
): string | undefined {
  let hint = '';
  const leads = (certificate: X509Certificate, depth: number): boolean => {
    if (depth > between.length + 1) return false;
    const isRoot = roots.some((root) => root.fingerprint256 === certificate.fingerprint256);
    if (isRoot) return true;
    const issuers = [...roots, ...between].filter((entry) => entry.subject === certificate.issuer);
    return issuers.some((issuer) => {
      const why = issuer.ca
        ? certificate.verify(issuer.publicKey)
          ? datesOf(issuer, nowMs)
          : signatureFailure(issuer)
        : 'x509: invalid signature: parent certificate cannot sign this kind of certificate';
      if (why === undefined) return leads(issuer, depth + 1);
      const candidate = /^CN=(.*)$/m.exec(issuer.subject)?.[1] ?? issuer.serialNumber;
      hint = ` (possibly because of ${JSON.stringify(why)} while trying to verify candidate authority certificate ${JSON.stringify(candidate)})`;
      return false;
    });
  };
  return leads(leaf, 0) ? undefined : `x509: certificate signed by unknown authority${hint}`;
}

function purposeComplaint(leaf: X509Certificate): string | undefined {
  // undefined in a certificate that names no use: it may be used for all
  const uses: readonly string[] | undefined = leaf.keyUsage;
  return uses === undefined || uses.includes(SERVER_AUTHENTICATION)
    ? undefined
    : 'x509: certificate specifies an incompatible key usage';
}

function signatureFailure(issuer: X509Certificate): string {
  switch (issuer.publicKey.asymmetricKeyType) {
    case 'ec':
      return 'x509: ECDSA verification failure';
    case 'ed25519':
      return 'x509: Ed25519 verification failure';
    default:
      return 'crypto/rsa: verification error';
  }
}

function certificatesIn(data: Uint8Array | undefined): readonly X509Certificate[] {
  const text = Buffer.from(data ?? []).toString('utf8');
  return [...text.matchAll(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g)].flatMap(([pem]) => {
    try {
      return [new X509Certificate(pem)];
    } catch {
      return [];
    }
  });
}
