import { ValidateBy } from 'class-validator';
import { isScriptCode, languageTagFault } from './language-tag.js';

/** A language as BCP 47, its subtags registered. */
export function LanguageTag(): PropertyDecorator {
  return ValidateBy({
    name: 'language.invalid',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && languageTagFault(value) === undefined,
      defaultMessage: (args) =>
        (typeof args?.value === 'string' ? languageTagFault(args.value)?.expected : undefined) ??
        'a language tag (BCP 47) such as ja or en-GB',
    },
  });
}

/** A script as ISO 15924 has it, written as there: Jpan, Latn, Cyrl. Those for private use are Qaaa to Qabx. */
export function ScriptCode(): PropertyDecorator {
  return ValidateBy({
    name: 'script.unknown',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && isScriptCode(value),
      defaultMessage: () =>
        'a code of ISO 15924 as it is written there, such as Jpan, Hira, Kana, Latn or Cyrl',
    },
  });
}
