import type { DiagnosticCode } from '../../api/diagnostics/index.ts';

/** Something that the installer accepts and that is likely not what the writer means. */
export interface Trap {
  readonly code: DiagnosticCode;
  readonly field: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** What is known of the place where the answer is used; absent = not known. */
export interface AnswerSurroundings {
  /** The site has a DHCP server in the network of the management cards. */
  readonly hasDhcpServer?: boolean;
}
