import { create } from 'zustand';
import type { Diagnostic } from '../../electron/api/diagnostic.ts';
import type { Draft } from '../../electron/api/edits.ts';
import type { Site } from '../../electron/api/site.ts';
import type { SiteDocument, SiteEdit, SiteListEntry } from '../../electron/api/sites.ts';
import type { EngineClient } from '../bridge/connect.ts';
import { failureDiagnostics } from '../bridge/failure.ts';
import { isSaid } from './is-said.ts';

interface SiteStore {
  readonly list: readonly SiteListEntry[] | undefined;
  readonly document: SiteDocument | undefined;
  /** The site as it last could be read: a field that holds something impossible for now does not take its page away. */
  readonly site: Site | undefined;
  readonly savedAt: string | undefined;
  readonly failure: readonly Diagnostic[];
  /** Grows when the file became another one than was typed: every field then shows what stands in it. */
  readonly revision: number;
  /** What an earlier window left typed and not written. */
  readonly drafts: readonly Draft[];
  loadList(engine: EngineClient): Promise<void>;
  open(engine: EngineClient, ref: string): Promise<void>;
  /** After the engine itself has written into site.toml. */
  readAgain(engine: EngineClient): Promise<void>;
  /**
   * Writes edits into site.toml at once; the answer is the new text with its diagnostics. What is to be removed and is not
   * there (any more) is passed over.
   */
  edit(engine: EngineClient, edits: readonly SiteEdit[]): Promise<void>;
  /** Puts back the last edit of the site, on whatever page it was made, or does it again. Whether that was done. */
  step(engine: EngineClient, direction: 'undo' | 'redo'): Promise<boolean>;
  /** Keeps what is typed in a field for the case that this window dies; without a text it is forgotten. */
  keepDraft(engine: EngineClient, path: string, text: string | undefined): Promise<void>;
}

let last: Promise<void> = Promise.resolve();

/** One after another: each edit is a patch on the text that the one before it left. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = last.then(work);
  last = turn.then(
    () => undefined,
    () => undefined,
  );
  return turn;
}

/** Once every edit and step that was asked for is written or refused: what can be undone is known only then. */
export function whenWritten(): Promise<void> {
  return inTurn(() => Promise.resolve());
}

export const useSite = create<SiteStore>((set, get) => {
  /** After a refusal: where the file is another one than this page knows, it is read again. */
  const refused = async (engine: EngineClient, ref: string, error: unknown) => {
    const failure = failureDiagnostics(error);
    set({ failure });
    if (!failure.some(({ code }) => code === 'workspace.changed-meanwhile')) return;
    try {
      const document = await engine.sites.read({ site: ref });
      if (get().document?.ref !== ref) return;
      set({ document, site: document.site ?? get().site, revision: get().revision + 1 });
    } catch {
      // Why the edit was refused says enough.
    }
  };
  const written = (document: SiteDocument) => ({
    document,
    site: document.site ?? get().site,
    savedAt: new Date().toISOString(),
    failure: [],
  });
  return {
    list: undefined,
    document: undefined,
    site: undefined,
    savedAt: undefined,
    failure: [],
    revision: 0,
    drafts: [],
    loadList: async (engine) => {
      try {
        set({ list: await engine.sites.list(), failure: [] });
      } catch (error) {
        set({ failure: failureDiagnostics(error) });
      }
    },
    open: async (engine, ref) => {
      if (get().document?.ref === ref) return;
      set({ document: undefined, site: undefined, savedAt: undefined, drafts: [] });
      try {
        const document = await readKnown(engine, ref);
        set({ document, site: document.site, drafts: document.drafts, failure: [] });
      } catch (error) {
        set({ failure: failureDiagnostics(error) });
      }
    },
    readAgain: (engine) =>
      inTurn(async () => {
        const ref = get().document?.ref;
        if (ref === undefined) return;
        const document = await engine.sites.read({ site: ref });
        if (get().document?.ref !== ref || document.text === get().document?.text) return;
        set({ document, site: document.site ?? get().site, revision: get().revision + 1 });
      }),
    edit: (engine, edits) =>
      inTurn(async () => {
        const document = get().document;
        if (!document) return;
        try {
          const due = edits.filter(({ op, path }) => op === 'set' || !document.site || isSaid(document.site, path));
          if (due.length === 0) return;
          const edited = { site: document.ref, baseText: document.text, edits: [...due] };
          set(written(await engine.sites.edit(edited)));
        } catch (error) {
          await refused(engine, document.ref, error);
        }
      }),
    step: (engine, direction) =>
      inTurn(async () => {
        const document = get().document;
        if (!document?.history[direction]) return false;
        try {
          const next = await engine.edits[direction]({ site: document.ref, baseText: document.text });
          set({ ...written(next), revision: get().revision + 1 });
          return true;
        } catch (error) {
          await refused(engine, document.ref, error);
          return false;
        }
      }),
    keepDraft: (engine, path, text) => {
      const site = get().document?.ref;
      if (text === undefined) set({ drafts: get().drafts.filter((draft) => draft.path !== path) });
      return inTurn(async () => {
        // A draft that cannot be kept costs nothing as long as the window lives.
        if (site !== undefined) await engine.edits.keepDraft({ site, path, text }).catch(() => undefined);
      });
    },
  };
});

/** A site by its handle. An engine that was started again knows those of its list once it was asked for it. */
async function readKnown(engine: EngineClient, ref: string): Promise<SiteDocument> {
  try {
    return await engine.sites.read({ site: ref });
  } catch (error) {
    if (!failureDiagnostics(error).some(({ code }) => code === 'app.unknown-handle')) throw error;
    await engine.sites.list();
    return engine.sites.read({ site: ref });
  }
}
