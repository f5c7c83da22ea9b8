/** What is wrong with a PROV document. */
export interface ProvFinding {
  /**
   * `prov.c<n>`: constraint n of PROV-CONSTRAINTS is broken, and with it the document is not valid. `prov.time.c<n>`: the
   * times given run against the order that constraint n asks for; PROV orders events and trusts no clock, so this is no
   * fault of form. `prov.json.<what>`: not PROV-JSON.
   */
  code: string;
  /** In plain English. */
  message: string;
  /** The identifiers concerned, in full. */
  ids: string[];
  /** Where it stands, as JSON pointers into the document. */
  pointers: string[];
}
