import { LineCounter, parseDocument } from 'yaml';

export type Tree = string | number | boolean | null | readonly Tree[] | Mapping;
export type Mapping = { readonly [key: string]: Tree };

/** What is wrong with a text that should be YAML. */
export class YamlProblem extends Error {
  override readonly name = 'YamlProblem';
  readonly line: number;
  constructor(what: string, line: number) {
    super(what);
    this.line = line;
  }
}

/** Aliases are followed this often: beyond it a small text would become a large tree. */
const MOST_ALIASES = 10_000;
const MOST_NODES = 20_000;
const MOST_DEPTH = 50;

export const isMapping = (value: Tree | undefined): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads one YAML document that somebody else wrote: anchors and merge keys as compose has them, no key twice, no tags of one's own,
 * bounded in depth and size. Throws {@link YamlProblem} for everything else.
 */
export function readYaml(text: string): Tree {
  const lines = new LineCounter();
  const at = (offset: number): number => lines.linePos(offset).line;
  let value: unknown;
  try {
    const document = parseDocument(text, { merge: true, prettyErrors: false, lineCounter: lines, logLevel: 'error' });
    const [problem] = [...document.errors, ...document.warnings];
    if (problem) throw new YamlProblem(firstLine(problem.message), at(problem.pos[0]));
    value = document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    if (error instanceof YamlProblem) throw error;
    // too many aliases, one of itself, nested beyond what the stack holds
    throw new YamlProblem(
      error instanceof RangeError
        ? 'nested too deeply'
        : firstLine(error instanceof Error ? error.message : String(error)),
      1,
    );
  }
  let nodes = 0;
  const copy = (node: unknown, depth: number): Tree => {
    nodes += 1;
    if (depth > MOST_DEPTH) throw new YamlProblem('nested too deeply', 1);
    if (nodes > MOST_NODES) throw new YamlProblem(`more than ${MOST_NODES} values`, 1);
    if (Array.isArray(node)) return node.map((entry) => copy(entry, depth + 1));
    if (typeof node === 'object' && node !== null)
      return Object.fromEntries(Object.entries(node).map(([key, entry]) => [key, copy(entry, depth + 1)]));
    if (node === null || typeof node === 'string' || typeof node === 'number' || typeof node === 'boolean') return node;
    throw new YamlProblem(`a value of the kind ${typeof node}`, 1);
  };
  return copy(value ?? null, 0);
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, 200);
}
