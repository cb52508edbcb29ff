import { parse, TomlError } from 'smol-toml';
import { type Diagnostic, diagnostic, hasErrors } from '../../api/diagnostic.ts';
import { type Site, WrittenSiteSchema } from '../../api/site.ts';
import { CURRENT_SCHEMA_VERSION, migrateSite } from './migrations.ts';
import { applySiteRules } from './rules/index.ts';
import { schemaProblems } from './schema-problems.ts';
import { lineOfPath, mapToml, type PathStep, parsePath, type TomlMap } from './toml-map.ts';

/** No site file is larger; a wrong file is refused before it is parsed. */
export const MAX_SITE_BYTES = 1024 * 1024;

export interface ParseOptions {
  /** Shown in diagnostics. */
  readonly file?: string;
  /** Addresses of this laptop, where known. */
  readonly laptopAddresses?: readonly string[];
}

export interface ParsedSite {
  /** Present when no diagnostic is an error. */
  readonly site?: Site;
  /** Present when the form fits, whatever the rules say: for showing and mending it. Never run anything from a draft. */
  readonly draft?: Site;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the text of a site.toml: TOML, schema version, schema, cross-field rules. The only maker of a {@link Site}. Every
 * diagnostic names its field as written and, where it can be found, its line. Never throws for bad input.
 */
export function parseSite(text: string, options: ParseOptions = {}): ParsedSite {
  const { file } = options;
  const inFile = (found: readonly Diagnostic[]): readonly Diagnostic[] =>
    file === undefined ? found : found.map((entry) => ({ ...entry, subject: { ...entry.subject, file } }));
  const sizeBytes = new TextEncoder().encode(text).length;
  if (sizeBytes > MAX_SITE_BYTES) {
    return {
      diagnostics: inFile([diagnostic('site.too-large', { params: { sizeBytes, limitBytes: MAX_SITE_BYTES } })]),
    };
  }
  let table: Readonly<Record<string, unknown>>;
  try {
    table = parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (error) {
    return { diagnostics: inFile([syntaxProblem(error)]) };
  }
  const migrated = migrateSite(table);
  const current = CURRENT_SCHEMA_VERSION;
  const versionField = { field: 'schemaVersion' };
  if (migrated.state === 'no-version') {
    return {
      diagnostics: inFile([
        diagnostic('site.schema-version-missing', { params: { current }, subject: { ...versionField, line: 1 } }),
      ]),
    };
  }
  const locate = locator(text);
  if (migrated.state === 'newer') {
    const params = { found: migrated.found, current };
    const newer = diagnostic('site.schema-version-newer', { params, subject: versionField });
    return { diagnostics: inFile([locate(newer, ['schemaVersion'])]) };
  }
  const notes =
    migrated.state === 'migrated'
      ? [diagnostic('site.migrated', { params: { found: migrated.found, current }, subject: versionField })]
      : [];
  const read = WrittenSiteSchema.safeParse(migrated.table);
  if (!read.success) {
    const problems = schemaProblems(read.error.issues, migrated.table);
    return { diagnostics: inFile([...notes, ...problems.map((entry) => locate(entry.diagnostic, entry.path))]) };
  }
  const found = applySiteRules(read.data, { laptopAddresses: options.laptopAddresses ?? [] });
  const diagnostics = inFile([...notes, ...found.map((entry) => locate(entry, fieldPath(entry)))]);
  return hasErrors(diagnostics)
    ? { draft: read.data, diagnostics }
    : { site: read.data, draft: read.data, diagnostics };
}

/** What was found about a site later on, with the line of its field where it names one; what has a file of its own keeps it. */
export function locatedIn(text: string, file: string, found: readonly Diagnostic[]): readonly Diagnostic[] {
  const locate = locator(text);
  return found.map((entry) => {
    if (entry.subject.file !== undefined) return entry;
    const { subject, ...rest } = locate(entry, fieldPath(entry));
    return { ...rest, subject: { ...subject, file } };
  });
}

function syntaxProblem(error: unknown): Diagnostic {
  if (!(error instanceof TomlError)) {
    return diagnostic('site.toml-syntax', { params: { line: 1, what: error instanceof Error ? error.message : '?' } });
  }
  const what = (error.message.split('\n')[0] ?? '').replace(/^Invalid TOML document: /, '');
  // The line itself is not repeated: it may hold a secret that someone typed into the wrong file.
  return diagnostic('site.toml-syntax', {
    params: { line: error.line, what },
    evidence: [`line ${error.line}, column ${error.column}: ${what}`],
    subject: { line: error.line },
  });
}

/** Adds the line of a field. A text that the map cannot follow costs the line number, nothing else. */
function locator(text: string): (found: Diagnostic, path: readonly PropertyKey[]) => Diagnostic {
  let map: TomlMap | undefined;
  try {
    map = mapToml(text);
  } catch {
    map = undefined;
  }
  return (found, path) => {
    const line = map
      ? lineOfPath(
          map,
          path.filter((step): step is PathStep => typeof step !== 'symbol'),
        )
      : undefined;
    return line === undefined ? found : { ...found, subject: { ...found.subject, line } };
  };
}

function fieldPath(found: Diagnostic): readonly PathStep[] {
  if (found.subject.field === undefined) return [];
  try {
    return parsePath(found.subject.field);
  } catch {
    return [];
  }
}
