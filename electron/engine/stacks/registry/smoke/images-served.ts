import { createHash } from 'node:crypto';
import { diagnostic } from '../../../../api/diagnostic.ts';
import type { Site, StackInstance } from '../../../../api/site.ts';
import type { Check, CheckContext, CheckFinding } from '../../../checks/check.ts';
import { connectionReason, type HttpAnswer, httpAsk, isCertificateReason } from '../../../checks/http.ts';
import { linesOf } from '../../../facts/parse/text.ts';
import { read } from '../../../shell/command.ts';
import { fingerprintOf } from '../../../tls/certificate.ts';
import { instanceFolder } from '../../registry.ts';
import { AUTHORITY, type RegistryPlace, registryPlace } from '../registry-place.ts';

/** Forms in which an image may be kept; whoever does not name them is given an older one with another digest (distribution spec). */
const MANIFESTS = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
].join(', ');

/** An image as a host's `.env` names it. */
interface RunImage {
  readonly host: string;
  readonly repository: string;
  readonly digest: string;
}

/**
 * The registry answers over TLS with a certificate of the site's authority, and gives every image that hosts of the site run, by its
 * digest: a host that has to pull again, or a new one, finds them.
 */
export function imagesServed(site: Site, instance: StackInstance): Check {
  const place = registryPlace(site, instance);
  const url = `https://${place.name}/v2/`;
  const subject = { host: place.host };
  return {
    id: `smoke.registry-${instance.id}`,
    title: { en: 'Image registry', es: 'Registro de imágenes' },
    expected: {
      en: `${url} answers with a certificate of the site, and has every image that the site runs`,
      es: `${url} responde con un certificado del sitio y tiene todas las imágenes que usa el sitio`,
    },
    async run(context): Promise<CheckFinding> {
      const seen: string[] = [];
      const failed = (finding: ReturnType<typeof diagnostic>): CheckFinding => ({
        passed: false,
        seen,
        diagnostic: finding,
      });
      const { signal } = context;
      const authority = await context.transport(place.host).exec(read`cat ${AUTHORITY}`, { signal });
      if (authority.code !== 0) {
        const reason = authority.stderr.trim();
        seen.push(reason);
        return failed(diagnostic('check.registry-certificate', { params: { url, reason }, subject }));
      }
      const ask = (path: string): Promise<HttpAnswer> => askRegistry(context, place, authority.stdout, path);
      try {
        const { status } = await ask('/v2/');
        seen.push(`authority of the site: SHA-256 ${fingerprintOf(authority.stdout)}`, `${url}: status ${status}`);
        if (status !== 200)
          return failed(
            diagnostic('check.registry-silent', {
              params: { url, reason: `status ${status}`, host: place.host },
              subject,
            }),
          );
        const { images, unread } = await imagesRun(context, site, place);
        if (unread) {
          seen.push(unread.what);
          return failed(
            diagnostic('check.could-not-run', { params: { why: unread.what }, subject: { host: unread.host } }),
          );
        }
        for (const image of images) {
          const answer = await ask(`/v2/${image.repository}/manifests/${image.digest}`);
          const digest = `sha256:${createHash('sha256').update(answer.body).digest('hex')}`;
          const isThere = answer.status === 200 && digest === image.digest;
          const short = image.digest.slice(0, 'sha256:'.length + 12);
          seen.push(`${image.repository}@${short}: ${isThere ? 'there' : `status ${answer.status}`}`);
          if (!isThere)
            return failed(
              diagnostic('check.registry-image-missing', {
                params: { registry: place.name, image: `${image.repository}@${short}`, host: image.host },
                evidence: [`status ${answer.status}`, ...(answer.status === 200 ? [`content of ${digest}`] : [])],
                subject,
              }),
            );
        }
        return { passed: true, seen };
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof Error && 'code' in error)) throw error;
        const reason = connectionReason(error);
        seen.push(`${url}: ${reason}`);
        return failed(
          isCertificateReason(reason)
            ? diagnostic('check.registry-certificate', { params: { url, reason }, subject })
            : diagnostic('check.registry-silent', { params: { url, reason, host: place.host }, subject }),
        );
      }
    },
  };
}

function askRegistry(
  { dialer, signal }: CheckContext,
  { address, port, name }: RegistryPlace,
  authorityPem: string,
  path: string,
): Promise<HttpAnswer> {
  const headers = { host: name, accept: MANIFESTS };
  return httpAsk(dialer, { address, port, path, headers, tls: { authorityPem }, signal });
}

/** What the hosts of the site run out of this registry: the lines of their `.env` files that name images, and no secret. */
async function imagesRun(
  context: CheckContext,
  site: Site,
  place: RegistryPlace,
): Promise<{
  readonly images: readonly RunImage[];
  readonly unread?: { readonly host: string; readonly what: string };
}> {
  const images = new Map<string, RunImage>();
  for (const instance of site.stacks) {
    const env = `${instanceFolder(instance)}/.env`;
    const { signal } = context;
    const result = await context
      .transport(instance.on)
      .exec(read`[ ! -e ${env} ] || grep -hE ${'^[A-Z0-9_]+_IMAGE='} ${env}`, { signal });
    // 1 = no such line
    if (result.code > 1) return { images: [], unread: { host: instance.on, what: result.stderr.trim() } };
    for (const line of linesOf(result.stdout)) {
      const [name, digest] = line.slice(line.indexOf('=') + 1).split('@');
      if (name?.startsWith(`${place.name}/`) !== true || digest === undefined) continue;
      const repository = name.slice(place.name.length + 1);
      images.set(`${repository}@${digest}`, { host: instance.on, repository, digest });
    }
  }
  return { images: [...images.values()] };
}
