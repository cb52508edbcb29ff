/** The name of an image as docker reads it (distribution/reference). */
export interface ImageReference {
  /** `docker.io`, `192.168.1.21:5000`. */
  readonly registry: string;
  /** In the registry: `library/postgres`. */
  readonly repository: string;
  /** As docker shows it: `postgres`, `192.168.1.21:5000/lab/web`. */
  readonly name: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** A name that docker refuses, in its words. */
export class ImageNameError extends Error {}

const PATH = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;
const HOST = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[0-9a-fA-F:]+\])(?::[0-9]+)?$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Throws {@link ImageNameError}. */
export function readReference(text: string): ImageReference {
  const [named = '', digest, ...more] = text.split('@');
  const colon = named.lastIndexOf(':');
  const isTagged = colon > named.lastIndexOf('/');
  const full = isTagged ? named.slice(0, colon) : named;
  const tag = isTagged ? named.slice(colon + 1) : undefined;
  if (more.length > 0 || (digest !== undefined && !DIGEST.test(digest)) || (tag !== undefined && !TAG.test(tag)))
    throw new ImageNameError('invalid reference format');
  const slash = full.indexOf('/');
  const first = slash < 0 ? '' : full.slice(0, slash);
  const hasHost = first === 'localhost' || /[.:]/.test(first) || first !== first.toLowerCase();
  const isHub = !hasHost || first === 'docker.io' || first === 'index.docker.io';
  const path = hasHost ? full.slice(slash + 1) : full;
  if (path !== path.toLowerCase() && PATH.test(path.toLowerCase()))
    throw new ImageNameError(`invalid reference format: repository name (${path}) must be lowercase`);
  if (!PATH.test(path) || (hasHost && !HOST.test(first))) throw new ImageNameError('invalid reference format');
  const repository = isHub && !path.includes('/') ? `library/${path}` : path;
  return {
    registry: isHub ? 'docker.io' : first,
    repository,
    name: isHub ? repository.replace(/^library\//, '') : full,
    tag,
    digest,
  };
}

/** As docker shows a reference: without the hub's name, with `latest` where neither tag nor digest is given. */
export function shown(text: string): string {
  try {
    const { name, tag, digest } = readReference(text);
    return digest === undefined ? `${name}:${tag ?? 'latest'}` : `${name}@${digest}`;
  } catch {
    return text;
  }
}

/** The repository alone, whatever registry it comes from: `postgres`, `sitewright/monitoring-web`. */
export function repositoryOf(text: string): string {
  try {
    return readReference(text).repository.replace(/^library\//, '');
  } catch {
    return text;
  }
}
