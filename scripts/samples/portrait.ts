/** A face before lights out of focus: smooth skin, hair as fine as the pixels allow, a woven jersey. */
import { ellipse, mix, type Rgb, shade, type Shader, smooth } from './canvas.ts';
import { clouds, hash, noise } from './noise.ts';

/** Middle of the face; everything else is measured from it, in shares of the picture's height. */
const FACE = { y: 0.4, width: 0.165, height: 0.225 };

const SKIN: Rgb = [232, 184, 152];
const SKIN_SHADOW: Rgb = [166, 104, 82];
const HAIR: Rgb = [70, 40, 26];
const HAIR_LIGHT: Rgb = [150, 98, 58];
const LIPS: Rgb = [190, 82, 84];

/** The scene for a picture of this width over height and of this many rows. */
export function portrait(aspect: number, rows: number): Shader {
  const edge = 1.2 / rows;
  return (x, y) => {
    const u = x - aspect / 2;
    const v = y - FACE.y;
    // Most places show one thing only; what lies behind it need not be drawn.
    const skull = head(u, v);
    if (skull < -edge && fringe(u, v) > edge) return face(u, v, edge);
    if (skull > edge && shoulders(u, v) < -edge) return jersey(u, v);
    let colour = background(x, y, aspect);
    colour = over(colour, hair(u, v), ellipse(u, v + 0.03, 0.215, 0.285 + 0.012 * strands(u, v)), edge);
    colour = over(
      colour,
      hair(u, v),
      Math.max(Math.abs(u) - 0.2 + 0.1 * smooth(0.1, 0.42, v), v - 0.34, -v),
      edge,
    );
    colour = over(
      colour,
      skin(u, v, 0.55),
      Math.max(Math.abs(u) - 0.068 - 0.05 * smooth(0.26, 0.4, v), 0.1 - v),
      edge,
    );
    colour = over(colour, jersey(u, v), shoulders(u, v), edge);
    colour = over(colour, face(u, v, edge), skull, edge);
    return over(colour, hair(u, v), fringe(u, v), edge);
  };
}

/** `paint` where `distance` is negative. */
function over(colour: Rgb, paint: Rgb, distance: number, edge: number): Rgb {
  const share = smooth(edge, -edge, distance);
  return share === 0 ? colour : mix(colour, paint, share);
}

/** A light out of focus; `x` is a share of the picture's width. */
interface Bokeh {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly colour: Rgb;
}

const LIGHTS: readonly Bokeh[] = Array.from({ length: 26 }, (_, light) => ({
  x: hash(light, 1),
  y: hash(light, 2),
  radius: 0.025 + 0.06 * hash(light, 3),
  colour: [255, 224 - 70 * hash(light, 4), 150 + 60 * hash(light, 5)],
}));

/** Dark green with lights of many sizes, brighter at their rims. */
function background(x: number, y: number, aspect: number): Rgb {
  let ground = mix([26, 52, 58], [84, 104, 70], smooth(0, aspect, x) * 0.6 + y * 0.4);
  ground = shade(ground, 0.75 + 0.5 * clouds(x * 3, y * 3, 3));
  for (const [index, light] of LIGHTS.entries()) {
    const far = Math.hypot(x - light.x * aspect, y - light.y);
    if (far >= light.radius) continue;
    const strength = 0.16 + 0.2 * smooth(light.radius * 0.5, light.radius, far) + 0.04 * (index % 3);
    ground = mix(ground, light.colour, smooth(light.radius, light.radius * 0.88, far) * strength);
  }
  return ground;
}

/** Narrower below the cheeks, with a chin. */
function head(u: number, v: number): number {
  const jaw = 1 - 0.3 * smooth(0.02, 0.24, v) ** 1.2;
  return ellipse(u / jaw, v, FACE.width, FACE.height);
}

/** Light from the upper left; freckles too faint to count. */
function skin(u: number, v: number, light: number): Rgb {
  const turned = light - 1.5 * u - 0.5 * v;
  const tone = mix(SKIN_SHADOW, SKIN, smooth(-0.1, 1, turned));
  return shade(tone, 0.97 + 0.05 * noise(u * 260, v * 260));
}

function face(u: number, v: number, edge: number): Rgb {
  let colour = skin(u, v, 0.95 - 0.6 * smooth(-0.05, 0.02, head(u, v)));
  colour = mix(
    colour,
    [226, 128, 112],
    0.35 * Math.exp(-(((Math.abs(u) - 0.085) / 0.045) ** 2) - ((v - 0.06) / 0.04) ** 2),
  );
  colour = nose(colour, u, v);
  colour = mouth(colour, u, v, edge);
  for (const side of [-1, 1]) {
    const across = (u - side * 0.07) * side;
    colour = eye(colour, across, v + 0.02, edge);
    colour = brow(colour, across, v + 0.075);
  }
  return colour;
}

function nose(colour: Rgb, u: number, v: number): Rgb {
  const ridge = Math.exp(-((u / 0.012) ** 2)) * smooth(-0.06, 0.02, v) * smooth(0.08, 0.06, v);
  const side = Math.exp(-(((u - 0.024) / 0.014) ** 2)) * smooth(-0.04, 0.06, v) * smooth(0.1, 0.07, v);
  const nostril = Math.exp(-(((Math.abs(u) - 0.017) / 0.008) ** 2) - ((v - 0.082) / 0.005) ** 2);
  const lit = mix(colour, [255, 226, 204], 0.35 * ridge);
  return mix(mix(lit, SKIN_SHADOW, 0.5 * side), [96, 48, 40], 0.75 * nostril);
}

