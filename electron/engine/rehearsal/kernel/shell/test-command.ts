import type { FileStat, HostFiles } from '../program.ts';

type Outcome = { readonly value: boolean } | { readonly error: string };

class TestError extends Error {}

const UNARY = new Set([
  '-b',
  '-c',
  '-d',
  '-e',
  '-f',
  '-g',
  '-h',
  '-k',
  '-L',
  '-n',
  '-p',
  '-r',
  '-s',
  '-S',
  '-t',
  '-u',
  '-w',
  '-x',
  '-z',
  '-O',
  '-G',
]);
const BINARY = new Set(['=', '!=', '<', '>', '-eq', '-ne', '-gt', '-ge', '-lt', '-le', '-nt', '-ot', '-ef']);

/** test(1) as dash has it, root's view of permissions. */
export function evaluateTest(args: readonly string[], files: HostFiles, cwd: string): Outcome {
  let at = 0;
  const absolute = (path: string) => (path.startsWith('/') ? path : `${cwd === '/' ? '' : cwd}/${path}`);
  const followed = (path: string): FileStat | undefined => {
    const real = path === '' ? undefined : files.realpath(absolute(path));
    return real === undefined ? undefined : files.stat(real);
  };
  const integer = (text: string): bigint => {
    if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new TestError(`Illegal number: ${text}`);
    return BigInt(text.trim().replace(/^\+/, ''));
  };

  function unary(operator: string, operand: string): boolean {
    switch (operator) {
      case '-n':
        return operand !== '';
      case '-z':
        return operand === '';
      case '-t':
        integer(operand);
        return false;
      case '-h':
      case '-L':
        return operand !== '' && files.stat(absolute(operand))?.kind === 'symlink';
      default: {
        const stat = followed(operand);
        if (!stat) return false;
        switch (operator) {
          case '-f':
            return stat.kind === 'file';
          case '-d':
            return stat.kind === 'directory';
          case '-b':
            return stat.kind === 'block';
          case '-c':
            return stat.kind === 'character';
          case '-s':
            return stat.sizeBytes > 0;
          case '-x':
            return stat.kind === 'directory' || (stat.mode & 0o111) !== 0;
          case '-p':
          case '-S':
            return false;
          case '-u':
            return (stat.mode & 0o4000) !== 0;
          case '-g':
            return (stat.mode & 0o2000) !== 0;
          case '-k':
            return (stat.mode & 0o1000) !== 0;
          default:
            return true;
        }
      }
    }
  }

  function binary(left: string, operator: string, right: string): boolean {
    switch (operator) {
      case '=':
        return left === right;
      case '!=':
        return left !== right;
      case '<':
        return left < right;
      case '>':
        return left > right;
      case '-eq':
        return integer(left) === integer(right);
      case '-ne':
        return integer(left) !== integer(right);
      case '-gt':
        return integer(left) > integer(right);
      case '-ge':
        return integer(left) >= integer(right);
      case '-lt':
        return integer(left) < integer(right);
      case '-le':
        return integer(left) <= integer(right);
      case '-ef':
        return files.realpath(absolute(left)) === files.realpath(absolute(right));
      default: {
        const a = followed(left);
        const b = followed(right);
        if (operator === '-nt') return a !== undefined && (b === undefined || a.modifiedAt > b.modifiedAt);
        return b !== undefined && (a === undefined || a.modifiedAt < b.modifiedAt);
      }
    }
  }

  function or(): boolean {
    let value = and();
    while (args[at] === '-o') {
      at += 1;
      value = and() || value;
    }
    return value;
  }
  function and(): boolean {
    let value = not();
    while (args[at] === '-a') {
      at += 1;
      value = not() && value;
    }
    return value;
  }
  function not(): boolean {
    if (args[at] === '!' && at + 1 < args.length && !(BINARY.has(args[at + 1] ?? '') && args.length - at === 3)) {
      at += 1;
      return !not();
    }
    return primary();
  }
  function primary(): boolean {
    const token = args[at];
    if (token === undefined) throw new TestError('argument expected');
    const next = args[at + 1];
    if (next !== undefined && BINARY.has(next)) {
      const right = args[at + 2];
      if (right === undefined) throw new TestError(`${next}: argument expected`);
      at += 3;
      return binary(token, next, right);
    }
    if (token === '(' && at + 1 < args.length) {
      at += 1;
      const value = or();
      if (args[at] !== ')') throw new TestError('closing paren expected');
      at += 1;
      return value;
    }
    if (UNARY.has(token) && next !== undefined) {
      at += 2;
      return unary(token, next);
    }
    at += 1;
    return token !== '';
  }

  if (args.length === 0) return { value: false };
  try {
    const value = or();
    const rest = args[at];
    if (rest !== undefined) return { error: `${args.length === 2 ? args[0] : rest}: unexpected operator` };
    return { value };
  } catch (error) {
    if (error instanceof TestError) return { error: error.message };
    throw error;
  }
}
