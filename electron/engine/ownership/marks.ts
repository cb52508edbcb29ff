import type { Site } from '../../api/site.ts';
import { type Command, change } from '../shell/command.ts';
import { ownershipTag } from '../site/derive.ts';

/**
 * How what we make says whose it is. Most objects of Proxmox have a tag or a comment; storages, roles, members and the witness's vote have neither
 * (pve-facts 3.2, 7, 2.12). For these an empty folder lies in the cluster's own file system, which every member carries and
 * which takes any name: making a folder happens at once or not at all, and twice is once.
 */
export const MARKS_FOLDER = '/etc/pve/sitewright';

/** What has no field for a mark. */
export type MarkedKind = 'storage' | 'role' | 'member' | 'witness';

/** The vote of a witness is marked by the address that the cluster's configuration names. */
export const WITNESS_NATURE = 'qdevice';

export interface Mark {
  readonly kind: MarkedKind;
  readonly name: string;
  /** Of which nature the thing was when it was made (a storage's type): another thing of the same name is not ours. */
  readonly nature: string;
}

function markPath(site: Site, { kind, name, nature }: Mark): string {
  return `${MARKS_FOLDER}/${ownershipTag(site)}/${kind}.${nature}.${name}`;
}

/** Makes a mark. Goes before the command that makes the thing; needs quorum, as that does. */
export function writeMark(site: Site, ...marks: readonly [Mark, ...Mark[]]): Command<'change'> {
  return change`mkdir -p ${marks.map((mark) => markPath(site, mark))}`;
}

/** Takes a mark away; one that is gone already is no failure. */
export function removeMark(site: Site, mark: Mark): Command<'change'> {
  const path = markPath(site, mark);
  return change`{ rmdir ${path} || [ ! -d ${path} ]; }`;
}

/** Whether a tag list or a comment carries the mark: as a word of its own, so that one site's id in another's does not count. */
export function carriesMark(site: Site, text: string | undefined): boolean {
  return (text ?? '')
    .toLowerCase()
    .split(/[\s,;]+/)
    .includes(ownershipTag(site));
}
