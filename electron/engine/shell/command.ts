/**
 * Commands as values. A command is parts, not a string: every hole is quoted for a POSIX shell when it goes on the wire,
 * and a Secret hole reads `***` wherever a person may see it. Built by {@link read} and {@link change}, so that a
 * dry run can't carry a change (the compiler and the read-only gate both look at `kind`).
 */

/** A value that must never be printed. `reveal` is called only when bytes go on the wire. */
export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return '***';
  }
  toJSON(): string {
    return '***';
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '***';
  }
}

export type CommandKind = 'read' | 'change';
/** A raw hole is another command's text: already quoted. Arrays become several words. */
export type CommandHole = string | number | Secret | readonly (string | number)[] | Command<CommandKind>;

export interface Command<K extends CommandKind> {
  readonly kind: K;
  readonly parts: readonly CommandPart[];
}
type CommandPart = { readonly text: string } | { readonly value: string } | { readonly secret: Secret };

/** Quotes one word for a POSIX shell. Plain words stay as they are, so that logs read as typed. */
export function quote(word: string): string {
  if (word.includes('\0')) throw new RangeError('a shell word cannot contain a NUL byte');
  if (word !== '' && /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) && !/^[A-Za-z_][A-Za-z0-9_]*=/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A command that only looks. */
export function read(strings: TemplateStringsArray, ...holes: readonly CommandHole[]): Command<'read'> {
  for (const hole of holes) {
    if (isCommand(hole) && hole.kind === 'change') throw new TypeError('a read command cannot contain a change');
  }
  return { kind: 'read', parts: assemble(strings, holes) };
}

/** A command that may change the host. */
export function change(strings: TemplateStringsArray, ...holes: readonly CommandHole[]): Command<'change'> {
  return { kind: 'change', parts: assemble(strings, holes) };
}

/** What goes on the wire, secrets included. Never log the result. */
export function wireText(command: Command<CommandKind>): string {
  return command.parts
    .map((part) => ('text' in part ? part.text : 'value' in part ? quote(part.value) : quote(part.secret.reveal())))
    .join('');
}

/** What a person may read: the same command with `***` in place of secrets. */
export function logText(command: Command<CommandKind>): string {
  return command.parts
    .map((part) => ('text' in part ? part.text : 'value' in part ? quote(part.value) : '***'))
    .join('');
}

/** The secrets of a command, for redacting its output. */
export function secretsOf(command: Command<CommandKind>): readonly Secret[] {
  return command.parts.flatMap((part) => ('secret' in part ? [part.secret] : []));
}

function isCommand(hole: CommandHole): hole is Command<CommandKind> {
  return typeof hole === 'object' && 'parts' in hole;
}

function assemble(strings: TemplateStringsArray, holes: readonly CommandHole[]): readonly CommandPart[] {
  const parts: CommandPart[] = [{ text: strings[0] ?? '' }];
  holes.forEach((hole, index) => {
    if (hole instanceof Secret) parts.push({ secret: hole });
    else if (isCommand(hole)) parts.push(...hole.parts);
    else if (typeof hole === 'object')
      hole.forEach((word, position) => {
        if (position > 0) parts.push({ text: ' ' });
        parts.push({ value: String(word) });
      });
    else parts.push({ value: String(hole) });
    parts.push({ text: strings[index + 1] ?? '' });
  });
  return parts;
}
