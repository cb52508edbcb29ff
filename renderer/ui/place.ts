import type { EngineClient } from '../bridge/connect.ts';

/** A file or folder of this laptop, as the engine knows it for this page. */
export interface Place {
  readonly handle: string;
  readonly name: string;
}

export type PlaceKind = 'folder' | 'sources' | 'site' | 'exported' | 'update' | 'key';

/** What stands in a field for a place: picked in the system's dialog, or, in a browser, typed. */
export type PlaceDraft = Place | { readonly typed: string } | undefined;

export function isFilled(draft: PlaceDraft): boolean {
  return draft !== undefined && ('handle' in draft || draft.typed.trim() !== '');
}

/** The place that a field stands for. Rejects with bundle.no-place for a path that is none. */
export async function placeOf(engine: EngineClient, draft: PlaceDraft, kind: PlaceKind): Promise<Place> {
  if (draft && 'handle' in draft) return draft;
  return engine.bundle.place({ path: draft?.typed.trim() ?? '', kind: kind === 'folder' ? 'folder' : 'file' });
}
