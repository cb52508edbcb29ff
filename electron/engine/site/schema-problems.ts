import type { z } from 'zod';
import { type Diagnostic, diagnostic } from '../../api/diagnostic.ts';
import { SiteSchema } from '../../api/site.ts';
import { nearest } from './nearest.ts';
import { looksLikeSecret } from './secret-look.ts';
import { pathText } from './toml-map.ts';

type Issue = z.core.$ZodIssue;
type Schema = z.core.$ZodType;

/** Where a problem stands, for finding its line. */
export interface SchemaProblem {
  readonly path: readonly PropertyKey[];
  readonly diagnostic: Diagnostic;
}

/** Turns what the schema refuses into diagnostics that name the field as written and what would be accepted. */
export function schemaProblems(issues: readonly Issue[], table: unknown): readonly SchemaProblem[] {
  return issues.flatMap((issue) => problemsOf(issue, table));
}

function problemsOf(issue: Issue, table: unknown): readonly SchemaProblem[] {
  const path = issue.path;
  const field = path.length === 0 ? 'site.toml' : pathText(path);
  const subject = { field };
  const value = valueAt(table, path);
  const one = (made: Diagnostic): readonly SchemaProblem[] => [{ path, diagnostic: made }];
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(SiteSchema, path, table);
    return issue.keys.map((key) => {
      const at = [...path, key];
      const near = nearest(key, known);
      const params = { key, where: field, known: known.join(', ') };
      return {
        path: at,
        diagnostic: near
          ? diagnostic('site.unknown-key-near', { params: { ...params, near }, subject: { field: pathText(at) } })
          : diagnostic('site.unknown-key', { params, subject: { field: pathText(at) } }),
      };
    });
  }
  if (isSecretField(path)) {
    if (value === undefined)
      return one(diagnostic('site.missing', { params: { field, expected: '"secret:NAME"' }, subject }));
    const code = looksLikeSecret(String(path.at(-1)), value) ? 'site.secret-in-file' : 'site.bad-secret-ref';
    return one(diagnostic(code, { params: { field }, subject }));
  }
  // A union (IPv4 or IPv6, one kind of storage or another) is told by what its last branch wanted.
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    if (value === undefined)
      return one(diagnostic('site.missing', { params: { field, expected: expectedOf(issue) }, subject }));
    const nested = issue.errors.flat()[0];
    if (nested && nested.path.length === 0 && 'format' in nested) return one(formatProblem(nested, field, value));
    if (nested?.code === 'invalid_type') {
      const params = { field, found: kindOf(value), expected: nested.expected };
      return one(diagnostic('site.wrong-type', { params, subject }));
    }
  }
  if (issue.code === 'invalid_union') {
    const key = 'discriminator' in issue && typeof issue.discriminator === 'string' ? issue.discriminator : undefined;
    if (key !== undefined) {
      const at = path.at(-1) === key ? path : [...path, key];
      const kind = valueAt(table, at);
      const allowed = 'zfspool, dir';
      return kind === undefined
        ? [
            {
              path: at,
              diagnostic: diagnostic('site.missing', {
                params: { field: pathText(at), expected: allowed },
                subject: { field: pathText(at) },
              }),
            },
          ]
        : [
            {
              path: at,
              diagnostic: diagnostic('site.not-allowed', {
                params: { field: pathText(at), value: show(kind), allowed },
                subject: { field: pathText(at) },
              }),
            },
          ];
    }
  }
  if (value === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_value')) {
    return one(diagnostic('site.missing', { params: { field, expected: expectedOf(issue) }, subject }));
  }
  switch (issue.code) {
    case 'invalid_type':
      return one(
        diagnostic('site.wrong-type', { params: { field, found: kindOf(value), expected: issue.expected }, subject }),
      );
    case 'invalid_value':
      return one(
        diagnostic('site.not-allowed', {
          params: { field, value: show(value), allowed: issue.values.map(String).join(', ') },
          subject,
        }),
      );
    case 'too_small':
    case 'too_big': {
      const bound = issue.code === 'too_small' ? `>= ${String(issue.minimum)}` : `<= ${String(issue.maximum)}`;
      const measured = typeof value === 'string' || Array.isArray(value) ? `${value.length}` : show(value);
      return one(diagnostic('site.out-of-range', { params: { field, value: measured, bound }, subject }));
    }
    case 'invalid_format':
      return one(formatProblem(issue, field, value));
    case 'invalid_key': {
      const key = String(path.at(-1));
      return one(diagnostic('site.bad-value', { params: { field, value: key, form: firstPattern(issue) }, subject }));
    }
    default:
      return one(diagnostic('site.bad-value', { params: { field, value: show(value), form: issue.message }, subject }));
  }
}

