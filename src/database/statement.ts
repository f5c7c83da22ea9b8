/** A named prepared statement: parsed and planned once a connection, under a name of its own. */
export interface Statement {
  name: string;
  text: string;
}

const declared = new Map<string, Statement>();

/** Declares a statement, once, beside the method that runs it. Two statements of one name would run each other. */
export function statement(name: string, text: string): Statement {
  if (declared.has(name)) throw new Error(`Statement ${name} is declared twice.`);
  const made = { name, text };
  declared.set(name, made);
  return made;
}

/** All of them, so that a test can look at the plan of each. */
export function declaredStatements(): Statement[] {
  return [...declared.values()];
}
