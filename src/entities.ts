import { ApiTokenEntity } from './access/api-token.entity.js';
import { AccountEntity } from './accounts/account.entity.js';
import { EventEntity } from './agents/event.entity.js';
import { PlaceEntity } from './agents/place.entity.js';
import { IdentifierEntity } from './authorities/identifier.entity.js';
import { NameFormEntity } from './authorities/name-form.entity.js';
import { SameAsEntity } from './authorities/same-as.entity.js';
import { AnchorEntity } from './claims/anchor.entity.js';
import { AssessmentCitationEntity } from './claims/assessment-citation.entity.js';
import { AssessmentEntity } from './claims/assessment.entity.js';
import { CitationEntity } from './claims/citation.entity.js';
import { ClaimEntity } from './claims/claim.entity.js';
import { MentionEntity } from './claims/mention.entity.js';
import { TellerEntity } from './claims/teller.entity.js';
import { ConsentInForceEntity } from './consents/consent-in-force.entity.js';
import { ConsentRevocationEntity } from './consents/consent-revocation.entity.js';
import { ConsentEntity } from './consents/consent.entity.js';
import { NoticeWithdrawalEntity } from './consents/notice-withdrawal.entity.js';
import { NoticeEntity } from './consents/notice.entity.js';
import { RightsStatementEntity } from './consents/rights-statement.entity.js';
import { ContradictionClaimEntity } from './contradictions/contradiction-claim.entity.js';
import { ContradictionPositionEntity } from './contradictions/contradiction-position.entity.js';
import { ContradictionEntity } from './contradictions/contradiction.entity.js';
import { SuggestionDecisionEntity } from './contradictions/suggestion-decision.entity.js';
import { DescentEntity } from './descent/descent.entity.js';
import { FlagEntity } from './flags/flag.entity.js';
import { ContactEntity } from './lives/contact.entity.js';
import { LifeEntity } from './lives/life.entity.js';
import { OfficeEntity } from './lives/office.entity.js';
import { ReachabilityEntity } from './lives/reachability.entity.js';
import { StateOfHealthEntity } from './lives/state-of-health.entity.js';
import { ActivityEntity } from './provenance/activity.entity.js';
import { AgentEntity } from './provenance/agent.entity.js';
import { AnswerReferenceEntity } from './questions/answer-reference.entity.js';
import { AnswerEntity } from './questions/answer.entity.js';
import { AttemptEntity } from './questions/attempt.entity.js';
import { ExpectedDocumentEntity } from './questions/expected-document.entity.js';
import { LeadEntity } from './questions/lead.entity.js';
import { QuestionSubjectEntity } from './questions/question-subject.entity.js';
import { QuestionEntity } from './questions/question.entity.js';
import { AssignmentEntity } from './queue/assignment.entity.js';
import { TranslationPassageEntity } from './translations/translation-passage.entity.js';
import { TranslationEntity } from './translations/translation.entity.js';
import { ReliabilityEntity } from './sources/reliability.entity.js';
import { AccessGrantEntity } from './restrictions/access-grant.entity.js';
import { AccessRequestEntity } from './restrictions/access-request.entity.js';
import { ReleaseEntity } from './restrictions/release.entity.js';
import { ErasureDecisionEntity } from './erasures/erasure-decision.entity.js';
import { ErasureEntity } from './erasures/erasure.entity.js';
import { RestrictionEndEntity } from './restrictions/restriction-end.entity.js';
import { RestrictionEntity } from './restrictions/restriction.entity.js';
import { SealedIdentityEntity } from './sources/sealed-identity.entity.js';
import { SourceEntity } from './sources/source.entity.js';
import { ContributionEntity } from './testimonies/contribution.entity.js';
import { PassageEntity } from './testimonies/passage.entity.js';
import { NarratorReviewEntity } from './testimonies/narrator-review.entity.js';
import { RevisionEntity } from './testimonies/revision.entity.js';
import { TestimonyEntity } from './testimonies/testimony.entity.js';
import { ExternalProvenanceEntity } from './prov/external-provenance.entity.js';
import { ExternalSubjectEntity } from './prov/external-subject.entity.js';

/** Every entity, by name. */
export const entities = [
  ActivityEntity,
  AgentEntity,
  ApiTokenEntity,
  AccountEntity,
  PlaceEntity,
  EventEntity,
  SourceEntity,
  ReliabilityEntity,
  SealedIdentityEntity,
  TestimonyEntity,
  ContributionEntity,
  RevisionEntity,
  NarratorReviewEntity,
  ErasureEntity,
  ErasureDecisionEntity,
  RestrictionEntity,
  RestrictionEndEntity,
  ReleaseEntity,
  AccessRequestEntity,
  AccessGrantEntity,
  PassageEntity,
  TranslationEntity,
  TranslationPassageEntity,
  ConsentEntity,
  ConsentRevocationEntity,
  ConsentInForceEntity,
  RightsStatementEntity,
  NoticeEntity,
  NoticeWithdrawalEntity,
  ClaimEntity,
  AnchorEntity,
  TellerEntity,
  MentionEntity,
  CitationEntity,
  AssessmentEntity,
  AssessmentCitationEntity,
  ContradictionEntity,
  ContradictionPositionEntity,
  ContradictionClaimEntity,
  SuggestionDecisionEntity,
  QuestionEntity,
  QuestionSubjectEntity,
  LeadEntity,
  AttemptEntity,
  LifeEntity,
  OfficeEntity,
  ReachabilityEntity,
  StateOfHealthEntity,
  ContactEntity,
  AnswerEntity,
  AnswerReferenceEntity,
  ExpectedDocumentEntity,
  FlagEntity,
  DescentEntity,
  AssignmentEntity,
  NameFormEntity,
  IdentifierEntity,
  SameAsEntity,
  ExternalProvenanceEntity,
  ExternalSubjectEntity,
];
