/** The syntax tree of a POSIX shell script. */
export type WordPart =
  | { readonly type: 'literal'; readonly text: string; readonly quoted: boolean }
  | {
      readonly type: 'parameter';
      readonly name: string;
      /** '' plain, '#len' for ${#x}, else the operator without its colon. */
      readonly operator: '' | '#len' | '-' | '=' | '?' | '+' | '%' | '%%' | '#' | '##';
      readonly colon: boolean;
      readonly word: Word;
      readonly quoted: boolean;
    }
  | { readonly type: 'command'; readonly body: ListNode; readonly quoted: boolean }
  | { readonly type: 'arithmetic'; readonly expression: Word; readonly quoted: boolean };

export interface Word {
  readonly parts: readonly WordPart[];
}

export interface Redirect {
  readonly fd: number;
  readonly operator: '>' | '>>' | '<' | '>&' | '<&' | '>|' | '<<' | '<>';
  readonly target: Word;
}

export interface Assignment {
  readonly name: string;
  readonly value: Word;
}

export interface SimpleNode {
  readonly type: 'simple';
  readonly assignments: readonly Assignment[];
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
  readonly line: number;
}

export interface ListNode {
  readonly type: 'list';
  readonly items: readonly { readonly node: Node; readonly background: boolean }[];
}

export type Node =
  | SimpleNode
  | ListNode
  | { readonly type: 'pipeline'; readonly commands: readonly Node[]; readonly negated: boolean }
  | {
      readonly type: 'and-or';
      readonly first: Node;
      readonly rest: readonly { readonly operator: '&&' | '||'; readonly node: Node }[];
    }
  | {
      readonly type: 'compound';
      readonly body: CompoundBody;
      readonly redirects: readonly Redirect[];
      readonly line: number;
    }
  | { readonly type: 'function'; readonly name: string; readonly body: Node };

export type CompoundBody =
  | { readonly type: 'subshell'; readonly body: ListNode }
  | { readonly type: 'group'; readonly body: ListNode }
  | {
      readonly type: 'if';
      readonly branches: readonly { readonly condition: ListNode; readonly body: ListNode }[];
      readonly otherwise: ListNode | undefined;
    }
  | {
      readonly type: 'for';
      readonly name: string;
      /** undefined = the positional parameters. */
      readonly words: readonly Word[] | undefined;
      readonly body: ListNode;
    }
  | { readonly type: 'while'; readonly until: boolean; readonly condition: ListNode; readonly body: ListNode }
  | {
      readonly type: 'case';
      readonly subject: Word;
      readonly items: readonly { readonly patterns: readonly Word[]; readonly body: ListNode }[];
    };

/** As dash words it, without its `sh: 1: ` prefix. */
export class ShellSyntaxError extends Error {
  override readonly name = 'ShellSyntaxError';
  readonly line: number;
  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}
