import { Lexer, type Token } from './lexer.ts';
import {
  type Assignment,
  type CompoundBody,
  type ListNode,
  type Node,
  type Redirect,
  ShellSyntaxError,
  type Word,
  type WordPart,
} from './syntax.ts';

const RESERVED_END = new Set(['then', 'else', 'elif', 'fi', 'do', 'done', 'esac', '}']);
const ASSIGNMENT = /^([A-Za-z_][A-Za-z0-9_]*)=/;

/** Parses a whole script. Throws ShellSyntaxError with dash's wording and line. */
export function parseScript(source: string): ListNode {
  const lexer = new Lexer(source, (inner) => parseList(inner));
  const list = parseList(lexer);
  const token = lexer.peek();
  if (token.type !== 'end') throw unexpected(token);
  return list;
}

function parseList(lexer: Lexer): ListNode {
  const items: { node: Node; background: boolean }[] = [];
  for (;;) {
    skipNewlines(lexer);
    if (atListEnd(lexer.peek())) return { type: 'list', items };
    const node = parseAndOr(lexer);
    const token = lexer.peek();
    const background = isOperator(token, '&');
    items.push({ node, background });
    if (background || isOperator(token, ';')) lexer.next();
    else if (token.type !== 'newline') {
      if (atListEnd(token) || isOperator(token, ';;')) return { type: 'list', items };
      throw unexpected(token);
    }
  }
}

function atListEnd(token: Token): boolean {
  if (token.type === 'end') return true;
  if (token.type === 'operator') return token.text === ')' || token.text === ';;';
  return token.type === 'word' && RESERVED_END.has(token.raw);
}

function parseAndOr(lexer: Lexer): Node {
  const first = parsePipeline(lexer);
  const rest: { operator: '&&' | '||'; node: Node }[] = [];
  for (;;) {
    const token = lexer.peek();
    if (!isOperator(token, '&&') && !isOperator(token, '||')) break;
    lexer.next();
    skipNewlines(lexer);
    rest.push({ operator: isOperator(token, '&&') ? '&&' : '||', node: parsePipeline(lexer) });
  }
  return rest.length === 0 ? first : { type: 'and-or', first, rest };
}

function parsePipeline(lexer: Lexer): Node {
  let negated = false;
  while (isReserved(lexer.peek(), '!')) {
    lexer.next();
    negated = !negated;
  }
  const commands = [parseCommand(lexer)];
  while (isOperator(lexer.peek(), '|')) {
    lexer.next();
    skipNewlines(lexer);
    commands.push(parseCommand(lexer));
  }
  return commands.length === 1 && !negated ? (commands[0] as Node) : { type: 'pipeline', commands, negated };
}

function parseCommand(lexer: Lexer): Node {
  const token = lexer.peek();
  const line = token.line;
  const body = parseCompound(lexer);
  if (body) {
    const redirects: Redirect[] = [];
    while (parseRedirect(lexer, redirects));
    return { type: 'compound', body, redirects, line };
  }
  return parseSimple(lexer);
}

function parseCompound(lexer: Lexer): CompoundBody | undefined {
  const token = lexer.peek();
  if (isOperator(token, '(')) {
    lexer.next();
    const body = parseNonEmptyList(lexer);
    expectOperator(lexer, ')');
    return { type: 'subshell', body };
  }
  if (token.type !== 'word') return undefined;
  switch (token.raw) {
    case '{': {
      lexer.next();
      const body = parseNonEmptyList(lexer);
      expectReserved(lexer, '}');
      return { type: 'group', body };
    }
    case 'if':
      return parseIf(lexer);
    case 'for':
      return parseFor(lexer);
    case 'while':
    case 'until': {
      lexer.next();
      const condition = parseNonEmptyList(lexer);
      expectReserved(lexer, 'do');
      const body = parseNonEmptyList(lexer);
      expectReserved(lexer, 'done');
      return { type: 'while', until: token.raw === 'until', condition, body };
    }
    case 'case':
      return parseCase(lexer);
    default:
      return undefined;
  }
}

