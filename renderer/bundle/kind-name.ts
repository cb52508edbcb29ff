import { type SentenceKey, useSpeech } from '../text/text.ts';

/** Kinds as the lock names them and as needs are shown; each alone and together. */
const NAMES: Readonly<Record<string, readonly [one: SentenceKey, many: SentenceKey]>> = {
  image: ['bundle.image', 'bundle.images'],
  'container-image': ['bundle.image', 'bundle.images'],
  deb: ['bundle.deb', 'bundle.debs'],
  'cloud-image': ['bundle.cloudImage', 'bundle.cloudImages'],
  file: ['bundle.fileKind', 'bundle.fileKinds'],
};

/** A kind in words; one that a newer version registered is called as it calls itself. */
export function useKindName(): (kind: string, options?: { readonly many?: boolean }) => string {
  const { say } = useSpeech();
  return (kind, options) => {
    const names = NAMES[kind];
    return names ? say(names[options?.many ? 1 : 0]) : kind;
  };
}
