/** `format`, `quality` and `interlace` (operations reference, sections 4.12 to 4.14). */
import type { Draft, Expected } from '../case.ts';
import { probesOf, source } from './placed.ts';

const SOURCES = ['png', 'jpg', 'webp', 'tiff', 'bmp', 'avif', 'gif'] as const;
const NAMES: Readonly<Record<(typeof SOURCES)[number], string>> = {
  png: 'ramp-200x100.png',
  jpg: 'quality-95.jpg',
  webp: 'ramp-200x100.webp',
  tiff: 'ramp-200x100.tiff',
  bmp: 'ramp-200x100.bmp',
  avif: 'ramp-200x100.avif',
  gif: 'flat-40x30.gif',
};
const TARGETS = ['jpg', 'jpeg', 'png', 'webp', 'bmp', 'tiff', 'gif', 'avif'] as const;
const LOSSY = ['jpg', 'jpeg', 'webp', 'avif'];

const mediaType = (format: string) => `image/${format === 'jpg' ? 'jpeg' : format}`;
const sizeOf = (from: string) =>
  from === 'gif' ? ({ width: 40, height: 30 } as const) : ({ width: 200, height: 100 } as const);

function converted(from: (typeof SOURCES)[number], to: (typeof TARGETS)[number]): Draft {
  const kept = to === 'gif' ? from : to;
  const size = sizeOf(from);
  const noise = (from === 'jpg' || from === 'avif' ? 6 : 0) + (LOSSY.includes(kept) ? 12 : 0);
  const probes =
    from === 'gif'
      ? ([[20, 15, 200, 30, 20, 255, 8 + noise]] as const)
      : probesOf(source(200, 100), [200, 100], noise);
  return {
    picture: NAMES[from],
    chain: `image/format,${to}`,
    expect: { status: 200, type: mediaType(kept), ...size, probes },
    evidence: to === 'jpeg' ? 'chosen' : 'documented',
    why:
      to === 'gif'
        ? '4.12: gif is followed for a GIF source; any other keeps its format'
        : to === 'jpeg'
          ? '4.12: jpeg is read as jpg (the vendor lists jpg alone)'
          : '4.12: the result has the named format',
  };
}

/** All cases of `format`. */
export function formatCases(): Draft[] {
  const table = SOURCES.flatMap((from) => TARGETS.map((to) => converted(from, to)));
  const clear: Draft[] = (['jpg', 'png', 'webp', 'bmp', 'tiff'] as const).map((to) => ({
    picture: 'clear.png',
    chain: `image/format,${to}`,
    expect: {
      status: 200,
      type: mediaType(to),
      width: 80,
      height: 40,
      probes:
        to === 'jpg'
          ? [
              [70, 20, 255, 255, 255, 255, 6],
              [10, 20, 220, 40, 60, 255, 8],
            ]
          : to === 'png' || to === 'webp'
            ? [
                [70, 20, null, null, null, 0, 0],
                [10, 20, 220, 40, 60, 255, to === 'webp' ? 14 : 0],
              ]
            : [[10, 20, 220, 40, 60, 255, 0]],
    },
    evidence: 'documented',
    why: '4.12: transparent pixels become white in JPEG and stay clear where the format can hold them',
  }));
  const last: Draft[] = [
    ['format,png/format,webp', 'webp'],
    ['format,webp/resize,w_50/format,png', 'png'],
    ['format,webp,q_80', 'webp'],
  ].map(([chain, to]) => ({
    picture: 'ramp-200x100.png',
    chain: `image/${chain}`,
    expect: { status: 200, type: mediaType(to!) },
    evidence: 'derived',
    why: '1.3, 17: the last format counts, wherever it stands; arguments behind its value are ignored',
  }));
  const moving: Draft[] = (['gif', 'webp'] as const).flatMap((from) =>
    (['gif', 'webp', 'jpg', 'png'] as const).map((to): Draft => {
      const moves = to === 'webp' || to === 'gif';
      return {
        picture: `moving.${from}`,
        chain: `image/format,${to}`,
        expect: {
          status: 200,
          type: mediaType(to),
          width: 40,
          height: 30,
          frames: moves ? 3 : 1,
          probes: [[20, 15, 255, 0, 0, 255, 16]],
        },
        evidence: 'derived',
        why: '4.17: what moves goes on moving in GIF and WebP, any other format shows the first frame',
      };
    }),
  );
  return [...table, ...clear, ...last, ...moving];
}

const OWN = [50, 75, 80, 90, 95, 100];
const WISHES = [1, 10, 30, 50, 67, 80, 90, 95, 99, 100];

function qualityDraft(own: number, text: string, quality: number, why: string): Draft {
  const expect: Expected = { status: 200, type: 'image/jpeg', width: 200, height: 100, quality };
  return { picture: `quality-${own}.jpg`, chain: `image/${text}`, expect, evidence: 'documented', why };
}

/** All cases of `quality`. */
export function qualityCases(): Draft[] {
  const relative = '4.14: q is a percentage of the quality of a JPEG source';
  const absolute = '4.14: Q is the quality, but never more than that of the source';
  const asked = OWN.flatMap((own) =>
    WISHES.flatMap((wish) => [
      qualityDraft(own, `quality,q_${wish}`, Math.max(1, Math.floor((own * wish) / 100 + 0.5)), relative),
      qualityDraft(own, `quality,Q_${wish}`, Math.min(own, wish), absolute),
    ]),
  );
  const rest = OWN.flatMap((own) => [
    qualityDraft(own, 'resize,w_200', own, '4.14: asked for nothing, a JPEG keeps its quality'),
    qualityDraft(own, 'quality,q_50,Q_70', Math.min(own, 70), '4.14: Q wins over q'),
    qualityDraft(own, 'quality,70', Math.floor((own * 70) / 100 + 0.5), '4.14: a bare value is read as q'),
    qualityDraft(own, 'quality,Q_60/quality,Q_40', 40, '1.3: the last quality counts'),
  ]);
  const others: Draft[] = ['png', 'bmp', 'tiff'].map((to) => ({
    picture: 'quality-90.jpg',
    chain: `image/quality,q_10/format,${to}`,
    expect: { status: 200, type: mediaType(to), same: `image/format,${to}` },
    evidence: 'documented',
    why: '4.14: formats without loss ignore it',
  }));
  return [...asked, ...rest, ...others];
}

/** All cases of `interlace`. */
export function interlaceCases(): Draft[] {
  const sources = ['quality-80.jpg', 'progressive.jpg', 'grey.jpg', 'orientation-6.jpg'];
  const jpeg = sources.flatMap((picture): Draft[] =>
    (
      [
        ['interlace,1', true, '1 writes a progressive JPEG'],
        ['interlace,0', false, '0 writes a baseline JPEG'],
        ['resize,w_50', false, 'left out, a JPEG is baseline'],
        ['resize,w_50/interlace,1', true, '1 writes a progressive JPEG'],
        ['interlace,1/interlace,0', false, 'the last one counts'],
      ] as const
    ).map(([chain, progressive, why]) => ({
      picture,
      chain: `image/${chain}`,
      expect: { status: 200, type: 'image/jpeg', progressive },
      evidence: 'documented',
      why: `4.13: ${why}`,
    })),
  );
  const others: Draft[] = ['png', 'webp', 'bmp', 'tiff'].map((to) => ({
    picture: 'quality-80.jpg',
    chain: `image/interlace,1/format,${to}`,
    expect: { status: 200, type: mediaType(to), same: `image/format,${to}` },
    evidence: 'documented',
    why: '4.13: ignored for results that are no JPEG',
  }));
  return [...jpeg, ...others];
}
