import type { ArrivalPhase } from '../../electron/api/arrival.ts';
import type { SentenceKey } from '../text/text.ts';

export const PHASE_WORDS: Readonly<Record<ArrivalPhase, SentenceKey>> = {
  waiting: 'arrival.phaseWaiting',
  powered: 'arrival.phasePowered',
  asked: 'arrival.phaseAsked',
  installing: 'arrival.phaseInstalling',
  installed: 'arrival.phaseInstalled',
  restarting: 'arrival.phaseRestarting',
  ssh: 'arrival.phaseSsh',
  ready: 'arrival.phaseReady',
};
