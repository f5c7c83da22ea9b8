/**
 * A testimony recorded by hand, as seeds/README.md describes it: what record.yaml holds. Keys name records within
 * the file; the importer puts ids in their place. What is wrong in its parts is found by the DTOs they become.
 */
export interface TestimonyRecord {
  testimony: {
    title: string;
    kind: string;
    language: string;
    translationOf?: unknown;
    recorded?: unknown;
    summary?: string;
    rights?: string;
    /** In a standard vocabulary: code, basis, because, determined */
    rightsStatement?: object;
    contributors: { agent: string; role: string }[];
  };
  agents?: Record<string, AgentEntry>;
  places?: Record<string, PlaceEntry>;
  events?: Record<string, { place?: string; [field: string]: unknown }>;
  sources?: Record<string, SourceEntry>;
  claims?: ClaimEntry[];
  descents?: DescentEntry[];
  contradictions?: ContradictionEntry[];
  questions?: QuestionEntry[];
}

/** Keys the file explains itself with, which the archive records otherwise. */
export interface AgentEntry {
  unnamed?: boolean;
  names?: NameEntry[];
  life?: LifeEntry;
  offices?: ({ organisation?: string; place?: string } & RestsOnEntry)[];
  reachability?: RestsOnEntry[];
  [field: string]: unknown;
}

interface PlaceEntry {
  /** The place it lies in, which stands before it */
  partOf?: string;
  names?: NameEntry[];
  [field: string]: unknown;
}

/** One form of a name. */
export interface NameEntry {
  order?: string;
  source?: string;
  [field: string]: unknown;
}

/** Something said of a life, and what that rests on. */
export interface RestsOnEntry {
  source?: string;
  claim?: string;
  [field: string]: unknown;
}

export interface LifeEntry {
  born?: LifeDateEntry;
  died?: LifeDateEntry;
  [field: string]: unknown;
}

export interface LifeDateEntry extends RestsOnEntry {
  words?: string;
  edtf?: string;
}

interface SourceEntry {
  unnamed?: boolean;
  reliability?: { grade: string; rationale: string }[];
  [field: string]: unknown;
}

export interface ClaimEntry {
  key: string;
  anchors: (string | { exact: string; passage?: number })[];
  tellers?: { agent?: string; source?: string; [field: string]: unknown }[];
  people?: { agent: string; [field: string]: unknown }[];
  places?: { place: string; [field: string]: unknown }[];
  events?: { event: string; [field: string]: unknown }[];
  citations?: { source: string; [field: string]: unknown }[];
  flags?: { kind: string; reason: string }[];
  [field: string]: unknown;
}

/** What a source, or the testimony itself, goes back to. */
export interface DescentEntry {
  source?: string;
  testimony?: true;
  of?: { source?: string; agent?: string; claim?: string; testimony?: true };
  [field: string]: unknown;
}

export interface ContradictionEntry {
  key: string;
  claims: string[];
  positions?: { statement: string; claims?: string[] }[];
  [field: string]: unknown;
}

export interface QuestionEntry {
  key: string;
  raisedBy?: string[];
  wouldSettle?: string[];
  about?: { source?: string; agent?: string }[];
  expectedDocuments?: ExpectedDocumentEntry[];
  leads?: LeadEntry[];
  [field: string]: unknown;
}

/** What ought to exist, and would answer the question. */
export interface ExpectedDocumentEntry {
  key?: string;
  claim?: string;
  /** The source it turned out to be */
  found?: string;
  holder?: HolderEntry;
  [field: string]: unknown;
}

export interface HolderEntry {
  agent?: string;
  place?: string;
  [field: string]: unknown;
}

export interface LeadEntry {
  agent?: string;
  source?: string;
  place?: string;
  /** The expected document of the same question */
  searchesFor?: string;
  attempts?: AttemptEntry[];
  [field: string]: unknown;
}

export interface AttemptEntry {
  by?: string;
  where?: WhereEntry;
  [field: string]: unknown;
}

/** Where was searched, or who was asked. */
export interface WhereEntry {
  place?: string;
  agent?: string;
  source?: string;
  [field: string]: unknown;
}
