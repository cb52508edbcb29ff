/** Looks up and sets shell variables. */
export interface ArithmeticScope {
  get(name: string): string;
  set(name: string, value: string): void;
}

export class ArithmeticError extends Error {
  override readonly name = 'ArithmeticError';
}

const TOKEN =
  /\s*(0[xX][0-9a-fA-F]+|\d+|[A-Za-z_][A-Za-z0-9_]*|<<=|>>=|&&|\|\||<<|>>|[-+*/%&|^=!<>]=|[-+*/%&|^~!<>=?:()])/y;

const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

/** Evaluates `$(( text ))` in 64 bits. Throws ArithmeticError with dash's wording. */
export function evaluateArithmetic(text: string, scope: ArithmeticScope): string {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const trimmed = text.trimEnd();
  while (TOKEN.lastIndex < trimmed.length) {
    const match = TOKEN.exec(trimmed);
    if (!match) throw new ArithmeticError(`arithmetic expression: expecting primary: "${text}"`);
    tokens.push(match[1] as string);
  }
  if (tokens.length === 0) return '0';
  let at = 0;
  /** Sub-expressions that && || ?: skip must not assign. */
  let live = true;
  const fail = (what: string) => new ArithmeticError(`arithmetic expression: ${what}: "${text}"`);
  const wrap = (value: bigint) => BigInt.asIntN(64, value);

  function assignment(): bigint {
    const name = tokens[at] ?? '';
    const operator = tokens[at + 1] ?? '';
    if (/^[A-Za-z_]/.test(name) && /^(=|[-+*/%&|^]=|<<=|>>=)$/.test(operator)) {
      at += 2;
      const right = assignment();
      const value = operator === '=' ? right : binary(operator.slice(0, -1), variable(name), right);
      if (live) scope.set(name, String(wrap(value)));
      return wrap(value);
    }
    return ternary();
  }

  function ternary(): bigint {
    const condition = level(0);
    if (tokens[at] !== '?') return condition;
    at += 1;
    const outer = live;
    live = outer && condition !== 0n;
    const yes = assignment();
    if (tokens[at] !== ':') throw fail("expecting ':'");
    at += 1;
    live = outer && condition === 0n;
    const no = assignment();
    live = outer;
    return condition !== 0n ? yes : no;
  }

  function level(depth: number): bigint {
    const operators = LEVELS[depth];
    if (!operators) return unary();
    let left = level(depth + 1);
    while (operators.includes(tokens[at] ?? '')) {
      const operator = tokens[at] as string;
      at += 1;
      if (operator === '&&' || operator === '||') {
        const outer = live;
        live = outer && (operator === '&&' ? left !== 0n : left === 0n);
        const right = level(depth + 1);
        live = outer;
        left = (operator === '&&' ? left !== 0n && right !== 0n : left !== 0n || right !== 0n) ? 1n : 0n;
      } else left = binary(operator, left, level(depth + 1));
    }
    return left;
  }

  function binary(operator: string, left: bigint, right: bigint): bigint {
    switch (operator) {
      case '|':
        return left | right;
      case '^':
        return left ^ right;
      case '&':
        return left & right;
      case '==':
        return left === right ? 1n : 0n;
      case '!=':
        return left !== right ? 1n : 0n;
      case '<':
        return left < right ? 1n : 0n;
      case '<=':
        return left <= right ? 1n : 0n;
      case '>':
        return left > right ? 1n : 0n;
      case '>=':
        return left >= right ? 1n : 0n;
      case '<<':
        return wrap(left << right);
      case '>>':
        return left >> right;
      case '+':
        return wrap(left + right);
      case '-':
        return wrap(left - right);
      case '*':
        return wrap(left * right);
      default:
        if (right === 0n) {
          if (!live) return 0n;
          throw fail('division by zero');
        }
        return operator === '/' ? left / right : left % right;
    }
  }

  function unary(): bigint {
    const token = tokens[at];
    if (token === undefined) throw fail('expecting primary');
    at += 1;
    switch (token) {
      case '-':
        return wrap(-unary());
      case '+':
        return unary();
      case '!':
        return unary() === 0n ? 1n : 0n;
      case '~':
        return ~unary();
      case '(': {
        const value = assignment();
        if (tokens[at] !== ')') throw fail("expecting ')'");
        at += 1;
        return value;
      }
      default:
        if (/^[A-Za-z_]/.test(token)) return variable(token);
        if (/^\d/.test(token)) return number(token);
        throw fail('expecting primary');
    }
  }

  function variable(name: string): bigint {
    const value = scope.get(name).trim();
    if (value === '') return 0n;
    if (!/^[-+]?(0[xX][0-9a-fA-F]+|\d+)$/.test(value)) throw new ArithmeticError(`Illegal number: ${value}`);
    return value.startsWith('-') ? -number(value.slice(1)) : number(value.replace(/^\+/, ''));
  }

  function number(token: string): bigint {
    if (/^0\d/.test(token)) {
      if (/[89]/.test(token)) throw fail('expecting EOF');
      return BigInt(`0o${token.slice(1)}`);
    }
    return BigInt(token);
  }

  const result = assignment();
  if (at < tokens.length) throw fail('expecting EOF');
  return String(wrap(result));
}
