import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { diagnostic } from '../../api/diagnostic.ts';
import { MAX_SITE_BYTES, type ParsedSite, type ParseOptions, parseSite } from './parse-site.ts';

export interface CheckedSite extends ParsedSite {
  /** The site file that was read. */
  readonly path: string;
  /** Its text, where it could be read. */
  readonly text?: string;
}

/**
 * Reads and checks the site at a path: a site.toml, or the folder that holds one. Never throws for anything that is wrong
 * with the file; what is wrong is in the diagnostics, and `site` is there only when none of them is an error.
 */
export async function checkSite(path: string, options: ParseOptions = {}): Promise<CheckedSite> {
  let file = path;
  try {
    if ((await stat(path)).isDirectory()) file = join(path, 'site.toml');
    const { size } = await stat(file);
    if (size > MAX_SITE_BYTES) {
      const params = { sizeBytes: size, limitBytes: MAX_SITE_BYTES };
      return { path: file, diagnostics: [diagnostic('site.too-large', { params, subject: { file } })] };
    }
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(file));
    return { path: file, text, ...parseSite(text, { ...options, file }) };
  } catch (error) {
    if (error instanceof TypeError)
      return { path: file, diagnostics: [diagnostic('site.not-text', { subject: { file } })] };
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    const missing = code === 'ENOENT' || code === 'ENOTDIR';
    return {
      path: file,
      diagnostics: [
        missing
          ? diagnostic('site.not-found', { params: { path: file }, subject: { file } })
          : diagnostic('site.unreadable', { params: { path: file, why: code }, subject: { file } }),
      ],
    };
  }
}