function formatProblem(issue: Issue, field: string, value: unknown): Diagnostic {
  const format = 'format' in issue ? String(issue.format) : '';
  const pattern = 'pattern' in issue ? String(issue.pattern) : '';
  const about = { params: { field, value: show(value) }, subject: { field } };
  if (format.startsWith('ip')) return diagnostic('site.bad-address', about);
  if (format.startsWith('cidr')) return diagnostic('site.bad-cidr', about);
  if (field === 'cluster.name') return diagnostic('site.bad-cluster-name', about);
  if (pattern.includes('{5}$') && pattern.includes(':')) return diagnostic('site.bad-mac', about);
  if (/(^|\.)(name|node|on|via|witness)$|\.to\[\d+\]$/.test(field)) return diagnostic('site.bad-name', about);
  return diagnostic('site.bad-value', { params: { ...about.params, form: pattern || format }, subject: { field } });
}

function firstPattern(issue: Issue): string {
  const nested = 'issues' in issue && Array.isArray(issue.issues) ? (issue.issues[0] as Issue | undefined) : undefined;
  return nested && 'pattern' in nested ? String(nested.pattern) : issue.message;
}

function expectedOf(issue: Issue): string {
  if (issue.code === 'invalid_type') return issue.expected;
  if (issue.code === 'invalid_value') return issue.values.map(String).join(', ');
  return 'address';
}

/** Fields whose value is a reference into the vault: their content is never repeated. */
const SECRET_FIELDS: ReadonlySet<string> = new Set([
  'sshPrivateKey',
  'rootPassword',
  'rootPasswordHash',
  'subscriptionKey',
  'authToken',
]);

function isSecretField(path: readonly PropertyKey[]): boolean {
  return SECRET_FIELDS.has(String(path.at(-1)));
}

/** A value as a person may see it: short, and never a secret. */
function show(value: unknown): string {
  if (typeof value === 'string' && looksLikeSecret('', value)) return '***';
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (value instanceof Date) return 'date';
  return value === null ? 'null' : typeof value;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}

/** The keys that the schema knows at a path of this table. */
function keysAt(schema: Schema, path: readonly PropertyKey[], table: unknown): readonly string[] {
  let current: Schema | undefined = schema;
  let value = table;
  for (const step of path) {
    const plain = current ? unwrap(current, value) : undefined;
    value = typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[step] : undefined;
    const def = plain?._zod.def as Def | undefined;
    if (def?.type === 'object') current = def.shape?.[String(step)];
    else if (def?.type === 'array') current = def.element;
    else if (def?.type === 'record') current = def.valueType;
    else return [];
  }
  const plain = current ? unwrap(current, value) : undefined;
  return Object.keys((plain?._zod.def as Def | undefined)?.shape ?? {});
}

/** The parts of zod's definitions that are walked here. */
interface Def {
  readonly type: string;
  readonly innerType?: Schema;
  readonly element?: Schema;
  readonly valueType?: Schema;
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly options?: readonly Schema[];
  readonly discriminator?: string;
}

/** Takes off readonly, optional and default, and picks the branch of a discriminated union. */
function unwrap(schema: Schema, value: unknown): Schema {
  const def = schema._zod.def as unknown as Def;
  if (def.innerType) return unwrap(def.innerType, value);
  if (def.type === 'union' && def.discriminator && def.options) {
    const key = def.discriminator;
    const kind = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
    const branch = def.options.find((option) => {
      const literal = (unwrap(option, value)._zod.def as unknown as Def).shape?.[key];
      return literal?._zod.values?.has(kind as string) ?? false;
    });
    return branch ? unwrap(branch, value) : schema;
  }
  return schema;
}
