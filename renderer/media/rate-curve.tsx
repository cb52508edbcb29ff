import type { RateSample } from '../state/run-fold.ts';

const WIDTH = 320;
const HEIGHT = 46;

/** The speed of a stick over time, as a small area: a stick that slows down is seen before it fails. */
export function RateCurve({ rates, label }: { readonly rates: readonly RateSample[]; readonly label: string }) {
  const first = rates[0];
  const last = rates.at(-1);
  if (!first || !last || rates.length < 2) return <div className="sw-rate-curve" />;
  const from = Date.parse(first.at);
  const spanMs = Math.max(1, Date.parse(last.at) - from);
  const top = Math.max(...rates.map((entry) => entry.bytesPerSecond), 1);
  const points = rates.map(
    ({ at, bytesPerSecond }) =>
      `${(((Date.parse(at) - from) / spanMs) * WIDTH).toFixed(1)},${(HEIGHT - 2 - (bytesPerSecond / top) * (HEIGHT - 6)).toFixed(1)}`,
  );
  return (
    <svg
      className="sw-rate-curve"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <polygon points={`0,${HEIGHT - 1} ${points.join(' ')} ${WIDTH},${HEIGHT - 1}`} className="sw-rate-area" />
      <polyline points={points.join(' ')} className="sw-rate-line" vectorEffect="non-scaling-stroke" />
      <line
        x1="0"
        x2={WIDTH}
        y1={HEIGHT - 0.5}
        y2={HEIGHT - 0.5}
        className="sw-hairline"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
