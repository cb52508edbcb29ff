import { catalogue } from './catalogue.ts';

export const pveDiagnostics = catalogue({});
