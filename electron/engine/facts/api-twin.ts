import { read } from '../shell/command.ts';
import type { Fact, Known, RawAnswer } from './fact.ts';
import type { ClusterFiles } from './parse/file-lines.ts';
import { type Json, whyFailed } from './parse/text.ts';
import type { Quorum } from './pve/quorum.ts';

/** The words of `pvesh get`: a path of the API and its options. */
export type ApiAsk = readonly string[];

/** What the second way may look at beside its own answers. */
export interface ApiContext {
  readonly files: ClusterFiles;
  readonly quorum: Known<Quorum>;
}

/** The second way to a fact: it gives a value of the same type, equal to the one that the files give. */
export interface ApiTwin<T> {
  readonly asks: (context: ApiContext) => readonly ApiAsk[];
  /** May throw: what is thrown is the reason for `unknown`. */
  readonly parse: (api: ApiAnswers, context: ApiContext) => T;
}

export interface ApiAnswers {
  /** The JSON of an answer; throws the command's last words where it failed. */
  readonly json: (ask: ApiAsk) => Json;
  /** The answer as it came, for what the vendor refuses with a meaning; undefined = none came. */
  readonly raw: (ask: ApiAsk) => RawAnswer | undefined;
}

/** A pvesh that hangs (a node that it asks does not answer) is one unknown fact, not the end of the look. */
const ASK_TIMEOUT_SECONDS = 30;

/** One read of the API as a part of a round trip. */
export function apiCommand(ask: ApiAsk): Fact<RawAnswer>['command'] {
  return read`timeout ${ASK_TIMEOUT_SECONDS} pvesh get ${ask} --output-format json`;
}

/** The name of a part's frame. */
export function apiAskId(ask: ApiAsk): string {
  return ask.join(' ');
}

export function apiAnswers(answers: ReadonlyMap<string, RawAnswer>): ApiAnswers {
  const raw = (ask: ApiAsk): RawAnswer | undefined => answers.get(apiAskId(ask));
  return {
    raw,
    json: (ask) => {
      const answer = raw(ask);
      if (!answer) throw new Error(`the host gave no answer for ${apiAskId(ask)}`);
      if (answer.code !== 0) throw new Error(`pvesh get ${apiAskId(ask)}: ${whyFailed(answer)}`);
      return JSON.parse(answer.stdout) as Json;
    },
  };
}
