import { compareVersions } from './version.ts';

export type VersionOperator = '<<' | '<=' | '=' | '>=' | '>>';

/** `name:qualifier (operator version)` of a relationship field (Debian policy 7.1). */
export interface Relation {
  readonly name: string;
  /** `any`, or an architecture. */
  readonly qualifier?: string;
  readonly bound?: { readonly operator: VersionOperator; readonly version: string };
}

/** Alternatives of one dependency, in the order in which they are tried. */
export type RelationGroup = readonly [Relation, ...Relation[]];

/** A virtual package that a package gives, with its version where one is named. */
export interface Provision {
  readonly name: string;
  readonly version?: string;
}

/** A relationship field that is not one. */
export class RelationError extends Error {
  override readonly name = 'RelationError';
}

const RELATION =
  /^([a-z0-9A-Z][a-zA-Z0-9+.-]*)(?::([a-z0-9][a-z0-9-]*))?\s*(?:\(\s*(<<|<=|=|>=|>>|<|>)\s*([A-Za-z0-9][^()\s]*)\s*\))?$/;
const LONGEST_FIELD_CHARS = 256 * 1024;

/**
 * Reads `Depends`, `Pre-Depends`, `Conflicts`, `Breaks`, `Replaces`: groups that must all hold, each with alternatives.
 * The old `<` and `>` mean `<=` and `>=`. An empty entry (a comma at the end) is passed over, as dpkg does.
 * @throws RelationError
 */
export function parseRelations(text: string): readonly RelationGroup[] {
  if (text.length > LONGEST_FIELD_CHARS) throw new RelationError('the field is too long');
  const groups: RelationGroup[] = [];
  for (const part of text.split(',')) {
    if (part.trim() === '') continue;
    const [first, ...rest] = part.split('|').map(relationOf);
    if (first) groups.push([first, ...rest]);
  }
  return groups;
}

/** Reads `Provides`: names, with `(= version)` where the version counts. Throws RelationError. */
export function parseProvides(text: string): readonly Provision[] {
  return parseRelations(text).map(([{ name, bound }, ...more]) => {
    if (more.length > 0 || (bound && bound.operator !== '=')) throw new RelationError(`cannot be provided: ${name}`);
    return { name, ...(bound ? { version: bound.version } : {}) };
  });
}

/** Whether a version lies within the bound of a relation; without a bound any does. */
export function isWithin(version: string, bound: Relation['bound']): boolean {
  if (!bound) return true;
  const order = compareVersions(version, bound.version);
  switch (bound.operator) {
    case '<<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '=':
      return order === 0;
    case '>=':
      return order >= 0;
    case '>>':
      return order > 0;
  }
}

/** The relation as the field writes it. */
export function relationText(relation: Relation): string {
  const qualifier = relation.qualifier === undefined ? '' : `:${relation.qualifier}`;
  const bound = relation.bound ? ` (${relation.bound.operator} ${relation.bound.version})` : '';
  return `${relation.name}${qualifier}${bound}`;
}

/** All alternatives: `docker.io | docker-ce (>= 20)`. */
export function groupText(group: RelationGroup): string {
  return group.map(relationText).join(' | ');
}

function relationOf(text: string): Relation {
  const match = RELATION.exec(text.trim());
  if (!match) throw new RelationError(`not a relation: ${text.trim().slice(0, 80)}`);
  const [, name = '', qualifier, operator, version] = match;
  return {
    name,
    ...(qualifier === undefined ? {} : { qualifier }),
    ...(operator === undefined || version === undefined
      ? {}
      : {
          bound: {
            operator: (operator === '<' ? '<=' : operator === '>' ? '>=' : operator) as VersionOperator,
            version,
          },
        }),
  };
}
