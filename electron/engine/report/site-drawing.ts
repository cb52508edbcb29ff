import { ROLE_NAMES } from '../../api/role-names.ts';
import type { Site } from '../../api/site.ts';
import { fill, type Language } from '../../api/text.ts';
import { REPORT_TEXT as T } from './sentences.ts';

/** What a drawing is made of; every form of the report draws the same, in the units of its box. */
export type Shape =
  | {
      readonly shape: 'box';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
    }
  | {
      readonly shape: 'line';
      readonly from: readonly [number, number];
      readonly to: readonly [number, number];
      readonly colour: string;
      readonly width: number;
    }
  | { readonly shape: 'dot'; readonly x: number; readonly y: number; readonly colour: string }
  | {
      readonly shape: 'text';
      readonly x: number;
      /** Of its base line. */
      readonly y: number;
      readonly text: string;
      readonly size: number;
      readonly look: 'bold' | 'mono' | 'quiet';
    };

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

const WIDTH = 700;
const BOX = { width: 210, padding: 10 } as const;
const HEAD = 56;
/** A row a machine; with many of them the rows are lower, so that the drawing stays on one page of paper. */
const ROW = { height: 46, gap: 8, most: 880 } as const;
/** Below this only the name fits into a box. */
const TWO_LINES = 34;
const COLOURS = ['#5f7480', '#1b6078', '#a45c00', '#6a5acd', '#2c6a12', '#8a2f5f'] as const;

interface Network {
  readonly name: string;
  readonly cidr: string;
  readonly addressOf: (host: Site['hosts'][number]) => string | undefined;
}

/**
 * How the machines of a site are connected, from its plan: a row for each machine, an upright line for each network, a dot and the
 * address where a machine is on it. So it holds any number of both. Pure.
 */
export function siteDrawing(site: Site, language: Language): Drawing {
  const networks: readonly Network[] = [
    {
      name: fill(T.management, language),
      cidr: site.network.management.cidr,
      addressOf: (host) => host.address,
    },
    ...site.network.links.map(
      (link): Network => ({
        name: fill(T.link, language, { link: link.id }),
        cidr: link.cidr,
        addressOf: (host) => host.links[link.id],
      }),
    ),
  ];
  const pitch = Math.min(ROW.height + ROW.gap, ROW.most / Math.max(1, site.hosts.length));
  const gap = Math.min(ROW.gap, pitch / 5);
  const column = (WIDTH - BOX.width - 20) / networks.length;
  const xOf = (network: number) => BOX.width + 24 + network * column;
  const end = HEAD + pitch * site.hosts.length;
  const colourOf = (network: number) => COLOURS[network % COLOURS.length] ?? COLOURS[0];
  const fits = (text: string, room: number, size: number) => shortened(text, Math.floor(room / (size * 0.6)));
  return {
    width: WIDTH,
    height: end + 6,
    shapes: [
      ...networks.flatMap(({ name, cidr }, index): readonly Shape[] => [
        { shape: 'text', x: xOf(index), y: 16, text: fits(name, column - 6, 12), size: 12, look: 'bold' },
        { shape: 'text', x: xOf(index), y: 32, text: fits(cidr, column - 6, 10), size: 10, look: 'mono' },
        { shape: 'line', from: [xOf(index), HEAD - 14], to: [xOf(index), end], colour: colourOf(index), width: 4 },
      ]),
      ...site.hosts.flatMap((host, row): readonly Shape[] => {
        const y = HEAD + row * pitch;
        const height = pitch - gap;
        const middle = y + height / 2;
        const on = networks.flatMap((network, index) => {
          const address = network.addressOf(host);
          return address === undefined ? [] : [{ index, address }];
        });
        const last = on.at(-1)?.index ?? 0;
        const machines = site.machines.filter((machine) => machine.node === host.name).map(({ name }) => name);
        const below =
          machines.length > 0
            ? machines.join(', ')
            : host.roles.map((role) => fill(ROLE_NAMES[role], language)).join(', ');
        const isTall = height >= TWO_LINES;
        const size = Math.min(13, height * 0.7);
        const inside = BOX.width - 2 * BOX.padding;
        return [
          { shape: 'line', from: [BOX.width, middle], to: [xOf(last), middle], colour: '#9fb0b8', width: 1 },
          { shape: 'box', x: 1, y, width: BOX.width - 1, height },
          {
            ...{ shape: 'text', x: BOX.padding, y: isTall ? y + 18 : middle + size / 3, size, look: 'bold' },
            text: fits(host.name, inside, size),
          },
          ...(isTall
            ? [
                {
                  shape: 'text',
                  x: BOX.padding,
                  y: y + 33,
                  text: fits(below, inside, 10),
                  size: 10,
                  look: 'quiet',
                } as const,
              ]
            : []),
          ...on.flatMap(({ index, address }): readonly Shape[] => [
            { shape: 'dot', x: xOf(index), y: middle, colour: colourOf(index) },
            {
              ...{ shape: 'text', x: xOf(index) + 9, y: middle - 4, look: 'mono' },
              ...{ text: fits(address, column - 14, 9), size: Math.min(10, height * 0.6) },
            },
          ]),
        ];
      }),
    ],
  };
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1))}…`;
}
