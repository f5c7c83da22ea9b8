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
    contributors: { agent: string; role: string }[];
  };
  agents?: Record<string, AgentEntry>;
  places?: Record<string, { name: string; note?: string }>;
  sources?: Record<string, SourceEntry>;
  claims?: ClaimEntry[];
  descents?: DescentEntry[];
  contradictions?: ContradictionEntry[];
  questions?: QuestionEntry[];
}

/** Keys the file explains itself with, which the archive records otherwise. */
interface AgentEntry {
  unnamed?: boolean;
  [field: string]: unknown;
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
  people?: { agent: string; words: string }[];
  places?: { place: string; words: string }[];
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
  leads?: LeadEntry[];
  [field: string]: unknown;
}

export interface LeadEntry {
  agent?: string;
  source?: string;
  place?: string;
  attempts?: { by?: string; [field: string]: unknown }[];
  [field: string]: unknown;
}
