import type { Alert } from '../../protocol/alert.ts';
import { alertSentence } from '../../web/messages/sentences.ts';
import { type Child, type Described, h } from '../dom/element.ts';
import type { Page } from '../state/state.ts';
import { choice, field, form, markView } from './parts.ts';

/** Alerts, newest first, and for administrators the word that somebody sees to one. */
export function alertsView(page: Page, admin: boolean, all: boolean): Described {
  const { texts, state, loadOlderAlerts } = page;
  const list = state.alerts?.list;
  return h(
    'div',
    { key: 'alerts', class: 'place' },
    h('h1', { tabindex: '-1' }, texts.alerts),
    h(
      'div',
      { class: 'tools' },
      choice(
        texts.show,
        [['open', texts.alertsOpen] as const, ['all', texts.alertsAll] as const],
        all ? 'all' : 'open',
        (chosen) => {
          location.hash = chosen === 'all' ? '#/alerts/all' : '#/alerts';
        },
      ),
    ),
    !list
      ? h('p', { class: 'nothing', role: 'status' }, texts.loading)
      : list.length === 0
        ? h('p', { class: 'nothing' }, all ? texts.alertsNoneEver : texts.alertsNone)
        : h(
            'ul',
            { class: 'alerts panel' },
            list.map((alert) => alertView(page, alert, admin)),
          ),
    state.alerts?.more
      ? h('button', { type: 'button', class: 'secondary', onClick: () => void loadOlderAlerts() }, texts.older)
      : null,
  );
}

function alertView(page: Page, alert: Alert, admin: boolean): Described {
  const { texts, format, state, set } = page;
  const opened = new Date(alert.openedAt);
  const closed = alert.closedAt === null ? undefined : new Date(alert.closedAt);
  const sentence = alertSentence(state.language, alert);
  const mark = closed ? 'off' : alert.severity;
  const word = closed ? texts.over : alert.severity === 'critical' ? texts.severityCritical : texts.severityWarning;
  const about = /^(?:node|qemu|lxc|storage)\//.test(alert.subject) ? alert.subject : undefined;
  const when: Child = closed
    ? `${format.moment(opened)} – ${format.moment(closed)}, ${texts.lasted(format.duration((closed.getTime() - opened.getTime()) / 1000))}`
    : `${texts.since} ${format.moment(opened)}`;
  return h(
    'li',
    { key: String(alert.id), class: `alert alert-${mark}` },
    h(
      'div',
      { class: 'alert-said' },
      markView(mark, word),
      h('p', { class: 'alert-text' }, about ? h('a', { href: `#/${about}` }, sentence) : sentence),
      h('p', { class: 'quiet' }, when),
      alert.acknowledged
        ? h(
            'p',
            { class: 'acknowledged' },
            markView('ok', texts.acknowledgedBy(alert.acknowledged.by, format.moment(new Date(alert.acknowledged.at)))),
            alert.acknowledged.note ? h('span', { class: 'note' }, alert.acknowledged.note) : null,
          )
        : null,
    ),
    admin && !closed && !alert.acknowledged
      ? state.acknowledging === alert.id
        ? acknowledgeForm(page, alert)
        : h(
            'button',
            {
              type: 'button',
              class: 'secondary',
              'aria-label': texts.acknowledgeOf(sentence),
              onClick: () => {
                set({ acknowledging: alert.id, notice: undefined });
                setTimeout(() => document.getElementById('note')?.focus());
              },
            },
            texts.acknowledge,
          )
      : null,
  );
}

function acknowledgeForm(page: Page, { id }: Alert): Described {
  const { texts, client, attempt, set, state } = page;
  return form(
    { class: 'inline-form', key: 'acknowledge' },
    (data) =>
      void attempt(
        async () => {
          const changed = await client.acknowledge(id, String(data.get('note') ?? '').trim());
          const list = (page.state.alerts?.list ?? []).map((each) => (each.id === id ? changed : each));
          set({ acknowledging: undefined, alerts: { list, more: page.state.alerts?.more ?? false } });
          return texts.acknowledged;
        },
        { conflict: texts.failConflictAlert },
      ),
    field('note', texts.note, { maxlength: 500, autocomplete: 'off' }, { hint: texts.noteHint }),
    h(
      'div',
      { class: 'buttons' },
      h('button', { class: 'primary', disabled: state.busy }, texts.acknowledge),
      h(
        'button',
        { type: 'button', class: 'secondary', onClick: () => set({ acknowledging: undefined }) },
        texts.cancel,
      ),
    ),
  );
}
