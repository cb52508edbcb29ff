import { readFileSync } from 'node:fs';
import type { ApiContext } from '../../../../../../electron/engine/facts/api-twin.ts';
import type { RawAnswer } from '../../../../../../electron/engine/facts/fact.ts';

/** Which of the vendor's orders are chance: the same value comes of any. */
export type Order =
  /** Lists and keys of JSON, and comma lists of names in it. */
  | 'json'
  /** Keys of JSON; its lists have an order of their own. */
  | 'json-keys'
  /** Sections of a configuration, their keys, and the sets in them. */
  | 'sections'
  /** Blocks of corosync.conf and their keys. */
  | 'blocks'
  /** Whole lines. */
  | 'lines'
  /** Paragraphs. */
  | 'paragraphs';

/** What a parser was given. */
export interface Fixture {
  /** 8 = PVE 8.4 or Debian 12 below it; 9 = PVE 9.1 or Debian 13. */
  readonly major: '8' | '9';
  readonly title: string;
  /** `observed` = literally what a real program of that version wrote; else where its form is documented. */
  readonly from: 'observed' | (string & {});
  readonly input: Input;
  readonly order?: Order;
}

/** Text is what a command printed or what a file holds; several files by their path; answers of the API by what was asked. */
export type Input =
  | string
  | RawAnswer
  | { readonly files: Readonly<Record<string, string>> }
  | { readonly answers: Readonly<Record<string, RawAnswer>>; readonly context?: Partial<ApiContext> };

export type Fixtures = Readonly<Record<string, readonly Fixture[]>>;

interface Recorded {
  readonly debian: '12' | '13';
  readonly fact: string;
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}
const recorded = readFileSync(new URL('../../../../../golden/facts/debian.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Recorded);

/** What a command of ours printed on Debian 12 and on Debian 13. */
export function debian(name: string, title = 'a host', order?: Order): readonly Fixture[] {
  const found = recorded.filter(({ fact }) => fact === name);
  if (found.length !== 2) throw new Error(`never recorded: ${name}`);
  return found.map(({ debian: release, exitCode, stdout, stderr }) => ({
    major: release === '12' ? '8' : '9',
    title,
    from: 'observed',
    input: { code: exitCode, stdout, stderr },
    ...(order ? { order } : {}),
  }));
}

/** A form that is the same in both majors. */
export function inBoth(fixture: Omit<Fixture, 'major'>): readonly Fixture[] {
  return (['8', '9'] as const).map((major) => ({ ...fixture, major }));
}

export function seen(major: '8' | '9', title: string, input: Input, order?: Order): Fixture {
  return { major, title, from: 'observed', input, ...(order ? { order } : {}) };
}

export function answered(stdout: string, code = 0, stderr = ''): RawAnswer {
  return { code, stdout, stderr };
}
