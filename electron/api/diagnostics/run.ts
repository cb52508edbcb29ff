import { catalogue } from './catalogue.ts';

export const runDiagnostics = catalogue({});
