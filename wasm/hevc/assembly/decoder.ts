/** The decoder of one picture: NAL units go in, planes stay in memory. */
import { allocate, mark, release, reset } from '../../shared/memory';
import { startBits } from './bits';
import { deblock } from './filter/deblock';
import { addOffsets } from './filter/offset';
import { NAL_HEADER, nalLayer, NAL_PPS, NAL_SPS, nalType, NAL_VCL_END, unescape } from './nal';
import { blackenRest, openPicture, picture, planeOf, sampleAt } from './picture';
import { forgetPictures, readPps } from './sets/pps';
import { forgetSequences, readSps } from './sets/sps';
import { readSlice, slice, sps, startsPicture } from './slice/slice';
import { decodeSegment, startPictureData } from './slice/slice-data';

/** Bytes of memory that are not to be gone beyond. */
let limit: usize = 0;
/** Whether a picture was begun, and whether it is over. */
let begun: bool = false;
let over: bool = false;
/** The unit that is to come. */
let unit: usize = 0;
let before: usize = 0;

/** Zeros behind a unit: what is read beyond it. */
const MARGIN: usize = 64;

/** Begins a picture, in so many bytes of memory at most. */
export function start(bytes: u32): void {
  reset();
  limit = bytes;
  begun = over = false;
  forgetSequences();
  forgetPictures();
}

/** Where a NAL unit of a length is to be put; 0 when there is no room. */
export function inputAddress(bytes: u32): usize {
  before = mark();
  if (<u64>before + bytes + MARGIN > limit) return 0;
  unit = allocate(bytes + MARGIN);
  return unit;
}

/** Takes the unit that was put there. */
export function push(bytes: u32): void {
  const first = !begun;
  const type = nalType(unit);
  const wanted = type < NAL_VCL_END || (first && (type == NAL_SPS || type == NAL_PPS));
  if (wanted && bytes > NAL_HEADER && !over && nalLayer(unit) == 0) take(type, bytes - NAL_HEADER);
  // A picture, and sets of parameters, lie behind the unit that brought them.
  if (!first || !wanted) release(before);
}

function take(type: u32, escaped: u32): void {
  const from = unit + NAL_HEADER;
  const bytes = unescape(from, escaped);
  memory.fill(from + bytes, 0, MARGIN);
  startBits(from, bytes);
  if (type == NAL_SPS) readSps();
  else if (type == NAL_PPS) readPps();
  else takeSlice(type, from, from + bytes);
}

function takeSlice(type: u32, from: usize, to: usize): void {
  const first = startsPicture();
  if (first == begun) {
    over = begun;
    return;
  }
  if (!readSlice(type, first)) return;
  if (first && !open()) return;
  decodeSegment(from + slice.bytes, to);
}

function open(): bool {
  begun = openPicture(limit);
  if (begun) startPictureData();
  return begun;
}

/** Filters the picture, when all units were taken; false when there is none. */
export function finish(): bool {
  if (!begun || picture.decoded == 0) return false;
  blackenRest();
  deblock();
  if (sps.sampleAdaptiveOffset) addOffsets();
  return true;
}

/** Size in luma samples, within the window that is shown. */
export function width(): u32 {
  return sps.width - sps.left - sps.right;
}
export function height(): u32 {
  return sps.height - sps.top - sps.bottom;
}

/** 0 none, 1 4:2:0, 2 4:2:2, 3 4:4:4. */
export function chromaFormat(): u32 {
  return sps.chromaFormat;
}

/** Bits of a sample of luma, and of chroma; where either has more than 8, all samples have two bytes. */
export function bitDepth(chroma: bool): u32 {
  return chroma ? sps.bitDepthChroma : sps.bitDepthLuma;
}

/** The first sample shown of a plane, and bytes from one row to the next. */
export function planeAddress(component: u32): usize {
  const plane = planeOf(component);
  return sampleAt(plane, sps.left >> plane.across, sps.top >> plane.down);
}
export function planeStride(component: u32): u32 {
  return <u32>planeOf(component).stride;
}

/** What the picture says of its colours, by numbers of ITU-T H.273. */
export function primaries(): u32 {
  return sps.primaries;
}
export function transfer(): u32 {
  return sps.transfer;
}
export function matrix(): u32 {
  return sps.matrix;
}
export function fullRange(): bool {
  return sps.fullRange != 0;
}
