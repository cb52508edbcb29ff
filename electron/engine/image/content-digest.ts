import { ANSWER_PATHS } from './make-images.ts';

/**
 * By what a written stick is known again: the digest of its answer; of an image that asks a server for it, that of the mode file,
 * which names the server of one site.
 */
export function contentDigest(
  files: readonly { readonly path: string; readonly sha256: string }[],
): string | undefined {
  const of = (name: string) => files.find(({ path }) => path === `/${name}`)?.sha256;
  return of(ANSWER_PATHS.answer) ?? of(ANSWER_PATHS.mode);
}
