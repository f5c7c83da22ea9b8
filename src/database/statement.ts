/** A named prepared statement: parsed and planned once a connection, under a name of its own. */
export interface Statement {
  name: string;
  text: string;
}

const names = new Set<string>();

/** Declares a statement, once, beside the method that runs it. Two statements of one name would run each other. */
export function statement(name: string, text: string): Statement {
  if (names.has(name)) throw new Error(`Statement ${name} is declared twice.`);
  names.add(name);
  return { name, text };
}
