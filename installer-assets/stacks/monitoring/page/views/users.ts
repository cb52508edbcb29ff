import type { Role, SessionAnswer, User } from '../../protocol/account.ts';
import { type Child, type Described, h } from '../dom/element.ts';
import type { Page } from '../state/state.ts';
import { cell, field, form, table } from './parts.ts';

/** Who may look and who may change, for administrators. */
export function usersView(page: Page, session: SessionAnswer): Described {
  const { texts, state } = page;
  const { users } = state;
  return h(
    'div',
    { key: 'users', class: 'place' },
    h('h1', { tabindex: '-1' }, texts.users),
    users
      ? h(
          'section',
          { class: 'panel' },
          table(
            texts.users,
            [texts.name, texts.role, texts.created, texts.actions],
            users.map((user) => userRow(page, user, session)),
          ),
        )
      : h('p', { class: 'nothing', role: 'status' }, texts.loading),
    newUserForm(page),
  );
}

function userRow(page: Page, user: User, session: SessionAnswer): Described {
  const { texts, format, state, set, attempt, client } = page;
  const self = user.name === session.user;
  const { editing } = state;
  const edit = (what: 'password' | 'remove') => (): void => {
    set({ editing: { user: user.name, what }, notice: undefined });
    setTimeout(() => document.querySelector<HTMLElement>('#edit-user input')?.focus());
  };
  return h(
    'tr',
    { key: user.name },
    h('th', { scope: 'row' }, user.name, self ? h('span', { class: 'quiet' }, ` (${texts.you})`) : null),
    cell(
      texts.role,
      h(
        'select',
        {
          'aria-label': texts.roleOf(user.name),
          // a role that was refused is shown as it is
          key: `${user.role} ${state.formRound}`,
          value: user.role,
          disabled: state.busy,
          onChange: ({ target }) => {
            if (!(target instanceof HTMLSelectElement)) return;
            const role = target.value as Role;
            void attempt(
              async () => {
                await client.changeUser(user.name, { role });
                set({ users: await client.users() });
                return texts.roleChanged(user.name);
              },
              { conflict: texts.failLastAdmin },
            ).then(() => set({ formRound: state.formRound + 1 }));
          },
        },
        h('option', { value: 'admin' }, texts.roleAdmin),
        h('option', { value: 'viewer' }, texts.roleViewer),
      ),
    ),
    cell(texts.created, format.moment(new Date(user.createdAt))),
    cell(
      texts.actions,
      editing?.user === user.name
        ? editForm(page, user.name, editing.what)
        : [
            h(
              'button',
              {
                type: 'button',
                class: 'secondary',
                'aria-label': texts.setPasswordOf(user.name),
                onClick: edit('password'),
              },
              texts.setPassword,
            ),
            h(
              'button',
              { type: 'button', class: 'danger', 'aria-label': texts.removeOf(user.name), onClick: edit('remove') },
              texts.remove,
            ),
          ],
    ),
  );
}

function editForm({ texts, state, set, attempt, client }: Page, name: string, what: 'password' | 'remove'): Described {
  const fields: Child =
    what === 'password'
      ? field(
          'edit-password',
          texts.setPasswordOf(name),
          { type: 'password', autocomplete: 'new-password', required: true, minlength: 12, maxlength: 256 },
          { hint: texts.passwordHint },
        )
      : field('edit-name', texts.removeConfirm(name), {
          type: 'text',
          autocomplete: 'off',
          required: true,
          pattern: name.replace(/[.-]/g, '\\$&'),
        });
  return form(
    { class: 'inline-form', id: 'edit-user', key: what },
    (data) =>
      void attempt(
        async () => {
          if (what === 'password') await client.changeUser(name, { password: String(data.get('edit-password')) });
          else await client.removeUser(name);
          set({ editing: undefined, users: await client.users() });
          return what === 'password' ? texts.passwordSet(name) : texts.userRemoved(name);
        },
        { conflict: texts.failLastAdmin },
      ),
    fields,
    h(
      'div',
      { class: 'buttons' },
      h(
        'button',
        { class: what === 'remove' ? 'danger' : 'primary', disabled: state.busy },
        what === 'remove' ? texts.removeOf(name) : texts.setPassword,
      ),
      h('button', { type: 'button', class: 'secondary', onClick: () => set({ editing: undefined }) }, texts.cancel),
    ),
  );
}

function newUserForm({ texts, state, set, attempt, client }: Page): Described {
  return form(
    { class: 'panel narrow', key: `new ${state.formRound}` },
    (data) =>
      void attempt(
        async () => {
          const name = String(data.get('new-name'));
          await client.addUser(name, String(data.get('new-role')) as Role, String(data.get('new-password')));
          set({ users: await client.users(), formRound: state.formRound + 1 });
          return texts.userCreated(name);
        },
        { conflict: texts.failConflictUser },
      ),
    h('h2', {}, texts.newUser),
    field(
      'new-name',
      texts.name,
      {
        type: 'text',
        autocomplete: 'off',
        autocapitalize: 'none',
        spellcheck: 'false',
        required: true,
        pattern: '[a-z][a-z0-9._\\-]{1,31}',
      },
      { hint: texts.userNameHint },
    ),
    field(
      'new-role',
      texts.role,
      { value: 'viewer' },
      {
        tag: 'select',
        children: [
          h('option', { value: 'viewer' }, texts.roleViewer),
          h('option', { value: 'admin' }, texts.roleAdmin),
        ],
      },
    ),
    field(
      'new-password',
      texts.password,
      { type: 'password', autocomplete: 'new-password', required: true, minlength: 12, maxlength: 256 },
      { hint: texts.passwordHint },
    ),
    h('div', { class: 'buttons' }, h('button', { class: 'primary', disabled: state.busy }, texts.create)),
  );
}
