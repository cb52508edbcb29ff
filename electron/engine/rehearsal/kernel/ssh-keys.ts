/** The makers of key pairs, which the product uses too, where the simulated machines look for them. */
export * from '../../shell/ssh-keys.ts';
