import { useEffect, useId, useRef, useState } from 'react';
import type { NodeArrival } from '../../electron/api/arrival.ts';
import type { ProbeTick } from '../state/run-fold.ts';
import { type SentenceKey, type Speech, useSpeech } from '../text/text.ts';
import { type Bar, barsOf, probeCells, stretchOf } from './bars.ts';
import { PHASE_WORDS } from './phase-words.ts';
import { type TimeAxis, timeAxis } from './time-axis.ts';

const LABELS_PX = 128;
const HEAD_PX = 30;
const BAR_PX = 28;
const CELL_PX = 11;
const PROBE_ROW_PX = 13;
const ROW_GAP_PX = 26;
/** Of many machines, as many as can be are seen at once. */
const MANY = 6;
const NARROW_GAP_PX = 12;
/** Of a whole rack the bars alone are drawn; what the ports answer stands in the table. */
export const WHOLE_RACK = 8;
const RACK_GAP_PX = 6;

export interface TimeChartProps {
  readonly startedAt: string | undefined;
  readonly nodes: readonly NodeArrival[];
  readonly probes: Readonly<Record<string, readonly ProbeTick[]>>;
  readonly nowMs: number;
  /** Nodes take their answer from a stick: nothing is heard of them until they are installed. */
  readonly isQuiet: boolean;
}

const PORTS: readonly { readonly word: SentenceKey; readonly answered: (tick: ProbeTick) => boolean }[] = [
  { word: 'arrival.probeUp', answered: (tick) => tick.up },
  { word: 'arrival.probeSsh', answered: (tick) => tick.ssh },
  { word: 'arrival.probeApi', answered: (tick) => tick.api === true },
];

/** Who is here: each machine's way over time, and below it what its ports answered at every look. */
export function TimeChart({ startedAt, nodes, probes, nowMs, isQuiet }: TimeChartProps) {
  const speech = useSpeech();
  const { say } = speech;
  const [place, widthPx] = useWidth();
  const id = useId();
  const { fromMs, toMs } = stretchOf(startedAt, nodes, probes, nowMs);
  const axis = timeAxis(fromMs, toMs, Math.max(200, widthPx - LABELS_PX - 26));
  const clock = (ms: number) => clockText(speech, ms, axis.withSeconds);
  const isRack = nodes.length > WHOLE_RACK;
  const rows = nodes.map((node) => ({
    node,
    ports: isRack ? [] : node.os === 'pve' ? PORTS : PORTS.slice(0, 2),
  }));
  const gapPx = isRack ? RACK_GAP_PX : nodes.length > MANY ? NARROW_GAP_PX : ROW_GAP_PX;
  const tops: number[] = [];
  let below = HEAD_PX + 6;
  for (const { ports } of rows) {
    tops.push(below);
    below += BAR_PX + 6 + ports.length * PROBE_ROW_PX + gapPx;
  }
  const heightPx = below + (isRack ? 20 : 2);
  const nowX = LABELS_PX + axis.x(nowMs);
  const facts = nodes
    .map((node) =>
      say('arrival.fact', {
        host: node.host,
        phase: say(PHASE_WORDS[node.phase]),
        time: speech.time(node.segments.at(-1)?.from ?? startedAt ?? new Date(nowMs).toISOString()),
      }),
    )
    .join(' ');
  return (
    <div ref={place} className="sw-chart">
      <svg width={widthPx} height={heightPx} role="img" aria-labelledby={id}>
        <title id={id}>{say('arrival.chart', { from: clock(fromMs), to: clock(toMs), facts })}</title>
        {rows.map(({ node, ports }, index) =>
          node.silentSince === undefined ? null : (
            <rect
              key={node.host}
              className="sw-chart-silent-row"
              x={0}
              width={widthPx}
              y={(tops[index] ?? 0) - gapPx / 2}
              height={BAR_PX + 6 + ports.length * PROBE_ROW_PX + gapPx}
            />
          ),
        )}
        {axis.ticks.map((tick) => (
          <g key={tick}>
            <line
              className="sw-hairline"
              x1={LABELS_PX + axis.x(tick)}
              x2={LABELS_PX + axis.x(tick)}
              y1={HEAD_PX - 8}
              y2={heightPx}
            />
            <text className="sw-chart-time" x={LABELS_PX + axis.x(tick)} y={14} textAnchor="middle">
              {clock(tick)}
            </text>
          </g>
        ))}
        {rows.map(({ node, ports }, index) => (
          <Row
            key={node.host}
            node={node}
            ports={ports}
            ticks={probes[node.host] ?? []}
            axis={axis}
            top={tops[index] ?? 0}
            nowMs={nowMs}
            isQuiet={isQuiet}
          />
        ))}
        <line className="sw-chart-now" x1={nowX} x2={nowX} y1={HEAD_PX - 10} y2={heightPx - 20} />
        <g transform={`translate(${Math.min(nowX, widthPx - 36)} ${heightPx - 20})`}>
          <rect className="sw-chart-now-plate" x={-32} width={64} height={18} rx={4} />
          <text className="sw-chart-now-time" textAnchor="middle" y={13}>
            {clockText(speech, nowMs, true)}
          </text>
        </g>
      </svg>
    </div>
  );
}

