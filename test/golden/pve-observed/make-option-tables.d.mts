export interface HelpCommand {
  readonly usage: string;
  readonly options: readonly { readonly name: string; readonly type: string }[];
}
export function parseHelp(text: string): HelpCommand[];
export function tableModule(version: number): string;
