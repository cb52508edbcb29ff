import type { SessionAnswer } from '../../protocol/account.ts';
import { type Described, h } from '../dom/element.ts';
import type { Page } from '../state/state.ts';
import { field, form } from './parts.ts';

/** One's own password and session. */
export function accountView(page: Page, session: SessionAnswer): Described {
  const { texts, format, state, attempt, client, set } = page;
  const password = { type: 'password', required: true, maxlength: 256 } as const;
  return h(
    'div',
    { key: 'account', class: 'place' },
    h('h1', { tabindex: '-1' }, texts.account),
    h(
      'dl',
      { class: 'panel facts-list' },
      h('dt', {}, texts.signedInAs),
      h('dd', {}, `${session.user} (${session.role === 'admin' ? texts.roleAdmin : texts.roleViewer})`),
      h('dt', {}, texts.sessionUntil),
      h('dd', {}, format.moment(new Date(session.expiresAt))),
    ),
    form(
      { class: 'panel narrow', key: `own ${state.formRound}` },
      (data) =>
        void attempt(
          async () => {
            const wanted = String(data.get('new'));
            if (wanted !== String(data.get('repeat'))) throw new Error(texts.passwordsDiffer);
            await client.ownPassword(String(data.get('current')), wanted);
            set({ formRound: state.formRound + 1 });
            return texts.passwordChanged;
          },
          { forbidden: texts.failCurrentWrong },
        ),
      h('h2', {}, texts.ownPassword),
      field('current', texts.currentPassword, { ...password, autocomplete: 'current-password' }),
      field(
        'new',
        texts.newPassword,
        { ...password, autocomplete: 'new-password', minlength: 12 },
        { hint: texts.passwordHint },
      ),
      field('repeat', texts.repeatPassword, { ...password, autocomplete: 'new-password', minlength: 12 }),
      h('div', { class: 'buttons' }, h('button', { class: 'primary', disabled: state.busy }, texts.changePassword)),
    ),
  );
}
