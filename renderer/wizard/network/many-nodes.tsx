import type { Host, Site } from '../../../electron/api/site.ts';
import { useSpeech } from '../../text/text.ts';
import { DrawingPart } from '../../ui/live-drawing.tsx';
import type { ReplicationPath } from './cables.ts';
import type { Layers } from './layers.ts';
import { linkColour, MANAGEMENT, REPLICATION } from './port-mark.tsx';
import type { Pressing } from './pressing.ts';

const BOX = { width: 172, gap: 20, head: 54, line: 20 } as const;
const BAR = { height: 40, step: 50 } as const;
const COLUMNS = 4;

/** How large the nodes of a larger cluster are drawn: rows of boxes below the links that join them all. */
export function manySize(nodes: number, links: number) {
  const columns = Math.min(COLUMNS, nodes);
  const boxHeight = BOX.head + links * BOX.line + 8;
  const rows = Math.ceil(nodes / columns);
  return {
    columns,
    boxHeight,
    width: columns * (BOX.width + BOX.gap) - BOX.gap,
    height: links * BAR.step + rows * (boxHeight + BOX.gap),
  } as const;
}

/** More nodes than fit beside each other with all that is in them: names, addresses and the links across. */
export function ManyNodes({
  site,
  nodes,
  left,
  top,
  layers,
  replication,
  pressing,
}: {
  readonly site: Site;
  readonly nodes: readonly Host[];
  readonly left: number;
  readonly top: number;
  readonly layers: Layers;
  readonly replication: ReplicationPath | undefined;
  readonly pressing: Pressing;
}) {
  const { say } = useSpeech();
  const { links } = site.network;
  const own = replication?.over === 'own' ? replication : undefined;
  const { columns, boxHeight, width } = manySize(nodes.length, links.length + (own ? 1 : 0));
  const bars = [
    ...links.map((link, order) => ({
      id: `link-${link.id}`,
      name: say('network.link', { id: link.id }),
      cidr: link.cidr,
      colour: linkColour(order),
      isShown: layers.has('links'),
      isShared: layers.has('replication') && replication?.over === 'link' && replication.link === link.id,
    })),
    ...(own
      ? [
          {
            id: 'replication',
            name: say('layers.ownReplication'),
            cidr: own.cidr,
            colour: REPLICATION,
            isShown: layers.has('replication'),
            isShared: false,
          },
        ]
      : []),
  ];
  const rowsTop = top + bars.length * BAR.step;
  return (
    <>
      {bars.map(({ id, name, cidr, colour, isShown, isShared }, index) => {
        if (!isShown) return null;
        const y = top + index * BAR.step;
        return (
          <DrawingPart
            key={id}
            id={id}
            label={`${name}, ${cidr}`}
            box={{ x: left, y, width, height: BAR.height }}
            marked={pressing.at === id}
            onPress={() => pressing.press(id)}
          >
            <rect x={left} y={y} width={width} height={BAR.height} rx="6" fill={colour} />
            {isShared && <rect x={left + 8} y={y + BAR.height - 3} width={width - 16} height="6" fill={REPLICATION} />}
            <text x={left + 14} y={y + 25} className="sw-link-name">
              {name}
            </text>
            <text x={left + width - 14} y={y + 25} textAnchor="end" className="sw-link-name sw-drawing-mono">
              {isShared ? `${say('layers.alsoReplication')} · ${cidr}` : cidr}
            </text>
          </DrawingPart>
        );
      })}
      {nodes.map((host, index) => {
        const id = `host-${host.name}`;
        const x = left + (index % columns) * (BOX.width + BOX.gap);
        const y = rowsTop + Math.floor(index / columns) * (boxHeight + BOX.gap);
        return (
          <DrawingPart
            key={host.name}
            id={id}
            label={`${host.name}, ${host.address}`}
            box={{ x, y, width: BOX.width, height: boxHeight }}
            marked={pressing.at === id}
            onPress={() => pressing.press(id)}
          >
            <rect x={x} y={y} width={BOX.width} height={boxHeight} rx="6" className="sw-drawing-box" />
            <text x={x + 12} y={y + 22} className="sw-drawing-name">
              {host.name}
            </text>
            {layers.has('management') && (
              <>
                <rect x={x + 12} y={y + 36} width="10" height="7" fill={MANAGEMENT} />
                <text x={x + 30} y={y + 44} className="sw-drawing-mono sw-drawing-strong">
                  {host.address}
                </text>
              </>
            )}
            {(layers.has('links') ? links : []).map((link, row) => (
              <g key={link.id}>
                <rect x={x + 12} y={y + 56 + row * BOX.line} width="10" height="7" fill={linkColour(row)} />
                <text x={x + 30} y={y + 64 + row * BOX.line} className="sw-drawing-mono">
                  {host.links[String(link.id)] ?? '?'}
                </text>
              </g>
            ))}
          </DrawingPart>
        );
      })}
    </>
  );
}
