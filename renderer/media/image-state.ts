import type { ImageView } from '../../electron/api/media.ts';
import type { SentenceKey } from '../text/text.ts';
import type { Mark } from '../ui/state-mark.tsx';

/** Whether an image still says what the plan says, in a word. */
export const IMAGE_STATES: Readonly<Record<ImageView['state'], readonly [Mark, SentenceKey]>> = {
  current: ['done', 'media.made'],
  older: ['warning', 'media.olderImage'],
  unknown: ['warning', 'media.unknownNode'],
};
