/**
 * Values at and beyond the border of what each parameter takes, with the sub-code that the vendor names for it (section
 * 9.3).
 */
import type { Draft, Evidence } from '../case.ts';

interface Row {
  /** The action, with `#` where the value stands. */
  readonly action: string;
  readonly ec: string | undefined;
  readonly accepts: readonly (number | string)[];
  readonly refuses: readonly (number | string)[];
}

const EC = (number: number) => `0040-00000${number}`;
/** What no number is. */
const NO_NUMBER = ['abc', '12.5', '1e2', '-5', '+5', '0x10', ''];
const COLOURS = ['AABBCCDD', 'GGGGGG', 'FFF', ''];

const ROWS: readonly Row[] = [
  {
    action: 'resize,w_#',
    ec: EC(312),
    accepts: [1, 16384, '007'],
    refuses: [0, 16385, 99999999, ...NO_NUMBER],
  },
  { action: 'resize,h_#', ec: undefined, accepts: [1, 16384], refuses: [0, 16385, ...NO_NUMBER] },
  { action: 'resize,l_#', ec: EC(314), accepts: [1, 16384], refuses: [0, 16385, ...NO_NUMBER] },
  { action: 'resize,s_#', ec: EC(315), accepts: [1, 16384], refuses: [0, 16385, ...NO_NUMBER] },
  { action: 'resize,p_#', ec: EC(317), accepts: [1, 100], refuses: [0, 1001, ...NO_NUMBER] },
  { action: 'resize,w_50,limit_#', ec: EC(319), accepts: [0, 1], refuses: [2, 3, -1, 'x', ''] },
  { action: 'resize,w_50,m_#', ec: EC(311), accepts: ['lfit', 'pad'], refuses: ['abc', 'LFIT', 'Fill', ''] },
  { action: 'resize,m_pad,w_50,color_#', ec: EC(318), accepts: ['ff0000'], refuses: COLOURS },
  { action: 'crop,w_#', ec: EC(225), accepts: [0, 1, 16384], refuses: ['abc', '12.5', '-1', ''] },
  { action: 'crop,h_#', ec: EC(226), accepts: [0, 1, 16384], refuses: ['abc', '12.5', '-1', ''] },
  { action: 'crop,x_#', ec: undefined, accepts: [0, 199], refuses: ['abc', '12.5', ''] },
  { action: 'crop,y_#', ec: undefined, accepts: [0, 99], refuses: ['abc', '12.5', ''] },
  { action: 'crop,w_50,h_50,g_#', ec: EC(209), accepts: ['se'], refuses: ['fac', 'SE', 'top', ''] },
  { action: 'indexcrop,x_50,i_#', ec: EC(229), accepts: [0, 99], refuses: ['abc', '-1', '1.5', ''] },
  { action: 'indexcrop,y_#', ec: EC(224), accepts: [1, 50], refuses: ['abc', '-1', '1.5'] },
  { action: 'circle,r_#', ec: EC(233), accepts: [1, 4096], refuses: [0, 4097, 5000, ...NO_NUMBER] },
  { action: 'rounded-corners,r_#', ec: EC(237), accepts: [1, 4096], refuses: [0, 4097, 5000, ...NO_NUMBER] },
  { action: 'rotate,#', ec: EC(217), accepts: [0, 360], refuses: [361, 400, 'abc', '12.5', '-90', 'a_90'] },
  { action: 'auto-orient,#', ec: EC(215), accepts: [0, 1], refuses: [2, 10, 'x', '-1'] },
  { action: 'blur,s_2,r_#', ec: EC(241), accepts: [1, 50], refuses: [0, 51, 200, ...NO_NUMBER] },
  { action: 'blur,r_2,s_#', ec: EC(242), accepts: [1, 50], refuses: [0, 51, 200, ...NO_NUMBER] },
  { action: 'bright,#', ec: EC(246), accepts: [-100, 0, 100], refuses: [-101, 101, 200, 'abc', '1.5'] },
  { action: 'contrast,#', ec: undefined, accepts: [-100, 0, 100], refuses: [-101, 101, 'abc', '1.5'] },
  { action: 'sharpen,#', ec: EC(280), accepts: [50, 399], refuses: [0, 10, 49, 400, 'abc', '100.5', '-100'] },
  {
    action: 'format,#',
    ec: EC(206),
    accepts: ['jpg', 'png'],
    refuses: ['dng', 'PNG', 'src', 'svg', 'f_png'],
  },
  { action: 'interlace,#', ec: EC(282), accepts: [0, 1], refuses: [2, 'x', '-1'] },
  { action: 'quality,q_#', ec: EC(309), accepts: [1, 100], refuses: [0, 101, ...NO_NUMBER] },
  { action: 'quality,Q_#', ec: EC(308), accepts: [1, 100], refuses: [0, 101, 200, ...NO_NUMBER] },
  { action: 'quality,#', ec: EC(310), accepts: [1, 100], refuses: [0, 101, 200, 'abc'] },
  {
    action: 'watermark,text_QQ,size_#',
    ec: EC(256),
    accepts: [1, 60],
    refuses: [0, 1001, 2000, ...NO_NUMBER],
  },
  { action: 'watermark,text_QQ,color_#', ec: EC(254), accepts: ['00ff00'], refuses: COLOURS },
  { action: 'watermark,text_QQ,shadow_#', ec: EC(255), accepts: [0, 100], refuses: [101, 'abc', '-1'] },
  { action: 'watermark,text_QQ,g_#', ec: EC(260), accepts: ['nw'], refuses: ['xx', 'NW', ''] },
  { action: 'watermark,text_QQ,x_#', ec: EC(262), accepts: [0, 4096], refuses: [4097, 'abc', '-1'] },
  { action: 'watermark,text_QQ,t_#', ec: EC(263), accepts: [0, 100], refuses: [101, 200, 'abc', '-1'] },
  { action: 'watermark,text_QQ,y_#', ec: EC(264), accepts: [0, 4096], refuses: [4097, 'abc', '-1'] },
  {
    action: 'watermark,text_QQ,voffset_#',
    ec: EC(268),
    accepts: [-1000, 1000],
    refuses: [-1001, 1001, 'abc'],
  },
  { action: 'watermark,text_QQ,order_#', ec: EC(269), accepts: [0, 1], refuses: [2, 'x'] },
  { action: 'watermark,text_QQ,interval_#', ec: EC(270), accepts: [0, 1000], refuses: [1001, 'abc', '-1'] },
  { action: 'watermark,text_QQ,align_#', ec: EC(271), accepts: [0, 1, 2], refuses: [3, 'x'] },
  { action: 'watermark,text_QQ,rotate_#', ec: EC(272), accepts: [0, 360], refuses: [361, 'abc', '-1'] },
  { action: 'watermark,text_QQ,fill_#', ec: EC(274), accepts: [0, 1], refuses: [2, 'x'] },
  {
    action: 'watermark,text_QQ,fill_1,padx_#',
    ec: EC(276),
    accepts: [0, 4096],
    refuses: [4097, 'abc', '-1'],
  },
  {
    action: 'watermark,text_QQ,fill_1,pady_#',
    ec: EC(277),
    accepts: [0, 4096],
    refuses: [4097, 'abc', '-1'],
  },
];

function draftsOf({ action, ec, accepts, refuses }: Row): Draft[] {
  const common = (value: number | string, evidence: Evidence) => ({
    picture: 'ramp-200x100.png',
    chain: `image/${action.replace('#', `${value}`)}`,
    evidence,
  });
  return [
    ...accepts.map((value) => ({
      ...common(value, 'documented'),
      expect: { status: 200 },
      why: 'section 4: a value at the border of the documented range is accepted',
    })),
    ...refuses.map((value) => ({
      ...common(value, typeof value === 'number' ? 'documented' : 'derived'),
      expect: { status: 400, code: 'InvalidArgument', ...(ec === undefined ? {} : { ec }) },
      why: '1.2, 9.3: a value beyond the range, or that is none, is refused with the sub-code of its parameter',
    })),
  ];
}

/** All of them. */
export function refusalCases(): Draft[] {
  return ROWS.flatMap(draftsOf);
}
