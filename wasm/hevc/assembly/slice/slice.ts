/** Headers of slice segments (ITU-T H.265, sections 7.3.6 and 7.4.7), as far as pictures of their own need them. */
import { bytesRead, pastEnd, readBits, readFlag, readSe, readUe, skipBits } from '../bits';
import { NAL_BLA_W_LP, NAL_IDR_N_LP, NAL_IDR_W_RADL, NAL_RSV_IRAP_VCL23 } from '../nal';
import { pictureSet, Pps } from '../sets/pps';
import { sequence, Sps } from '../sets/sps';
import { skipSliceSet } from '../sets/reference-sets';

/** Numbers have their names in the standard, or what these are made into. */
@unmanaged
export class Slice {
  first: bool;
  pps: u32;
  dependent: bool;
  /** Of this segment, and of the first of its slice. */
  segment: u32;
  address: u32;
  saoLuma: bool;
  saoChroma: bool;
  qp: i32;
  offsetCb: i32;
  offsetCr: i32;
  chromaOffsets: bool;
  undeblocked: bool;
  betaOffset: i32;
  tcOffset: i32;
  across: bool;
  /** Bytes of the header. */
  bytes: u32;
}

/** What it refers to lies here as long as the picture. */
export const slice: Slice = changetype<Slice>(memory.data(offsetof<Slice>(), 16));
export const sps: Sps = changetype<Sps>(memory.data(offsetof<Sps>(), 16));
export const pps: Pps = changetype<Pps>(memory.data(offsetof<Pps>(), 16));

const SLICE_I: u32 = 2;

/** True when the segment whose header begins here is the first of a picture. */
export function startsPicture(): bool {
  return readFlag();
}

/** Reads the header behind its first bit; false when it cannot be decoded. */
export function readSlice(type: u32, first: bool): bool {
  if (type >= NAL_BLA_W_LP && type <= NAL_RSV_IRAP_VCL23) skipBits(1);
  slice.first = first;
  if (!readSets(readUe())) return false;
  slice.dependent = false;
  slice.segment = 0;
  if (!first && !readAddress()) return false;
  if (!slice.dependent) {
    slice.address = slice.segment;
    if (!readIndependent(type)) return false;
  }
  if (pps.tiles || pps.wavefront) skipEntryPoints();
  if (pps.sliceExtension) skipBits(min(readUe(), 256) << 3);
  // The bit that ends the header, and those that fill its last byte.
  skipBits(1);
  slice.bytes = bytesRead();
  return !pastEnd();
}

/** Takes over the parameter sets at the first segment; the others must name the same. */
function readSets(id: u32): bool {
  if (!slice.first) return id == slice.pps;
  const picture = pictureSet(id);
  if (picture == 0) return false;
  const parameters = sequence(changetype<Pps>(picture).sps);
  if (parameters == 0) return false;
  memory.copy(changetype<usize>(pps), picture, offsetof<Pps>());
  memory.copy(changetype<usize>(sps), parameters, offsetof<Sps>());
  slice.pps = id;
  return (
    pps.deltaDepth <= sps.log2Ctb - sps.log2MinCb && pps.chromaOffsetDepth <= sps.log2Ctb - sps.log2MinCb
  );
}

function readAddress(): bool {
  if (pps.dependentSlices) slice.dependent = readFlag();
  const size: u32 = 1 << sps.log2Ctb;
  const blocks = ((sps.width + size - 1) >> sps.log2Ctb) * ((sps.height + size - 1) >> sps.log2Ctb);
  slice.segment = blocks > 1 ? readBits(32 - clz(blocks - 1)) : 0;
  return slice.segment < blocks;
}

function readIndependent(type: u32): bool {
  skipBits(pps.extraBits);
  if (readUe() != SLICE_I) return false;
  if (pps.outputFlag) skipBits(1);
  if (type != NAL_IDR_W_RADL && type != NAL_IDR_N_LP && !skipReferences()) return false;
  slice.saoLuma = slice.saoChroma = false;
  if (sps.sampleAdaptiveOffset) {
    slice.saoLuma = readFlag();
    if (sps.chromaFormat != 0) slice.saoChroma = readFlag();
  }
  readQuantiser();
  readFilters();
  const lowest = -6 * (<i32>sps.bitDepthLuma - 8);
  return slice.qp >= lowest && slice.qp <= 51 && abs(slice.betaOffset) <= 12 && abs(slice.tcOffset) <= 12;
}

function readQuantiser(): void {
  slice.qp = pps.initQp + readSe();
  slice.offsetCb = slice.offsetCr = 0;
  if (pps.sliceChromaOffsets) {
    slice.offsetCb = readSe();
    slice.offsetCr = readSe();
  }
  slice.chromaOffsets = pps.chromaOffsetList && readFlag();
}

function readFilters(): void {
  slice.undeblocked = pps.undeblocked;
  slice.betaOffset = pps.betaOffset;
  slice.tcOffset = pps.tcOffset;
  if (pps.deblockingOverride && readFlag()) {
    slice.undeblocked = readFlag();
    if (!slice.undeblocked) {
      slice.betaOffset = readSe() << 1;
      slice.tcOffset = readSe() << 1;
    }
  }
  slice.across = pps.acrossSlices;
  if (pps.acrossSlices && (slice.saoLuma || slice.saoChroma || !slice.undeblocked)) slice.across = readFlag();
}

/** What tells of other pictures. */
function skipReferences(): bool {
  skipBits(sps.pocBits);
  if (!skipSliceSet()) return false;
  if (sps.longTermPictures && !skipLongTerm()) return false;
  if (sps.temporalMvp) skipBits(1);
  return true;
}

function skipLongTerm(): bool {
  const known = sps.longTermInSps > 0 ? readUe() : 0;
  const own = readUe();
  if (known > 32 || own > 32) return false;
  for (let i: u32 = 0; i < known + own; i++) {
    if (i < known) {
      if (sps.longTermInSps > 1) skipBits(32 - clz(sps.longTermInSps - 1));
    } else skipBits(sps.pocBits + 1);
    if (readFlag()) readUe();
  }
  return true;
}

/** Where parts of the data begin is seen from the data as well. */
function skipEntryPoints(): void {
  const count = readUe();
  if (count == 0) return;
  const bits = readUe() + 1;
  for (let i: u32 = 0; i < count && !pastEnd(); i++) skipBits(min<u32>(bits, 32));
}
