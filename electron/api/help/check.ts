import type { Text } from '../text.ts';

/** A look at something: where, the command to paste, and what its answer tells. Words in CAPITALS are to be replaced. */
export interface HelpCheck {
  readonly where: Text;
  readonly command: string;
  readonly tells: Text;
}

export const ON_NODE: Text = { en: 'on a node', es: 'en un nodo' };
export const ON_THAT_NODE: Text = { en: 'on the node it names', es: 'en el nodo que nombra' };
export const ON_WITNESS: Text = { en: 'on the witness', es: 'en el testigo' };
export const ON_MACHINE: Text = { en: 'in the virtual machine', es: 'en la máquina virtual' };
export const ON_LAPTOP: Text = { en: 'on this laptop', es: 'en este portátil' };
export const ON_CONSOLE: Text = {
  en: 'at the screen of the machine, in the shell of the installer',
  es: 'en la pantalla de la máquina, en la consola del instalador',
};
