import type { Text } from '../../api/text.ts';

/** What needs an item, as a lock keeps it: a word and a name. Sentences are made of it when they are shown. */
const WORDS: Readonly<Record<string, Text>> = {
  template: { en: 'template {name}', es: 'plantilla {name}' },
  step: { en: 'the step {name}', es: 'el paso {name}' },
  stack: { en: 'the stack {name}', es: 'la aplicación {name}' },
  vote: { en: 'the third vote', es: 'el tercer voto' },
  agent: { en: 'the agent in the machines', es: 'el agente en las máquinas' },
  docker: { en: 'Docker on the machines', es: 'Docker en las máquinas' },
  registry: { en: 'the registry of the site', es: 'el registro del sitio' },
  settings: { en: 'the settings of the sources', es: 'la configuración de los orígenes' },
};

export type WhyWord = 'template' | 'step' | 'stack' | 'vote' | 'agent' | 'docker' | 'registry' | 'settings';

export function whyOf(word: WhyWord, name = ''): string {
  return name === '' ? word : `${word} ${name}`;
}

/** The sentence of one {@link whyOf}; what a newer version wrote is shown as it is. */
export function whyText(why: string): Text {
  const [word = '', ...rest] = why.split(' ');
  const text = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  const fillIn = (sentence: string) => sentence.replace('{name}', () => rest.join(' '));
  return text ? { en: fillIn(text.en), es: fillIn(text.es) } : { en: why, es: why };
}
