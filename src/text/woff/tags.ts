/** Tags that a WOFF2 directory writes as a number (WOFF File Format 2.0, section 4.1). */
const TAGS =
  'cmapheadhheahmtxmaxpnameOS/2postcvt fpgmglyflocaprep' +
  'CFF VORGEBDTEBLCgasphdmxkernLTSHPCLTVDMXvheavmtxBASE' +
  'GDEFGPOSGSUBEBSCJSTFMATHCBDTCBLCCOLRCPALSVG sbixacnt' +
  'avarbdatblocbslncvarfdscfeatfmtxfvargvarhstyjustlcar' +
  'mortmorxopbdproptrakZapfSilfGlatGlocFeatSill';

/** The tag of each number. */
export const KNOWN_TAGS: readonly string[] = Array.from({ length: TAGS.length / 4 }, (_, index) =>
  TAGS.slice(index * 4, index * 4 + 4),
);
