import { valueAt } from '../state/value-at.ts';
import type { SentenceKey, Speech } from './speech.ts';

/** What a field is called on its page; the first that fits. What is in none of them keeps the file's own word. */
const WORDS: readonly (readonly [RegExp, SentenceKey])[] = [
  [/^hosts\[\d+\]$/, 'answers.node'],
  [/^machines\[\d+\]$/, 'edits.machine'],
  [/^hosts\[\d+\]\.name$/, 'nodes.name'],
  [/^hosts\[\d+\]\.address$/, 'nodes.address'],
  [/^hosts\[\d+\]\.label$/, 'nodes.label'],
  [/\.install\.managementMac$/, 'answers.port'],
  [/\.install\.diskSerials/, 'nodes.system'],
  [/\.install\.filesystem$/, 'answers.filesystem'],
  [/\.install\.raid$/, 'answers.raid'],
  [/\.install\.rootPassword$/, 'answers.rootPassword'],
  [/\.hardware\.nics\[\d+\]\.mac$/, 'ports.mac'],
  [/\.hardware\.nics\[\d+\]\.link$/, 'ports.role'],
  [/\.hardware\.nics/, 'ports.name'],
  [/\.hardware\.cores$/, 'machines.cores'],
  [/\.hardware\.memoryGib$/, 'nodes.ram'],
  [/^storages\[\d+\]\.disks/, 'nodes.data'],
  [/^network\.management\.gateway$/, 'network.gateway'],
  [/^network\.management\.dns/, 'network.dns'],
  [/^network\..*cidr$/, 'network.cidr'],
  [/^network\.links\[\d+\]\.priority$/, 'layers.priority'],
  [/^network\.links\[\d+\]\.purpose$/, 'network.purpose'],
  [/^cluster\.migration\.cidr$/, 'layers.migrationNetwork'],
  [/^cluster\.migration\.type$/, 'layers.type'],
  [/^machines\[\d+\]\.bridge$/, 'layers.bridge'],
  [/^network\.domain$/, 'network.domain'],
  [/^network\.ntpServers/, 'network.ntp'],
  [/^network\.laptop\.address$/, 'network.laptopAddress'],
  [/^machines\[\d+\]\.name$/, 'machines.name'],
  [/^machines\[\d+\]\.node$/, 'machines.node'],
  [/^machines\[\d+\]\.address$/, 'machines.address'],
  [/^machines\[\d+\]\.cores$/, 'machines.cores'],
  [/^machines\[\d+\]\.memoryMib$/, 'machines.memory'],
  [/^machines\[\d+\]\.diskGib$/, 'machines.disk'],
  [/\.replication\.everyMinutes$/, 'storage.every'],
  [/\.replication\.to/, 'storage.to'],
  [/^templates\[\d+\]\.image$/, 'machines.image'],
  [/^media\.delivery$/, 'media.delivery'],
  [/^media\.firstBoot\.action$/, 'media.firstBoot'],
  [/^pve\.version$/, 'site.pve'],
  [/^id$/, 'site.id'],
  [/^name$/, 'site.name'],
  [/^organisation$/, 'site.organisation'],
  [/^contact$/, 'site.contact'],
  [/^mailto$/, 'site.mailto'],
  [/^country$/, 'site.country'],
  [/^keyboard$/, 'site.keyboard'],
  [/^timezone$/, 'site.timezone'],
  [/^language$/, 'site.language'],
];

/** A field of site.toml in the words of its page, with the thing that it belongs to: `Management address of pve-node2`. */
export function fieldWords(path: string, written: unknown, speech: Speech): string {
  const { say } = speech;
  const link = /\.links\.(\d)$/.exec(path)?.[1];
  const key = WORDS.find(([form]) => form.test(path))?.[1];
  const own = path.replace(/\[\d+\]$/, '').match(/("(?:[^"\\]|\\.)*"|[A-Za-z0-9_-]+)$/)?.[0] ?? path;
  const what = link !== undefined ? say('edits.links', { link }) : key ? say(key) : own;
  const thing = nameOf(path, written);
  return thing === undefined ? what : say('edits.of', { what, thing });
}

/** The name of what a path lies in: of a host, a machine, a storage; none where it is the site's own. */
function nameOf(path: string, written: unknown): string | undefined {
  const disk = /^storages\[\d+\]\.disks\.([A-Za-z0-9-]+)/.exec(path)?.[1];
  if (disk !== undefined) return disk;
  const place = /^[A-Za-z]+(\.[A-Za-z]+)*\[\d+\]/.exec(path)?.[0];
  if (place === undefined) return undefined;
  for (const key of ['name', 'id']) {
    const name = valueAt(written, `${place}.${key}`);
    if (typeof name === 'string' || typeof name === 'number') return String(name);
  }
  return undefined;
}
