import { create } from 'zustand';
import type { DriveView } from '../../electron/api/media.ts';
import { rememberBegun, rememberedBegun } from './begun-memory.ts';

/** A drive that a person named: which node it shall carry, with its serial as it was typed. */
export interface NamedStick {
  readonly device: string;
  readonly confirm: string;
  /** Of the drive that was shown when it was named. */
  readonly identity: string;
  readonly model: string;
  readonly sizeBytes: number;
  /** What was on it, for the page. */
  readonly held: readonly string[];
  readonly connection?: string;
  /** As the image names it. */
  readonly node: string;
  readonly image: string;
  readonly namedAt: string;
}

interface NamedSticks {
  /** Named and not yet written. */
  readonly named: readonly NamedStick[];
  /** By run and device: what a card says of a drive while it is written. */
  readonly begun: Readonly<Record<string, readonly NamedStick[]>>;
  readonly firstSeen: Readonly<Record<string, string>>;
  name(stick: NamedStick): void;
  takeBack(device: string): void;
  /** These are being written now, by this run. */
  begin(runId: string, sticks: readonly NamedStick[]): void;
  /** Drives that are there; a new one is remembered with its time, one that is gone or was plugged in anew loses what was named. */
  see(drives: readonly Pick<DriveView, 'confirm' | 'identity'>[], areNewOnesPluggedIn: boolean): void;
}

/** What the technician decided about drives; it outlives a visit to another page, and never names anything by itself. */
export const useNamedSticks = create<NamedSticks>((set, get) => ({
  named: [],
  begun: rememberedBegun(),
  firstSeen: {},
  name: (stick) => set({ named: [...get().named.filter((entry) => entry.device !== stick.device), stick] }),
  takeBack: (device) => set({ named: get().named.filter((entry) => entry.device !== device) }),
  begin: (runId, sticks) => {
    const begun = { ...get().begun, [runId]: sticks };
    rememberBegun(begun);
    set({
      begun,
      named: get().named.filter((entry) => !sticks.some((stick) => stick.device === entry.device)),
    });
  },
  see: (drives, areNewOnesPluggedIn) => {
    const { firstSeen, named } = get();
    const now = new Date().toISOString();
    set({
      // What was there when the page was opened has no time of its own.
      firstSeen: Object.fromEntries(
        drives.map(({ confirm }) => [confirm, firstSeen[confirm] ?? (areNewOnesPluggedIn ? now : '')]),
      ),
      named: named.filter((entry) => drives.some(({ identity }) => identity === entry.identity)),
    });
  },
}));
