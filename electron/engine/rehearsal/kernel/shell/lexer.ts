import { type ListNode, ShellSyntaxError, type Word, type WordPart } from './syntax.ts';

export type Token =
  | { readonly type: 'word'; readonly word: Word; readonly raw: string; readonly line: number }
  | { readonly type: 'operator'; readonly text: string; readonly line: number }
  | { readonly type: 'io-number'; readonly fd: number; readonly line: number }
  | { readonly type: 'newline'; readonly line: number }
  | { readonly type: 'end'; readonly line: number };

const OPERATORS = ['&&', '||', ';;', '<<-', '<<', '>>', '<&', '>&', '<>', '>|', '&', '|', ';', '<', '>', '(', ')'];
const NAME_START = /[A-Za-z_]/;
const NAME_CHAR = /[A-Za-z0-9_]/;

/** A here-document whose body starts after the next newline. */
export interface PendingHeredoc {
  readonly delimiter: string;
  readonly quoted: boolean;
  readonly stripTabs: boolean;
  readonly deliver: (word: Word) => void;
}

/** Parses what stands between `$(` and `)`; given by the parser, which knows the grammar. */
export type SubstitutionParser = (lexer: Lexer) => ListNode;

/** Cuts shell text into tokens. Words come with their quoting and substitutions already understood. */
export class Lexer {
  readonly source: string;
  position = 0;
  line: number;
  readonly heredocs: PendingHeredoc[] = [];
  readonly #parseSubstitution: SubstitutionParser;
  #peeked: Token | undefined;

  constructor(source: string, parseSubstitution: SubstitutionParser, line = 1) {
    this.source = source;
    this.#parseSubstitution = parseSubstitution;
    this.line = line;
  }

  peek(): Token {
    this.#peeked ??= this.#read();
    return this.#peeked;
  }

  next(): Token {
    const token = this.peek();
    this.#peeked = undefined;
    return token;
  }

