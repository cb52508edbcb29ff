import { fail } from '../../../api/diagnostic.ts';
import { type Digest, isDigest } from './digest.ts';

/** The name of an image, complete: nothing of it is left to defaults any more. */
export interface ImageReference {
  /** `docker.io`, `registry.example:5000`. */
  readonly registry: string;
  /** `library/postgres`. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: Digest;
}

const HOST_PART = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const REGISTRY = new RegExp(`^(?:${HOST_PART}(?:\\.${HOST_PART})*|\\[[0-9a-fA-F:]+\\])(?::[0-9]{1,5})?$`);
const REPOSITORY = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const LONGEST_NAME = 255;

/**
 * Reads the name of an image as containerd and `docker pull` do (the grammar of distribution/reference): without a registry it
 * is docker.io's, a single word there lies in `library/`, without tag and digest the tag is `latest`.
 * @throws oci.reference-invalid
 */
export function parseImageReference(text: string): ImageReference {
  const invalid = (why: string) => fail('oci.reference-invalid', { params: { reference: text.slice(0, 300), why } });
  const [named = '', digest, ...more] = text.split('@');
  if (more.length > 0) throw invalid('more than one @');
  if (digest !== undefined && !isDigest(digest)) throw invalid('the digest is not sha256: and 64 hex digits');
  const colon = named.lastIndexOf(':');
  const tagged = colon > named.lastIndexOf('/');
  const name = tagged ? named.slice(0, colon) : named;
  const tag = tagged ? named.slice(colon + 1) : undefined;
  if (tag !== undefined && !TAG.test(tag)) throw invalid('the tag');
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const isHost = first === 'localhost' || /[.:]/.test(first) || first !== first.toLowerCase();
  const hub = !isHost || first === 'docker.io' || first === 'index.docker.io';
  const path = isHost ? name.slice(slash + 1) : name;
  const repository = hub && !path.includes('/') ? `library/${path}` : path;
  const registry = hub ? 'docker.io' : first;
  if (!REGISTRY.test(registry) || Number(/:(\d+)$/.exec(registry)?.[1] ?? 0) > 65_535) throw invalid('the registry');
  if (!REPOSITORY.test(repository)) throw invalid('the name has other characters than a-z 0-9 . _ - /');
  // as the whole text alone: with a tag or a registry it can only be a name (distribution/reference, ParseNormalizedNamed)
  if (/^[0-9a-f]{64}$/.test(text)) throw invalid('64 hex digits are an identifier, no name');
  if (registry.length + 1 + repository.length > LONGEST_NAME) throw invalid('longer than 255 characters');
  return {
    registry,
    repository,
    ...(tag !== undefined ? { tag } : digest === undefined ? { tag: 'latest' } : {}),
    ...(digest !== undefined ? { digest } : {}),
  };
}

/** The whole name, as containerd shows it: `docker.io/library/postgres:16`. */
export function formatImageReference({ registry, repository, tag, digest }: ImageReference): string {
  return `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

/** The short name, as Docker shows it: `postgres:16`. {@link parseImageReference} gives the same image for both. */
export function familiarImageReference(reference: ImageReference): string {
  return (
    formatImageReference(reference)
      .replace(/^docker\.io\/library\/(?=[^/]+$)/, '')
      // a first part that looks like a registry would be taken for one
      .replace(/^docker\.io\/(?=[^/.]+\/)(?!localhost\/)/, '')
  );
}
