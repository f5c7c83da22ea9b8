import type { AnnotatedAnchor } from './annotation-rows.js';
import { utc } from './annotation.rules.js';
import { VOCABULARY } from '../common/vocabulary.js';
import type { PublishedClaim } from './nanopublication-rows.js';
import { type Quad, type RdfObject, RDF_TYPE, XSD } from './quads.js';
import { artifactCode, BLANK } from './trusty.rules.js';

const NP = 'http://www.nanopub.org/nschema#';
const PROV = 'http://www.w3.org/ns/prov#';
const DCT = 'http://purl.org/dc/terms/';
const OA = 'http://www.w3.org/ns/oa#';

type Said = [predicate: string, object: RdfObject];

const ref = (iri: string): RdfObject => ({ iri });
const words = (text: string): RdfObject => ({ text });
const typed = (text: string | number | boolean, type: string): RdfObject => ({
  text: String(text),
  datatype: XSD + type,
});
const our = (word: string): string => VOCABULARY + word;

export interface Nanopublication {
  /** Its name, which ends with the code */
  iri: string;
  quads: Quad[];
  /** What it is shorter with, where it is written for people */
  prefixes: Record<string, string>;
}

/**
 * An assessed claim as a nanopublication whose name can be checked against it. What it asserts is what the archive holds:
 * that a narrator said something, and how it was judged by whom; never that what he said was so.
 */
export function nanopublicationOf(published: PublishedClaim, base: string): Nanopublication {
  const named = (code: string): string => {
    const asOf = published.latest === null ? '' : `?asOf=${published.latest.id}`;
    return `${base}/api/claims/${published.claim.id}/nanopublication${asOf}#${code}`;
  };
  const iri = named(artifactCode(new Writing(published, base, named(BLANK)).quads()));
  const words = { np: NP, prov: PROV, dct: DCT, oa: OA, xsd: XSD, kataribe: VOCABULARY };
  const prefixes = { this: iri, sub: `${iri}/`, ...words };
  return { iri, prefixes, quads: new Writing(published, base, iri).quads() };
}

class Writing {
  private readonly claim: string;
  private readonly claimVersion: string;
  private readonly testimony: string;

  constructor(
    private readonly published: PublishedClaim,
    private readonly base: string,
    private readonly iri: string,
  ) {
    const { claim, latest } = published;
    this.claim = `${base}/api/claims/${claim.id}`;
    this.claimVersion = latest === null ? this.claim : `${this.claim}?asOf=${latest.id}`;
    this.testimony = `${base}/api/testimonies/${claim.testimony.id}`;
  }

  quads(): Quad[] {
    return [
      ...this.graph('Head', [
        [
          this.iri,
          [
            [RDF_TYPE, ref(`${NP}Nanopublication`)],
            [`${NP}hasAssertion`, ref(this.part('assertion'))],
            [`${NP}hasProvenance`, ref(this.part('provenance'))],
            [`${NP}hasPublicationInfo`, ref(this.part('pubinfo'))],
          ],
        ],
      ]),
      ...this.graph('assertion', [this.toldClaim(), ...this.judgements()]),
      ...this.graph('provenance', this.provenance()),
      ...this.graph('pubinfo', [this.publication()]),
    ];
  }

  /** Who said what, where: of what he said, the words alone. */
  private toldClaim(): [string, Said[]] {
    const { claim, kind, basis, narrators, contested } = this.published;
    return [
      this.claim,
      [
        [RDF_TYPE, ref(our('Claim'))],
        [our('statement'), words(claim.statement)],
        [our('kind'), ref(our(kind))],
        [our('basis'), ref(our(basis))],
        [our('statedIn'), ref(this.testimony)],
        ...narrators.map((narrator): Said => [our('statedBy'), ref(this.agent(narrator))]),
        [our('confidence'), ref(our(claim.assessments[0]!.confidence))],
        [our('contested'), typed(contested, 'boolean')],
      ],
    ];
  }

  private judgements(): [string, Said[]][] {
    return this.published.claim.assessments.map(({ id, confidence, rationale, claimVersion, by }) => [
      this.assessment(id),
      [
        [RDF_TYPE, ref(our('Assessment'))],
        [our('assesses'), ref(this.claim)],
        [our('assessedVersion'), typed(claimVersion, 'integer')],
        [our('confidence'), ref(our(confidence))],
        [our('rationale'), words(rationale)],
        [our('assessedBy'), ref(this.agent(by.id))],
      ],
    ]);
  }

