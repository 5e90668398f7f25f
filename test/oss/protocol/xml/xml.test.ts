import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isXmlCharacter } from '../../../../src/oss/protocol/xml/characters.ts';
import { childElements, childText, readXml } from '../../../../src/oss/protocol/xml/read.ts';
import { writeKeysXml, writeXml } from '../../../../src/oss/protocol/xml/write.ts';

const malformed = expect.objectContaining({ code: 'MalformedXML', status: 400 });

describe('writing', () => {
  it('has a prolog, no namespace, and escapes', () =>
    expect(
      writeXml('R', { A: 'a&b<c>', B: '', C: ['1', '2'], D: [{ x: 1 }, { x: true }], E: undefined }),
    ).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n' +
        '<R><A>a&amp;b&lt;c&gt;</A><B></B><C>1</C><C>2</C><D><x>1</x></D><D><x>true</x></D></R>',
    ));
  it('writes an empty root', () => expect(writeXml('StyleList', {})).toContain('<StyleList></StyleList>'));
  it('shows characters XML cannot hold as U+FFFD, and keeps line ends apart', () =>
    expect(writeXml('R', { A: 'a\u0001b\ud800\r' })).toContain('<A>a\uFFFDb\uFFFD&#xd;</A>'));
  it('leaves them in lists of keys as they are', () =>
    expect(writeKeysXml('R', { A: { Key: ['a\u0001b\u001f', '\ufffe&\r'] } })).toContain(
      '<A><Key>a\u0001b\u001f</Key><Key>\ufffe&amp;&#xd;</Key></A>',
    ));
  it('is read back unchanged, whatever printable text it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(Array.from(text).every(isXmlCharacter));
        expect(childText(readXml(writeXml('R', { A: text }), 'R'), 'A')).toBe(text);
      }),
    );
  });
});

describe('reading', () => {
  it('takes indented bodies with a prolog without encoding', () => {
    const root = readXml(
      '<?xml version="1.0"?>\n<Delete>\n  <Quiet>true</Quiet>\n  <Object>\n    <Key>a&amp;b &#x56fe;&#43;.jpg</Key>\n  </Object>\n</Delete>\n',
      'Delete',
    );
    expect(childText(root, 'Quiet')).toBe('true');
    expect(childElements(root, 'Object').map((object) => childText(object, 'Key'))).toEqual(['a&b 图+.jpg']);
  });
  it('takes documents that are indented as a whole', () =>
    expect(childText(readXml('\n  <?xml version="1.0"?>\n  <A><B>1</B></A>\n  ', 'A'), 'B')).toBe('1'));
  it('takes namespaces that a client adds', () =>
    expect(childText(readXml('<A xmlns="urn:x"><B>1</B></A>', 'A'), 'B')).toBe('1'));
  it('gives CDATA as it stands', () =>
    expect(childText(readXml('<A><B><![CDATA[a&amp;b]]></B></A>', 'A'), 'B')).toBe('a&amp;b'));
  it('decodes a reference only once', () =>
    expect(childText(readXml('<A><B>&amp;lt;</B></A>', 'A'), 'B')).toBe('&lt;'));

  it.each([
    ['nothing', ''],
    ['no XML', 'hello'],
    ['another root', '<B></B>'],
    ['two roots', '<A></A><A></A>'],
    ['an open element', '<A><B></A>'],
    ['a document type', '<!DOCTYPE A><A></A>'],
    ['an external entity', '<!DOCTYPE A [<!ENTITY x SYSTEM "file:///etc/passwd">]><A>&x;</A>'],
    [
      'a billion laughs',
      '<!DOCTYPE A [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]><A><B>&c;</B></A>',
    ],
    ['an undefined entity', '<A><B>&nbsp;</B></A>'],
    ['a reference to NUL', '<A><B>&#0;</B></A>'],
    ['a reference beyond Unicode', '<A><B>&#x110000;</B></A>'],
    ['deep nesting', `<A>${'<B>'.repeat(100)}${'</B>'.repeat(100)}</A>`],
    ['a name that reaches into prototypes', '<A><__proto__>1</__proto__></A>'],
  ])('refuses %s', (_what, text) => {
    expect(() => readXml(text, 'A')).toThrow(malformed);
  });
  it('refuses a repeated element where one is expected', () =>
    expect(() => childText(readXml('<A><B>1</B><B>2</B></A>', 'A'), 'B')).toThrow(malformed));
  it('does not mistake inherited names for elements', () =>
    expect(childText(readXml('<A></A>', 'A'), 'toString')).toBeUndefined());
});