function Row({
  node,
  ports,
  ticks,
  axis,
  top,
  nowMs,
  isQuiet,
}: {
  readonly node: NodeArrival;
  readonly ports: typeof PORTS;
  readonly ticks: readonly ProbeTick[];
  readonly axis: TimeAxis;
  readonly top: number;
  readonly nowMs: number;
  readonly isQuiet: boolean;
}) {
  const { say } = useSpeech();
  return (
    <g transform={`translate(0 ${top})`}>
      <text className="sw-chart-name" x={16} y={14}>
        {node.host}
      </text>
      <text className="sw-chart-address" x={16} y={30}>
        {node.address}
      </text>
      {barsOf(node, nowMs).map((bar) => (
        <BarShape key={`${bar.fromMs} ${bar.tone}`} bar={bar} node={node} axis={axis} isQuiet={isQuiet} />
      ))}
      {ports.map(({ word, answered }, row) => (
        <g key={word} transform={`translate(0 ${BAR_PX + 10 + row * PROBE_ROW_PX})`}>
          <text className="sw-chart-port" x={LABELS_PX - 8} y={7} textAnchor="end">
            {say(word)}
          </text>
          {probeCells(ticks, answered, axis.x, CELL_PX).map((cell) => (
            <rect
              key={cell.x}
              className={cell.up ? 'sw-chart-up' : 'sw-chart-down'}
              x={LABELS_PX + cell.x}
              width={Math.max(2, Math.min(cell.width - 3, axis.x(nowMs) - cell.x))}
              height={7}
              rx={2}
            />
          ))}
        </g>
      ))}
    </g>
  );
}

function BarShape({
  bar,
  node,
  axis,
  isQuiet,
}: {
  readonly bar: Bar;
  readonly node: NodeArrival;
  readonly axis: TimeAxis;
  readonly isQuiet: boolean;
}) {
  const speech = useSpeech();
  const x = LABELS_PX + axis.x(bar.fromMs);
  const width = Math.max(2, axis.x(bar.toMs) - axis.x(bar.fromMs) - 2);
  const text = fitting(barTexts(speech, bar, node, isQuiet), width - (bar.tone === 'silent' ? 30 : 12));
  return (
    <g>
      <rect className={`sw-bar-${bar.tone}`} x={x} y={0} width={width} height={BAR_PX} rx={4} />
      {bar.tone === 'silent' && width > 26 && <path className="sw-chart-triangle" d={`M${x + 15} 7l7 13h-14z`} />}
      {text !== '' && (
        <text className={`sw-chart-word sw-on-${bar.tone}`} x={x + (bar.tone === 'silent' ? 28 : 8)} y={18.5}>
          {text}
        </text>
      )}
      {bar.tone === 'expected' && <circle className="sw-chart-last" cx={x} cy={BAR_PX / 2} r={5} />}
    </g>
  );
}

/** What a bar may say, longest first: as much as fits is shown, the rest is in the table. */
function barTexts({ say, seconds, time }: Speech, bar: Bar, node: NodeArrival, isQuiet: boolean): readonly string[] {
  const spent = seconds(bar.toMs - bar.fromMs);
  if (bar.tone === 'silent') return [say('arrival.silentOverdue', { time: spent }), say('arrival.silentShort')];
  if (bar.tone === 'expected') return [say('arrival.expected', { time: spent })];
  switch (bar.phase) {
    case 'powered':
      return isQuiet ? [say('arrival.powerLong', { time: spent }), say('arrival.power')] : [say('arrival.power')];
    case 'restarting':
      return [say('arrival.restart')];
    case 'installed':
      return [say('arrival.installed')];
    case 'asked':
      return [say('arrival.answer')];
    case 'installing':
      return [say('arrival.installing', { time: spent }), spent];
    default: {
      const since = say('arrival.sshAnswers', { time: time(new Date(bar.fromMs).toISOString()) });
      const key = node.hostKey;
      const sure = key && key.state !== 'seen' && key.state !== 'different';
      return [
        ...(sure ? [`${since}, ${say('arrival.keyConfirmed', { time: time(key.at) })}`] : []),
        since,
        `SSH ${time(new Date(bar.fromMs).toISOString())}`,
        'SSH',
      ];
    }
  }
}

const LETTER_PX = 6.7;
function fitting(texts: readonly string[], widthPx: number): string {
  return texts.find((text) => text.length * LETTER_PX <= widthPx) ?? '';
}

function clockText({ language }: Speech, ms: number, withSeconds: boolean): string {
  return new Date(ms).toLocaleTimeString(language === 'es' ? 'es-AR' : 'en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    ...(withSeconds ? { second: '2-digit' } : {}),
    hour12: false,
  });
}

/** The width the drawing has, kept up to date. */
function useWidth() {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(900);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [place, width] as const;
}
