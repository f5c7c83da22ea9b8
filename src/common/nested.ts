import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, ValidateBy, ValidateNested } from 'class-validator';

type DtoClass = () => new () => object;

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object of its own DTO. The library alone would take a list for an object, and read nothing from it. */
export function Nested(dto: DtoClass): PropertyDecorator {
  return (target, property) => {
    Type(dto)(target, property);
    ValidateNested()(target, property);
    ValidateBy({
      name: 'request.object',
      validator: { validate: isObject, defaultMessage: () => 'an object' },
    })(target, property);
  };
}

/** A list of objects of one DTO. */
export function NestedList(
  dto: DtoClass,
  { min = 0, max }: { min?: number; max: number },
): PropertyDecorator {
  return (target, property) => {
    Type(dto)(target, property);
    ValidateNested({ each: true })(target, property);
    ValidateBy(
      {
        name: 'request.object',
        validator: { validate: isObject, defaultMessage: () => 'objects in the list' },
      },
      { each: true },
    )(target, property);
    ArrayMaxSize(max)(target, property);
    ArrayMinSize(min)(target, property);
    IsArray()(target, property);
  };
}
