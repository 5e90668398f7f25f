/** What a sequence says of its colours, and the rest of `vui_parameters` passed over (ITU-T H.265, annex E). */
import { readBits, readFlag, readUe, skipBits } from '../bits';

const EXTENDED_SAR: u32 = 255;
const UNSPECIFIED: u32 = 2;

/** The numbers of ITU-T H.273, and whether samples take their full range. */
@unmanaged
export class Colours {
  primaries: u32;
  transfer: u32;
  matrix: u32;
  fullRange: u32;
}

/** Nothing is said. */
export function unknownColours(colours: Colours): void {
  colours.primaries = colours.transfer = colours.matrix = UNSPECIFIED;
  colours.fullRange = 0;
}

/** Reads section E.2.1; `layers` is `sps_max_sub_layers_minus1`. */
export function readVui(colours: Colours, layers: u32): void {
  if (readFlag() && readBits(8) == EXTENDED_SAR) skipBits(32);
  if (readFlag()) skipBits(1);
  if (readFlag()) readVideoSignal(colours);
  if (readFlag()) {
    readUe();
    readUe();
  }
  skipBits(3);
  // The default display window.
  if (readFlag()) for (let i = 0; i < 4; i++) readUe();
  if (readFlag()) readTiming(layers);
  if (readFlag()) readRestrictions();
}

function readVideoSignal(colours: Colours): void {
  skipBits(3);
  colours.fullRange = readBits(1);
  if (!readFlag()) return;
  colours.primaries = readBits(8);
  colours.transfer = readBits(8);
  colours.matrix = readBits(8);
}

function readTiming(layers: u32): void {
  skipBits(64);
  if (readFlag()) readUe();
  if (readFlag()) readHrd(layers);
}

function readRestrictions(): void {
  skipBits(3);
  for (let i = 0; i < 5; i++) readUe();
}

/** Section E.2.2, with what all sub-layers share. */
function readHrd(layers: u32): void {
  const nal = readFlag();
  const vcl = readFlag();
  let parts = false;
  if (nal || vcl) {
    parts = readFlag();
    if (parts) skipBits(19);
    skipBits(8);
    if (parts) skipBits(4);
    skipBits(15);
  }
  for (let i: u32 = 0; i <= layers; i++) readSubLayer(nal, vcl, parts);
}

function readSubLayer(nal: bool, vcl: bool, parts: bool): void {
  const fixed = readFlag();
  let low = false;
  if (fixed || readFlag()) readUe();
  else low = readFlag();
  const count = low ? 1 : min<u32>(readUe(), 31) + 1;
  const each: u32 = count * ((nal ? 1 : 0) + (vcl ? 1 : 0));
  for (let i: u32 = 0; i < each; i++) {
    const numbers: u32 = parts ? 4 : 2;
    for (let j: u32 = 0; j < numbers; j++) readUe();
    skipBits(1);
  }
}
