import type { Host, Site } from '../../../electron/api/site.ts';
import { useSpeech } from '../../text/text.ts';
import { DrawingPart } from '../../ui/live-drawing.tsx';
import { CablePart, useCableSpeed } from './cable-part.tsx';
import { cableSpeed, linkPort } from './cables.ts';
import { cableId } from './drawing-parts.ts';
import { PortMark, REPLICATION } from './port-mark.tsx';
import type { Pressing } from './pressing.ts';

type Link = Site['network']['links'][number];

/** So much of a port's name fits beside its end of the cable. */
const LONGEST_PORT = 11;

/** A cluster link between two nodes: what it is in the middle, and at each end its port with the address there. */
export function LinkLine({
  link,
  colour,
  from,
  to,
  ends,
  y,
  isShared,
  pressing,
  isFirst,
}: {
  readonly link: Link;
  readonly colour: string;
  readonly from: number;
  readonly to: number;
  /** The nodes at its left and right end. */
  readonly ends: readonly [Host, Host];
  readonly y: number;
  /** Replication goes over it as well, and is shown. */
  readonly isShared: boolean;
  readonly pressing: Pressing;
  /** The line is drawn again between further nodes: the first one is the one to press, with the end that is nobody else's. */
  readonly isFirst: boolean;
}) {
  const { say } = useSpeech();
  const middle = (from + to) / 2;
  const ports = ends.map((host) => linkPort(host, link.id));
  const speed = useCableSpeed(cableSpeed(ports));
  // A purpose is free text: what is too long for the gap is cut at its comma.
  const purpose = (link.purpose ?? '').split(',')[0]?.slice(0, 22) ?? '';
  const note = [purpose, speed].filter(Boolean).join(', ');
  const id = `link-${link.id}`;
  const drawn = (
    <>
      <rect x={from + 12} y={y - 46} width={to - from - 24} height="106" rx="6" className="sw-part-ground" />
      <line x1={from} x2={to} y1={y} y2={y} stroke={colour} strokeWidth="3" />
      {isShared && <line x1={from} x2={to} y1={y + 5} y2={y + 5} stroke={REPLICATION} strokeWidth="3" />}
      <rect x={middle - 62} y={y - 43} width="124" height="20" rx="10" fill={colour} />
      <text x={middle} y={y - 29} textAnchor="middle" className="sw-link-name">
        {say('network.link', { id: link.id })}
      </text>
      <text x={middle} y={y + 36} textAnchor="middle" className="sw-drawing-mono sw-drawing-strong">
        {link.cidr}
      </text>
      <text x={middle} y={y + 53} textAnchor="middle">
        {isShared ? say('layers.alsoReplication') : note}
      </text>
    </>
  );
  return (
    <>
      {isFirst ? (
        <DrawingPart
          id={id}
          label={`${say('network.link', { id: link.id })}, ${link.cidr}`}
          box={{ x: from + 14, y: y - 46, width: to - from - 28, height: 106 }}
          marked={pressing.at === id}
          onPress={() => pressing.press(id)}
        >
          {drawn}
        </DrawingPart>
      ) : (
        <g>{drawn}</g>
      )}
      {ends.map((host, end) => {
        const port = ports[end] ?? {};
        const isLeft = end === 0;
        const x = isLeft ? from : to;
        const address = host.links[String(link.id)];
        const anchor = isLeft ? 'start' : 'end';
        const mark = (
          <>
            <line x1={x} x2={isLeft ? x + 40 : x - 40} y1={y} y2={y} stroke={colour} strokeWidth="3" />
            <PortMark x={x} y={y} colour={colour} />
            <text
              x={isLeft ? x + 18 : x - 18}
              y={y - 9}
              textAnchor={anchor}
              className="sw-drawing-mono sw-drawing-strong"
            >
              {address === undefined ? '?' : `.${address.split('.').pop()}`}
            </text>
            <text x={isLeft ? x + 16 : x - 16} y={y + 19} textAnchor={anchor} className="sw-drawing-mono sw-port-name">
              {shortened(port.name ?? '')}
            </text>
          </>
        );
        // A node in the middle of three has one port for both of its neighbours.
        if (!isFirst && isLeft) return <g key={host.name}>{mark}</g>;
        return (
          <CablePart
            key={host.name}
            id={cableId(link.id, host.name)}
            host={host}
            to={say('layers.toLink', { id: link.id })}
            port={port}
            box={{ x: x - 16, y: y - 15, width: 30, height: 30 }}
            pressing={pressing}
          >
            {mark}
          </CablePart>
        );
      })}
    </>
  );
}

function shortened(name: string): string {
  return name.length > LONGEST_PORT ? `${name.slice(0, LONGEST_PORT - 1)}…` : name;
}
