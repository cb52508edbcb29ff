import type { Language, SessionAnswer, User } from '../../protocol/account.ts';
import type { Overview } from '../../protocol/overview.ts';
import type { Range, SeriesAnswer } from '../../protocol/series.ts';
import type { Settings } from '../../protocol/settings.ts';
import type { Client } from '../api/client.ts';
import type { Format } from '../format/format.ts';
import type { AlertList } from '../judge/alert-list.ts';
import type { GuestFilter, GuestOrder } from '../judge/guest-list.ts';
import type { Texts } from '../text/en.ts';
import type { Route } from './route.ts';

/** What web said last to a question that went wrong. */
export type Failure = 'unreachable' | 'database-down';

/** Everything that the page shows follows from this. */
export interface State {
  readonly language: Language;
  readonly route: Route;
  readonly session: SessionAnswer | undefined;
  readonly overview: Overview | undefined;
  /** When web answered last, and since when it does not; by the browser's clock. */
  readonly heardAt: Date | undefined;
  readonly failing: { readonly failure: Failure; readonly since: Date } | undefined;
  readonly ended: boolean;
  readonly range: Range;
  readonly series: SeriesAnswer | 'absent' | undefined;
  readonly guests: { readonly typed: string; readonly filter: GuestFilter; readonly order: GuestOrder };
  readonly alerts: AlertList | undefined;
  /** The alert whose note is being written. */
  readonly acknowledging: number | undefined;
  readonly settings: Settings | undefined;
  /** Counts up where forms have to begin anew. */
  readonly formRound: number;
  readonly users: readonly User[] | undefined;
  /** What is being done to a user. */
  readonly editing: { readonly user: string; readonly what: 'password' | 'remove' } | undefined;
  /** What came of the last thing that was done. */
  readonly notice: { readonly done: boolean; readonly text: string } | undefined;
  readonly busy: boolean;
}

export interface Page {
  readonly state: State;
  readonly texts: Texts;
  readonly format: Format;
  readonly client: Client;
  /** Whether web answered lately; where not, nothing of what is shown counts as now. */
  readonly heard: boolean;
  /** The rows of a long list that are due; the others follow by themselves. */
  due<Row>(rows: readonly Row[]): readonly Row[];
  set(change: Partial<State>): void;
  /** Does something and tells what came of it: the sentence that `work` gives back, or why not. */
  attempt(work: () => Promise<string>, refusals?: Readonly<Record<string, string>>): Promise<void>;
  setLanguage(language: Language): void;
  setRange(range: Range): void;
  loadOlderAlerts(): Promise<void>;
}
