/** Where the window stood, as it is kept between two starts. */
export interface WindowState {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly isMaximised: boolean;
}

/** The part of a display that no bar of the system takes; in the same coordinates as windows. */
export interface WorkArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const SMALLEST = { width: 1024, height: 640 } as const;
export const USUAL = { width: 1440, height: 900 } as const;

/**
 * Where the window opens: where it stood, moved and made smaller until it lies wholly on one display that is there now: the one that
 * most of it lay on, else the first. Without a kept state, the usual size in the middle of the first display. The size never goes below
 * the smallest that the window can take. @param areas of all displays, the first one first; none is known: nothing is moved
 */
export function placedWindow(kept: WindowState | undefined, areas: readonly WorkArea[]): WindowState | undefined {
  const first = areas[0];
  if (!first) return kept;
  if (!kept) {
    const width = Math.max(SMALLEST.width, Math.min(USUAL.width, first.width));
    const height = Math.max(SMALLEST.height, Math.min(USUAL.height, first.height));
    return { ...middleOf(first, width, height), width, height, isMaximised: false };
  }
  const area = areas.reduce((best, each) => (shared(kept, each) > shared(kept, best) ? each : best), first);
  const width = Math.max(SMALLEST.width, Math.min(kept.width, area.width));
  const height = Math.max(SMALLEST.height, Math.min(kept.height, area.height));
  // Of a display that is gone nothing says where on this one: the middle.
  const corner = shared(kept, area) === 0 ? middleOf(area, width, height) : kept;
  return {
    x: within(corner.x, area.x, area.x + area.width - width),
    y: within(corner.y, area.y, area.y + area.height - height),
    width,
    height,
    isMaximised: kept.isMaximised,
  };
}

/** What a file holds, if it is a window's state; anything else is none. */
export function parseWindowState(text: string): WindowState | undefined {
  try {
    const { x, y, width, height, isMaximised } = JSON.parse(text) as Partial<Record<keyof WindowState, unknown>>;
    const numbers = [x, y, width, height].map((each) =>
      typeof each === 'number' && Number.isFinite(each) && Math.abs(each) < 1e6 ? Math.round(each) : undefined,
    );
    const [left, top, wide, high] = numbers;
    if (left === undefined || top === undefined || !wide || !high || wide < 0 || high < 0) return undefined;
    return { x: left, y: top, width: wide, height: high, isMaximised: isMaximised === true };
  } catch {
    return undefined;
  }
}

function middleOf(area: WorkArea, width: number, height: number): { readonly x: number; readonly y: number } {
  return {
    x: area.x + Math.max(0, Math.round((area.width - width) / 2)),
    y: area.y + Math.max(0, Math.round((area.height - height) / 2)),
  };
}

/** The square pixels that a window has on a display. */
function shared(state: WorkArea, area: WorkArea): number {
  const across = Math.min(state.x + state.width, area.x + area.width) - Math.max(state.x, area.x);
  const down = Math.min(state.y + state.height, area.y + area.height) - Math.max(state.y, area.y);
  return Math.max(0, across) * Math.max(0, down);
}

/** A window that is larger than its display begins at the display's corner: its bar with the buttons stays within reach. */
function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
