/** Sequence parameter sets (ITU-T H.265, sections 7.3.2.2 and 7.4.3.2). */
import { allocate } from '../../../shared/memory';
import { readBits, readFlag, readUe, skipBits, pastEnd } from '../bits';
import { skipProfile } from './profile';
import { readReferenceSets } from './reference-sets';
import { defaultLists, readLists, SCALING_BYTES } from './scaling-lists';
import { Colours, readVui, unknownColours } from './vui';

/** Numbers have their names in the standard, or what these are made into. */
@unmanaged
export class Sps {
  chromaFormat: u32;
  width: u32;
  height: u32;
  /** Of the conformance window, in luma samples. */
  left: u32;
  right: u32;
  top: u32;
  bottom: u32;
  bitDepthLuma: u32;
  bitDepthChroma: u32;
  pocBits: u32;
  log2MinCb: u32;
  log2Ctb: u32;
  log2MinTb: u32;
  log2MaxTb: u32;
  maxDepthIntra: u32;
  scalingLists: bool;
  sampleAdaptiveOffset: bool;
  pcm: bool;
  pcmBitsLuma: u32;
  pcmBitsChroma: u32;
  log2MinPcm: u32;
  log2MaxPcm: u32;
  pcmUnfiltered: bool;
  longTermPictures: bool;
  longTermInSps: u32;
  temporalMvp: bool;
  strongSmoothing: bool;
  skipRotation: bool;
  skipContext: bool;
  implicitRdpcm: bool;
  persistentRice: bool;
  bypassAlignment: bool;
  primaries: u32;
  transfer: u32;
  matrix: u32;
  fullRange: u32;
  /** Address of the scaling lists. */
  lists: usize;
}

const IDS: u32 = 16;
const known: usize = memory.data(IDS * 4, 16);

/** Longest side that a level allows, and then some. */
const MAX_SIDE: u32 = 65_535;
const MAX_BITS: u32 = 12;

/** Forgets all of them. */
export function forgetSequences(): void {
  memory.fill(known, 0, IDS * 4);
}

/** The one of a number; 0 when there is none. */
export function sequence(id: u32): usize {
  return id < IDS ? load<u32>(known + (id << 2)) : 0;
}

/** Reads one; what cannot be decoded is not known afterwards. */
export function readSps(): void {
  skipBits(4);
  const layers = readBits(3);
  skipBits(1);
  skipProfile(layers);
  const id = readUe();
  if (id >= IDS) return;
  const at = allocate(offsetof<Sps>());
  memory.fill(at, 0, offsetof<Sps>());
  const sps = changetype<Sps>(at);
  const right = readFormat(sps) && readBlocks(sps, layers) && readTools(sps) && readRest(sps, layers);
  store<u32>(known + (id << 2), right && !pastEnd() ? at : 0);
}

function readFormat(sps: Sps): bool {
  sps.chromaFormat = readUe();
  // Three planes that are coded apart are not read.
  if (sps.chromaFormat > 3 || (sps.chromaFormat == 3 && readFlag())) return false;
  sps.width = readUe();
  sps.height = readUe();
  if (sps.width == 0 || sps.height == 0 || max(sps.width, sps.height) > MAX_SIDE) return false;
  if (readFlag()) readWindow(sps);
  if (sps.left + sps.right >= sps.width || sps.top + sps.bottom >= sps.height) return false;
  sps.bitDepthLuma = readUe() + 8;
  sps.bitDepthChroma = readUe() + 8;
  sps.pocBits = readUe() + 4;
  return max(sps.bitDepthLuma, sps.bitDepthChroma) <= MAX_BITS && sps.pocBits <= 16;
}

function readWindow(sps: Sps): void {
  const across: u32 = sps.chromaFormat == 1 || sps.chromaFormat == 2 ? 1 : 0;
  const down: u32 = sps.chromaFormat == 1 ? 1 : 0;
  sps.left = min(readUe(), MAX_SIDE) << across;
  sps.right = min(readUe(), MAX_SIDE) << across;
  sps.top = min(readUe(), MAX_SIDE) << down;
  sps.bottom = min(readUe(), MAX_SIDE) << down;
}

function readBlocks(sps: Sps, layers: u32): bool {
  const each = readFlag();
  for (let i: u32 = each ? 0 : layers; i <= layers; i++) {
    readUe();
    readUe();
    readUe();
  }
  sps.log2MinCb = readUe() + 3;
  sps.log2Ctb = sps.log2MinCb + readUe();
  sps.log2MinTb = readUe() + 2;
  sps.log2MaxTb = sps.log2MinTb + readUe();
  readUe();
  sps.maxDepthIntra = readUe();
  if (sps.log2Ctb > 6 || sps.log2Ctb < 4 || sps.log2MinCb > 6 || sps.log2MaxTb > 5) return false;
  if (sps.log2MinTb >= sps.log2MinCb || sps.log2MaxTb > sps.log2Ctb || sps.maxDepthIntra > 4) return false;
  const mask = (1 << sps.log2MinCb) - 1;
  return ((sps.width | sps.height) & mask) == 0;
}

function readTools(sps: Sps): bool {
  sps.scalingLists = readFlag();
  if (sps.scalingLists) {
    sps.lists = allocate(SCALING_BYTES);
    defaultLists(sps.lists);
    if (readFlag() && !readLists(sps.lists)) return false;
  }
  skipBits(1);
  sps.sampleAdaptiveOffset = readFlag();
  sps.pcm = readFlag();
  return !sps.pcm || readPcm(sps);
}

function readPcm(sps: Sps): bool {
  sps.pcmBitsLuma = readBits(4) + 1;
  sps.pcmBitsChroma = readBits(4) + 1;
  sps.log2MinPcm = readUe() + 3;
  sps.log2MaxPcm = sps.log2MinPcm + readUe();
  sps.pcmUnfiltered = readFlag();
  if (sps.pcmBitsLuma > sps.bitDepthLuma || sps.pcmBitsChroma > sps.bitDepthChroma) return false;
  return sps.log2MaxPcm <= 5;
}

function readRest(sps: Sps, layers: u32): bool {
  if (!readReferenceSets()) return false;
  sps.longTermPictures = readFlag();
  if (sps.longTermPictures) {
    sps.longTermInSps = readUe();
    if (sps.longTermInSps > 32) return false;
    for (let i: u32 = 0; i < sps.longTermInSps; i++) skipBits(sps.pocBits + 1);
  }
  sps.temporalMvp = readFlag();
  sps.strongSmoothing = readFlag();
  const colours = changetype<Colours>(changetype<usize>(sps) + offsetof<Sps>('primaries'));
  unknownColours(colours);
  if (readFlag()) readVui(colours, layers);
  return !readFlag() || readExtensions(sps);
}

function readExtensions(sps: Sps): bool {
  const range = readFlag();
  const others = readBits(7);
  // Of the others, only that for screens changes how a picture is coded.
  if (others & SCREEN) return false;
  return !range || readRange(sps);
}

/** `sps_scc_extension_flag` among the seven bits behind that of the range extension. */
const SCREEN: u32 = 1 << 4;

function readRange(sps: Sps): bool {
  sps.skipRotation = readFlag();
  sps.skipContext = readFlag();
  sps.implicitRdpcm = readFlag();
  skipBits(1);
  const extended = readFlag();
  skipBits(1);
  const precise = readFlag();
  sps.persistentRice = readFlag();
  sps.bypassAlignment = readFlag();
  // Both are for more than 12 bits.
  return !extended && !precise;
}
