/** Volcengine TOS: the pages on resizing, cropping, watermarks, quality, orientation and information of its image processing. */
import type { Examples } from './examples.ts';

export const TOS: Examples = [
  ['a.jpg?x-tos-process=image/resize,h_100', 'resize,h_100/auto-orient,0'],
  ['a.jpg?x-tos-process=image/resize,m_fixed,h_100,w_100', 'resize,m_fixed,w_100,h_100/auto-orient,0'],
  [
    'a.jpg?x-tos-process=image/resize,m_pad,h_100,w_100,color_FF0000',
    'resize,m_pad,w_100,h_100,color_FF0000/auto-orient,0',
  ],
  ['a.jpg?x-tos-process=image/resize,p_50', 'resize,p_50/auto-orient,0'],
  ['a.jpg?x-tos-process=image/auto-orient,1/resize,w_100', 'resize,w_100'],
  [
    'a.jpg?x-tos-process=image/crop,x_100,y_50,w_200,h_200,g_se',
    'crop,w_200,h_200,x_100,y_50,g_se/auto-orient,0',
  ],
  ['a.jpg?x-tos-process=image/rotate,90', 'rotate,90/auto-orient,0'],
  ['a.jpg?x-tos-process=image/format,webp/quality,q_80', 'auto-orient,0/format,webp/quality,q_80'],
  ['a.jpg?x-tos-process=image/interlace,1/format,jpg', 'auto-orient,0/format,jpg/interlace,1'],
  ['a.jpg?x-tos-process=image/blur,r_3,s_2', 'blur,r_3,s_2/auto-orient,0'],
  ['a.jpg?x-tos-process=image/info', 'info'],
  ['a.jpg?x-tos-process=image/average-hue', 'average-hue'],
  ['a.jpg?x-tos-process=style/small', 'style/small'],
  [
    'a.jpg?x-tos-process=image/watermark,text_SGVsbG8,size_20',
    'watermark,text_SGVsbG8,size_20/auto-orient,0',
  ],
  [
    'a.jpg?x-tos-process=image/watermark,image_bG9nby5wbmc_eC10b3MtcHJvY2Vzcz1pbWFnZS9yZXNpemUsUF8zMA',
    'watermark,image_bG9nby5wbmc_eC1vc3MtcHJvY2Vzcz1pbWFnZS9yZXNpemUsUF8zMA/auto-orient,0',
  ],
  ['a.jpg?x-tos-process=image/resize,w_300', 'resize,w_300/auto-orient,0'],
  ['a.jpg?x-tos-process=image/resize,w_100', 'resize,w_100/auto-orient,0'],
  ['a.jpg?x-tos-process=image/resize,w_600', 'resize,w_600/auto-orient,0'],
  ['a.jpg?x-tos-process=image/resize,w_200/auto-orient,0', 'resize,w_200/auto-orient,0'],
  ['a.jpg?x-tos-process=image/resize,w_100,h_100', 'resize,w_100,h_100/auto-orient,0'],
  ['a.jpg?x-tos-process=image/resize,m_mfit,w_100,h_100', 'resize,m_mfit,w_100,h_100/auto-orient,0'],
  ['a.jpg?x-tos-process=image/resize,m_fill,w_100,h_100', 'resize,m_fill,w_100,h_100/auto-orient,0'],
  ['a.jpg?x-tos-process=image/resize,m_fixed,w_100,h_100', 'resize,m_fixed,w_100,h_100/auto-orient,0'],
  ['a.jpg?x-tos-process=image/resize,m_pad,w_100,h_100', 'resize,m_pad,w_100,h_100/auto-orient,0'],
  ['a.jpg?x-tos-process=image/resize,l_100,s_80', 'resize,l_100,s_80/auto-orient,0'],
  [
    'a.jpg?x-tos-process=image/resize,w_200/quality,q_50/format,webp',
    'resize,w_200/auto-orient,0/format,webp/quality,q_50',
  ],
  [
    'a.jpg?x-tos-process=image/resize,w_400/quality,Q_50/format,webp',
    'resize,w_400/auto-orient,0/format,webp/quality,Q_50',
  ],
  ['a.jpg?x-tos-process=image/resize,w_72/format,webp', 'resize,w_72/auto-orient,0/format,webp'],
  ['a.jpg?x-tos-process=image/crop,w_682,h_682,g_center', 'crop,w_682,h_682,g_center/auto-orient,0'],
  [
    'a.jpg?x-tos-process=image/crop,w_682,h_682|image/watermark,text_SGVsbG8gd29ybGQ',
    'crop,w_682,h_682/watermark,text_SGVsbG8gd29ybGQ/auto-orient,0',
  ],
  [
    'a.jpg?x-tos-process=image/watermark,image_d2F0ZXJtYXJrLmpwZw',
    'watermark,image_d2F0ZXJtYXJrLmpwZw/auto-orient,0',
  ],
  [
    'a.jpg?x-tos-process=image/watermark,image_d2F0ZXJtYXJrLmpwZz94LXRvcy1wcm9jZXNzPWltYWdlL3Jlc2l6ZSxQXzMw',
    'watermark,image_d2F0ZXJtYXJrLmpwZz94LW9zcy1wcm9jZXNzPWltYWdlL3Jlc2l6ZSxQXzMw/auto-orient,0',
  ],
  [
    'a.jpg?x-tos-process=image/watermark,text_SGVsbG8gd29ybGQ',
    'watermark,text_SGVsbG8gd29ybGQ/auto-orient,0',
  ],
  [
    'a.jpg?x-tos-process=image/watermark,text_SGVsbG8gd29ybGQ,g_se',
    'watermark,text_SGVsbG8gd29ybGQ/auto-orient,0',
  ],
  ['a.jpg?x-tos-process=image/resize,w_600&from=electron-proxy', 'resize,w_600/auto-orient,0'],
  ['a.jpg?x-tos-process=style/mystyle', 'style/mystyle'],
  ['a.jpg?x-tos-process=image/quality,Q_80', 'auto-orient,0/quality,Q_80'],
  ['a.jpg?x-tos-process=image/format,webp', 'auto-orient,0/format,webp'],
  ['a.jpg?x-tos-process=image/inspect', undefined],
];
