/** Requests as the vendors' documentation writes them, and the canonical chain each is. */
import { writeBase64Text } from '../../src/core/spec/base64.ts';

type Examples = readonly (readonly [address: string, chain: string])[];

const HELLO = writeBase64Text('Hello');
const LOGO = writeBase64Text('logo.png');

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
    `a.jpg?x-tos-process=image/watermark,text_${HELLO},size_20`,
    `watermark,text_${HELLO},size_20/auto-orient,0`,
  ],
  [
    `a.jpg?x-tos-process=image/watermark,image_${writeBase64Text('logo.png?x-tos-process=image/resize,P_30')}`,
    `watermark,image_${writeBase64Text('logo.png?x-oss-process=image/resize,P_30')}/auto-orient,0`,
  ],
];

export const OBS: Examples = [
  ['a.jpg?x-image-process=image/resize,m_lfit,h_100,w_100', 'resize,w_100,h_100'],
  ['a.jpg?x-image-process=image/resize,m_fill,h_100,w_100/rotate,90', 'resize,m_fill,w_100,h_100/rotate,90'],
  ['a.jpg?x-image-process=image/resize,l_100', 'resize,l_100'],
  ['a.jpg?x-image-process=image/resize,p_30', 'resize,p_30'],
  ['a.jpg?x-image-process=image/crop,x_100,y_50,w_200,h_200,g_br', 'crop,w_200,h_200,x_100,y_50,g_se'],
  ['a.jpg?x-image-process=image/crop,w_200,h_200,g_top', 'crop,w_200,h_200,g_north'],
  ['a.jpg?x-image-process=image/indexcrop,x_100,i_0', 'indexcrop,x_100'],
  ['a.jpg?x-image-process=image/circle,r_100', 'circle,r_100'],
  ['a.jpg?x-image-process=image/rounded-corners,r_100', 'rounded-corners,r_100'],
  ['a.jpg?x-image-process=image/auto-orient,1', 'auto-orient,1'],
  ['a.jpg?x-image-process=image/bright,50', 'bright,50'],
  ['a.jpg?x-image-process=image/contrast,-50', 'contrast,-50'],
  ['a.jpg?x-image-process=image/sharpen,100', 'sharpen,100'],
  ['a.jpg?x-image-process=image/blur,r_3,s_2', 'blur,r_3,s_2'],
  ['a.jpg?x-image-process=image/colorspace,gray', 'colorspace,gray'],
  ['a.jpg?x-image-process=image/format,png', 'format,png'],
  ['a.jpg?x-image-process=image/interlace,1', 'interlace,1'],
  ['a.jpg?x-image-process=image/quality,q_80', 'quality,q_80'],
  ['a.jpg?x-image-process=image/info', 'info'],
  ['a.jpg?x-image-process=style/stylename', 'style/stylename'],
  [`a.jpg?x-image-process=image/watermark,text_${HELLO},g_br`, `watermark,text_${HELLO}`],
  [`a.jpg?x-image-process=image/watermark,text_${HELLO}`, `watermark,text_${HELLO},g_nw`],
  [
    `a.jpg?x-image-process=image/watermark,image_${writeBase64Text('mybucket/logo.png?x-image-process=image/resize,h_20')},g_br`,
    `watermark,image_${writeBase64Text('logo.png?x-oss-process=image/resize,h_20')}`,
  ],
];

