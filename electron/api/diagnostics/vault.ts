import { catalogue } from './catalogue.ts';

export const vaultDiagnostics = catalogue({});