function parseIf(lexer: Lexer): CompoundBody {
  const branches: { condition: ListNode; body: ListNode }[] = [];
  let otherwise: ListNode | undefined;
  lexer.next();
  for (;;) {
    const condition = parseNonEmptyList(lexer);
    expectReserved(lexer, 'then');
    branches.push({ condition, body: parseNonEmptyList(lexer) });
    const token = lexer.peek();
    if (isReserved(token, 'elif')) {
      lexer.next();
      continue;
    }
    if (isReserved(token, 'else')) {
      lexer.next();
      otherwise = parseNonEmptyList(lexer);
    }
    expectReserved(lexer, 'fi');
    return { type: 'if', branches, otherwise };
  }
}

function parseFor(lexer: Lexer): CompoundBody {
  lexer.next();
  const token = lexer.next();
  if (token.type !== 'word' || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(token.raw))
    throw new ShellSyntaxError('Syntax error: Bad for loop variable', token.line);
  skipNewlines(lexer);
  let words: Word[] | undefined;
  if (isReserved(lexer.peek(), 'in')) {
    lexer.next();
    words = [];
    for (;;) {
      const next = lexer.next();
      if (next.type === 'word') words.push(next.word);
      else if (next.type === 'newline' || isOperator(next, ';')) break;
      else throw unexpected(next);
    }
  } else if (isOperator(lexer.peek(), ';')) lexer.next();
  skipNewlines(lexer);
  expectReserved(lexer, 'do');
  const body = parseNonEmptyList(lexer);
  expectReserved(lexer, 'done');
  return { type: 'for', name: token.raw, words, body };
}

function parseCase(lexer: Lexer): CompoundBody {
  lexer.next();
  const subject = lexer.next();
  if (subject.type !== 'word') throw unexpected(subject);
  skipNewlines(lexer);
  expectReserved(lexer, 'in');
  const items: { patterns: Word[]; body: ListNode }[] = [];
  for (;;) {
    skipNewlines(lexer);
    if (isReserved(lexer.peek(), 'esac')) {
      lexer.next();
      return { type: 'case', subject: subject.word, items };
    }
    if (isOperator(lexer.peek(), '(')) lexer.next();
    const patterns: Word[] = [];
    for (;;) {
      const token = lexer.next();
      if (token.type !== 'word') throw unexpected(token);
      patterns.push(token.word);
      const separator = lexer.next();
      if (isOperator(separator, ')')) break;
      if (!isOperator(separator, '|')) throw unexpected(separator, ')');
    }
    const body = parseList(lexer);
    items.push({ patterns, body });
    if (isOperator(lexer.peek(), ';;')) lexer.next();
    else if (!isReserved(lexer.peek(), 'esac')) throw unexpected(lexer.peek(), ';;');
  }
}

