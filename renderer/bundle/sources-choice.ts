import { create } from 'zustand';
import type { Place } from '../ui/place.ts';

interface SourcesChoice {
  /** By site; absent = the file beside site.toml, else the public places. A handle lives as long as the engine. */
  readonly chosen: Readonly<Record<string, Place>>;
  choose(site: string, place: Place | undefined): void;
}

/** The settings of the sources that a person chose for a site, until the window is closed. */
export const useSourcesChoice = create<SourcesChoice>((set, get) => ({
  chosen: {},
  choose: (site, place) => {
    const { [site]: _before, ...others } = get().chosen;
    set({ chosen: place ? { ...others, [site]: place } : others });
  },
}));
