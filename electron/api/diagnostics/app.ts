import { catalogue } from './catalogue.ts';

export const appDiagnostics = catalogue({});
