import { type RefObject, useLayoutEffect, useRef } from 'react';

/** Whoever is farther from the end reads, and does not follow. */
const LEAVES_END_PX = 30;

/**
 * Keeps a scrolled box at its end while it is followed. What it gives is asked when the box was scrolled: whether a reader left the
 * end. Lines that take another height (a font that comes late, another size of text) scroll the box too, and nobody left.
 *
 * @param content changes when what stands in the box changes
 */
export function usePinnedEnd(
  place: RefObject<HTMLElement | null>,
  isFollowing: boolean,
  content: readonly unknown[],
): () => boolean {
  const pinned = useRef('');
  const pin = (box: HTMLElement): void => {
    box.scrollTop = box.scrollHeight;
    pinned.current = shapeOf(box);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever stands in the box now
  useLayoutEffect(() => {
    if (place.current && isFollowing) pin(place.current);
  }, [isFollowing, ...content]);
  return () => {
    const box = place.current;
    if (!box || !isFollowing) return false;
    if (shapeOf(box) === pinned.current) return toEndPx(box) > LEAVES_END_PX;
    pin(box);
    return false;
  };
}

export function toEndPx(box: HTMLElement): number {
  return box.scrollHeight - box.scrollTop - box.clientHeight;
}

function shapeOf({ scrollHeight, clientHeight, clientWidth }: HTMLElement): string {
  return `${scrollHeight}/${clientHeight}/${clientWidth}`;
}
