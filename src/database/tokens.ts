/** Injection token of the Connections. */
export const CONNECTIONS = Symbol('Connections');
