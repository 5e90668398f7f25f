import type { Bounds } from './bounds.ts';

/** Actions of Huawei OBS. */
export const OBS: Bounds = {
  corners: [
    ['rounded-corners,r_1', 'rounded-corners,r_1'],
    ['rounded-corners,r_4096', 'rounded-corners,r_4096'],
    ['rounded-corners,r_4097', undefined],
    ['rounded-corners,r_1p', 'corners,x_10t,y_10t'],
    ['rounded-corners,r_50p', 'corners,x_500t,y_500t'],
    ['rounded-corners,r_0p', undefined],
    ['rounded-corners,rx_9,ry_8', 'corners,x_9,y_8'],
    ['rounded-corners,rx_9p,ry_8', 'corners,x_90t,y_8'],
    ['rounded-corners,rx_9999,ry_1', 'corners,x_9999,y_1'],
    ['rounded-corners,rx_10000,ry_1', undefined],
    ['rounded-corners', undefined],
  ],
  places: [
    ...(
      [
        ['tl', 'nw'],
        ['top', 'north'],
        ['tr', 'ne'],
        ['left', 'west'],
        ['center', 'center'],
        ['right', 'east'],
        ['bl', 'sw'],
        ['bottom', 'south'],
        ['br', 'se'],
      ] as const
    ).map(([theirs, ours]) => [`crop,w_9,g_${theirs}`, `crop,w_9,g_${ours}`] as const),
    ['crop,w_9', 'crop,w_9'],
    ['crop,w_9,g_nw', undefined],
    ['watermark,text_SGk', 'watermark,g_nw,text_SGk'],
    ['watermark,text_SGk,g_br', 'watermark,text_SGk'],
  ],
  words: [
    ['imageslim', 'quality,Q_75'],
    ['strip', 'auto-orient,1'],
    ['colorspace,gray', 'colorspace,gray'],
    ['resize,m_ratio,w_16,h_9', 'cut,w_16,h_9,m_ratio'],
    ['resize,m_ratio,w_16', undefined],
    ['resize,m_lfit,w_9', 'resize,w_9'],
    ['resize,w_9|rotate,90', 'resize,w_9/rotate,90'],
    ['sharpen,50', 'sharpen,50'],
    ['sharpen,49', undefined],
  ],
};

/** Actions of Volcengine TOS. */
export const TOS: Bounds = {
  orientation: [
    ['resize,w_9', 'resize,w_9/auto-orient,0'],
    ['auto-orient,1/resize,w_9', 'resize,w_9'],
    ['auto-orient,0/resize,w_9', 'resize,w_9/auto-orient,0'],
    ['resize,w_9|auto-orient,1', 'resize,w_9'],
    ['info', 'info'],
  ],
};
