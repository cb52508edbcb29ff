import type { Site } from '../../../electron/api/site.ts';
import type { TextParams } from '../../../electron/api/text.ts';
import type { SentenceKey } from '../../text/text.ts';
import type { Mark } from '../../ui/state-mark.tsx';
import type { Loss, WhatIf } from './what-if.ts';

export interface CourseEvent {
  readonly when: SentenceKey;
  readonly what: SentenceKey;
  readonly params: TextParams;
  readonly mark: Mark;
}

/** What happens after a loss, in order, with the times seen on real nodes (a takeover begins at about two minutes). */
export function courseOfEvents(site: Site, loss: Loss, after: WhatIf): readonly CourseEvent[] {
  if (loss.kind === 'none') return [];
  const votes: TextParams = { have: after.have, all: after.all };
  const cut: CourseEvent =
    loss.kind === 'host'
      ? { when: 'storage.atOnce', what: 'storage.losesPower', params: { host: loss.name }, mark: 'failed' }
      : { when: 'storage.atOnce', what: 'storage.linkCut', params: { id: loss.id }, mark: 'failed' };
  if (loss.kind === 'link' && after.have === after.all) {
    const other = site.network.links.find((link) => link.id !== loss.id);
    return [
      cut,
      { when: 'storage.inSeconds', what: 'storage.otherLink', params: { id: other?.id ?? 0 }, mark: 'done' },
      { when: 'storage.whenBack', what: 'storage.linkBack', params: { id: loss.id }, mark: 'done' },
    ];
  }
  const counted: CourseEvent = {
    when: 'storage.inSeconds',
    what: 'storage.remain',
    params: votes,
    mark: after.quorate ? 'done' : 'failed',
  };
  const moved = after.machines.find((machine) => machine.moved);
  if (moved) {
    return [
      cut,
      counted,
      { when: 'storage.inTwoMinutes', what: 'storage.takesOver', params: { node: moved.on ?? '' }, mark: 'done' },
      { when: 'storage.inThreeMinutes', what: 'storage.starts', params: { machine: moved.name }, mark: 'done' },
    ];
  }
  const down = after.machines.find((machine) => machine.on === undefined);
  if (down) {
    return [
      cut,
      counted,
      { when: 'storage.afterwards', what: 'storage.untilPerson', params: { machine: down.name }, mark: 'failed' },
    ];
  }
  if (!after.quorate) {
    return [cut, counted, { when: 'storage.afterwards', what: 'storage.nothingStarts', params: {}, mark: 'warning' }];
  }
  return [
    cut,
    counted,
    {
      when: 'storage.whenBack',
      what: loss.kind === 'host' && loss.name === site.cluster?.witness ? 'storage.voteBack' : 'storage.catchesUp',
      params: {},
      mark: 'done',
    },
  ];
}
