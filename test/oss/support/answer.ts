/** Reads answers of the face. */
import { XMLParser } from 'fast-xml-parser';

/** Status, code and sub-code of a refusal: what SDKs look at. */
export async function refusal(answer: Response | Promise<Response>): Promise<[number, string, string?]> {
  const response = await answer;
  const { Code, EC } = (await xml(response))['Error'] as { Code: string; EC?: string };
  return EC === undefined ? [response.status, Code] : [response.status, Code, EC];
}

/** The body as plain objects. */
export async function xml(response: Response): Promise<Record<string, unknown>> {
  const text = await response.text();
  return new XMLParser({ parseTagValue: false, ignoreDeclaration: true }).parse(text) as Record<
    string,
    unknown
  >;
}
