import { type Document, isMap, isScalar, LineCounter, parseDocument, visit, type YAMLError } from 'yaml';

export type Yaml = string | number | boolean | null | readonly Yaml[] | { readonly [key: string]: Yaml };

/** A refusal in the words of compose's reader (go-yaml v3). */
export class GoYamlError extends Error {
  override readonly name = 'GoYamlError';
}

/** What go-yaml says of what our library calls so; anything else is no key where one has to be. */
const MESSAGES: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'found character that cannot start any token',
  BAD_INDENT: 'mapping values are not allowed in this context',
  BLOCK_AS_IMPLICIT_KEY: 'mapping values are not allowed in this context',
  MISSING_CHAR: "did not find expected ',' or ']'",
  BAD_DQ_ESCAPE: 'found unknown escape character',
  MULTIPLE_ANCHORS: 'did not find expected alphabetic or numeric character',
};

/**
 * Reads a compose file as compose does: YAML with anchors, aliases and merge keys, one document. The words of refusals are go-yaml's,
 * its lines those of our own library. Throws {@link GoYamlError}.
 */
export function parseYaml(source: string): Yaml {
  const lines = new LineCounter();
  const document = parseDocument(source, { merge: true, prettyErrors: false, lineCounter: lines, logLevel: 'error' });
  const [problem] = document.errors;
  if (problem) throw new GoYamlError(inWordsOfGo(problem, document, lines));
  try {
    return (document.toJS({ maxAliasCount: 100 }) ?? null) as Yaml;
  } catch (error) {
    const unknown = /^Unresolved alias .*: (.*)$/.exec((error as Error).message)?.[1];
    if (unknown !== undefined) throw new GoYamlError(`yaml: unknown anchor '${unknown}' referenced`);
    const isOfAliases = error instanceof ReferenceError && /alias/i.test(error.message);
    throw new GoYamlError(
      isOfAliases ? 'yaml: document contains excessive aliasing' : `yaml: ${(error as Error).message}`,
    );
  }
}

function inWordsOfGo(problem: YAMLError, document: Document, lines: LineCounter): string {
  const { line } = lines.linePos(problem.pos[0]);
  if (problem.code === 'MULTIPLE_DOCS') return 'several documents in one file are not simulated';
  if (problem.code === 'DUPLICATE_KEY') {
    const twice = duplicate(document, lines, line);
    return `yaml: unmarshal errors:\n  line ${line}: mapping key ${JSON.stringify(twice.key)} already defined at line ${twice.first}`;
  }
  return `yaml: line ${line}: ${MESSAGES[problem.code] ?? "could not find expected ':'"}`;
}

/** The key that stands twice, and the line on which it stood first. */
function duplicate(document: Document, lines: LineCounter, line: number): { key: string; first: number } {
  let found = { key: '', first: line };
  visit(document, {
    Map: (_, node) => {
      if (!isMap(node)) return undefined;
      const seen = new Map<string, number>();
      for (const { key } of node.items) {
        if (!isScalar(key) || !key.range) continue;
        const at = lines.linePos(key.range[0]).line;
        const name = String(key.value);
        const before = seen.get(name);
        if (before !== undefined && at === line) found = { key: name, first: before };
        seen.set(name, before ?? at);
      }
      return undefined;
    },
  });
  return found;
}