/** Two lips that meet in a curve, the lower one with a shine. */
function mouth(colour: Rgb, u: number, v: number, edge: number): Rgb {
  const half = 0.062;
  const along = Math.abs(u) / half;
  if (along >= 1) return colour;
  const line = 0.137 - 0.012 * along * along + 0.004 * Math.cos(u * 60);
  const upper = 0.017 * (1 - along ** 1.6) * (1 - 0.25 * Math.exp(-((u / 0.008) ** 2)));
  const lower = 0.022 * (1 - along ** 2.2);
  const share = smooth(-upper - edge, -upper + edge, v - line) * smooth(lower + edge, lower - edge, v - line);
  const shine = Math.exp(-((u / 0.02) ** 2) - ((v - line - 0.011) / 0.004) ** 2);
  const flesh = mix(shade(LIPS, v < line ? 0.82 : 1), [255, 190, 180], 0.5 * shine);
  const parted = Math.exp(-(((v - line) / 0.0022) ** 2));
  return mix(mix(colour, flesh, share), [92, 30, 34], 0.8 * parted * smooth(1, 0.8, along));
}

/** An almond with lashes; the iris has fibres and the light of a window. `across` grows outwards. */
function eye(colour: Rgb, across: number, v: number, edge: number): Rgb {
  const open = 0.017 * (1 - (across / 0.036) ** 2) + 0.002 * across;
  const lid = Math.abs(v - 0.003 * (1 - (across / 0.036) ** 2)) - open;
  const shadow = mix(
    colour,
    SKIN_SHADOW,
    0.35 * Math.exp(-((across / 0.045) ** 2) - ((v + 0.012) / 0.022) ** 2),
  );
  const lash = Math.exp(-(((v + open - 0.003) / 0.0038) ** 2)) * smooth(0.04, 0.03, Math.abs(across));
  const white = over(shadow, iris(across, v, edge), lid, edge);
  return mix(white, [34, 20, 16], 0.9 * lash);
}

function iris(across: number, v: number, edge: number): Rgb {
  const far = Math.hypot(across, v);
  const angle = Math.atan2(v, across);
  const fibres = noise(angle * 22, far * 130);
  const ring = mix([58, 112, 128], [146, 178, 150], fibres * smooth(0.016, 0.006, far));
  const white = shade([240, 236, 232], 1 - 0.25 * smooth(-0.002, -0.016, v));
  let colour = over(white, shade(ring, 1 - 0.6 * smooth(0.0125, 0.016, far)), far - 0.0158, edge);
  colour = over(colour, [14, 12, 14], far - 0.0066, edge);
  return over(colour, [255, 255, 255], Math.hypot(across + 0.0045, v + 0.0055) - 0.0032, edge);
}

function brow(colour: Rgb, across: number, v: number): Rgb {
  const arch = v - 0.012 * (across / 0.05) ** 2 + 0.12 * across * smooth(0.01, -0.03, across);
  const thick = 0.0085 * smooth(-0.05, -0.03, across) * smooth(0.058, 0.0, across);
  const hairs = 0.6 + 0.5 * noise(across * 420 + v * 300, v * 90);
  return mix(colour, HAIR, smooth(thick, thick * 0.3, Math.abs(arch)) * hairs * (thick > 0.001 ? 1 : 0));
}

/** Single hairs that fall away from the parting. */
function strands(u: number, v: number): number {
  const fall = u / (0.35 + 0.9 * Math.abs(v + 0.4));
  return 0.65 * noise(fall * 130, v * 7) + 0.35 * noise(fall * 420, v * 14);
}

function hair(u: number, v: number): Rgb {
  const fine = strands(u, v);
  const sheen = Math.exp(-(((v + 0.2 + 0.25 * u) / 0.06) ** 2));
  return shade(mix(HAIR, HAIR_LIGHT, 0.75 * fine * (0.5 + sheen)), 0.55 + 0.65 * fine);
}

/** Hair that falls over the forehead from a parting on one side, and past the cheeks. */
function fringe(u: number, v: number): number {
  const fromParting = u - 0.05;
  const line = -0.105 + (u > 0.05 ? 12.6 : 4.5) * fromParting * fromParting + 0.012 * strands(u, 0);
  return Math.max(v - line, ellipse(u, v + 0.03, 0.2, 0.262));
}

function shoulders(u: number, v: number): number {
  const collar = ellipse(u, v - 0.255, 0.115, 0.085);
  const slope = 0.3 + 0.75 * Math.max(0, Math.abs(u) - 0.1) ** 1.6;
  return Math.max(slope - v, -collar);
}

/** Stripes of knitted loops. */
function jersey(u: number, v: number): Rgb {
  const bend = v + 0.35 * u * u;
  const stripe = smooth(0.45, 0.55, Math.abs(((bend * 14) % 1) - 0.5) * 2);
  const loops = 0.82 + 0.18 * Math.sin(u * 900 + Math.sin(bend * 700) * 1.2) * Math.sin(bend * 700);
  const fold = 0.75 + 0.5 * clouds(u * 7 + 4, v * 3, 3);
  return shade(mix([42, 66, 104], [226, 220, 206], stripe), loops * fold);
}
