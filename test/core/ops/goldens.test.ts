/** Every operation, in each of its modes, on one small picture: what was looked at once stays as it is, to the bit. */
import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../../src/core/ops/index.ts';
import { firstDifference, pictureDifference } from '../../support/golden-picture.ts';
import { decodePlain, encodePlain } from '../support/codec.ts';
import { jobOf, joined, plainEngine } from '../support/engine.ts';
import { type Held, painted, plain } from '../support/pictures.ts';
import { fakeMarks } from './watermark/fakes.ts';

const FOLDER = new URL('goldens/', import.meta.url);
const SIZE = { width: 48, height: 36 };

/** No two corners, edges or halves are alike: a red stroke with a bar over shades of green and blue, and one fine grid. */
const PICTURE = painted(SIZE, (x, y) => {
  const letter = (x >= 6 && x < 11 && y >= 5 && y < 30) || (x >= 6 && x < 22 && y >= 5 && y < 10);
  const grid = x >= 34 && y >= 22 ? ((x ^ y) & 1) * 90 : 0;
  return letter ? [230, 40, 30, 255] : [40 + grid, 60 + x * 3 + grid, 230 - y * 4, 255];
});
/** The same with a soft hole. */
const PIERCED = { ...PICTURE, pixels: PICTURE.pixels.slice() };
for (let y = 0; y < SIZE.height; y++) {
  for (let x = 0; x < SIZE.width; x++) {
    PIERCED.pixels[(y * SIZE.width + x) * 4 + 3] = Math.min(255, 30 * Math.hypot(x - 28, y - 17));
  }
}

/** `jpg` results have no transparency, `png` ones keep it. */
type Kind = 'jpg' | 'png';

const base64 = (text: string) => Buffer.from(text).toString('base64url');
const MARK = `image_${base64('14x8')}`;
const WORDS = `text_${base64('18x6')}`;

