import { Check, Column, ForeignKey, Index } from 'typeorm';
import { ActivityEntity } from './activity.entity.js';

/** The columns every domain table has, which the ledger's triggers fill. */

export function Id(table: string): PropertyDecorator {
  return Column({
    type: 'uuid',
    primary: true,
    generated: 'uuid',
    primaryKeyConstraintName: `pk__${table}`,
  });
}

/** Counted up by the database at every change. */
export function Version(): PropertyDecorator {
  return Column({ type: 'integer', default: 1, insert: false, update: false });
}

/** The order in which rows were written, for keysets. */
export function Sequence(): PropertyDecorator {
  return Column({
    type: 'bigint',
    generated: 'identity',
    generatedIdentity: 'ALWAYS',
    insert: false,
    update: false,
  });
}

/** 0 public, 1 registered, 3 staff, 4 and above a compartment; what it is follows from restrictions alone. */
export function Access(table: string): PropertyDecorator {
  return (target, property) => {
    Column('smallint', { default: 0 })(target, property);
    Check(`ck__${table}__access`, 'access >= 0')(target.constructor);
  };
}

/** prov:wasGeneratedBy: the activity that wrote this version of the row. Only the database sets it. */
export function GeneratedBy(table: string): PropertyDecorator {
  return (target, property) => {
    Column({
      type: 'uuid',
      name: 'activity_id',
      default: () => 'current_activity()',
      insert: false,
      update: false,
    })(target, property);
    ForeignKey(() => ActivityEntity, { name: `fk__${table}__activity_id__activity` })(target, property);
    Index(`ix__${table}__activity_id`, [property as string])(target.constructor);
  };
}
