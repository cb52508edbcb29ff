import {
  BalanceScaleIcon,
  BoxesIcon,
  BoxIcon,
  BuildingIcon,
  CompactDiscIcon,
  EyeIcon,
  FileAltIcon,
  HandshakeIcon,
  HistoryIcon,
  NetworkWiredIcon,
  PlayIcon,
  PlugIcon,
  SatelliteDishIcon,
  ServerIcon,
  VialIcon,
} from '@patternfly/react-icons';
import type { ComponentType, SVGProps } from 'react';
import type { SentenceKey } from '../text/text.ts';
import type { PageId } from './route.ts';

export interface Stop {
  readonly page: PageId;
  readonly title: SentenceKey;
  readonly icon: ComponentType<SVGProps<SVGSVGElement>>;
  /** Field prefixes whose diagnostics belong to this page. */
  readonly fields: readonly string[];
}

/** The journey as the navigation shows it: this list is the story, top to bottom. */
export const JOURNEY: readonly { readonly title: SentenceKey; readonly stops: readonly Stop[] }[] = [
  {
    title: 'nav.plan',
    stops: [
      {
        page: 'site',
        title: 'nav.site',
        icon: BuildingIcon,
        fields: [
          'id',
          'name',
          'organisation',
          'contact',
          'language',
          'country',
          'keyboard',
          'timezone',
          'mailto',
          'pve',
          'access',
          'schemaVersion',
        ],
      },
      { page: 'nodes', title: 'nav.nodes', icon: ServerIcon, fields: ['hosts', 'groups'] },
      { page: 'network', title: 'nav.network', icon: NetworkWiredIcon, fields: ['network'] },
      { page: 'storage', title: 'nav.storage', icon: BalanceScaleIcon, fields: ['storages', 'cluster'] },
      { page: 'machines', title: 'nav.machines', icon: BoxesIcon, fields: ['templates', 'machines', 'stacks'] },
      { page: 'review', title: 'nav.review', icon: EyeIcon, fields: [] },
    ],
  },
  {
    title: 'nav.prepare',
    stops: [
      { page: 'media', title: 'nav.media', icon: CompactDiscIcon, fields: ['media'] },
      { page: 'bundle', title: 'nav.bundle', icon: BoxIcon, fields: [] },
    ],
  },
  {
    title: 'nav.onSite',
    stops: [
      { page: 'connect', title: 'nav.connect', icon: PlugIcon, fields: [] },
      { page: 'arrival', title: 'nav.arrival', icon: SatelliteDishIcon, fields: [] },
      { page: 'install', title: 'nav.install', icon: PlayIcon, fields: [] },
      { page: 'smoke', title: 'nav.smoke', icon: VialIcon, fields: [] },
    ],
  },
  {
    title: 'nav.handOver',
    stops: [
      { page: 'report', title: 'nav.report', icon: FileAltIcon, fields: [] },
      { page: 'handover', title: 'nav.handover', icon: HandshakeIcon, fields: [] },
      { page: 'history', title: 'nav.history', icon: HistoryIcon, fields: [] },
    ],
  },
];

export const STOPS: readonly Stop[] = JOURNEY.flatMap((part) => part.stops);

/** Fields that are edited elsewhere than what they lie in. */
const ELSEWHERE: readonly (readonly [RegExp, PageId])[] = [
  [/^hosts\[\d+\]\.links\b/, 'network'],
  [/^cluster\.migration\b/, 'network'],
  [/^machines\[\d+\]\.bridge\b/, 'network'],
  [/^storages\[\d+\]\.disks\b/, 'nodes'],
  [/^machines\[\d+\]\.replication\b/, 'storage'],
];

/** The page on which a field of site.toml is edited. */
export function pageOfField(field: string | undefined): PageId {
  const elsewhere = ELSEWHERE.find(([pattern]) => pattern.test(field ?? ''));
  if (elsewhere) return elsewhere[1];
  const head = /^[A-Za-z]+/.exec(field ?? '')?.[0] ?? '';
  return STOPS.find((stop) => stop.fields.includes(head))?.page ?? 'review';
}
