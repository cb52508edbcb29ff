import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { ContainerSight } from '../../../rehearsal/docker/application.ts';

/** Whether web is to speak TLS. */
export function wantsTls(web: ContainerSight): boolean {
  return (web.env.get('TLS_CERTIFICATE_FILE') ?? '') !== '' || (web.env.get('TLS_KEY_FILE') ?? '') !== '';
}

/** What web shows: the certificate and key of its mounted files; undefined = it speaks plain HTTP, or they are no such pair. */
export function webCertificate(web: ContainerSight): { readonly key: string; readonly cert: string } | undefined {
  if (!wantsTls(web)) return undefined;
  const read = (name: string): string => Buffer.from(web.readFile(web.env.get(name) ?? '') ?? []).toString('utf8');
  const [cert, key] = [read('TLS_CERTIFICATE_FILE'), read('TLS_KEY_FILE')];
  try {
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key)) ? { key, cert } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the collector gets through to web: by the URL it has, trusting the authority that it is given and no other. */
export function reachesWeb(collector: ContainerSight, web: ContainerSight): boolean {
  const url = collector.env.get('INGEST_URL') ?? '';
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, port } = new URL(url);
  if (hostname !== 'web' || port !== '8000') return false;
  if (protocol !== 'https:') return !wantsTls(web);
  const shown = webCertificate(web);
  const authority = collector.readFile(collector.env.get('INGEST_CA_FILE') ?? '');
  if (!shown || !authority) return false;
  try {
    const leaf = new X509Certificate(shown.cert);
    return leaf.verify(new X509Certificate(Buffer.from(authority)).publicKey) && leaf.checkHost(hostname) !== undefined;
  } catch {
    return false;
  }
}
