import { create } from 'zustand';
import type { Diagnostic } from '../../electron/api/diagnostic.ts';
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
  loadList(engine: EngineClient): Promise<void>;
  open(engine: EngineClient, ref: string): Promise<void>;
  /**
   * Writes edits into site.toml at once; the answer is the new text with its diagnostics. What is to be removed and is not
   * there (any more) is passed over.
   */
  edit(engine: EngineClient, edits: readonly SiteEdit[]): Promise<void>;
}

let lastEdit: Promise<void> = Promise.resolve();

export const useSite = create<SiteStore>((set, get) => ({
  list: undefined,
  document: undefined,
  site: undefined,
  savedAt: undefined,
  failure: [],
  loadList: async (engine) => {
    try {
      set({ list: await engine.sites.list(), failure: [] });
    } catch (error) {
      set({ failure: failureDiagnostics(error) });
    }
  },
  open: async (engine, ref) => {
    if (get().document?.ref === ref) return;
    set({ document: undefined, site: undefined, savedAt: undefined });
    try {
      const document = await engine.sites.read({ site: ref });
      set({ document, site: document.site, failure: [] });
    } catch (error) {
      set({ failure: failureDiagnostics(error) });
    }
  },
  edit: (engine, edits) => {
    // One after another: each edit is a patch on the text that the one before it left.
    lastEdit = lastEdit.then(async () => {
      const document = get().document;
      if (!document) return;
      try {
        const due = edits.filter(({ op, path }) => op === 'set' || !document.site || isSaid(document.site, path));
        if (due.length === 0) return;
        const next = await engine.sites.edit({ site: document.ref, baseText: document.text, edits: due });
        set({ document: next, site: next.site ?? get().site, savedAt: new Date().toISOString(), failure: [] });
      } catch (error) {
        set({ failure: failureDiagnostics(error) });
      }
    });
    return lastEdit;
  },
}));
