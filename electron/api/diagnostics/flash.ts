import { catalogue } from './catalogue.ts';

export const flashDiagnostics = catalogue({});
