import type { Overview } from '../../protocol/overview.ts';
import { type Described, h } from '../dom/element.ts';
import { areGuestsCurrent, backupMark, type Guest, guestMark, isHaFailed } from '../judge/glance.ts';
import { type GuestFilter, type GuestOrder, guestList, memoryRatio } from '../judge/guest-list.ts';
import type { Page } from '../state/state.ts';
import type { Texts } from '../text/en.ts';
import { cell, choice, field, markView, shareView, table, toneOf } from './parts.ts';

/** Every virtual machine and container, found by what is typed. */
export function guestsView(page: Page, overview: Overview): Described {
  const { texts, state, set } = page;
  const { typed, filter, order } = state.guests;
  const current = areGuestsCurrent(overview, page.heard && !state.failing);
  const found = guestList(overview, typed, filter, order, current);
  return h(
    'div',
    { key: 'guests', class: 'place' },
    h('h1', { tabindex: '-1' }, texts.guests),
    h(
      'div',
      { class: 'tools' },
      h(
        'div',
        { role: 'search', class: 'field' },
        h('label', { for: 'search' }, texts.search),
        h('input', {
          id: 'search',
          type: 'search',
          autocomplete: 'off',
          value: typed,
          onInput: (event) => {
            if (event.target instanceof HTMLInputElement)
              set({ guests: { ...state.guests, typed: event.target.value.slice(0, 100) } });
          },
        }),
      ),
      h(
        'div',
        { class: 'field' },
        h('span', { class: 'label' }, texts.show),
        choice<GuestFilter>(
          texts.show,
          [
            ['all', texts.filterAll],
            ['running', texts.filterRunning],
            ['stopped', texts.filterStopped],
            ['attention', texts.filterAttention],
          ],
          filter,
          (chosen) => set({ guests: { ...state.guests, filter: chosen } }),
        ),
      ),
      field(
        'order',
        texts.sortBy,
        {
          value: order,
          onChange: (event) => {
            if (event.target instanceof HTMLSelectElement)
              set({ guests: { ...state.guests, order: event.target.value as GuestOrder } });
          },
        },
        {
          tag: 'select',
          children: (
            [
              ['name', texts.orderName],
              ['node', texts.orderNode],
              ['cpu', texts.orderCpu],
              ['memory', texts.orderMemory],
              ['backup', texts.orderBackup],
            ] as const
          ).map(([value, text]) => h('option', { value }, text)),
        },
      ),
    ),
    h('p', { class: 'quiet', role: 'status' }, texts.found(found.length, overview.guests.length)),
    found.length === 0
      ? h('p', { class: 'nothing' }, texts.noneFound)
      : h('section', { class: 'panel' }, guestTable(page, overview, found, current)),
  );
}

/** Guests as rows, with a link each to its charts. */
export function guestTable(page: Page, overview: Overview, guests: readonly Guest[], current: boolean): Described {
  const { texts, format } = page;
  const unknown = texts.unknownValue;
  return table(
    texts.guests,
    [texts.name, texts.state, texts.node, texts.processor, texts.memory, texts.lastBackup],
    page.due(guests).map((guest) => {
      const cpu = guest.latest?.cpuRatio ?? null;
      const memory = memoryRatio(guest);
      const backup = backupMark(guest, overview, current);
      return h(
        'tr',
        { key: guest.source },
        h(
          'th',
          { scope: 'row' },
          h('a', { href: `#/${guest.source}` }, guest.name ?? guest.source),
          ' ',
          h('span', { class: 'mono quiet' }, guest.source),
        ),
        cell(texts.state, markView(guestMark(guest, current), stateWord(guest, current, texts))),
        cell(texts.node, h('a', { href: `#/node/${guest.node}` }, guest.node)),
        cell(texts.processor, shareView(cpu, cpu === null ? unknown : format.percent(cpu), toneOf(cpu, 0.85, 0.95))),
        cell(
          texts.memory,
          shareView(memory, memory === null ? unknown : format.percent(memory), toneOf(memory, 0.9, 0.97)),
        ),
        cell(
          texts.lastBackup,
          backup === undefined
            ? h('span', { class: 'quiet' }, texts.notWanted)
            : guest.lastGoodBackupAt === null
              ? markView(backup, backup === 'unknown' ? unknown : texts.never)
              : markView(backup, format.moment(new Date(guest.lastGoodBackupAt))),
        ),
      );
    }),
  );
}

/** How a guest is, with what high availability says where that is more. */
export function stateWord({ status, template, haState }: Guest, current: boolean, texts: Texts): string {
  if (template) return texts.template;
  const words: Readonly<Record<string, string>> = {
    running: texts.running,
    stopped: texts.stopped,
    paused: texts.paused,
  };
  if (!current) return texts.markUnknown;
  const word = words[status] ?? status;
  return haState !== null && isHaFailed(haState) ? `${word}, HA ${haState}` : word;
}