function parseSimple(lexer: Lexer): Node {
  const assignments: Assignment[] = [];
  const words: Word[] = [];
  const redirects: Redirect[] = [];
  const line = lexer.peek().line;
  const head = lexer.peek();
  if (head.type === 'word' && RESERVED_END.has(head.raw)) throw unexpected(head);
  for (;;) {
    const token = lexer.peek();
    if (parseRedirect(lexer, redirects)) continue;
    if (token.type === 'word') {
      lexer.next();
      const assignment = words.length === 0 ? asAssignment(token.word) : undefined;
      if (assignment) assignments.push(assignment);
      else words.push(token.word);
      continue;
    }
    if (isOperator(token, '(') && words.length === 1 && assignments.length === 0) {
      const name = literalText(words[0] as Word);
      lexer.next();
      expectOperator(lexer, ')');
      if (name === undefined || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
        throw new ShellSyntaxError('Syntax error: Bad function name', token.line);
      skipNewlines(lexer);
      return { type: 'function', name, body: parseCommand(lexer) };
    }
    break;
  }
  if (assignments.length === 0 && words.length === 0 && redirects.length === 0) throw unexpected(lexer.peek());
  return { type: 'simple', assignments, words, redirects, line };
}

function parseRedirect(lexer: Lexer, redirects: Redirect[]): boolean {
  let token = lexer.peek();
  let fd: number | undefined;
  if (token.type === 'io-number') {
    fd = token.fd;
    lexer.next();
    token = lexer.peek();
  }
  if (token.type !== 'operator' || !/^[<>]/.test(token.text)) return false;
  lexer.next();
  const target = lexer.next();
  if (target.type !== 'word') throw unexpected(target);
  const isInput = token.text.startsWith('<');
  const number = fd ?? (isInput ? 0 : 1);
  if (token.text === '<<' || token.text === '<<-') {
    const slot = { fd: number, operator: '<<' as const, target: { parts: [] } as Word };
    redirects.push(slot);
    lexer.heredocs.push({
      delimiter: target.word.parts.map((part) => (part.type === 'literal' ? part.text : '')).join(''),
      quoted: target.word.parts.some((part) => part.type === 'literal' && part.quoted),
      stripTabs: token.text === '<<-',
      deliver: (word) => {
        slot.target = word;
      },
    });
  } else {
    redirects.push({ fd: number, operator: token.text as Redirect['operator'], target: target.word });
  }
  return true;
}

function asAssignment(word: Word): Assignment | undefined {
  const [first, ...rest] = word.parts;
  if (first?.type !== 'literal' || first.quoted) return undefined;
  const match = ASSIGNMENT.exec(first.text);
  if (!match) return undefined;
  const remainder = first.text.slice(match[0].length);
  const parts: WordPart[] = remainder === '' ? rest : [{ type: 'literal', text: remainder, quoted: false }, ...rest];
  return { name: match[1] as string, value: { parts } };
}

function literalText(word: Word): string | undefined {
  if (!word.parts.every((part) => part.type === 'literal' && !part.quoted)) return undefined;
  return word.parts.map((part) => (part.type === 'literal' ? part.text : '')).join('');
}

function parseNonEmptyList(lexer: Lexer): ListNode {
  const list = parseList(lexer);
  if (list.items.length === 0) throw unexpected(lexer.peek());
  return list;
}

function skipNewlines(lexer: Lexer): void {
  while (lexer.peek().type === 'newline') lexer.next();
}

function isOperator(token: Token, text: string): boolean {
  return token.type === 'operator' && token.text === text;
}

function isReserved(token: Token, text: string): boolean {
  return token.type === 'word' && token.raw === text;
}

function expectOperator(lexer: Lexer, text: string): void {
  const token = lexer.next();
  if (!isOperator(token, text)) throw unexpected(token, text);
}

function expectReserved(lexer: Lexer, text: string): void {
  const token = lexer.next();
  if (!isReserved(token, text)) throw unexpected(token, text);
}

function unexpected(token: Token, expected?: string): ShellSyntaxError {
  const suffix = expected === undefined ? '' : ` (expecting "${expected}")`;
  if (token.type === 'end') return new ShellSyntaxError(`Syntax error: end of file unexpected${suffix}`, token.line);
  if (token.type === 'newline') return new ShellSyntaxError(`Syntax error: newline unexpected${suffix}`, token.line);
  if (token.type === 'operator')
    return new ShellSyntaxError(`Syntax error: "${token.text}" unexpected${suffix}`, token.line);
  const shown = token.type === 'word' && !RESERVED_END.has(token.raw) ? 'word' : undefined;
  return new ShellSyntaxError(
    `Syntax error: ${shown ?? `"${token.type === 'word' ? token.raw : token.fd}"`} unexpected${suffix}`,
    token.line,
  );
}
