import { GRUB_MARKS } from './bootable-stand-in.ts';
import { LINUX_MARKS } from './media-search-initrd.ts';

/** Which files of the medium a boot loader or Linux read, with their SHA-256. */
export interface FilesRead {
  /** GRUB's name of the medium, or Linux's disk. Undefined: it was not found, or GRUB did not run. */
  readonly medium: string | undefined;
  readonly sha256: Readonly<Record<string, string>>;
}

export interface BootReport {
  readonly grub: FilesRead;
  /** The answer as GRUB printed it, without white space: a terminal breaks long lines. */
  readonly grubAnswer: string | undefined;
  readonly linux: FilesRead;
  /** Linux came to the end of its work. */
  readonly isComplete: boolean;
}

/** Cursor movement and colours, which GRUB and UEFI send. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal sequences begin with one
const TERMINAL_SEQUENCES = /\u001b\[[0-9;=?]*[A-Za-z]/g;

/** Reads what GRUB and the initrd of a bootable stand-in printed on the console. */
export function readBootReport(serial: string): BootReport {
  const text = serial.replace(TERMINAL_SEQUENCES, '').replaceAll('\r', '');
  const split = text.indexOf(LINUX_MARKS.up);
  const [before, after] = split === -1 ? [text, ''] : [text.slice(0, split), text.slice(split)];
  const answer = between(before, `${GRUB_MARKS.answer}\n`, GRUB_MARKS.answerEnd);
  return {
    grub: { medium: mark(before, GRUB_MARKS.root), sha256: digests(before) },
    grubAnswer: answer === undefined ? undefined : withoutSpace(answer),
    linux: { medium: mark(after, LINUX_MARKS.medium), sha256: digests(after) },
    isComplete: after.includes(LINUX_MARKS.end),
  };
}

export function withoutSpace(text: string): string {
  return text.replace(/\s/g, '');
}

function mark(text: string, name: string): string | undefined {
  return new RegExp(`${name} (\\S+)`).exec(text)?.[1];
}

function digests(text: string): Readonly<Record<string, string>> {
  const found = text.matchAll(/\b([0-9a-f]{64})\s+\/?([a-z.-]+)/g);
  return Object.fromEntries([...found].map(([, sha256 = '', name = '']) => [name, sha256]));
}

function between(text: string, from: string, to: string): string | undefined {
  const start = text.indexOf(from);
  const end = text.indexOf(to, start);
  return start === -1 || end === -1 ? undefined : text.slice(start + from.length, end);
}
