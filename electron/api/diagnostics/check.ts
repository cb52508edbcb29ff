import { catalogue } from './catalogue.ts';

export const checkDiagnostics = catalogue({});
