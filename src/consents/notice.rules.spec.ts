import { LABEL_CODES, NOTICE_CODES } from '../testimonies/rights.vocabulary.js';
import { faultsOfNotice, kindOfNotice } from './notice.rules.js';

const given = {
  projectId: '259854f7-b261-4c8c-8556-4b153deebc18',
  community: 'Ainu of Nibutani',
  label: 'TK Attribution',
  text: 'アイヌの語り手の名を記してください。',
  language: 'ja',
};

describe('Local Contexts Notices and Labels', () => {
  test.each(NOTICE_CODES)('the Notice %s is set by the archive itself', (code) => {
    expect(kindOfNotice(code)).toBe('notice');
    expect(faultsOfNotice({ code, note: 'No name came with the tape.' })).toEqual([]);
    expect(faultsOfNotice({ code, ...given }).map(({ pointer }) => pointer)).toEqual([
      '/projectId',
      '/community',
      '/label',
      '/text',
      '/language',
    ]);
  });

  test.each(LABEL_CODES)('the Label %s is shown only as a community gave it', (code) => {
    expect(kindOfNotice(code)).toBe('label');
    expect(faultsOfNotice({ code, ...given })).toEqual([]);
    for (const field of Object.keys(given)) {
      expect(faultsOfNotice({ code, ...given, [field]: undefined })).toEqual([
        expect.objectContaining({ pointer: `/${field}`, code: 'notice.label_not_given', found: 'nothing' }),
      ]);
    }
  });
});
