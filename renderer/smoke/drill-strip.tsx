import type { DrillView } from '../../electron/api/drill.ts';
import { useSpeech } from '../text/text.ts';
import { axisStep, stripOf } from './strip-of.ts';

/** When the machine of a drill answered and when it did not, over the time of the drill, as it was recorded. */
export function DrillStrip({ drill }: { readonly drill: DrillView }) {
  const { say, number } = useSpeech();
  const strip = stripOf(drill);
  if (!strip) return null;
  const { lastS, awayS, momentsS } = strip;
  const share = (seconds: number) => `${(100 * seconds) / lastS}%`;
  const step = axisStep(lastS);
  const ticks = Array.from({ length: Math.floor(lastS / step) + 1 }, (_, index) => index * step);
  const away = say('drill.stripAway', { machine: drill.target, seconds: number(awayS) });
  return (
    <figure className="sw-strip" aria-label={away}>
      <div className="sw-strip-bar" aria-hidden="true">
        <span className="sw-strip-away" style={{ width: share(awayS) }} />
        <span className="sw-strip-there" style={{ width: share(lastS - awayS) }} />
        {momentsS.map((seconds, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows, and two moments may be equal
          <i key={index} style={{ left: share(seconds) }} />
        ))}
      </div>
      <div className="sw-strip-axis mono" aria-hidden="true">
        {ticks.map((seconds) => (
          <span key={seconds} style={{ left: share(seconds) }}>
            {number(seconds)} s
          </span>
        ))}
      </div>
      <figcaption className="sw-small">
        <strong>{away}</strong>
        <span className="sw-strip-word">
          <i className="sw-strip-away" aria-hidden="true" />
          {say('drill.stripSilent')}
        </span>
        <span className="sw-strip-word">
          <i className="sw-strip-there" aria-hidden="true" />
          {say('drill.stripThere')}
        </span>
      </figcaption>
    </figure>
  );
}
