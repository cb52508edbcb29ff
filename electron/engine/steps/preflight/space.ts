import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import { pveNodes } from '../../site/derive.ts';
import { decide, factOf } from '../sight.ts';
import type { CheckVerdict, Step, View } from '../step.ts';
import { isMember } from './support/members.ts';

const GB = 1e9;
/** Packages, logs and what Proxmox writes by itself. Our own choice. */
const ROOT_RESERVE_BYTES = 2 * GB;
/** Snippets and what a person puts there. Our own choice. */
const IMAGES_RESERVE_BYTES = 1 * GB;

/** There is room for what will be placed on a node: the images of its templates, and a reserve. Only looks. */
export const spaceStep: Step = {
  id: 'preflight.space',
  phase: 'preflight',
  title: () => ({ en: 'Free space', es: 'Espacio libre' }),
  targets: (site) => pveNodes(site).map((host) => host.name),
  needs: [],
  risk: 'safe',
  order: 'parallel',
  touches: () => [],
  check: (view, target) => decide([], () => checkSpace(view, target)),
  apply: async () => {},
};

function checkSpace(view: View, target: string): CheckVerdict {
  const places = [
    {
      path: '/',
      free: factOf(view, target, 'rootSpace').freeBytes,
      needed: ROOT_RESERVE_BYTES + imageBytes(view, target),
    },
    { path: '/var/lib/vz', free: factOf(view, target, 'imageSpace').freeBytes, needed: IMAGES_RESERVE_BYTES },
  ];
  const short = places.find(({ free, needed }) => free < needed);
  if (!short) return { state: 'satisfied' };
  // a site that stands is not stopped by a disk that fills up: what needs the room says so itself
  const isStanding = isMember(view, target);
  const trouble: Diagnostic = diagnostic('preflight.space', {
    params: { host: target, path: short.path, free: inGb(short.free), needed: inGb(short.needed) },
    evidence: places.map(({ path, free, needed }) => `${path}: ${free} bytes free, ${needed} needed`),
    subject: { host: target, step: 'preflight.space' },
    severity: isStanding ? 'warning' : 'error',
  });
  return isStanding ? { state: 'satisfied', warnings: [trouble] } : { state: 'blocked', diagnostic: trouble };
}

/** Cloud images of templates that do not exist yet on this node; they are placed below /var/lib/sitewright first. */
function imageBytes(view: View, target: string): number {
  const wanted = view.site.templates.filter(({ node }) => node === target);
  if (wanted.length === 0) return 0;
  const present = factOf(view, target, 'vmList');
  const images = new Set(wanted.filter(({ id }) => !present.has(id)).map(({ image }) => image));
  return [...images].reduce((sum, image) => sum + (view.bundle.asset(`cloud-images/${image}`)?.sizeBytes ?? 0), 0);
}

function inGb(bytes: number): number {
  return Math.round(bytes / (GB / 10)) / 10;
}