/** What Tencent and Qiniu have in common, who write it alike. */
const SLASHES: Examples = [
  ['a.jpg?imageMogr2/thumbnail/!50p', 'resize,p_50,limit_0/auto-orient,0'],
  ['a.jpg?imageMogr2/thumbnail/!50px', 'scale,x_50/auto-orient,0'],
  ['a.jpg?imageMogr2/thumbnail/!x50p', 'scale,y_50/auto-orient,0'],
  ['a.jpg?imageMogr2/thumbnail/640x', 'resize,w_640,limit_0/auto-orient,0'],
  ['a.jpg?imageMogr2/thumbnail/x355', 'resize,h_355,limit_0/auto-orient,0'],
  ['a.jpg?imageMogr2/thumbnail/300x300', 'resize,w_300,h_300,limit_0/auto-orient,0'],
  ['a.jpg?imageMogr2/thumbnail/!300x300r', 'resize,m_mfit,w_300,h_300,limit_0/auto-orient,0'],
  ['a.jpg?imageMogr2/thumbnail/640x355!', 'resize,m_fixed,w_640,h_355,limit_0/auto-orient,0'],
  ['a.jpg?imageMogr2/thumbnail/300x300>', 'resize,w_300,h_300/auto-orient,0'],
  ['a.jpg?imageMogr2/thumbnail/300x300<', 'scale,w_300,h_300/auto-orient,0'],
  ['a.jpg?imageMogr2/thumbnail/150000@', 'scale,a_150000/auto-orient,0'],
  ['a.jpg?imageMogr2/auto-orient/thumbnail/300x', 'resize,w_300,limit_0'],
  ['a.jpg?imageMogr2/crop/300x400', 'crop,w_300,h_400/auto-orient,0'],
  ['a.jpg?imageMogr2/gravity/center/crop/200x200', 'crop,w_200,h_200,g_center/auto-orient,0'],
  ['a.jpg?imageMogr2/rotate/90', 'rotate,90/auto-orient,0'],
  ['a.jpg?imageMogr2/blur/8x5', 'blur,r_8,s_5/auto-orient,0'],
  ['a.jpg?imageMogr2/sharpen/70', 'sharpen,70/auto-orient,0'],
  ['a.jpg?imageMogr2/sharpen/1', 'sharpen,100/auto-orient,0'],
  ['a.jpg?imageMogr2/format/png', 'auto-orient,0/format,png'],
  ['a.jpg?imageMogr2/interlace/1', 'auto-orient,0/interlace,1'],
  ['a.jpg?imageMogr2/quality/60', 'auto-orient,0/quality,Q_60'],
  ['a.jpg?imageMogr2/quality/60!', 'auto-orient,0/quality,Q_60'],
  ['a.jpg?imageMogr2/strip', 'auto-orient,0'],
  [
    'a.jpg?imageMogr2/auto-orient/thumbnail/!256x256r/gravity/Center/crop/256x256/quality/80',
    'resize,m_mfit,w_256,h_256,limit_0/crop,w_256,h_256,g_center/quality,Q_80',
  ],
  ['a.jpg?imageView2/0/w/400/h/600', 'resize,l_400,s_600'],
  ['a.jpg?imageView2/1/w/200/h/100', 'resize,m_fill,w_200,h_100,limit_0'],
  ['a.jpg?imageView2/1/w/200', 'resize,m_fill,w_200,h_200,limit_0'],
  ['a.jpg?imageView2/2/w/200', 'resize,w_200'],
  ['a.jpg?imageView2/3/w/200/h/200', 'resize,m_mfit,w_200,h_200'],
  ['a.jpg?imageView2/4/w/400/h/600', 'resize,m_mfit,l_400,s_600'],
  ['a.jpg?imageView2/5/w/400/h/600', 'resize,m_fill,l_400,s_600,limit_0'],
  ['a.jpg?imageView2/2/w/200/format/webp/q/75', 'resize,w_200/format,webp/quality,Q_75'],
  ['a.jpg?imageView2/2/w/200/interlace/1', 'resize,w_200/interlace,1'],
  ['a.jpg?imageInfo', 'info'],
  ['a.jpg?imageAve', 'average-hue'],
  ['a.jpg?imageMogr2/rotate/90|imageView2/2/w/100', 'rotate,90/resize,w_100/auto-orient,0'],
];

