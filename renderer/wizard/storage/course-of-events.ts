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

/** What happens after the losses, in order, with the times seen on real nodes (a takeover begins at about two minutes). */
export function courseOfEvents(site: Site, losses: readonly Loss[], after: WhatIf): readonly CourseEvent[] {
  if (losses.length === 0) return [];
  const cuts = losses.map(cutEvent);
  const links = losses.flatMap((loss) => (loss.kind === 'link' ? [loss.id] : []));
  if (links.length === losses.length && after.have === after.all) {
    const other = site.network.links.find((link) => !links.includes(link.id));
    return [
      ...cuts,
      other
        ? { when: 'storage.inSeconds', what: 'storage.otherLink', params: { id: other.id }, mark: 'done' }
        : { when: 'storage.inSeconds', what: 'quorum.overManagement', params: {}, mark: 'done' },
      ...links.map(
        (id): CourseEvent => ({ when: 'storage.whenBack', what: 'storage.linkBack', params: { id }, mark: 'done' }),
      ),
    ];
  }
  const counted: CourseEvent = {
    when: 'storage.inSeconds',
    what: 'storage.remain',
    params: { have: after.have, all: after.all },
    mark: after.quorate ? 'done' : 'failed',
  };
  const resets = after.voters
    .filter((voter) => voter.fate === 'restarts')
    .map(
      ({ name }): CourseEvent => ({
        when: 'quorum.inOneMinute',
        what: 'quorum.watchdog',
        params: { host: name },
        mark: 'failed',
      }),
    );
  return [...cuts, counted, ...resets, ...endOf(losses, after)];
}

function cutEvent(loss: Loss): CourseEvent {
  const when = 'storage.atOnce';
  switch (loss.kind) {
    case 'host':
      return { when, what: 'storage.losesPower', params: { host: loss.name }, mark: 'failed' };
    case 'link':
      return { when, what: 'storage.linkCut', params: { id: loss.id }, mark: 'failed' };
    case 'management':
      return { when, what: 'quorum.managementCut', params: {}, mark: 'failed' };
  }
}

/** How it ends for the machines: one of those that move or stay down stands for all. */
function endOf(losses: readonly Loss[], after: WhatIf): readonly CourseEvent[] {
  const moved = after.machines.find((machine) => machine.moved);
  if (moved) {
    return [
      { when: 'storage.inTwoMinutes', what: 'storage.takesOver', params: { node: moved.on ?? '' }, mark: 'done' },
      { when: 'storage.inThreeMinutes', what: 'storage.starts', params: { machine: moved.name }, mark: 'done' },
    ];
  }
  const down = after.machines.find((machine) => machine.on === undefined);
  if (down) {
    return [
      { when: 'storage.afterwards', what: 'storage.untilPerson', params: { machine: down.name }, mark: 'failed' },
    ];
  }
  if (!after.quorate) {
    return [{ when: 'storage.afterwards', what: 'storage.nothingStarts', params: {}, mark: 'warning' }];
  }
  const nodeLost = losses.some(
    (loss) => loss.kind === 'host' && after.voters.some(({ name, kind }) => name === loss.name && kind === 'node'),
  );
  return [
    {
      when: 'storage.whenBack',
      what: nodeLost || !after.voters.some(({ kind }) => kind === 'witness') ? 'storage.catchesUp' : 'storage.voteBack',
      params: {},
      mark: 'done',
    },
  ];
}
