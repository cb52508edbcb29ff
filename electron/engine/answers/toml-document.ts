import { parse, TomlDate, TomlError, type TomlTable, type TomlValue } from 'smol-toml';
import { type Diagnostic, diagnostic } from '../../api/diagnostic.ts';
import { findForeignToml } from './toml-foreign.ts';

const LIMIT_KIB = 1024;
/** The depth at which the installer's TOML reader gives up. */
const LIMIT_DEPTH = 80;
const INT64_MAX = 2n ** 63n - 1n;

export type { TomlTable, TomlValue };
export { TomlDate };

export type TomlDocument =
  | { readonly ok: true; readonly table: TomlTable }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/**
 * Reads an answer file as the installer's TOML 1.0 reader (crate `toml` 0.8) does: BOM, CRLF, dotted keys and inline tables are
 * fine, what only TOML 1.1 knows is refused. Integers are bigint, floats number. At most 1 MiB.
 */
export function parseTomlDocument(text: string, file?: string): TomlDocument {
  if (Buffer.byteLength(text) > LIMIT_KIB * 1024) {
    return refuse(diagnostic('answer.too-large', { params: { limitKib: LIMIT_KIB }, subject: { file } }));
  }
  try {
    const table = parse(text, { integersAsBigInt: true, maxDepth: LIMIT_DEPTH });
    const foreign = findForeignToml(text);
    if (foreign) {
      return refuse(
        diagnostic('answer.toml-foreign', { params: { what: foreign.what }, subject: { file, line: foreign.line } }),
      );
    }
    const flaw = findFlaw(table, '', 0);
    if (flaw?.kind === 'depth') {
      return refuse(
        diagnostic('answer.syntax', { evidence: [`nested deeper than ${LIMIT_DEPTH}`], subject: { file } }),
      );
    }
    if (flaw) {
      const params = { key: flaw.path, expected: '12' };
      return refuse(diagnostic('answer.wrong-type', { params, subject: { file, field: flaw.path } }));
    }
    return { ok: true, table };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = error.message.replace(/^Invalid TOML document: /, '').split('\n', 1);
    return refuse(diagnostic('answer.syntax', { evidence: reason, subject: { file, line: error.line } }));
  }
}

export function isTomlTable(value: TomlValue): value is TomlTable {
  return typeof value === 'object' && !Array.isArray(value) && !(value instanceof TomlDate);
}

function refuse(found: Diagnostic): TomlDocument {
  return { ok: false, diagnostics: [found] };
}

interface Flaw {
  readonly kind: 'depth' | 'integer';
  readonly path: string;
}

/** What the installer's reader refuses anywhere: integers beyond signed 64 bits, and tables too deep in each other. */
function findFlaw(value: TomlValue, path: string, depth: number): Flaw | undefined {
  if (typeof value === 'bigint') {
    return value > INT64_MAX || value < -INT64_MAX - 1n ? { kind: 'integer', path } : undefined;
  }
  if (typeof value !== 'object' || value instanceof TomlDate) return undefined;
  if (depth > LIMIT_DEPTH) return { kind: 'depth', path };
  for (const [key, child] of Object.entries(value)) {
    const found = findFlaw(child, path ? `${path}.${key}` : key, depth + 1);
    if (found) return found;
  }
  return undefined;
}