export const CI: Examples = [
  ...SLASHES,
  ['a.jpg?imageMogr2/cut/600x600x100x10', 'crop,w_600,h_600,x_100,y_10/auto-orient,0'],
  ['a.jpg?imageMogr2/thumbnail/200x200/pad/1', 'resize,m_pad,w_200,h_200,limit_0/auto-orient,0'],
  [
    `a.jpg?imageMogr2/thumbnail/200x200/pad/1/color/${writeBase64Text('#3D3D3D')}`,
    'resize,m_pad,w_200,h_200,limit_0,color_3D3D3D/auto-orient,0',
  ],
  ['a.jpg?imageMogr2/iradius/200', 'circle,r_200/auto-orient,0'],
  ['a.jpg?imageMogr2/rradius/100', 'rounded-corners,r_100/auto-orient,0'],
  ['a.jpg?imageMogr2/flip/vertical', 'flip,v/auto-orient,0'],
  ['a.jpg?imageMogr2/flip/horizontal', 'flip,h/auto-orient,0'],
  ['a.jpg?imageMogr2/bright/50', 'bright,50/auto-orient,0'],
  ['a.jpg?imageMogr2/contrast/-50', 'contrast,-50/auto-orient,0'],
  ['a.jpg?imageMogr2/grayscale/1', 'colorspace,gray/auto-orient,0'],
  ['a.jpg?imageMogr2/rquality/60', 'auto-orient,0/quality,q_60'],
  ['a.jpg?imageMogr2/format/avif', 'auto-orient,0/format,avif'],
  [
    `a.jpg?watermark/2/text/${HELLO}/fill/${writeBase64Text('#FFFFFF')}/fontsize/30/dissolve/50/gravity/northwest/dx/20/dy/30/batch/1/degree/45`,
    `watermark,text_${HELLO},t_50,g_nw,x_20,y_30,fill_1,color_FFFFFF,size_40,rotate_45`,
  ],
  [
    `a.jpg?watermark/1/image/${writeBase64Text('http://b.example/logo.png')}/dissolve/70`,
    `watermark,image_${LOGO},t_70`,
  ],
];

export const QINIU: Examples = [
  ...SLASHES,
  ['a.jpg?imageMogr2/crop/!300x400a10a20', 'crop,w_300,h_400,x_10,y_20/auto-orient,0'],
  ['a.jpg?imageMogr2/gravity/NorthEast/crop/!300x400a10a20', 'crop,w_300,h_400,x_10,y_20,g_ne/auto-orient,0'],
  ['a.jpg?roundPic/radius/30', 'rounded-corners,r_30'],
  ['a.jpg?roundPic/radius/!50p', 'rounded-corners,r_4096'],
  [
    `a.jpg?watermark/1/image/${writeBase64Text('http://b.example/logo.png')}/dissolve/50/gravity/SouthEast/dx/20/dy/20/ws/0.2`,
    `watermark,image_${writeBase64Text('logo.png?x-oss-process=image/resize,P_20')},t_50,x_20,y_20`,
  ],
  [
    `a.jpg?imageView2/2/w/600|watermark/2/text/${HELLO}/fontsize/480/fill/${writeBase64Text('white')}/gravity/NorthWest`,
    `resize,w_600/watermark,text_${HELLO},g_nw,color_FFFFFF,size_32`,
  ],
  [
    `a.jpg?watermark/3/image/${writeBase64Text('http://b.example/logo.png')}/gravity/NorthWest/text/${HELLO}/gravity/SouthEast`,
    `watermark,image_${LOGO},g_nw/watermark,text_${HELLO},size_16`,
  ],
];