const CASES: readonly (readonly [name: string, kind: Kind, actions: string])[] = [
  ['resize-lfit', 'png', 'resize,m_lfit,w_30,h_30'],
  ['resize-mfit', 'png', 'resize,m_mfit,w_30,h_30'],
  ['resize-fill', 'png', 'resize,m_fill,w_30,h_30'],
  ['resize-pad', 'jpg', 'resize,m_pad,w_40,h_40,color_FF8000'],
  ['resize-fixed', 'png', 'resize,m_fixed,w_20,h_50'],
  ['resize-long-side', 'png', 'resize,l_24'],
  ['resize-short-side', 'png', 'resize,s_24'],
  ['resize-percent', 'png', 'resize,p_50'],
  ['resize-enlarged', 'png', 'resize,w_90,limit_0'],
  ['crop', 'png', 'crop,x_5,y_3,w_20,h_25'],
  ['crop-nw', 'png', 'crop,g_nw,w_20,h_20'],
  ['crop-east', 'png', 'crop,g_east,w_20,h_20'],
  ['crop-center', 'png', 'crop,g_center,w_20,h_20'],
  ['crop-se', 'png', 'crop,g_se,w_20,h_20'],
  ['indexcrop-x', 'png', 'indexcrop,x_20,i_2'],
  ['indexcrop-y', 'png', 'indexcrop,y_15,i_1'],
  ['circle', 'png', 'circle,r_14'],
  ['circle-on-white', 'jpg', 'circle,r_14'],
  ['rounded-corners', 'png', 'rounded-corners,r_10'],
  ['rounded-corners-on-white', 'jpg', 'rounded-corners,r_10'],
  ['rotate-90', 'png', 'rotate,90'],
  ['rotate-180', 'png', 'rotate,180'],
  ['rotate-270', 'png', 'rotate,270'],
  ['rotate-30', 'png', 'rotate,30'],
  ['rotate-30-on-white', 'jpg', 'rotate,30'],
  ['blur-narrow', 'png', 'blur,r_3,s_2'],
  ['blur-wide', 'png', 'blur,r_50,s_20'],
  ['bright-up', 'png', 'bright,50'],
  ['bright-down', 'png', 'bright,-50'],
  ['contrast-up', 'png', 'contrast,50'],
  ['contrast-down', 'png', 'contrast,-50'],
  ['sharpen', 'png', 'sharpen,100'],
  ['sharpen-most', 'png', 'sharpen,399'],
  ['watermark-picture', 'png', `watermark,${MARK},g_se,x_2,y_2`],
  ['watermark-picture-faint', 'png', `watermark,${MARK},t_40,g_north,y_2`],
  ['watermark-text', 'png', `watermark,${WORDS},color_FFFF00,g_center`],
  ['watermark-text-tiled', 'png', `watermark,${WORDS},color_FFFF00,fill_1,padx_3,pady_3,g_nw,x_0,y_0`],
  ['watermark-both', 'png', `watermark,${MARK},${WORDS},order_0,align_2,interval_2,g_sw,x_1,y_1`],
  ['watermark-opaque', 'jpg', `watermark,${MARK},t_70,g_west,x_3`],
  ['shave', 'jpg', 'shave,v_150'],
  ['stamp', 'png', `stamp,image_${base64('14x8')},t_60,g_se,x_50t,y_3`],
  ['stamp-beyond-the-edge', 'jpg', `stamp,image_${base64('14x8')},g_nw,x_-5,y_-3`],
  ['stamp-in-the-middle', 'png', `stamp,image_${base64('14x8')},x_3,y_-4`],
  ['stamp-filled', 'png', `stamp,image_${base64('14x8')},t_50,g_sw,x_3,y_5,fill_1`],
  ['extend-north', 'png', 'extend,w_60,h_50,g_north'],
  ['extend-se', 'jpg', 'extend,w_16,h_16,m_ratio,g_se,color_FF8000'],
  ['border', 'jpg', 'border,t_2,r_4,b_6,l_8,color_00FF80'],
  ['cut-at-a-point', 'png', 'cut,w_20,h_14,x_250,y_700,dx_4,dy_-50t'],
  ['cut-by-ratio', 'png', 'cut,w_1,h_1,m_ratio,x_900,y_0'],
  ['corners', 'png', 'corners,x_300t,y_8'],
  ['corners-on-white', 'jpg', 'corners,x_12,y_18'],
  ['lean', 'jpg', 'lean,d_20,color_0A64C8'],
  ['pixelate', 'png', 'pixelate,7'],
  ['background', 'png', 'background,0A64C8'],
  ['flip', 'png', 'flip,h/crop,w_30,h_20'],
  ['colorspace', 'png', 'colorspace,gray'],
  ['turn', 'png', 'turn,270/trim,t_3,r_5,b_7,l_2'],
  ['scale', 'png', 'scale,x_60,y_130'],
  ['reach', 'png', 'reach,m_alike,w_30,h_30'],
  ['tone-colourful', 'png', 'tone,s_180,b_90'],
  ['tone-pale', 'png', 'tone,g_160,c_60,s_40'],
  ['order-of-steps', 'png', 'crop,x_4,y_2,w_40,h_30/rotate,90/resize,w_24/bright,20/rounded-corners,r_6'],
];

async function make(picture: Held, kind: Kind, actions: string): Promise<Held> {
  const engine = plainEngine();
  const job = jobOf(engine, encodePlain(picture, kind), `image/${actions}`, { marks: fakeMarks() });
  return decodePlain(joined((await engine.render(job)).chunks));
}

describe('goldens', () => {
  it.each(CASES)('%s', async (name, kind, actions) => {
    const made = await make(kind === 'png' ? PIERCED : PICTURE, kind, actions);
    expect(await pictureDifference(FOLDER, name, made)).toBeUndefined();
  });

  it('there are for every operation that changes pixels', () => {
    const shown = new Set(
      CASES.flatMap(([, , actions]) => actions.split('/').map((action) => action.split(',')[0])),
    );
    const none = OPERATIONS.filter(({ name }) => !shown.has(name)).map(({ name }) => name);
    // They change the file, what is read, or what is answered, and have tests of their own.
    expect(none).toEqual([
      'auto-orient',
      'format',
      'interlace',
      'quality',
      'ignore-error',
      'info',
      'average-hue',
    ]);
  });

  it('differ by name and number of a pixel', () => {
    const grey = plain({ width: 3, height: 2 }, [9, 9, 9, 255]);
    const other = { ...grey, pixels: grey.pixels.with(17, 12) as typeof grey.pixels };
    expect(firstDifference(grey, other)).toBe('pixel 1, 1 is 9, 12, 9, 255, expected 9, 9, 9, 255');
    expect(firstDifference(grey, other, 3)).toBeUndefined();
    expect(firstDifference(grey, plain({ width: 2, height: 3 }, [9, 9, 9, 255]))).toBe(
      '2 × 3, expected 3 × 2',
    );
  });
});
