/** Scans that wait for more blocks while others are coded: all that the next block of each depends on. */
import { allocate, ENCODER } from '../memory';
import { BAND, BAND_BYTES } from './bands';
import { PREDICTORS, PREDICTORS_BYTES } from './dc-scan';
import { CODES, CODES_BYTES } from './huffman';
import { bitCount, bits, moveOutput, position } from './output';

/** Unwritten bits (u64), how many they are (i32), the codes, predictors of DC, and what a band remembers. */
const COUNT: usize = 8;
const TABLES: usize = 16;
const DC: usize = TABLES + CODES_BYTES;
const AC: usize = DC + PREDICTORS_BYTES;
const PARKED_BYTES: usize = (AC + BAND_BYTES + 15) & ~15;

let places: usize = 0;

export function openParked(scans: i32): void {
  places = allocate(ENCODER, <usize>scans * PARKED_BYTES);
}

export function park(scan: i32): void {
  const place = places + <usize>scan * PARKED_BYTES;
  store<u64>(place, bits);
  store<i32>(place, bitCount, COUNT);
  memory.copy(place + TABLES, CODES, CODES_BYTES);
  memory.copy(place + DC, PREDICTORS, PREDICTORS_BYTES);
  memory.copy(place + AC, BAND, BAND_BYTES);
  moveOutput(position, 0, 0);
}

export function unpark(scan: i32): void {
  const place = places + <usize>scan * PARKED_BYTES;
  moveOutput(position, load<u64>(place), load<i32>(place, COUNT));
  memory.copy(CODES, place + TABLES, CODES_BYTES);
  memory.copy(PREDICTORS, place + DC, PREDICTORS_BYTES);
  memory.copy(BAND, place + AC, BAND_BYTES);
}
