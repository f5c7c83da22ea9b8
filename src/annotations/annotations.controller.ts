import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AsOfQuery } from '../common/as-of-query.js';
import { AnswersAs } from '../common/openapi.js';
import { PageQuery } from '../common/page.js';
import { Clearance } from '../common/principal.js';
import { PublicAddress } from '../common/public-address.js';
import { RecordId } from '../common/record-id.js';
import type { TaggedDocument } from '../common/tagged-document.js';
import { TestimonyId } from '../testimonies/testimony-id.js';
import { annotationCollectionSchema, annotationPageSchema, annotationSchema } from './annotation-schemas.js';
import { AnnotationsQueries } from './annotations.queries.js';

const JSON_LD = 'application/ld+json';
/** What the Web Annotation Protocol asks for; nothing is written this way. */
const ALLOWED = 'GET, HEAD';
const RESOURCE = '<http://www.w3.org/ns/ldp#Resource>; rel="type"';
const ANNOTATION = '<http://www.w3.org/ns/oa#Annotation>; rel="type"';
const CONTAINER = '<http://www.w3.org/ns/ldp#BasicContainer>; rel="type"';
const CONSTRAINED =
  '<http://www.w3.org/TR/annotation-protocol/>; rel="http://www.w3.org/ns/ldp#constrainedBy"';

@ApiTags('Annotations')
@Controller('api')
export class AnnotationsController {
  constructor(private readonly queries: AnnotationsQueries) {}

  @ApiOperation({ summary: 'A claim as a W3C Web Annotation of the words it rests on.' })
  @Get('claims/:id/annotation')
  @Header('Link', `${RESOURCE}, ${ANNOTATION}`)
  @Header('Allow', ALLOWED)
  @AnswersAs(200, { [JSON_LD]: annotationSchema }, 404, 422)
  annotation(
    @RecordId('claim') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
    @PublicAddress() base: string,
  ): Promise<TaggedDocument> {
    return this.queries.annotation(id, clearance, base, asOf);
  }

  @ApiOperation({ summary: 'The claims of a testimony as a collection of W3C Web Annotations.' })
  @Get('testimonies/:id/annotations')
  @Header('Link', `${CONTAINER}, ${CONSTRAINED}`)
  @Header('Allow', ALLOWED)
  @AnswersAs(200, { [JSON_LD]: annotationCollectionSchema }, 404, 422)
  collection(
    @TestimonyId() testimonyId: string,
    @Query() query: PageQuery,
    @Clearance() clearance: Clearance,
    @PublicAddress() base: string,
  ): Promise<TaggedDocument> {
    return this.queries.collection(testimonyId, query, clearance, base);
  }

  @ApiOperation({ summary: 'A page of that collection, by the number of the claims.' })
  @Get('testimonies/:id/annotations/page')
  @Header('Link', RESOURCE)
  @Header('Allow', ALLOWED)
  @AnswersAs(200, { [JSON_LD]: annotationPageSchema }, 404, 422)
  page(
    @TestimonyId() testimonyId: string,
    @Query() query: PageQuery,
    @Clearance() clearance: Clearance,
    @PublicAddress() base: string,
  ): Promise<TaggedDocument> {
    return this.queries.page(testimonyId, query, clearance, base);
  }
}
