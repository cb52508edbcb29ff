import { parseOptions } from '../debian/options.ts';
import type { ProgramContext } from '../kernel/program.ts';
import {
  type DockerContainer,
  type DockerHost,
  type DockerImage,
  dockerOf,
  findImage,
  repositoryNamed,
} from './docker-state.ts';
import { shown } from './image-reference.ts';
import { humanSize } from './views.ts';

/** `docker image rm`: names go first, the image with its last one (daemon/images/image_delete.go). Gives the exit code. */
export function removeImages(context: ProgramContext, words: readonly string[]): number {
  const options = parseOptions(words, { short: 'f', long: ['force', 'no-prune'] });
  const docker = dockerOf(context.world, context.host);
  const isForced = options.has('f', 'force');
  let code = 0;
  for (const name of options.operands) {
    const image = findImage(docker, name);
    const refusal = image ? refuse(docker, image, name, isForced) : `No such image: ${shown(name)}`;
    if (!image || refusal !== undefined) {
      context.stderr(`Error response from daemon: ${refusal}\n`);
      code = 1;
      continue;
    }
    for (const reference of referencesGoing(image, name)) {
      drop(image, reference);
      context.stdout(`Untagged: ${reference}\n`);
    }
    if (isNamed(image) || userOf(docker, image)) continue;
    for (const gone of forget(docker, image)) context.stdout(`Deleted: ${gone}\n`);
    context.world.effect(context.host, `docker.rmi ${name}`);
  }
  context.world.changed();
  return code;
}

/** `docker image prune`: images without a tag and without a container, also those known by digest; with --all all unused ones. */
export function pruneImages(context: ProgramContext, words: readonly string[]): number {
  const options = parseOptions(words, { short: 'af', long: ['all', 'force', 'filter='] });
  const isAll = options.has('a', 'all');
  if (!options.has('f', 'force')) {
    const what = isAll ? 'all images without at least one container associated to them' : 'all dangling images';
    context.stdout(`WARNING! This will remove ${what}.\nAre you sure you want to continue? [y/N] `);
    return 0;
  }
  const docker = dockerOf(context.world, context.host);
  const lines: string[] = [];
  let freed = 0;
  for (const image of [...docker.images]) {
    if (userOf(docker, image) || (!isAll && image.tags.length > 0)) continue;
    lines.push(...[...image.tags, ...(image.digests ?? [])].map((reference) => `untagged: ${reference}`));
    image.tags = [];
    image.digests = [];
    lines.push(...forget(docker, image).map((gone) => `deleted: ${gone}`));
    freed += image.sizeBytes;
    context.world.effect(context.host, `docker.prune ${image.id}`);
  }
  if (lines.length > 0) context.stdout(`Deleted Images:\n${lines.join('\n')}\n\n`);
  context.stdout(`Total reclaimed space: ${humanSize(freed, 4)}\n`);
  return 0;
}

function refuse(docker: DockerHost, image: DockerImage, name: string, isForced: boolean): string | undefined {
  const user = userOf(docker, image);
  const isById = !isReference(image, name);
  if (!isById) {
    const isLast = referencesGoing(image, name).length === image.tags.length + (image.digests ?? []).length;
    return isLast && user && !isForced
      ? `conflict: unable to remove repository reference "${name}" (must force) - container ${user.id.slice(0, 12)} is using its referenced image ${image.id.slice(7, 19)}`
      : undefined;
  }
  const unable = `conflict: unable to delete ${image.id.slice(7, 19)}`;
  if (user?.state === 'running')
    return `${unable} (cannot be forced) - image is being used by running container ${user.id.slice(0, 12)}`;
  if (isForced) return undefined;
  const repositories = new Set([...image.tags, ...(image.digests ?? [])].map(repositoryNamed));
  if (repositories.size > 1) return `${unable} (must be forced) - image is referenced in multiple repositories`;
  return user
    ? `${unable} (must be forced) - image is being used by stopped container ${user.id.slice(0, 12)}`
    : undefined;
}

function isReference(image: DockerImage, name: string): boolean {
  return image.tags.includes(shown(name)) || image.digests?.includes(shown(name)) === true;
}

/** What a name takes with it: the last tag of a repository takes its digests, an id takes all. */
function referencesGoing(image: DockerImage, name: string): readonly string[] {
  const all = [...image.tags, ...(image.digests ?? [])];
  if (!isReference(image, name)) return all;
  const wanted = shown(name);
  if (!image.tags.includes(wanted)) return [wanted];
  const repository = repositoryNamed(wanted);
  const others = image.tags.some((tag) => tag !== wanted && repositoryNamed(tag) === repository);
  return others ? [wanted] : all.filter((entry) => entry === wanted || entry.startsWith(`${repository}@`));
}

function drop(image: DockerImage, reference: string): void {
  image.tags = image.tags.filter((tag) => tag !== reference);
  image.digests = (image.digests ?? []).filter((digest) => digest !== reference);
}

function isNamed(image: DockerImage): boolean {
  return image.tags.length > 0 || (image.digests ?? []).length > 0;
}

function userOf(docker: DockerHost, image: DockerImage): DockerContainer | undefined {
  return docker.containers.find((container) => container.imageId === image.id);
}

/** Its id and the layers that no other image has, topmost first. */
function forget(docker: DockerHost, image: DockerImage): readonly string[] {
  docker.images.splice(docker.images.indexOf(image), 1);
  const kept = new Set(docker.images.flatMap((other) => other.layers ?? []));
  return [image.id, ...[...(image.layers ?? [])].reverse().filter((layer) => !kept.has(layer))];
}
