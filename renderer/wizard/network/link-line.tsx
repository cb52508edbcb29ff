import type { Site } from '../../../electron/api/site.ts';
import { useSpeech } from '../../text/text.ts';
import { DrawingPart } from '../../ui/live-drawing.tsx';
import { PortMark } from './port-mark.tsx';
import type { Pressing } from './pressing.ts';

type Link = Site['network']['links'][number];

/** A cluster link between two nodes, with the ends of its addresses. */
export function LinkLine({
  link,
  colour,
  from,
  to,
  fromAddress,
  toAddress,
  y,
  pressing,
}: {
  readonly link: Link;
  readonly colour: string;
  readonly from: number;
  readonly to: number;
  readonly fromAddress: string | undefined;
  readonly toAddress: string | undefined;
  readonly y: number;
  /** Absent: the line is drawn again between further nodes, and the first is the one to press. */
  readonly pressing: Pressing | undefined;
}) {
  const { say } = useSpeech();
  const middle = (from + to) / 2;
  const tail = (address: string | undefined) => (address === undefined ? '?' : `.${address.split('.').pop()}`);
  // A purpose is free text: what is too long for the gap is cut at its comma.
  const note = (link.purpose ?? '').split(',')[0] ?? '';
  const id = `link-${link.id}`;
  const drawn = (
    <>
      <rect x={from + 12} y={y - 46} width={to - from - 24} height="92" rx="6" className="sw-part-ground" />
      <line x1={from} x2={to} y1={y} y2={y} stroke={colour} strokeWidth="3" />
      <PortMark x={from} y={y} colour={colour} />
      <PortMark x={to} y={y} colour={colour} />
      <rect x={middle - 58} y={y - 43} width="116" height="20" rx="10" fill={colour} />
      <text x={middle} y={y - 29} textAnchor="middle" className="sw-link-name">
        {say('network.link', { id: link.id })}
      </text>
      <text x={from + 18} y={y - 9} className="sw-drawing-mono sw-drawing-strong">
        {tail(fromAddress)}
      </text>
      <text x={to - 18} y={y - 9} textAnchor="end" className="sw-drawing-mono sw-drawing-strong">
        {tail(toAddress)}
      </text>
      <text x={middle} y={y + 21} textAnchor="middle" className="sw-drawing-mono sw-drawing-strong">
        {link.cidr}
      </text>
      <text x={middle} y={y + 38} textAnchor="middle">
        {note.slice(0, 26)}
      </text>
    </>
  );
  if (!pressing) return <g>{drawn}</g>;
  return (
    <DrawingPart
      id={id}
      label={`${say('network.link', { id: link.id })}, ${link.cidr}`}
      box={{ x: from + 12, y: y - 46, width: to - from - 24, height: 92 }}
      marked={pressing.at === id}
      onPress={() => pressing.press(id)}
    >
      {drawn}
    </DrawingPart>
  );
}
