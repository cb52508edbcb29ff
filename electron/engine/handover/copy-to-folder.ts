import { lstat, mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fail } from '../../api/diagnostic.ts';
import { copyVerified } from '../bundle/carry/copy-verified.ts';
import { freeBytesAt } from '../bundle/make/free-space.ts';
import { hashFile, hashFiles } from '../bundle/verify/hash-files.ts';
import { errorCode, writeFileAtomic } from '../workspace/atomic-file.ts';
import { sha256Of } from '../workspace/sha256.ts';
import type { CopyTeller } from './copy-teller.ts';
import { DIGEST_LIST, digestList, type ListedFile, readDigestList } from './digest-list.ts';
import { type CopiedFile, sumOf } from './site-copy-files.ts';

/** What is on its way: after a power cut it says which files there are ours. */
const BEGUN_LIST = `${DIGEST_LIST}.begun`;
/** What a file system takes for each file, and the list. */
const PER_FILE_BYTES = 8 * 1024;
const MARGIN_BYTES = 4 * 1024 * 1024;
const MOST_NAMED = 10;

export interface FolderCopyOrder {
  readonly files: readonly CopiedFile[];
  /** The copy itself, a folder of this site alone; made where it is not there. */
  readonly target: string;
  readonly tell: CopyTeller;
  readonly isStopping: () => boolean;
  readonly signal?: AbortSignal;
}

/** What a copy came to. */
export interface Copied {
  readonly isComplete: boolean;
  /** SHA-256 of the list of digests: names the copy as a whole. */
  readonly listSha256: string;
}

/**
 * A copy of the site in a folder: each file whole or not at all, read back, and known again by SHA256SUMS. What is there and right is not
 * written again; what somebody else put or changed there is refused before anything is written; what an earlier copy held besides
 * stays, and stays listed. Throws handover.not-ours, handover.no-space, handover.damaged, workspace.not-writable.
 */
export async function copyToFolder(order: FolderCopyOrder): Promise<Copied> {
  const { files, target, tell, signal } = order;
  await tell.begin('look');
  const before = await listedIn(target);
  const due = await dueFiles(files, target, before);
  await refuseFull(target, due);
  await tell.end('look', []);

  await tell.begin('carry');
  const listed = (await readFile(join(target, DIGEST_LIST), 'utf8').catch(() => '')) as string;
  if (due.length > 0) {
    await mkdir(target, { recursive: true }).catch((error: unknown) => {
      throw fail('workspace.not-writable', {
        params: { path: target, why: errorCode(error) },
        subject: { file: target },
      });
    });
    await writeFileAtomic(join(target, BEGUN_LIST), digestList([...before, ...files]));
  }
  const totalBytes = sumOf(due);
  let doneBytes = 0;
  for (const file of due) {
    if (order.isStopping()) return { isComplete: false, listSha256: '' };
    const { from, sizeBytes, sha256, mode } = file;
    const to = join(target, ...file.path.split('/'));
    const onBytes = (bytes: number) => {
      doneBytes += bytes;
      tell.progress('carry', doneBytes, totalBytes);
    };
    await copyVerified({ from, to, sizeBytes, sha256, mode, onBytes, signal });
  }
  await tell.end(
    'carry',
    due.map(({ path }) => path),
  );

  await tell.begin('prove');
  const read = await hashFiles(
    due.map(({ path, sizeBytes }) => ({ path: join(target, ...path.split('/')), sizeBytes })),
    signal ? { signal } : {},
  );
  const damaged = due.find(({ sha256 }, index) => {
    const found = read[index];
    return !found || !('digest' in found) || found.digest !== sha256;
  });
  if (damaged)
    throw fail('handover.damaged', { params: { path: damaged.path, place: target }, subject: { file: target } });
  const named = new Set(files.map(({ path }) => path));
  const kept = await stillThere(
    readDigestList(listed).filter(({ path }) => !named.has(path)),
    target,
  );
  const list = digestList([...files, ...kept]);
  if (list !== listed) await writeFileAtomic(join(target, DIGEST_LIST), list);
  await rm(join(target, BEGUN_LIST), { force: true });
  await tell.end('prove', list === listed ? [] : [DIGEST_LIST]);
  return { isComplete: true, listSha256: sha256Of(list) };
}

