import type { Text } from '../text.ts';
import type { HelpPlace } from './place.ts';

/** What the diagnostics of one area (`area.what`) have in common. */
export interface AreaHelp {
  readonly title: Text;
  /** When they appear and what they mean. */
  readonly about: Text;
  /** Where a person meets them, the usual place first. */
  readonly places: readonly [HelpPlace, ...HelpPlace[]];
}