export const CLOUDFLARE: Examples = [
  ['cdn-cgi/image/fit=scale-down,width=500/a.jpg', 'resize,w_500'],
  ['cdn-cgi/image/width=80,quality=75/uploads/a.jpg', 'resize,w_80/quality,Q_75'],
  ['cdn-cgi/image/w=80,q=75/uploads/a.jpg', 'resize,w_80/quality,Q_75'],
  ['cdn-cgi/image/fit=contain,width=400,height=300/a.jpg', 'resize,w_400,h_300,limit_0'],
  [
    'cdn-cgi/image/fit=cover,width=400,height=300/a.jpg',
    'resize,m_mfit,w_400,h_300,limit_0/crop,w_400,h_300,g_center',
  ],
  [
    'cdn-cgi/image/fit=crop,width=400,height=300,gravity=left/a.jpg',
    'resize,m_mfit,w_400,h_300/crop,w_400,h_300,g_west',
  ],
  [
    'cdn-cgi/image/fit=pad,width=400,height=300,background=%23RRGGBB/a.jpg'.replace('RRGGBB', 'ff8800'),
    'resize,m_pad,w_400,h_300,limit_0,color_FF8800/background,FF8800',
  ],
  [
    'cdn-cgi/image/fit=pad,width=400,height=300,background=rgb(240 40 145)/a.jpg',
    'resize,m_pad,w_400,h_300,limit_0,color_F02891/background,F02891',
  ],
  ['cdn-cgi/image/fit=squeeze,width=400,height=300/a.jpg', 'resize,m_fixed,w_400,h_300,limit_0'],
  ['cdn-cgi/image/dpr=2,width=100/a.jpg', 'resize,w_200'],
  ['cdn-cgi/image/trim=20;30;20;0/a.jpg', 'trim,t_20,r_30,b_20'],
  ['cdn-cgi/image/rotate=90,width=80/a.jpg', 'turn,90/resize,w_80'],
  ['cdn-cgi/image/brightness=0.5,contrast=1.5,gamma=2,saturation=0.5/a.jpg', 'tone,b_50,c_150,g_200,s_50'],
  ['cdn-cgi/image/flip=hv/a.jpg', 'flip,h/flip,v'],
  ['cdn-cgi/image/blur=5/a.jpg', 'blur,r_5,s_5'],
  ['cdn-cgi/image/sharpen=2/a.jpg', 'sharpen,200'],
  ['cdn-cgi/image/saturation=0/a.jpg', 'tone,s_0'],
  ['cdn-cgi/image/format=avif/a.jpg', 'format,avif'],
  ['cdn-cgi/image/format=webp,quality=low/a.jpg', 'format,webp/quality,Q_50'],
  ['cdn-cgi/image/format=baseline-jpeg/a.png', 'format,jpg'],
  ['cdn-cgi/image/metadata=none,width=100/a.jpg', 'resize,w_100'],
  ['cdn-cgi/image/onerror=redirect,width=100/a.jpg', 'resize,w_100'],
  ['cdn-cgi/image/format=json/a.jpg', 'info'],
  ['cdn-cgi/image/width=80,format=auto/a.jpg', 'resize,w_80/format,auto'],
];

export const IMGPROXY: Examples = [
  [
    'unsafe/rs:fill:300:400/plain/http://example.com/images/curiosity.jpg',
    'resize,m_mfit,w_300,h_400/crop,w_300,h_400,g_center',
  ],
  ['unsafe/resize:fit:300:400/plain/local:///a.jpg@png', 'resize,w_300,h_400/format,png'],
  ['unsafe/size:300:400:1/plain/s3://bucket/a.jpg', 'resize,w_300,h_400,limit_0'],
  ['unsafe/rt:force/w:300/h:400/plain/a.jpg', 'resize,m_fixed,w_300,h_400'],
  ['unsafe/w:300/dpr:2/plain/a.jpg', 'resize,w_600'],
  ['unsafe/rs:fill:300:400/g:soea/plain/a.jpg', 'resize,m_mfit,w_300,h_400/crop,w_300,h_400,g_se'],
  [
    'unsafe/rs:fit:300:400:0:1/bg:255:0:0/plain/a.jpg',
    'resize,w_300,h_400/extend,w_300,h_400,color_FF0000/background,FF0000',
  ],
  ['unsafe/c:100:200:nowe/plain/a.jpg', 'crop,w_100,h_200'],
  ['unsafe/rot:90/plain/a.jpg', 'turn,90'],
  ['unsafe/fl:1:0/plain/a.jpg', 'flip,h'],
  ['unsafe/c:100:200/g:so/rot:270/w:50/plain/a.jpg', 'turn,270/crop,w_100,h_200,g_south/resize,w_50'],
  ['unsafe/bl:5/plain/a.jpg', 'blur,r_15,s_5'],
  ['unsafe/sh:1/plain/a.jpg', 'sharpen,100'],
  ['unsafe/ar:0/w:10/plain/a.jpg', 'resize,w_10/auto-orient,0'],
  ['unsafe/q:80/f:webp/plain/a.jpg', 'format,webp/quality,Q_80'],
  ['unsafe/sm:1/cb:42/w:10/plain/a.jpg', 'resize,w_10'],
  ['unsafe/exp:1900000000/w:10/plain/a.jpg', 'resize,w_10'],
  [
    'unsafe/rs:fill:300:400:0/g:no/aHR0cDovL2V4YW1w/bGUuY29tL2ltYWdl/cy9jdXJpb3NpdHku/anBn.png',
    'resize,m_mfit,w_300,h_400/crop,w_300,h_400,g_north/format,png',
  ],
];
