import { create } from 'zustand';
import type { Diagnostic } from '../../electron/api/diagnostic.ts';
import type { ImageInspection } from '../../electron/api/image.ts';
import type { EngineClient } from '../bridge/connect.ts';
import { failureDiagnostics } from '../bridge/failure.ts';

export type BaseLook = ImageInspection & { readonly sha256: string; readonly knownAs?: string };

/** Written on a stick together with the base, or a file that is complete by itself. */
export type ImageForm = 'overlay' | 'iso';

interface BaseChoice {
  readonly base: { readonly handle: string; readonly name: string } | undefined;
  readonly look: BaseLook | undefined;
  readonly looking: boolean;
  readonly failure: readonly Diagnostic[];
  /** The digest that was typed for an image that is not known. */
  readonly accept: string;
  readonly rewrite: boolean;
  /** What the next images are. */
  readonly form: ImageForm;
  pick(engine: EngineClient): Promise<void>;
  /** After a reload: the handle lives as long as the engine. */
  resume(engine: EngineClient): Promise<void>;
  setAccept(digest: string): void;
  setRewrite(rewrite: boolean): void;
  setForm(form: ImageForm): void;
}

const KEY = 'sitewright.base';

/** The base image that was picked in the native dialog; the same for every page and every site of this window. */
export const useBase = create<BaseChoice>((set, get) => {
  const inspect = async (engine: EngineClient, base: { handle: string; name: string }) => {
    set({ base, look: undefined, looking: true, failure: [], accept: '', rewrite: false });
    try {
      const look = await engine.images.inspectBase({ base: base.handle });
      if (get().base?.handle !== base.handle) return;
      set({ look, looking: false });
      sessionStorage.setItem(KEY, JSON.stringify(base));
    } catch (error) {
      set({ looking: false, failure: failureDiagnostics(error) });
      sessionStorage.removeItem(KEY);
      throw error;
    }
  };
  return {
    base: undefined,
    look: undefined,
    looking: false,
    failure: [],
    accept: '',
    rewrite: false,
    form: 'overlay',
    pick: async (engine) => {
      const picked = await window.sitewright?.pick('iso');
      if (picked) await inspect(engine, picked).catch(() => undefined);
    },
    resume: async (engine) => {
      if (get().base || !window.sitewright) return;
      try {
        const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as { handle?: string; name?: string } | null;
        if (typeof kept?.handle === 'string' && typeof kept.name === 'string')
          await inspect(engine, { handle: kept.handle, name: kept.name });
      } catch {
        set({ base: undefined, failure: [] });
      }
    },
    setAccept: (accept) => set({ accept: accept.trim().toLowerCase() }),
    setRewrite: (rewrite) => set({ rewrite }),
    setForm: (form) => set({ form }),
  };
});

/** Refusals where a complete image with a root directory of its own is the safe way out (iso-findings). */
const REWRITABLE = new Set([
  'image.root-full',
  'image.unknown-sort-order',
  'image.continuation-in-root',
  'image.md5-tagged',
]);

export type BaseVerdict = 'known' | 'accepted' | 'digest-needed' | 'rewrite-offered' | 'refused';

/** Whether answers can be put into this image as it was looked at. */
export function baseVerdict(look: BaseLook, accept: string): BaseVerdict {
  const errors = look.diagnostics.filter((entry) => entry.severity === 'error' && entry.code !== 'image.base-unknown');
  if (errors.length > 0) return errors.every((entry) => REWRITABLE.has(entry.code)) ? 'rewrite-offered' : 'refused';
  if (look.knownAs !== undefined) return 'known';
  return accept === look.sha256 ? 'accepted' : 'digest-needed';
}
