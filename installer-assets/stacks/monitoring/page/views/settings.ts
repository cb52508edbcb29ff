import { type Child, type Described, h } from '../dom/element.ts';
import { CHANNEL_NAMES, settingsOf } from '../judge/settings-form.ts';
import type { Page } from '../state/state.ts';
import { checkbox, field, form } from './parts.ts';

/** Rules and channels, for administrators. */
export function settingsView(page: Page): Described {
  const { texts, state, client, attempt, set } = page;
  const { settings } = state;
  return h(
    'div',
    { key: 'settings', class: 'place' },
    h('h1', { tabindex: '-1' }, texts.settings),
    settings
      ? form(
          { key: `settings ${state.formRound}`, class: 'settings' },
          (data) =>
            void attempt(async () => {
              const saved = await client.saveSettings(settingsOf(data, settings));
              set({ settings: saved, formRound: page.state.formRound + 1 });
              return texts.saved;
            }),
          rulesView(page, settings),
          channelsView(page, settings),
          h('div', { class: 'buttons' }, h('button', { class: 'primary', disabled: state.busy }, texts.save)),
        )
      : h('p', { class: 'nothing', role: 'status' }, texts.loading),
  );
}

type Given = NonNullable<Page['state']['settings']>;

function rulesView({ texts }: Page, { rules }: Given): Described {
  const number = (name: keyof typeof rules, label: string, value: number, min: number, max: number): Described =>
    field(name, label, { type: 'number', inputmode: 'numeric', required: true, step: 1, value, min, max });
  return h(
    'fieldset',
    { class: 'panel' },
    h('legend', {}, texts.rules),
    h('p', { class: 'quiet' }, texts.rulesHint),
    h(
      'div',
      { class: 'fields' },
      number('nodeDownSeconds', texts.ruleNodeDown, rules.nodeDownSeconds, 15, 3_600),
      number('quorumLostSeconds', texts.ruleQuorum, rules.quorumLostSeconds, 0, 3_600),
      number('replicationMaxAgeMinutes', texts.ruleReplication, rules.replicationMaxAgeMinutes, 2, 10_080),
      number('diskFullDays', texts.ruleDiskDays, rules.diskFullDays, 1, 365),
      number('diskFullRatio', texts.ruleDiskRatio, Math.round(rules.diskFullRatio * 100), 50, 100),
      number('backupMaxAgeHours', texts.ruleBackup, rules.backupMaxAgeHours, 1, 8_760),
      number('collectorSilentSeconds', texts.ruleSilent, rules.collectorSilentSeconds, 60, 86_400),
      number('clearSeconds', texts.ruleClear, rules.clearSeconds, 0, 3_600),
      field(
        'backupExempt',
        texts.ruleExempt,
        { rows: 3, spellcheck: 'false', value: rules.backupExempt.join('\n') },
        { tag: 'textarea', hint: texts.ruleExemptHint },
      ),
    ),
  );
}

function channelsView(page: Page, settings: Given): Described {
  const { texts, state, client, attempt } = page;
  const { email, webhook, syslog } = settings.channels;
  const select = (
    id: string,
    label: string,
    value: string,
    options: readonly (readonly [string, string])[],
  ): Described =>
    field(
      id,
      label,
      { value },
      { tag: 'select', children: options.map(([each, text]) => h('option', { value: each }, text)) },
    );
  const text = (id: string, label: string, value: string | null | undefined, more = {}, hint?: string): Described =>
    field(
      id,
      label,
      { type: 'text', autocomplete: 'off', spellcheck: 'false', value: value ?? '', ...more },
      hint ? { hint } : {},
    );
  const area = (id: string, label: string, value: string | null | undefined, hint: string): Described =>
    field(id, label, { rows: 3, spellcheck: 'false', value: value ?? '' }, { tag: 'textarea', hint });
  const port = (id: string, value: number): Described =>
    field(id, texts.port, { type: 'number', inputmode: 'numeric', min: 1, max: 65_535, value });
  const secret = (id: string, label: string, stored: boolean): readonly Child[] => [
    field(
      id,
      label,
      { type: 'password', autocomplete: 'new-password', maxlength: 512 },
      stored ? { hint: texts.secretStored } : {},
    ),
    stored ? checkbox(`${id}.remove`, texts.secretRemove, {}) : null,
  ];
  const parts: Readonly<
    Record<(typeof CHANNEL_NAMES)[number], { readonly on: boolean; readonly fields: readonly Child[] }>
  > = {
    email: {
      on: email !== null,
      fields: [
        text('email.host', texts.host, email?.host),
        port('email.port', email?.port ?? 25),
        select('email.security', texts.security, email?.security ?? 'starttls', [
          ['starttls', 'STARTTLS'],
          ['tls', 'TLS'],
          ['none', texts.securityNone],
        ]),
        text('email.from', texts.from, email?.from),
        field(
          'email.to',
          texts.to,
          { rows: 2, spellcheck: 'false', value: email?.to.join('\n') ?? '' },
          { tag: 'textarea', hint: texts.toHint },
        ),
        text('email.user', texts.userName, email?.user),
        ...secret('email.password', texts.password, Boolean(email?.password)),
        area('email.ca', texts.ca, email?.ca, texts.caHint),
      ],
    },
    webhook: {
      on: webhook !== null,
      fields: [
        text('webhook.url', texts.url, webhook?.url, { inputmode: 'url' }),
        ...secret('webhook.secret', texts.secret, Boolean(webhook?.secret)),
        area('webhook.ca', texts.ca, webhook?.ca, texts.caHint),
      ],
    },
    syslog: {
      on: syslog !== null,
      fields: [
        text('syslog.host', texts.host, syslog?.host),
        port('syslog.port', syslog?.port ?? 514),
        select('syslog.transport', texts.transport, syslog?.transport ?? 'udp', [
          ['udp', 'UDP'],
          ['tcp', 'TCP'],
        ]),
      ],
    },
  };
  return h(
    'fieldset',
    { class: 'panel' },
    h('legend', {}, texts.messages),
    h('p', { class: 'quiet' }, texts.messagesHint),
    select('language', texts.messageLanguage, settings.language, [
      ['es', texts.spanish],
      ['en', texts.english],
    ]),
    CHANNEL_NAMES.map((channel) =>
      h(
        'fieldset',
        { class: 'channel', key: channel },
        h('legend', {}, texts[channel]),
        checkbox(`${channel}.on`, texts.useIt(texts[channel]), { checked: parts[channel].on, onChange: showFields }),
        h(
          'div',
          { class: 'fields', hidden: !parts[channel].on },
          ...parts[channel].fields,
          settings.channels[channel] !== null
            ? h(
                'div',
                { class: 'test' },
                h(
                  'button',
                  {
                    type: 'button',
                    class: 'secondary',
                    disabled: state.busy,
                    'aria-label': texts.testOf(texts[channel]),
                    onClick: () =>
                      void attempt(async () => {
                        const { sent, error } = await client.testChannel(channel);
                        if (!sent) throw new Error(texts.testFailed(texts[channel], error ?? ''));
                        return texts.testSent(texts[channel]);
                      }),
                  },
                  texts.test,
                ),
                h('p', { class: 'hint' }, texts.testSavedOnly),
              )
            : null,
        ),
      ),
    ),
  );
}

/** What a channel that is off would need is not shown. */
function showFields({ target }: Event): void {
  if (!(target instanceof HTMLInputElement)) return;
  const fields = target.closest('.channel')?.querySelector<HTMLElement>('.fields');
  if (fields) fields.hidden = !target.checked;
}