  #read(): Token {
    this.#skipBlanks();
    const line = this.line;
    const char = this.source[this.position];
    if (char === undefined) {
      if (this.heredocs.length > 0) this.#readHeredocs();
      return { type: 'end', line };
    }
    if (char === '\n') {
      this.position += 1;
      this.line += 1;
      this.#readHeredocs();
      return { type: 'newline', line };
    }
    const operator = OPERATORS.find((text) => this.source.startsWith(text, this.position));
    if (operator !== undefined) {
      this.position += operator.length;
      return { type: 'operator', text: operator, line };
    }
    const start = this.position;
    const word = this.#readWord();
    const raw = this.source.slice(start, this.position);
    if (/^\d$/.test(raw) && /[<>]/.test(this.source[this.position] ?? ''))
      return { type: 'io-number', fd: Number(raw), line };
    return { type: 'word', word, raw, line };
  }

  #skipBlanks(): void {
    for (;;) {
      const char = this.source[this.position];
      if (char === ' ' || char === '\t') this.position += 1;
      else if (char === '\\' && this.source[this.position + 1] === '\n') {
        this.position += 2;
        this.line += 1;
      } else if (char === '#') {
        while (this.position < this.source.length && this.source[this.position] !== '\n') this.position += 1;
      } else return;
    }
  }

  #readWord(): Word {
    const parts: WordPart[] = [];
    for (;;) {
      const char = this.source[this.position];
      if (char === undefined || ' \t\n;&|<>()'.includes(char)) return { parts };
      this.#readPart(parts, '');
    }
  }

  /** Reads one piece of a word outside double quotes; `stop` is '}' inside ${...}. */
  #readPart(parts: WordPart[], stop: string): void {
    const char = this.source[this.position] as string;
    if (char === "'") {
      const end = this.source.indexOf("'", this.position + 1);
      if (end < 0) throw new ShellSyntaxError('Syntax error: Unterminated quoted string', this.line);
      const text = this.source.slice(this.position + 1, end);
      this.line += text.split('\n').length - 1;
      parts.push({ type: 'literal', text, quoted: true });
      this.position = end + 1;
    } else if (char === '"') {
      this.position += 1;
      parts.push({ type: 'literal', text: '', quoted: true });
      this.#readDoubleQuoted(parts, '"');
    } else if (char === '\\') {
      const next = this.source[this.position + 1];
      this.position += 2;
      if (next === '\n') this.line += 1;
      else parts.push({ type: 'literal', text: next ?? '\\', quoted: true });
    } else if (char === '$') {
      this.#readDollar(parts, false);
    } else if (char === '`') {
      this.#readBackticks(parts, false);
    } else {
      let text = '';
      const ends = stop === '' ? ' \t\n;&|<>()\'"\\$`' : `${stop}'"\\$\``;
      while (this.position < this.source.length && !ends.includes(this.source[this.position] as string)) {
        const plain = this.source[this.position] as string;
        if (plain === '\n') this.line += 1;
        text += plain;
        this.position += 1;
      }
      parts.push({ type: 'literal', text, quoted: false });
    }
  }

  /** Up to the closing `end` (a double quote, a brace inside one, or '' for the end of a here-document). */
  #readDoubleQuoted(parts: WordPart[], end: string): void {
    let text = '';
    const flush = () => {
      if (text !== '') parts.push({ type: 'literal', text, quoted: true });
      text = '';
    };
    for (;;) {
      const char = this.source[this.position];
      if (char === undefined) {
        if (end === '') break;
        throw new ShellSyntaxError('Syntax error: Unterminated quoted string', this.line);
      }
      if (char === end) {
        this.position += 1;
        break;
      }
      if (char === '\\') {
        const next = this.source[this.position + 1];
        if (next === '\n') {
          this.position += 2;
          this.line += 1;
        } else if (next !== undefined && ('$`\\'.includes(next) || (end !== '' && (next === '"' || next === end)))) {
          text += next;
          this.position += 2;
        } else {
          text += '\\';
          this.position += 1;
        }
      } else if (char === '$') {
        flush();
        this.#readDollar(parts, true);
      } else if (char === '`') {
        flush();
        this.#readBackticks(parts, true);
      } else if (char === '"' && end === '}') {
        // "${x:-"word"}": the inner quotes only end and restart quoting
        this.position += 1;
      } else {
        if (char === '\n') this.line += 1;
        text += char;
        this.position += 1;
      }
    }
    flush();
  }

  #readDollar(parts: WordPart[], quoted: boolean): void {
    const next = this.source[this.position + 1] ?? '';
    if (next === '(' && this.source[this.position + 2] === '(') {
      const start = this.position;
      const line = this.line;
      const expression = this.#tryArithmetic();
      if (expression) {
        parts.push({ type: 'arithmetic', expression, quoted });
        return;
      }
      this.position = start;
      this.line = line;
    }
    if (next === '(') {
      this.position += 2;
      parts.push({ type: 'command', body: this.#nested(), quoted });
    } else if (next === '{') {
      this.#readBraced(parts, quoted);
    } else if (NAME_START.test(next)) {
      this.position += 1;
      parts.push(plainParameter(this.#readName(), quoted));
    } else if (next !== '' && '0123456789@*#?$!-'.includes(next)) {
      this.position += 2;
      parts.push(plainParameter(next, quoted));
    } else {
      this.position += 1;
      parts.push({ type: 'literal', text: '$', quoted });
    }
  }

  #nested(): ListNode {
    const saved = this.#peeked;
    this.#peeked = undefined;
    const body = this.#parseSubstitution(this);
    const close = this.next();
    if (close.type !== 'operator' || close.text !== ')')
      throw new ShellSyntaxError('Syntax error: end of file unexpected (expecting ")")', this.line);
    this.#peeked = saved;
    return body;
  }

  #tryArithmetic(): Word | undefined {
    let depth = 0;
    let end = this.position + 3;
    for (; end < this.source.length; end += 1) {
      const char = this.source[end];
      if (char === '(') depth += 1;
      else if (char === ')') {
        if (depth === 0) break;
        depth -= 1;
      }
    }
    if (this.source[end] !== ')' || this.source[end + 1] !== ')') return undefined;
    const inner = new Lexer(this.source.slice(this.position + 3, end), this.#parseSubstitution, this.line);
    const word = inner.readAsDoubleQuoted();
    this.line = inner.line;
    this.position = end + 2;
    return word;
  }

  #readBraced(parts: WordPart[], quoted: boolean): void {
    const line = this.line;
    const bad = () => new ShellSyntaxError('Bad substitution', line);
    this.position += 2;
    if (this.source[this.position] === '#' && this.source[this.position + 1] !== '}') {
      this.position += 1;
      const name = this.#readParameterName();
      if (name === '' || this.source[this.position] !== '}') throw bad();
      this.position += 1;
      parts.push({ type: 'parameter', name, operator: '#len', colon: false, word: { parts: [] }, quoted });
      return;
    }
    const name = this.#readParameterName();
    if (name === '') throw bad();
    let colon = false;
    if (this.source[this.position] === ':') {
      colon = true;
      this.position += 1;
    }
    const rest = this.source.slice(this.position, this.position + 2);
    const operator = (['%%', '##', '%', '#', '-', '=', '?', '+'] as const).find((text) => rest.startsWith(text)) ?? '';
    if (colon && (operator === '' || operator.startsWith('%') || operator.startsWith('#'))) throw bad();
    this.position += operator.length;
    if (operator === '') {
      if (this.source[this.position] !== '}') throw bad();
      this.position += 1;
      parts.push(plainParameter(name, quoted));
      return;
    }
    const inner: WordPart[] = [];
    // In a pattern operator quotes keep their meaning even inside double quotes (POSIX 2.6.2).
    if (quoted && !operator.startsWith('%') && !operator.startsWith('#')) this.#readDoubleQuoted(inner, '}');
    else {
      while (this.source[this.position] !== '}') {
        if (this.source[this.position] === undefined)
          throw new ShellSyntaxError('Syntax error: end of file unexpected (expecting "}")', this.line);
        this.#readPart(inner, '}');
      }
      this.position += 1;
    }
    parts.push({ type: 'parameter', name, operator, colon, word: { parts: inner }, quoted });
  }

  #readParameterName(): string {
    const char = this.source[this.position] ?? '';
    if (NAME_START.test(char)) return this.#readName();
    if (/[0-9]/.test(char)) {
      let digits = '';
      while (/[0-9]/.test(this.source[this.position] ?? '')) {
        digits += this.source[this.position];
        this.position += 1;
      }
      return digits;
    }
    if (char !== '' && '@*#?$!-'.includes(char)) {
      this.position += 1;
      return char;
    }
    return '';
  }

  #readName(): string {
    const start = this.position;
    while (NAME_CHAR.test(this.source[this.position] ?? '')) this.position += 1;
    return this.source.slice(start, this.position);
  }

  #readBackticks(parts: WordPart[], quoted: boolean): void {
    let text = '';
    let at = this.position + 1;
    for (;;) {
      const char = this.source[at];
      if (char === undefined) throw new ShellSyntaxError('Syntax error: EOF in backquote substitution', this.line);
      if (char === '`') break;
      const next = this.source[at + 1];
      if (char === '\\' && next !== undefined && ('$`\\'.includes(next) || (quoted && next === '"'))) {
        text += next;
        at += 2;
      } else {
        text += char;
        at += 1;
      }
    }
    const inner = new Lexer(text, this.#parseSubstitution, this.line);
    const body = this.#parseSubstitution(inner);
    const rest = inner.next();
    if (rest.type !== 'end') throw new ShellSyntaxError('Syntax error: ")" unexpected', this.line);
    parts.push({ type: 'command', body, quoted });
    this.line += this.source.slice(this.position, at).split('\n').length - 1;
    this.position = at + 1;
  }

  /** The whole source as if it stood in double quotes (here-documents, arithmetic). */
  readAsDoubleQuoted(): Word {
    const parts: WordPart[] = [];
    this.#readDoubleQuoted(parts, '');
    return { parts };
  }

  #readHeredocs(): void {
    for (const heredoc of this.heredocs.splice(0)) {
      let body = '';
      const startLine = this.line;
      while (this.position < this.source.length) {
        let end = this.source.indexOf('\n', this.position);
        if (end < 0) end = this.source.length;
        let text = this.source.slice(this.position, end);
        const hadNewline = end < this.source.length;
        this.position = hadNewline ? end + 1 : end;
        if (hadNewline) this.line += 1;
        if (heredoc.stripTabs) text = text.replace(/^\t+/, '');
        if (text === heredoc.delimiter) break;
        body += hadNewline ? `${text}\n` : text;
      }
      heredoc.deliver(
        heredoc.quoted
          ? { parts: [{ type: 'literal', text: body, quoted: true }] }
          : new Lexer(body, this.#parseSubstitution, startLine).readAsDoubleQuoted(),
      );
    }
  }
}

function plainParameter(name: string, quoted: boolean): WordPart {
  return { type: 'parameter', name, operator: '', colon: false, word: { parts: [] }, quoted };
}
