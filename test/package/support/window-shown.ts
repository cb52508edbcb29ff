import type { Started } from './clean-root.ts';
import type { Screen } from './screen.ts';
import { until } from './until.ts';

/** What the page fills its first button with. The mark and all lines of that colour make a fifth of so many pixels. */
const PETROL = '#1b6078';
const FILLED_BUTTON_PIXELS = 4000;

/** The button that opens the first example: it is there once the engine has told the sites. */
export function sitesShown(screen: Screen, window: Started): Promise<void> {
  return until(() => screen.look().count(PETROL) > FILLED_BUTTON_PIXELS, window.said);
}