/** What copies of ours have written there, as their lists say. */
async function listedIn(target: string): Promise<readonly ListedFile[]> {
  const texts = await Promise.all(
    [DIGEST_LIST, BEGUN_LIST].map((name) => readFile(join(target, name), 'utf8').catch(() => '')),
  );
  return texts.flatMap(readDigestList);
}

/** Files that are not there as they should be. Throws handover.not-ours, naming what is in the way. */
async function dueFiles(
  files: readonly CopiedFile[],
  target: string,
  before: readonly ListedFile[],
): Promise<readonly CopiedFile[]> {
  const ours = new Set(before.map(({ path, sha256 }) => `${sha256} ${path}`));
  const foreign = new Set<string>();
  const folders = new Map<string, boolean>();
  const isFolderOrAbsent = async (path: string): Promise<boolean> => {
    const known = folders.get(path);
    if (known !== undefined) return known;
    const found = await lstat(path).catch(() => undefined);
    const isFit = found === undefined || found.isDirectory();
    folders.set(path, isFit);
    return isFit;
  };
  const due: CopiedFile[] = [];
  for (const file of files) {
    const path = join(target, ...file.path.split('/'));
    const inWay = await firstUnfit(target, path, isFolderOrAbsent);
    const found = inWay ? undefined : await lstat(path).catch(() => undefined);
    if (inWay) foreign.add(inWay);
    else if (found && !found.isFile()) foreign.add(path);
    else if (found) {
      const sha256 = await hashFile({ path, sizeBytes: found.size });
      if (sha256 === file.sha256) continue;
      if (!ours.has(`${sha256} ${file.path}`)) foreign.add(path);
    }
    due.push(file);
  }
  const [first] = foreign;
  if (first !== undefined)
    throw fail('handover.not-ours', {
      params: { path: first, count: foreign.size },
      evidence: [...foreign].slice(0, MOST_NAMED),
      subject: { file: first },
    });
  return due;
}

/** A link or a file where a folder of the copy has to be: nothing is written through it. */
async function firstUnfit(
  target: string,
  path: string,
  isFit: (path: string) => Promise<boolean>,
): Promise<string | undefined> {
  const above: string[] = [];
  for (let at = dirname(path); at.length >= target.length; at = dirname(at)) above.unshift(at);
  for (const folder of above) if (!(await isFit(folder))) return folder;
  return undefined;
}

/** What earlier copies held and the site has no more, as long as nobody changed it. */
async function stillThere(listed: readonly ListedFile[], target: string): Promise<readonly ListedFile[]> {
  const found = await Promise.all(
    listed.map(async (file) => {
      const path = join(target, ...file.path.split('/'));
      const seen = await lstat(path).catch(() => undefined);
      if (!seen?.isFile()) return [];
      return (await hashFile({ path, sizeBytes: seen.size })) === file.sha256 ? [file] : [];
    }),
  );
  return found.flat();
}

async function refuseFull(target: string, due: readonly CopiedFile[]): Promise<void> {
  if (due.length === 0) return;
  const neededBytes = sumOf(due) + due.length * PER_FILE_BYTES + MARGIN_BYTES;
  const freeBytes = await freeBytesAt(target);
  if (freeBytes === undefined || freeBytes >= neededBytes) return;
  const mb = (bytes: number) => Math.ceil(bytes / 1e6);
  throw fail('handover.no-space', {
    params: { place: target, needed: mb(neededBytes), free: mb(freeBytes) },
    subject: { file: target },
  });
}
