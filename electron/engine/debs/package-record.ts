import { ControlError, type Stanza } from './control.ts';
import { type Provision, parseProvides, parseRelations, type RelationGroup } from './dependency.ts';
import { isVersion } from './version.ts';

/** One version of a package, as an index, dpkg's status or the package itself describes it. */
export interface PackageRecord {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  readonly multiArch: 'no' | 'same' | 'foreign' | 'allowed';
  /** The source package and its version that it was built from: `libxslt 1.1.35-1`. */
  readonly source: string;
  /** 0 = required .. 4 = extra, as apt ranks them. */
  readonly priority: number;
  /** Relationship fields as written; parsed when they are asked for, as an index has 60,000 packages. */
  readonly fields: {
    readonly preDepends?: string;
    readonly depends?: string;
    readonly conflicts?: string;
    readonly breaks?: string;
    readonly provides?: string;
  };
  /** Where it lies, relative to the root of its repository; absent for what is installed. */
  readonly file?: { readonly path: string; readonly sizeBytes: number; readonly sha256: string };
}

export interface Relations {
  readonly depends: readonly RelationGroup[];
  /** Conflicts and Breaks: both keep two packages from being installed at once. */
  readonly against: readonly RelationGroup[];
  readonly provides: readonly Provision[];
}

/** Fields of an index that {@link recordOf} looks at. */
export const RECORD_FIELDS: ReadonlySet<string> = new Set([
  'package',
  'version',
  'source',
  'architecture',
  'multi-arch',
  'priority',
  'pre-depends',
  'depends',
  'conflicts',
  'breaks',
  'provides',
  'filename',
  'size',
  'sha256',
  'status',
]);

const PRIORITIES = ['required', 'important', 'standard', 'optional', 'extra'];

/** A package out of a paragraph. Throws ControlError where name, version or architecture are missing or wrong. */
export function recordOf(stanza: Stanza): PackageRecord {
  const name = stanza.get('package') ?? '';
  const version = stanza.get('version') ?? '';
  const architecture = stanza.get('architecture') ?? '';
  if (!/^[a-zA-Z0-9][a-zA-Z0-9+.-]*$/.test(name)) throw new ControlError(`not a package name: ${name.slice(0, 80)}`);
  if (!isVersion(version)) throw new ControlError(`${name}: not a version: ${version.slice(0, 80)}`);
  if (!/^[a-z0-9-]+$/.test(architecture)) throw new ControlError(`${name}: not an architecture`);
  const multiArch = stanza.get('multi-arch');
  const priority = PRIORITIES.indexOf(stanza.get('priority')?.toLowerCase() ?? '');
  const path = stanza.get('filename');
  return {
    name,
    version,
    architecture,
    multiArch: multiArch === 'same' || multiArch === 'foreign' || multiArch === 'allowed' ? multiArch : 'no',
    source: sourceOf(name, version, stanza.get('source')),
    priority: priority < 0 ? 3 : priority,
    fields: {
      ...optional('preDepends', stanza.get('pre-depends')),
      ...optional('depends', stanza.get('depends')),
      ...optional('conflicts', stanza.get('conflicts')),
      ...optional('breaks', stanza.get('breaks')),
      ...optional('provides', stanza.get('provides')),
    },
    ...(path === undefined ? {} : { file: fileOf(name, path, stanza) }),
  };
}

const parsed = new WeakMap<PackageRecord, Relations>();

/** The relations of a package, parsed once. Throws RelationError. */
export function relationsOf(record: PackageRecord): Relations {
  const before = parsed.get(record);
  if (before) return before;
  const { preDepends = '', depends = '', conflicts = '', breaks = '', provides = '' } = record.fields;
  const relations: Relations = {
    depends: [...parseRelations(preDepends), ...parseRelations(depends)],
    against: [...parseRelations(conflicts), ...parseRelations(breaks)],
    provides: parseProvides(provides),
  };
  parsed.set(record, relations);
  return relations;
}

/** `Source: libxslt (1.1.35-1)`; each half is left out where it is the package's own. A rebuild (`+b1`) has the source's version. */
function sourceOf(name: string, version: string, field = ''): string {
  const [, source = name, sourceVersion = version.replace(/\+b\d+$/, '')] =
    /^(\S+)(?:\s+\(([^()\s]+)\))?$/.exec(field) ?? [];
  return `${source} ${sourceVersion}`;
}

function fileOf(name: string, path: string, stanza: Stanza): NonNullable<PackageRecord['file']> {
  const sizeBytes = Number(stanza.get('size'));
  const sha256 = stanza.get('sha256')?.toLowerCase() ?? '';
  const isInside = !path.startsWith('/') && !path.split('/').includes('..');
  if (!isInside || !Number.isSafeInteger(sizeBytes) || sizeBytes < 0 || !/^[0-9a-f]{64}$/.test(sha256))
    throw new ControlError(`${name}: path, size or SHA-256 is wrong or missing`);
  return { path: path.replace(/^(\.\/)+/, ''), sizeBytes, sha256 };
}

function optional<Key extends string>(key: Key, value: string | undefined): Partial<Record<Key, string>> {
  return value === undefined || value === '' ? {} : ({ [key]: value } as Partial<Record<Key, string>>);
}
