import { catalogue } from './catalogue.ts';

export const rehearsalDiagnostics = catalogue({});
