import { catalogue } from './catalogue.ts';

export const stepDiagnostics = catalogue({});
