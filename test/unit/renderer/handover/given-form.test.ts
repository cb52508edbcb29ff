import { expect, it } from 'vitest';
import { formOf, type GivenForm } from '../../../../renderer/handover/given-form.ts';

const KEY = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p';
const typed = (part: Partial<GivenForm>): GivenForm => ({
  kind: 'recipients',
  keys: '',
  passphrase: '',
  again: '',
  ...part,
});

it('takes keys one a line, each once, and names the line that is none', () => {
  expect(formOf(typed({ keys: `\n ${KEY} \n${KEY}\n` }), 'en').form).toEqual({ kind: 'recipients', recipients: [KEY] });
  expect(formOf(typed({ keys: `${KEY}\n\nage1wrong` }), 'en')).toEqual({ wrongLine: 3 });
  expect(formOf(typed({}), 'en')).toEqual({});
});

it('takes a passphrase only when it was typed twice, and says that they differ as soon as they do', () => {
  const passphrase = 'cuatro palabras al azar';
  expect(formOf(typed({ kind: 'passphrase', passphrase, again: 'cuatro' }), 'es')).toEqual({ differs: false });
  expect(formOf(typed({ kind: 'passphrase', passphrase, again: 'cuatra' }), 'es')).toEqual({ differs: true });
  expect(formOf(typed({ kind: 'passphrase', passphrase, again: passphrase }), 'es').form).toEqual({
    kind: 'passphrase',
    passphrase,
  });
  expect(formOf(typed({ kind: 'passphrase' }), 'es').form).toBeUndefined();
});

it('makes a sheet in the language of the window', () => {
  expect(formOf(typed({ kind: 'sheet' }), 'es').form).toEqual({ kind: 'sheet', language: 'es' });
});
