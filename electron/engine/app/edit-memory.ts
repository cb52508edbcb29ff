import { fail } from '../../api/diagnostic.ts';
import type { Draft } from '../../api/edits.ts';
import type { SiteDocument, SiteEdit } from '../../api/sites.ts';
import { type EditHistory, editStep, NO_EDITS, nextStep, takeStep, withStep } from '../site/edit-steps.ts';
import { looksLikeSecret } from '../site/secret-look.ts';
import { parsePath } from '../site/toml-map.ts';
import { readDrafts, writeDrafts } from '../workspace/draft-book.ts';
import { readHistory, writeHistory } from '../workspace/edit-history.ts';

/** What this user did to his sites and can put back, and what he has typed and not written yet. Kept beside the sites, not in them. */
export class EditMemory {
  readonly #state: string;
  #last: Promise<unknown> = Promise.resolve();

  constructor(userState: string) {
    this.#state = userState;
  }

  /**
   * Notes an edit that is about to be written. A state folder that cannot be written costs only the way back.
   * @param isWritten false: nothing is written any more
   */
  note(siteFile: string, before: string, after: string, edits: readonly SiteEdit[]): Promise<void> {
    return this.#inTurn(async () => {
      const paths = edits.map(({ path }) => path);
      const step = editStep(before, after, paths, new Date());
      if (step) await this.#keep(siteFile, withStep(await readHistory(this.#state, siteFile), step, before, after));
      await this.#dropDrafts(siteFile, paths);
    });
  }

  /** The text that an undo or redo would write. Throws site.undo-nothing and site.undo-other-text. */
  async step(
    siteFile: string,
    text: string,
    direction: 'undo' | 'redo',
  ): Promise<{ readonly text: string; keep(): Promise<void> }> {
    const history = await readHistory(this.#state, siteFile);
    const place = { params: { path: siteFile }, subject: { file: siteFile } };
    if (!nextStep(history, text, direction)) throw fail('site.undo-nothing', place);
    const taken = takeStep(history, text, direction);
    if (!taken) throw fail('site.undo-other-text', place);
    return { text: taken.text, keep: () => this.#inTurn(() => this.#keep(siteFile, taken.history)) };
  }

  /** What can be put back and done again, and what was typed and not written, for the page that shows the site. */
  async view(siteFile: string, text: string): Promise<Pick<SiteDocument, 'history' | 'drafts'>> {
    const history = await readHistory(this.#state, siteFile);
    const shown = (direction: 'undo' | 'redo') => {
      const step = nextStep(history, text, direction);
      return step && { [direction]: { fields: [...step.fields], count: step.count, at: step.at } };
    };
    return {
      history: { ...shown('undo'), ...shown('redo') },
      drafts: [...(await readDrafts(this.#state, siteFile))],
    };
  }

  /** Keeps what is typed in a field, or forgets it. Answers whether it is kept: a secret in clear never is. */
  keepDraft(siteFile: string, path: string, text: string | undefined): Promise<boolean> {
    return this.#inTurn(async () => {
      const others = (await readDrafts(this.#state, siteFile)).filter((draft) => draft.path !== path);
      const draft: Draft | undefined =
        text === undefined || isSecret(path, text) ? undefined : { path, text, at: new Date().toISOString() };
      await writeDrafts(this.#state, siteFile, draft ? [...others, draft] : others);
      return draft !== undefined;
    });
  }

  async #keep(siteFile: string, history: EditHistory): Promise<void> {
    await writeHistory(this.#state, siteFile, history).catch(() =>
      // An old history beside a new text would offer what is no longer so.
      writeHistory(this.#state, siteFile, NO_EDITS).catch(() => undefined),
    );
  }

  async #dropDrafts(siteFile: string, paths: readonly string[]): Promise<void> {
    const drafts = await readDrafts(this.#state, siteFile);
    const left = drafts.filter(({ path }) => !paths.includes(path));
    if (left.length < drafts.length) await writeDrafts(this.#state, siteFile, left).catch(() => undefined);
  }

  /** One after another: each reads what the one before it wrote. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

/** Judged by the key and by what is typed so far, which may be the beginning of anything. */
function isSecret(path: string, text: string): boolean {
  let key: string;
  try {
    key = String(parsePath(path).findLast((step) => typeof step === 'string') ?? '');
  } catch {
    return true;
  }
  return !'secret:'.startsWith(text.slice(0, 7)) && looksLikeSecret(key, text);
}
