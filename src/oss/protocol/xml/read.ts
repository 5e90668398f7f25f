/** Reads the small XML bodies of requests. Document types and entities are refused before anything is parsed. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { malformedXml } from '../error/errors.ts';
import { decodeEntities } from './entities.ts';

/** An element that was read: text, children by name, or several of one name. */
export type XmlNode = string | XmlRecord | readonly XmlNode[];
export interface XmlRecord {
  readonly [name: string]: XmlNode | undefined;
}

const MAX_DEPTH = 16;
const ignore = () => undefined;

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  trimValues: false,
  entityDecoder: {
    decode: decodeEntities,
    setExternalEntities: ignore,
    addInputEntities: ignore,
    setXmlVersion: ignore,
    reset: ignore,
  },
  maxNestedTags: MAX_DEPTH,
});

/** The children of the root element. Throws `MalformedXML` for anything but well-formed XML with that root. */
export function readXml(body: string, root: string): XmlRecord {
  // Callers indent whole documents; a declaration must come first (XML 1.0 section 2.8).
  const text = body.trimStart();
  if (/<!DOCTYPE|<!ENTITY/i.test(text)) throw malformedXml('A document type is not allowed.');
  if (XMLValidator.validate(text) !== true) throw malformedXml('The document is not well-formed.');
  const parsed = parse(text);
  const { [root]: content, ...others } = parsed;
  if (content === undefined || Object.keys(others).some((name) => name !== '#text')) {
    throw malformedXml(`The root element must be ${root}.`);
  }
  if (Array.isArray(content)) throw malformedXml('There must be one root element.');
  return typeof content === 'string' ? {} : (content as XmlRecord);
}

function parse(text: string): XmlRecord {
  try {
    return parser.parse(text) as XmlRecord;
  } catch {
    throw malformedXml('The document is not well-formed.');
  }
}

/** The text of a child element; undefined when it is absent. Throws when it is repeated or has children. */
export function childText(parent: XmlRecord, name: string): string | undefined {
  const child = Object.hasOwn(parent, name) ? parent[name] : undefined;
  if (child === undefined || typeof child === 'string') return child;
  throw malformedXml(`${name} must occur once and hold text.`);
}

/** The texts of all child elements of a name that hold any, trimmed. Throws when one has children. */
export function childTexts(parent: XmlRecord, name: string): string[] {
  const child = Object.hasOwn(parent, name) ? parent[name] : undefined;
  const texts = (Array.isArray(child) ? child : [child ?? '']).map((text: XmlNode) => {
    if (typeof text !== 'string') throw malformedXml(`${name} must hold text.`);
    return text.trim();
  });
  return texts.filter((text) => text !== '');
}

/** All child elements of a name, each with its children. */
export function childElements(parent: XmlRecord, name: string): XmlRecord[] {
  const child = Object.hasOwn(parent, name) ? parent[name] : undefined;
  if (child === undefined) return [];
  return (Array.isArray(child) ? child : [child]).map((element: XmlNode) => {
    // An element without children is read as its text, or none.
    if (element === '') return {};
    if (typeof element === 'string' || Array.isArray(element)) throw malformedXml(`${name} has no children.`);
    return element as XmlRecord;
  });
}