  private provenance(): [string, Said[]][] {
    const { claim, narrators } = this.published;
    const revisions = [...new Set(claim.anchors.map(({ revision }) => revision))];
    const quotations = claim.anchors.map((anchor, place) => this.quotation(anchor, place + 1));
    const assessors = [...new Set(claim.assessments.map(({ by }) => by.id))];
    const assertion: Said[] = [
      ...[this.claimVersion, this.testimony].map((from): Said => [`${PROV}wasDerivedFrom`, ref(from)]),
      ...revisions.map((number): Said => [`${PROV}wasDerivedFrom`, ref(this.revision(number))]),
      ...quotations.map(([[quotation]]): Said => [`${PROV}wasDerivedFrom`, ref(quotation)]),
      ...claim.assessments.map(({ id }): Said => [`${PROV}wasDerivedFrom`, ref(this.assessment(id))]),
      ...assessors.map((assessor): Said => [`${PROV}wasAttributedTo`, ref(this.agent(assessor))]),
      [`${PROV}generatedAtTime`, typed(utc(claim.assessments[0]!.at), 'dateTime')],
    ];
    return [
      [this.part('assertion'), assertion],
      ...(narrators.length === 0
        ? []
        : ([
            [
              this.testimony,
              narrators.map((narrator): Said => [`${PROV}wasAttributedTo`, ref(this.agent(narrator))]),
            ],
          ] satisfies [string, Said[]][])),
      ...revisions.map((number): [string, Said[]] => [
        this.revision(number),
        [
          [`${PROV}wasDerivedFrom`, ref(this.testimony)],
          ...(this.published.texts[number] === undefined
            ? []
            : ([[our('sha256'), words(this.published.texts[number].sha256)]] satisfies Said[])),
        ],
      ]),
      ...quotations.flat(),
    ];
  }

  /** The words, with where they stand; of lost ones, that they stand there no more. */
  private quotation(anchor: AnnotatedAnchor, place: number): [[string, Said[]], ...[string, Said[]][]] {
    const { revision, state, start, end, exact, prefix, suffix } = anchor;
    const quotation = this.part(`quotation${place}`);
    const [position, quote] = [`${quotation}-position`, `${quotation}-words`];
    const common: Said[] = [
      [RDF_TYPE, ref(`${OA}SpecificResource`)],
      [`${OA}hasSource`, ref(this.revision(revision))],
      [our('anchorState'), ref(our(state))],
    ];
    if (start === null || end === null) return [[quotation, [...common, [our('lostWords'), words(exact)]]]];
    return [
      [quotation, [...common, [`${OA}hasSelector`, ref(position)], [`${OA}hasSelector`, ref(quote)]]],
      [
        position,
        [
          [RDF_TYPE, ref(`${OA}TextPositionSelector`)],
          [`${OA}start`, typed(start, 'nonNegativeInteger')],
          [`${OA}end`, typed(end, 'nonNegativeInteger')],
        ],
      ],
      [
        quote,
        [
          [RDF_TYPE, ref(`${OA}TextQuoteSelector`)],
          [`${OA}exact`, words(exact)],
          [`${OA}prefix`, words(prefix)],
          [`${OA}suffix`, words(suffix)],
        ],
      ],
    ];
  }

  private publication(): [string, Said[]] {
    const { claim, latest, rights } = this.published;
    const isLicence = rights?.uri.startsWith('https://creativecommons.org/') && rights.code !== 'PDM-1.0';
    return [
      this.iri,
      [
        [`${DCT}created`, typed(utc(latest?.at ?? claim.assessments[0]!.at), 'dateTime')],
        [`${DCT}publisher`, ref(`${this.base}/`)],
        [`${PROV}wasAttributedTo`, ref(`${this.base}/`)],
        [`${PROV}wasDerivedFrom`, ref(this.claimVersion)],
        [our('claimVersion'), typed(claim.version, 'integer')],
        ...(rights === null
          ? []
          : ([[`${DCT}${isLicence ? 'license' : 'rights'}`, ref(rights.uri)]] satisfies Said[])),
      ],
    ];
  }

  private graph(name: string, about: [string, Said[]][]): Quad[] {
    const graph = this.part(name);
    return about.flatMap(([subject, said]) =>
      said.map(([predicate, object]) => ({ graph, subject, predicate, object })),
    );
  }

  private part(name: string): string {
    return `${this.iri}/${name}`;
  }

  private revision(number: number): string {
    return `${this.testimony}/revisions/${number}`;
  }

  private agent(id: string): string {
    return `${this.base}/api/agents/${id}`;
  }

  private assessment(id: string): string {
    return `${this.base}/api/provenance/assessment/${id}`;
  }
}
